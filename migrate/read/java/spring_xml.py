"""Spring's XML: beans for databases, queues, mail, sessions, uploads, schedules, security."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from migrate.knowledge.java_contents import java_contents
from migrate.read.java import datasources, schedules, spring_security, written
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource, SessionUse
from migrate.read.java.documents import Node

_SESSION_STORES = ("HttpSessionConfiguration", "EnableRedisHttpSession")
_LOOKUPS = ("JndiObjectFactoryBean", "JndiObjectTargetSource")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,252}")
_UPLOADS = ("CommonsMultipartResolver",)


def read(root: Node, application: Application) -> None:
    """Read one file of beans."""
    for bean in root.all("bean"):
        _bean(bean, application)
    for lookup in root.all("jndi-lookup"):
        if lookup.get("jndi-name"):
            datasources.named(application, lookup.get("jndi-name"), "jdbc", lookup.origin)
    for placeholder in root.all("redis-http-session", "session-redis"):
        application.sessions.append(SessionUse("external", placeholder.origin))
    schedules.spring(root, application)
    spring_security.read(root, application)


def properties(bean: Node) -> dict[str, str]:
    """Return a bean's properties and constructor arguments that are plain text.

    Written as elements, as attributes (`p:url`) or as the value inside.
    """
    said: dict[str, str] = {}
    for number, node in enumerate(bean.children("property", "constructor-arg")):
        name = node.get("name") or f"arg{node.get('index') or number}"
        text = node.get("value")
        inner = node.child("value")
        if not text and inner is not None:
            text = inner.text
        if text:
            said[name] = text
        for entry in node.all("prop"):
            said.setdefault(entry.get("key"), entry.text)
    for name, value in bean.attributes.items():
        if name not in _OWN_ATTRIBUTES:
            said.setdefault(name, value)
    return said


_OWN_ATTRIBUTES = frozenset(
    {
        "abstract", "autowire", "class", "depends-on", "destroy-method", "factory-bean",
        "factory-method", "id", "init-method", "lazy-init", "name", "parent", "primary", "scope",
    }
)  # fmt: skip


def _bean(bean: Node, application: Application) -> None:
    class_ = bean.get("class")
    said = properties(bean)
    if class_.endswith(_SESSION_STORES):
        application.sessions.append(SessionUse("external", bean.origin))
    elif class_.endswith(_LOOKUPS):
        if said.get("jndiName"):
            datasources.named(application, said["jndiName"], "jdbc", bean.origin)
    elif class_.endswith(_UPLOADS):
        folder = said.get("uploadTempDir", "")
        if written.is_outside(application.filled(folder)):
            written.add(application, folder, "temp", "CommonsMultipartResolver", bean.origin)
    else:
        _resource(bean, class_, said, application)
        for name, value in said.items():
            written.named(application, name, value, bean.origin)


def _resource(bean: Node, class_: str, said: dict[str, str], application: Application) -> None:
    """Take a bean whose class, or whose JDBC URL, makes it a connection."""
    kind = _kind(class_, said, application)
    if not kind:
        return
    arguments = [value for key, value in said.items() if key.startswith("arg")]
    urls = [value for value in arguments if "://" in value]
    name = class_.rpartition(".")[2]
    host, port = _place(arguments, application) if kind == "other" else ("", "")
    resource = Resource(
        bean.origin,
        setting=bean.get("id", "name") or name,
        kind=kind,
        driver={"jdbc": "", "other": class_}.get(kind, kind),
        url=urls[0] if urls else "",
        host="" if urls else host,
        port=port,
    )
    datasources.from_properties(application, bean, said, resource)


def _place(arguments: Sequence[str], application: Application) -> tuple[str, str]:
    """Return host and port where two arguments in a row are them: `JedisPool(…, host, port)`."""
    filled = [application.filled(value).strip() for value in arguments]
    for host, port in itertools.pairwise(filled):
        is_port = port.isdecimal() and 0 < int(port[:6]) < 65536
        if is_port and _HOST.fullmatch(host) and not host.isdecimal():
            return host, port
    return "", ""


def _kind(class_: str, said: dict[str, str], application: Application) -> str:
    for part, kind in java_contents().connection_beans.items():
        if class_.endswith(part):
            return kind
    filled = (application.filled(value) for value in said.values())
    return "jdbc" if any(value.startswith("jdbc:") for value in filled) else ""
