"""Databases and queues that classes name or define themselves: annotations and constants.

A constant counts when all of it is an address or a name of JNDI: `jdbc:mysql://db/shop`,
`java:comp/env/jdbc/shop`. Databases that are files of their own become `files.written`.
"""

from __future__ import annotations

import re

from migrate.model.origin import Origin
from migrate.read.java import datasources, written
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource

_RESOURCE = ("javax.annotation.Resource", "jakarta.annotation.Resource")
_DEFINITION = (
    "javax.annotation.sql.DataSourceDefinition",
    "jakarta.annotation.sql.DataSourceDefinition",
)
_NAME = re.compile(
    r"(?:java:(?:/?comp/env/|jboss/|global/|app/|module/|/)?)?"
    r"(?P<kind>jdbc|jms|mail|datasources|queue|topic)/[\w.\-/]{1,200}"
    r"|java:/?(?:jboss/)?[\w.\-]{1,100}DS"
)
_KINDS = {"jms": "jms", "queue": "jms", "topic": "jms", "mail": "mail"}
_URL = re.compile(r"jdbc:[a-z][\w]{1,30}:[^\s\"'<>%{}]{3,400}")
_FILE = re.compile(
    r"jdbc:(?P<product>h2|derby|sqlite|hsqldb):(?:file:|split:(?:\d{1,2}:)?|directory:)?"
    r"(?P<path>(?!mem:|tcp:|ssl:|res:|zip:|memory:|classpath:|hsql|http|jar:|//|:memory)"
    r"[^;?\s\"']{1,300})"
)


def read(application: Application) -> None:
    """Take annotations, then constants."""
    for found, entry in application.index.annotations():
        elements = found.elements
        if found.name in _RESOURCE:
            for key in ("lookup", "mappedName", "name"):
                _named(application, elements.get(key, ""), entry.origin())
        elif found.name in _DEFINITION:
            _defined(application, elements, entry.origin())
    for text, entries in application.index.strings():
        for entry in entries:
            _named(application, text, entry.origin())
            if _URL.fullmatch(text) and not text.endswith(("//", ":")):
                where = Resource(entry.origin(), setting="DriverManager", url=text)
                datasources.define(application, where)


def file_databases(application: Application) -> None:
    """Tell databases that are files: what they hold is gone with the container."""
    for file in application.settings:
        for pair in file.pairs:
            _in_file(application, pair.meaning, file.entry.origin(pair.line))
    for resource in application.resources:
        _in_file(application, resource.url, resource.origin)


def _in_file(application: Application, url: str, origin: Origin) -> None:
    match = _FILE.match(application.filled(url)) if url.startswith("jdbc:") else None
    if match and "${" not in match["path"]:
        written.add(application, match["path"], "data", f"{match['product']} database", origin)


def _named(application: Application, text: str, origin: Origin) -> None:
    match = _NAME.fullmatch(text)
    if match:
        kind = _KINDS.get(match["kind"] or "", "jdbc")
        datasources.named(application, text, kind, origin)


def _defined(application: Application, said: dict[str, str], origin: Origin) -> None:
    resource = Resource(
        origin,
        setting=said.get("name", ""),
        jndi=said.get("name", ""),
        driver=said.get("className", ""),
        url=said.get("url", ""),
        host=said.get("serverName", ""),
        port=said.get("portNumber", ""),
        database=said.get("databaseName", ""),
        account=said.get("user", ""),
    )
    datasources.define(application, resource)
