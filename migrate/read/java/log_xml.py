"""log4j.xml (1 and 2) and logback.xml: their appenders."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.read.java.appenders import Appender, Option, take
from migrate.read.java.application import Application
from migrate.read.java.documents import Node
from migrate.read.java.placeholders import expanded

ROOTS = ("configuration", "Configuration", "included")
_LOG4J1 = "jakarta.apache.org/log4j"


def read(root: Node, application: Application) -> None:
    """Read one file; a `<configuration>` of another library has no appender."""
    own = _own_values(root, application)
    for appender in _found(root, own):
        take(appender, application)


def _found(root: Node, own: dict[str, str]) -> Iterator[Appender]:
    library = _library(root)
    for node in root.all():
        if library == "log4j2":
            if _inside(node, "Appenders"):
                yield Appender(library, _class_of(node), _attributes(node, own), node.origin)
        elif node.name == "appender" and node.get("class"):
            options = _params(node, own) if library == "log4j" else _elements(node, own)
            yield Appender(library, node.get("class"), options, node.origin)


def _library(root: Node) -> str:
    if _LOG4J1 in root.namespace or any(True for _ in root.all("param")):
        return "log4j"
    upper = root.name == "Configuration" or any(
        child.name.lower() == "appenders" for child in root.children()
    )
    return "log4j2" if upper else "logback"


def _inside(node: Node, folder: str) -> bool:
    above = node.parent()
    return above is not None and above.name.lower() in (folder.lower(), "routing", "route")


def _class_of(node: Node) -> str:
    """Return the type of a log4j 2 appender, as its class is named: `Socket` is SocketAppender."""
    name = node.get("type") if node.name.lower() == "appender" else node.name
    return name if name.endswith(("Appender", "File")) else f"{name}Appender"


def _own_values(root: Node, application: Application) -> dict[str, str]:
    """Return the properties that the file itself sets."""
    own: dict[str, str] = {}
    for node in root.all("property", "Property", "variable", "springProperty"):
        name = node.get("name", "key")
        if node.name == "springProperty":
            known = application.values.get(node.get("source"))
            value = known[0] if known else node.get("defaultValue")
        else:
            value = node.get("value") or node.text
        if name and value:
            own.setdefault(name, value)
    return own


def _params(node: Node, own: dict[str, str]) -> dict[str, Option]:
    return {
        param.get("name").lower(): Option(expanded(param.get("value"), own.get), param.origin)
        for param in node.all("param")
        if param.get("name") and param.get("value")
    }


def _elements(node: Node, own: dict[str, str]) -> dict[str, Option]:
    """Return the options of a logback appender, nested ones too; the outer ones count more."""
    options: dict[str, Option] = {}
    for inner in node.all():
        if inner.text and inner.name != "appender":
            options.setdefault(
                inner.name.lower(), Option(expanded(inner.text, own.get), inner.origin)
            )
    return options


def _attributes(node: Node, own: dict[str, str]) -> dict[str, Option]:
    options = {
        key.lower(): Option(expanded(value, own.get), node.origin)
        for key, value in node.attributes.items()
    }
    for inner in node.all():
        name = (inner.get("name") if inner.name.lower() == "property" else inner.name).lower()
        if name and inner.text:
            options.setdefault(name, Option(expanded(inner.text, own.get), inner.origin))
        for key, value in inner.attributes.items():
            if key != "name":
                options.setdefault(key.lower(), Option(expanded(value, own.get), inner.origin))
    return options
