"""Jetty: ports of `start.ini` and `start.d`, contexts and data sources of its XML.

Names as Jetty's operations guide and the property files of its modules have them.
"""

from __future__ import annotations

import re

from migrate.read.java import datasources, listening
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource
from migrate.read.java.documents import Node
from migrate.read.java.tomcat_names import normal

_PORT = re.compile(
    r"\s{0,20}(?:-D)?(?P<key>jetty(?:\.http|\.ssl)?\.port)\s{0,5}=\s{0,5}(?P<port>\d{1,5})"
)
_RESOURCE = "plus.jndi.Resource"


def in_settings(application: Application) -> None:
    """Read the ports that a base's module settings give."""
    for entry in application.beside:
        if entry.suffix != ".ini":
            continue
        for number, line in enumerate((entry.text() or "").splitlines(), 1):
            said = _PORT.match(line)
            if said:
                protocol = "https" if ".ssl" in said["key"] else "http"
                origin = entry.origin(number)
                listening.endpoint(application, said["port"], protocol, said["key"], origin)


def read(root: Node, application: Application) -> None:
    """Read `jetty-env.xml`, `jetty.xml` or the context file of an application."""
    for node in root.all("New"):
        if node.get("class").endswith(_RESOURCE):
            _resource(node, application)
    if "WebAppContext" in root.get("class") and not application.alone:
        for node in root.children("Set"):
            if node.get("name") == "contextPath" and node.text:
                application.found.fact("war.context_path", normal(node.text), node.origin)


def _resource(node: Node, application: Application) -> None:
    """Take `<New class="…Resource">`: scope, name, and the object that is bound to it."""
    arguments = list(node.children("Arg"))
    names = [argument.text for argument in arguments if argument.text]
    made = next((made for argument in arguments for made in argument.children("New")), None)
    if not names or made is None:
        return
    said = {each.get("name"): each.text for each in made.children("Set") if each.text}
    resource = Resource(
        node.origin,
        setting=names[-1],
        jndi=names[-1],
        kind="mail" if "mail" in made.get("class").lower() else "jdbc",
        driver=said.get("driverClassName", "") or made.get("class"),
        where="server" if application.server_file(node.entry) else "application",
        own=True,
    )
    datasources.from_properties(application, made, said, resource)
