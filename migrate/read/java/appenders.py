"""Appenders of any logging library -> log files and log servers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from migrate.model.origin import Origin
from migrate.read.java import datasources, log_files
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource

_FILES = ("file", "filename", "filepattern", "filenamepattern")
_HOSTS = (
    "remotehost",
    "remotehosts",
    "sysloghost",
    "smtphost",
    "host",
    "destination",
    "graylog2serverhost",
    "server",
)
_PORTS = ("port", "smtpport", "remoteport")
_URLS = ("url", "connectionstring", "providerurl")


class Option(Struct, frozen=True):
    """One option of an appender."""

    value: str
    origin: Origin


class Appender(Struct, frozen=True):
    """One appender as its file describes it."""

    library: str
    """log4j, log4j2, logback, jul"""
    class_: str
    options: Mapping[str, Option]
    """By name in lower case; placeholders of the file itself already filled."""
    origin: Origin


def take(appender: Appender, application: Application) -> None:
    """Add what one appender writes or sends to."""
    how = f"{appender.library} {appender.class_.rpartition('.')[2]}"
    sends = log_files.protocol_of(appender.class_)
    if sends:
        _send(appender, application, sends)
        return
    if not log_files.is_file_appender(appender.class_):
        return
    said = [appender.options[key] for key in _FILES if key in appender.options]
    if said:
        log_files.add(application, said[0].value, how, said[0].origin)


def _send(appender: Appender, application: Application, protocol: str) -> None:
    options = appender.options
    if protocol == "jdbc":
        _database(appender, application)
        return
    host = next((options[key] for key in _HOSTS if key in options), None)
    port = next((options[key].value for key in _PORTS if key in options), "")
    if host is None:
        brokers = options.get("bootstrap.servers")
        host = brokers if brokers else None
    if host is not None:
        for each in host.value.split(",")[:10]:
            log_files.send(application, appender.class_, each, port, host.origin)


def _database(appender: Appender, application: Application) -> None:
    url = next((appender.options[key] for key in _URLS if key in appender.options), None)
    jndi = appender.options.get("jndiname")
    if url is not None:
        user = appender.options.get("user") or appender.options.get("username")
        driver = appender.options.get("driver") or appender.options.get("driverclassname")
        datasources.define(
            application,
            Resource(
                url.origin,
                setting=appender.class_.rpartition(".")[2],
                driver=driver.value if driver else "",
                url=url.value,
                account=user.value if user else "",
            ),
        )
    elif jndi is not None:
        datasources.named(application, jndi.value, "jdbc", jndi.origin)
