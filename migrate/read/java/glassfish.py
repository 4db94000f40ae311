"""GlassFish and Payara: pools, resources, listeners of domain.xml and glassfish-resources.xml."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.read.java import datasources, jvm, listening
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource
from migrate.read.java.documents import Node

_LISTENERS = ("network-listener", "http-listener")
"""The latter is that of GlassFish 2."""
_TEMPLATE = "default-config"
"""What new servers are made from; nothing listens by it."""


def resources(root: Node, application: Application) -> None:
    """Read the resources of an application or of a whole server."""
    own = root.name == "resources" and not application.server_file(root.entry)
    pools = {pool.get("name"): pool for pool in root.all("jdbc-connection-pool")}
    for node in root.all("jdbc-resource"):
        pool = pools.get(node.get("pool-name"))
        if pool is not None and node.get("enabled", "") != "false":
            _pooled(node, pool, own, application)
    for node in root.all("mail-resource"):
        if node.get("host") and node.get("enabled") != "false":
            jndi = node.get("jndi-name")
            mail = Resource(
                node.origin,
                setting=jndi,
                jndi=jndi,
                kind="mail",
                host=node.get("host"),
                port=_properties(node).get("mail.smtp.port", ""),
                account=node.get("user"),
                where="server",
                own=own,
            )
            datasources.define(application, mail)


def domain(root: Node, application: Application) -> None:
    """Read domain.xml: what it has for applications, where it listens, how its JVM starts."""
    if root.child("configs") is None:
        return
    resources(root, application)
    for config in root.all("config"):
        if config.get("name") == _TEMPLATE:
            continue
        secure = {
            each.get("name")
            for each in config.all("protocol")
            if each.get("security-enabled") == "true"
        }
        for node in config.all(*_LISTENERS):
            _listens(node, secure, application)
        for option in config.all("jvm-options"):
            jvm.said(option.text, option.entry, option.line, application.found)


def _pooled(node: Node, pool: Node, own: bool, application: Application) -> None:
    """Take a resource with the pool that it draws from: only both together say all of it."""
    resource = Resource(
        node.origin,
        setting=node.get("jndi-name"),
        jndi=node.get("jndi-name"),
        driver=pool.get("datasource-classname", "driver-classname"),
        where="server",
        own=own,
        more=(pool.origin,),
    )
    datasources.from_properties(application, node, _properties(pool), resource)


def _properties(node: Node) -> Mapping[str, str]:
    return {each.get("name"): each.get("value") for each in node.children("property")}


def _listens(node: Node, secure: set[str], application: Application) -> None:
    admin = "admin" in node.get("name", "id")
    https = node.get("protocol") in secure or node.get("security-enabled") == "true"
    protocol = "https" if https else "http"
    off = node.get("enabled") == "false"
    if not off:
        # Who runs the server asks the listener of administrators, not the applications' users.
        add = listening.port if admin else listening.endpoint
        add(application, node.get("port"), protocol, node.name, node.origin)
