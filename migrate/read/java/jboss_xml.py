"""JBoss and WildFly: standalone.xml, *-ds.xml, jboss-web.xml."""

from __future__ import annotations

import re

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.read import server_facts
from migrate.read.java import datasources, jvm, listening, log_files, references
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource, SessionUse
from migrate.read.java.documents import Node
from migrate.read.java.placeholders import open_ones

_SOURCES = ("datasource", "xa-datasource", "local-tx-datasource", "no-tx-datasource")
_TIES = ("resource-ref", "resource-description", "resource-env-ref", "resource-env-description")
_HANDLERS = re.compile(r"(?:periodic-|size-|periodic-size-)?(?:rotating-)?file-handler$")
_DEFAULT = re.compile(r"^\$\{[^:}]{1,100}:(?P<number>\d{1,5})\}$")
_PROTOCOLS = {"http": "http", "https": "https", "ajp": "ajp"}


def server(root: Node, application: Application) -> None:
    """Read standalone.xml or domain.xml."""
    data_sources(root, application)
    _bindings(root, application)
    _logs(root, application)
    _mail(root, application)
    _outbound(root, application)
    for option in root.all("option"):
        if option.get("value").startswith("-"):
            jvm.said(option.get("value"), option.entry, option.line, application.found)
    for node in root.all("security-domain"):
        if node.get("name"):
            modules = [each.get("code") for each in node.all("login-module")]
            method = modules[0] if modules else None
            application.found.item(
                "auth.realms",
                node.origin,
                how="security-domain",
                method=method,
                name=node.get("name"),
            )


def data_sources(root: Node, application: Application) -> None:
    """Read data sources of a server's configuration or of a file of their own."""
    for node in root.all(*_SOURCES):
        jndi = node.get("jndi-name") or node.said("jndi-name")
        said = {p.get("name"): p.text for p in node.children("xa-datasource-property")}
        said |= {child.name: child.text for child in node.children() if child.text}
        security = node.child("security")
        account = security.said("user-name") or security.get("user-name") if security else ""
        resource = Resource(
            node.origin,
            setting=jndi or node.get("pool-name"),
            jndi=jndi,
            account=account,
            where="server",
        )
        if jndi or said:
            datasources.from_properties(application, node, said, resource)


def web(root: Node, application: Application) -> None:
    """Read jboss-web.xml."""
    links(root, application)
    for node in root.all("replication-config"):
        application.sessions.append(SessionUse("distributable", node.origin))
    for node in root.children("security-domain"):
        application.found.item(
            "auth.realms", node.origin, how="security-domain", method=None, name=node.text or None
        )


def links(root: Node, application: Application) -> None:
    """Read which name of the server stands behind one of the application."""
    for node in root.all(*_TIES):
        name = node.said("res-ref-name") or node.said("resource-env-ref-name") or node.get("name")
        bound = node.said("jndi-name") or node.said("resource-link") or node.get("binding-name")
        if name and bound:
            tie(application, name, bound, node)


def tie(application: Application, name: str, bound: str, node: Node) -> None:
    """Take which name of the server stands behind one of the application."""
    plain = datasources.normal(name)
    application.links[plain] = datasources.normal(bound)
    application.linked[plain] = node.origin


def _bindings(root: Node, application: Application) -> None:
    for group in root.all("socket-binding-group"):
        offset = _number(group.get("port-offset"), application)
        for node in group.children("socket-binding"):
            name, port = node.get("name"), _number(node.get("port"), application)
            if not port:
                continue
            protocol = _PROTOCOLS.get(name, name)
            add = listening.endpoint if name in _PROTOCOLS else listening.port
            add(application, str(port + offset), protocol, "socket-binding", node.origin)


def _number(text: str, application: Application) -> int:
    default = _DEFAULT.match(text)
    return listening.number(application, default["number"] if default else text)


def _logs(root: Node, application: Application) -> None:
    for node in root.all():
        if not _HANDLERS.fullmatch(node.name):
            continue
        file = node.child("file")
        if file is not None and file.get("path"):
            base = file.get("relative-to")
            path = f"${{{base}}}/{file.get('path')}" if base else file.get("path")
            log_files.add(application, path, f"jboss {node.name}", file.origin)


def _outbound(root: Node, application: Application) -> None:
    """Read whom the server calls; of its mail servers the sessions tell."""
    mail = {node.get("outbound-socket-binding-ref") for node in root.all("smtp-server")}
    for node in root.all("outbound-socket-binding"):
        for remote in node.children("remote-destination"):
            host = application.filled(remote.get("host"))
            port = _number(remote.get("port"), application)
            if node.get("name") in mail or not host or open_ones(host):
                continue
            protocol = setting_keys().protocol_in(node.get("name")) or "tcp"
            target = server_facts.target(host, port)
            setting = f"outbound-socket-binding {node.get('name')}"
            called = Reference(target, protocol, setting=setting, origins=(remote.origin,))
            references.add(application.found, called)


def _mail(root: Node, application: Application) -> None:
    outside = {
        node.get("name"): remote
        for node in root.all("outbound-socket-binding")
        for remote in node.children("remote-destination")
    }
    for session in root.all("mail-session"):
        for smtp in session.children("smtp-server"):
            remote = outside.get(smtp.get("outbound-socket-binding-ref"))
            if remote is None:
                continue
            login = smtp.child("login")
            datasources.define(
                application,
                Resource(
                    smtp.origin,
                    setting=session.get("jndi-name"),
                    jndi=session.get("jndi-name"),
                    kind="mail",
                    host=remote.get("host"),
                    port=remote.get("port"),
                    account=smtp.get("username") or (login.get("name") if login else ""),
                    where="server",
                    more=(remote.origin,),
                ),
            )
