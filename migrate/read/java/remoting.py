"""Protocols that classes speak themselves: RMI, CORBA, sockets, mail, JCA, JAAS -> facts."""

from __future__ import annotations

import re

from migrate.read.java import listening
from migrate.read.java.application import Application
from migrate.read.java.documents import Node

_TYPES = {
    "java.rmi.": "rmi",
    "javax.rmi.": "rmi",
    "org.omg.": "corba",
    "org.springframework.remoting.rmi.": "rmi",
    "com.caucho.hessian.": "hessian",
}
_CALLS = {
    "java.net.Socket": ("<init>", "connect"),
    "java.nio.channels.SocketChannel": ("open", "connect"),
    "java.net.ServerSocket": ("<init>", "bind"),
    "java.nio.channels.ServerSocketChannel": ("open", "bind"),
    "java.net.DatagramSocket": ("<init>",),
    "java.net.MulticastSocket": ("<init>",),
}
_SPOKEN = {
    "java.net.Socket": "socket",
    "java.nio.channels.SocketChannel": "socket",
    "java.net.ServerSocket": "server socket",
    "java.nio.channels.ServerSocketChannel": "server socket",
    "java.net.DatagramSocket": "datagram",
    "java.net.MulticastSocket": "multicast",
}
_MAIL = ("javax.mail.", "jakarta.mail.")
_JCA = ("javax.resource.", "jakarta.resource.")
_JAAS = ("javax.security.auth.login.", "javax.security.auth.spi.")
_MODULE = re.compile(
    r"(?P<class>(?:[\w$]{1,60}\.){1,12}\w{0,60}LoginModule)\s{1,20}"
    r"(?:required|requisite|sufficient|optional)\b"
)


def read(application: Application) -> None:
    """Take what classes use; each fact's items carry the classes as origins."""
    found, index = application.found, application.index
    for prefix, kind in _TYPES.items():
        for entry in index.users(prefix):
            found.item("remoting", entry.origin(), kind=kind)
    for type_, methods in _CALLS.items():
        for entry in index.callers(type_, *methods):
            found.item("remoting", entry.origin(), kind=_SPOKEN[type_])
    for fact, prefixes in (("mail", _MAIL), ("jca", _JCA)):
        for prefix in prefixes:
            for entry in index.users(prefix):
                found.item(fact, entry.origin(), how="code", name=None, host=None, port=None)
    for prefix in _JAAS:
        for entry in index.users(prefix):
            found.item("auth.realms", entry.origin(), how="jaas", method=None, name=None)
    _login_modules(application)


def adapter(root: Node, application: Application) -> None:
    """Read ra.xml: a resource adapter that travels with the application."""
    name = root.said("display-name") or root.said("eis-type") or None
    application.found.item("jca", root.origin, how="ra.xml", name=name, host=None, port=None)


def exporters(root: Node, application: Application) -> None:
    """Read the beans of Spring that offer services by RMI."""
    for bean in root.all("bean"):
        if bean.get("class").endswith("RmiServiceExporter"):
            application.found.item("remoting", bean.origin, kind="rmi")
            ports = [p for p in bean.children("property") if p.get("name") == "registryPort"]
            written = ports[0].get("value") if ports else "1099"
            listening.port(application, written, "rmi", "RmiServiceExporter", bean.origin)


def mail_servers(application: Application) -> None:
    """Take mail servers that descriptors define, and those of Spring's keys."""
    for resource in application.resources:
        if resource.kind == "mail":
            port = listening.number(application, resource.port) or None
            application.found.item(
                "mail",
                resource.origin,
                how="session" if resource.jndi else "bean",
                name=resource.jndi or resource.setting or None,
                host=resource.host or None,
                port=port,
            )
    host = application.values.get("spring.mail.host")
    if host is not None:
        port_said = application.values.get("spring.mail.port")
        number = listening.number(application, port_said[0]) if port_said else 0
        application.found.item(
            "mail",
            host[1],
            how="setting",
            name="spring.mail.host",
            host=application.filled(host[0]),
            port=number or None,
        )


def _login_modules(application: Application) -> None:
    """Read JAAS files: `com.shop.DbLoginModule required debug=true;`."""
    for entry in application.files(".conf", ".config"):
        text = entry.text() or ""
        for match in _MODULE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            application.found.item(
                "auth.realms", entry.origin(line), how="jaas", method=match["class"], name=None
            )
