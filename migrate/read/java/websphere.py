"""WebSphere: Liberty's server.xml, resources.xml of the full server, bindings of web modules."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from migrate.read.java import datasources, jboss_xml, listening, log_files
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource, SessionUse
from migrate.read.java.documents import Node

_FACTORIES = ("jmsConnectionFactory", "jmsQueueConnectionFactory", "jmsTopicConnectionFactory")
_EMBEDDED = "derby.embedded"
_REGISTRIES = ("basicRegistry", "ldapRegistry", "quickStartSecurity")


def bindings(root: Node, application: Application) -> None:
    """Read ibm-web-bnd.xml."""
    jboss_xml.links(root, application)


def bindings_before_java_ee_5(root: Node, application: Application) -> None:
    """Read ibm-web-bnd.xmi or ibm-ejb-jar-bnd.xmi, which name references by their ids."""
    names = dict(_ids(application))
    for node in root.all("resRefBindings", "resourceEnvRefBindings"):
        for reference in node.children():
            name = names.get(reference.get("href").rpartition("#")[2], "")
            if name and node.get("jndiName"):
                jboss_xml.tie(application, name, node.get("jndiName"), node)
    for node in root.all("defaultDatasource", "defaultCMPConnectionFactory"):
        if node.get("jndiName"):
            datasources.named(application, node.get("jndiName"), "jdbc", node.origin)


def _ids(application: Application) -> Iterator[tuple[str, str]]:
    """Yield id and name of the references in web.xml and ejb-jar.xml."""
    for root in application.documents:
        if root.name in ("web-app", "ejb-jar"):
            for node in root.all("resource-ref", "resource-env-ref"):
                if node.get("id"):
                    named = node.said("res-ref-name") or node.said("resource-env-ref-name")
                    yield node.get("id"), named


def liberty(root: Node, application: Application) -> None:
    """Read Liberty's server.xml."""
    for node in root.all("httpEndpoint"):
        for key, protocol in (("httpPort", "http"), ("httpsPort", "https")):
            listening.endpoint(application, node.get(key), protocol, "httpEndpoint", node.origin)
    for node in root.all("dataSource"):
        _source(node, application)
    for node in root.all(*_FACTORIES):
        _factory(node, application)
    for node in root.all("mailSession"):
        _mail(node, application)
    for node in root.all(*_REGISTRIES):
        _registry(node, application)
    for node in root.all("httpSessionDatabase", "httpSessionCache"):
        application.sessions.append(SessionUse("external", node.origin))
    for node in root.all("logging"):
        folder = node.get("logDirectory") or "${server.output.dir}/logs"
        log_files.add(application, f"{folder}/messages.log", "liberty logging", node.origin)


def _source(node: Node, application: Application) -> None:
    said: dict[str, str] = {}
    for child in node.children():
        if child.name.startswith("properties"):
            said |= child.attributes
    resource = Resource(
        node.origin,
        setting=node.get("jndiName", "id"),
        jndi=node.get("jndiName"),
        driver=_driver(node),
        where="server",
    )
    if resource.driver == _EMBEDDED and said.get("databaseName"):
        # A database inside of the server: a folder rather than a host.
        url = f"jdbc:derby:{said['databaseName']}"
        resource = replace(resource, url=url, account=said.get("user", ""))
        datasources.define(application, resource)
        return
    datasources.from_properties(application, node, said, resource)


def _factory(node: Node, application: Application) -> None:
    """Take a connection factory; without an address it is the server's own messaging engine."""
    said: dict[str, str] = {}
    for child in node.children():
        if child.name.startswith("properties"):
            said |= child.attributes
    remote = said.get("remoteServerAddress", "").partition(",")[0].split(":")
    resource = Resource(
        node.origin,
        setting=node.get("jndiName", "id"),
        jndi=node.get("jndiName"),
        kind="jms",
        driver=_driver(node),
        host=said.get("hostName", "") or remote[0],
        port=said.get("port", "") or next(iter(remote[1:2]), ""),
        where="server",
    )
    if resource.jndi:
        datasources.define(application, resource)


def _driver(node: Node) -> str:
    """Return what names the database's kind: `properties.db2.jcc`."""
    named = (c.name.partition(".")[2] for c in node.children() if c.name.startswith("properties."))
    return next(named, "")


def _mail(node: Node, application: Application) -> None:
    datasources.define(
        application,
        Resource(
            node.origin,
            setting=node.get("jndiName", "id"),
            jndi=node.get("jndiName"),
            kind="mail",
            host=node.get("host"),
            account=node.get("user"),
            where="server",
        ),
    )


def _registry(node: Node, application: Application) -> None:
    name = node.get("realm", "id") or None
    application.found.item("auth.realms", node.origin, how="registry", method=node.name, name=name)
    if node.name == "ldapRegistry":
        datasources.define(
            application,
            Resource(
                node.origin,
                setting="ldapRegistry",
                kind="ldap",
                driver="ldap",
                host=node.get("host"),
                port=node.get("port"),
                database=node.get("baseDN"),
                account=node.get("bindDN"),
                where="server",
            ),
        )


def resources(root: Node, application: Application) -> None:
    """Read resources.xml: factories with their properties, inside of their providers."""
    for node in root.all("factories"):
        if not node.get("jndiName"):
            continue
        said = {p.get("name"): p.get("value") for p in node.all("resourceProperties")}
        mail = "mail" in node.get("type").lower()
        resource = Resource(
            node.origin,
            setting=node.get("jndiName"),
            jndi=node.get("jndiName"),
            kind="mail" if mail else "jdbc",
            driver=_provider(node),
            host=node.get("mailTransportHost"),
            account=node.get("mailTransportUser"),
            where="server",
        )
        datasources.from_properties(application, node, said, resource)


def _provider(node: Node) -> str:
    above = node.parent()
    return above.get("implementationClassName") if above else ""
