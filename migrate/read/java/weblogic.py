"""WebLogic: weblogic.xml and JDBC modules."""

from __future__ import annotations

from migrate.read.java import charsets, datasources, jboss_xml, jvm, listening, written
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource, SessionUse
from migrate.read.java.documents import Node

_STORES = {
    "memory": "memory",
    "file": "files",
    "jdbc": "external",
    "async-jdbc": "external",
    "coherence-web": "external",
    "cookie": "external",
    "replicated": "distributable",
    "replicated_if_clustered": "distributable",
    "async-replicated": "distributable",
    "async-replicated-if-clustered": "distributable",
}
"""persistent-store-type → how sessions are kept."""


def web(root: Node, application: Application) -> None:
    """Read weblogic.xml."""
    jboss_xml.links(root, application)
    _session(root, application)
    for node in root.all("input-charset"):
        charset = node.said("java-charset-name")
        if charset:
            charsets.say(application, charset, "request", node.origin)
    for node in root.all("virtual-directory-mapping"):
        folder = node.said("local-path")
        if folder and written.is_outside(folder):
            at = node.said("url-pattern") or "/"
            application.found.item("files.served", node.origin, path=folder, at=at)


def _session(root: Node, application: Application) -> None:
    said = {node.name: (node.text, node) for node in root.all() if node.text}
    for param in root.all("session-param"):
        value = param.child("param-value")
        if value is not None:
            said[_NEW_NAMES.get(param.said("param-name"), "")] = (value.text, value)
    timeout = said.get("timeout-secs")
    if timeout and timeout[0].isdecimal() and len(timeout[0]) < 9:
        minutes = -(-int(timeout[0]) // 60)
        application.found.fact("session.timeout", minutes, timeout[1].origin)
    store = said.get("persistent-store-type")
    if store and store[0].lower() in _STORES and store[0].lower() != "memory":
        use = _STORES[store[0].lower()]
        application.sessions.append(SessionUse(use, store[1].origin))
    folder = said.get("persistent-store-dir")
    if folder and written.is_outside(folder[0]):
        written.add(application, folder[0], "data", "session store", folder[1].origin)


_NEW_NAMES = {
    "PersistentStoreType": "persistent-store-type",
    "PersistentStoreDir": "persistent-store-dir",
    "TimeoutSecs": "timeout-secs",
}
"""Names of weblogic.xml before 9.0."""


def jdbc(root: Node, application: Application) -> None:
    """Read a JDBC module (`*-jdbc.xml`)."""
    names = [node.text for node in root.all("jndi-name") if node.text]
    for params in root.children("jdbc-driver-params"):
        said = {p.said("name"): p.said("value") for p in params.all("property")}
        resource = Resource(
            params.origin,
            setting=root.said("name") or (names[0] if names else ""),
            jndi=names[0] if names else "",
            driver=params.said("driver-name"),
            url=params.said("url"),
            where="server",
        )
        datasources.from_properties(application, params, said, resource)


def domain(root: Node, application: Application) -> None:
    """Read ports and JVM options of config.xml; `domain` of JBoss has none of these elements."""
    for server in root.children("server"):
        for child in server.children("listen-port"):
            listening.endpoint(application, child.text, "http", "listen-port", child.origin)
        for arguments in server.all("arguments"):
            jvm.said(arguments.text, arguments.entry, arguments.line, application.found)
        for ssl in server.children("ssl"):
            if ssl.said("enabled") == "true":
                port = ssl.said("listen-port")
                listening.endpoint(application, port, "https", "ssl listen-port", ssl.origin)
