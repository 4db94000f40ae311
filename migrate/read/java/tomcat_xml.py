"""Tomcat's context.xml and server.xml: resources, session managers, realms, connectors, logs.

Element and attribute names as in Tomcat's configuration reference (9.0 to 11).
"""

from __future__ import annotations

import re

from migrate.knowledge.java_contents import java_contents
from migrate.model.facts import Reference
from migrate.read import server_facts
from migrate.read.java import (
    charsets,
    datasources,
    listening,
    log_files,
    references,
    server_home,
    written,
)
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource, SessionUse
from migrate.read.java.documents import Node
from migrate.read.values import Pair, addresses

ROOTS = ("Context", "Server", "Host", "Engine", "GlobalNamingResources")
_ALIAS_LIMIT = 50
_MEMCACHED, _REDIS = 11211, 6379
_NODE = re.compile(r"^\w{1,60}:(?=[^:]+:\d)")
"""The name of a node before its address."""
_LONGEST = 5000


def read(root: Node, application: Application) -> None:
    """Read one file."""
    for node in root.all():
        reader = _ELEMENTS.get(node.name)
        if reader is not None:
            reader(node, application)


def _where(node: Node, application: Application) -> str:
    return "server" if application.server_file(node.entry) else "application"


def _resource(node: Node, application: Application) -> None:
    kind = datasources.kind_of(node.get("type"))
    name = node.get("name")
    if not name or (kind == "other" and not node.get("url", "brokerURL")):
        return
    datasources.define(
        application,
        Resource(
            node.origin,
            setting=name,
            jndi=name,
            kind=kind,
            driver=node.get("driverClassName", "driverClass"),
            url=node.get(
                "url", "jdbcUrl", "brokerURL", "connectionURL", "java.naming.provider.url"
            ),
            host=node.get("mail.smtp.host", "serverName"),
            port=node.get("mail.smtp.port", "portNumber"),
            database=node.get("databaseName"),
            account=node.get("username", "user", "mail.smtp.user", "userName"),
            where=_where(node, application),
            own=server_home.is_of_host(node.entry.path),
        ),
    )


def _link(node: Node, application: Application) -> None:
    if node.get("name") and node.get("global"):
        name, global_name = (datasources.normal(node.get(key)) for key in ("name", "global"))
        application.links[name] = global_name
        kind = datasources.kind_of(node.get("type"))
        datasources.named(application, node.get("name"), kind, node.origin)


def _manager(node: Node, application: Application) -> None:
    class_ = node.get("className")
    _store(node, application)
    for part, use in java_contents().session_managers.items():
        if part.lower() in class_.lower():
            application.sessions.append(SessionUse(use, node.origin))
            return
    for store in node.children("Store"):
        kept = store.get("className")
        outside = "JDBC" in kept or "DataSource" in kept or "Redis" in kept
        application.sessions.append(SessionUse("external" if outside else "files", store.origin))
        if not outside and store.get("directory"):
            written.add(application, store.get("directory"), "data", "session store", store.origin)


def _store(node: Node, application: Application) -> None:
    """Read where a manager keeps sessions: nodes of Memcached (`n1:host:port`), a Redis."""
    nodes = node.get("memcachedNodes")
    if nodes and "://" not in nodes:
        plain = ",".join(_NODE.sub("", each) for each in re.split(r"[,\s]+", nodes[:_LONGEST]))
        for host, port in server_facts.hosts(application.filled(plain), _MEMCACHED):
            _refer(node, application, (host, port), "memcached", "memcachedNodes")
    elif nodes:
        _refer_url(node, application, nodes, "memcachedNodes")
    if "redis" in node.get("className").lower() and node.get("host", "endpoint"):
        usual = listening.number(application, node.get("port")) or _REDIS
        for address in server_facts.hosts(application.filled(node.get("host", "endpoint")), usual):
            _refer(node, application, address, "redis", "host")


def _refer_url(node: Node, application: Application, text: str, setting: str) -> None:
    for address in addresses([Pair(setting, application.filled(text), 0, 0)]):
        _refer(node, application, (address.host, address.port), address.protocol, setting)


def _refer(
    node: Node, application: Application, address: tuple[str, int], protocol: str, setting: str
) -> None:
    where = Reference(
        server_facts.target(*address),
        protocol,
        setting=f"{node.name}.{setting}",
        origins=(node.origin,),
    )
    references.add(application.found, where)


def _cluster(node: Node, application: Application) -> None:
    """A cluster copies sessions only of applications that say `<distributable/>`; web.xml tells."""
    for receiver in node.all("Receiver"):
        listening.port(application, receiver.get("port"), "cluster", "Receiver", receiver.origin)


def _valve(node: Node, application: Application) -> None:
    class_ = node.get("className")
    if class_.endswith("AccessLogValve"):
        folder = node.get("directory") or "logs"
        prefix = node.get("prefix") or "access_log"
        suffix = node.get("suffix")
        log_files.add(application, f"{folder}/{prefix}{suffix}", "access log", node.origin)
    elif class_.endswith("AuthenticatorValve") or class_.endswith("SingleSignOn"):
        application.found.item(
            "auth.realms", node.origin, how="valve", method=class_.rpartition(".")[2], name=None
        )


def _realm(node: Node, application: Application) -> None:
    class_ = node.get("className").rpartition(".")[2]
    if class_ in ("CombinedRealm", "LockOutRealm"):
        return
    name = node.get("dataSourceName", "appName", "resourceName", "pathname") or None
    application.found.item("auth.realms", node.origin, how="realm", method=class_, name=name)
    if node.get("connectionURL"):
        datasources.define(
            application,
            Resource(
                node.origin,
                setting=f"{class_}.connectionURL",
                kind="ldap" if "JNDI" in class_ else "jdbc",
                driver=node.get("driverName"),
                url=node.get("connectionURL"),
                account=node.get("connectionName"),
                where=_where(node, application),
            ),
        )


def _connector(node: Node, application: Application) -> None:
    secure = "true" in (node.get("SSLEnabled").lower(), node.get("secure").lower())
    protocol = "https" if secure or node.get("scheme") == "https" else "http"
    if "ajp" in node.get("protocol").lower():
        protocol = "ajp"
    listening.endpoint(application, node.get("port"), protocol, "Connector", node.origin)
    if node.get("URIEncoding"):
        charsets.say(application, node.get("URIEncoding"), "uri", node.origin)


def _server(node: Node, application: Application) -> None:
    listening.port(application, node.get("port"), "shutdown", "Server", node.origin)


def _listener(node: Node, application: Application) -> None:
    for key in ("rmiRegistryPortPlatform", "rmiServerPortPlatform"):
        listening.port(application, node.get(key), "jmx", "Listener", node.origin)


def _entry(node: Node, application: Application) -> None:
    written.named(application, node.get("name"), node.get("value"), node.origin)


def _folders(node: Node, application: Application) -> None:
    for key in ("base", "docBase"):
        above = node.parent()
        # A Context of its own names the application; one inside of a Host adds a folder.
        beside = node.name != "Context" or (above is not None and above.name == "Host")
        if beside and written.is_outside(application.filled(node.get(key))):
            served = written.plain(application.filled(node.get(key)))
            at = node.get("webAppMount", "path") or "/"
            application.found.item("files.served", node.origin, path=served, at=at)


def _context(node: Node, application: Application) -> None:
    _folders(node, application)
    for alias in node.get("aliases").split(",")[:_ALIAS_LIMIT]:
        at, _, folder = (part.strip() for part in alias.partition("="))
        if folder and written.is_outside(folder):
            application.found.item("files.served", node.origin, path=folder, at=at)
    if node.get("workDir") and written.is_outside(node.get("workDir")):
        written.add(application, node.get("workDir"), "temp", "workDir", node.origin)


_ELEMENTS = {
    "Resource": _resource,
    "ResourceLink": _link,
    "Manager": _manager,
    "Cluster": _cluster,
    "Valve": _valve,
    "Realm": _realm,
    "Connector": _connector,
    "Server": _server,
    "Listener": _listener,
    "Environment": _entry,
    "Parameter": _entry,
    "PreResources": _folders,
    "PostResources": _folders,
    "JarResources": _folders,
    "Context": _context,
}
"""Element → what reads it; nested ones are reached on their own."""
