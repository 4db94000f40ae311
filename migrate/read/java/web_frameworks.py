"""Paths of older web frameworks: Struts 1 and 2 by their XML, JSF by its mapping and its pages."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.model.origin import Origin
from migrate.read.java.application import Application
from migrate.read.java.collected import Path
from migrate.read.java.documents import Node
from migrate.read.java.http_paths import joined, under

_FACES = ".FacesServlet"
_MOST_PAGES = 2000
_ACTUATORS = ("spring-boot-actuator", "spring-boot-starter-actuator")


def struts1(root: Node, application: Application) -> None:
    """Read struts-config.xml: an action's path and the servlet's mapping, mostly `*.do`."""
    for action in root.all("action"):
        path = action.get("path")
        if path:
            whole = under(application, path, "ActionServlet")
            if whole == path and "." not in path:
                whole = path if application.mappings else f"{path}.do"
            application.paths.append(Path(whole, "endpoint", action.origin))


def struts2(root: Node, application: Application) -> None:
    """Read struts.xml: a package's namespace, an action's name, the extension."""
    said = {node.get("name"): node.get("value") for node in root.all("constant")}
    known = application.values.get("struts.action.extension")
    extensions = said.get("struts.action.extension") or (known[0] if known else "action")
    ending = extensions.split(",")[0].strip()
    for package in root.all("package"):
        for action in package.children("action"):
            name = action.get("name")
            if name:
                path = joined(package.get("namespace"), f"{name}.{ending}" if ending else name)
                application.paths.append(Path(path, "endpoint", action.origin))


def faces(application: Application) -> None:
    """Take the pages of JSF, under the address at which its servlet answers for them."""
    patterns = [pattern for pattern, class_ in application.mappings if class_.endswith(_FACES)]
    if not patterns:
        return
    pattern = patterns[0]
    pages = [e for e in application.tree.below("", ".xhtml") if "-INF/" not in e.path]
    for entry in pages[:_MOST_PAGES]:
        if pattern.startswith("*."):
            path = f"/{entry.path.removesuffix('.xhtml')}{pattern[1:]}"
        else:
            path = joined(pattern.removesuffix("*"), entry.path)
        application.paths.append(Path(path, "page", entry.origin()))


def actuator(application: Application) -> None:
    """Take the health and metrics of Spring Boot's actuator, where its library is there."""
    known = _actuator(application)
    if known is None:
        return
    version, origin = known
    said = {key: application.values.get(key) for key in _KEYS}
    if _text(said, "management.server.port") or _text(said, "management.port"):
        # On a port of its own nothing of it answers beside the application.
        return
    old = version.startswith("1.")
    base = _text(said, "management.context-path") if old else "/actuator"
    base = _text(said, "management.endpoints.web.base-path") or base
    base = under(application, base, "DispatcherServlet")
    application.paths.append(Path(joined(base, "health"), "health", origin))
    shown = _text(said, "management.endpoints.web.exposure.include")
    for name in ("metrics", "prometheus"):
        if (old and name == "metrics") or "*" in shown or name in shown.replace(" ", "").split(","):
            place = said.get("management.endpoints.web.exposure.include")
            path = Path(joined(base, name), "metrics", place[1] if place else origin)
            application.paths.append(path)


def _actuator(application: Application) -> tuple[str, Origin] | None:
    """Return the version and place of its library, of its starter where a build declares that."""
    library = application.library("spring-boot-actuator-")
    if library is not None:
        return library.name.removeprefix("spring-boot-actuator-"), library.origin()
    for each in application.found.libraries:
        if each.name in _ACTUATORS and each.version and each.origins:
            return each.version, each.origins[0]
    return None


def _text(said: Mapping[str, tuple[str, Origin] | None], key: str) -> str:
    known = said.get(key)
    return known[0] if known else ""


_KEYS = (
    "management.context-path",
    "management.endpoints.web.base-path",
    "management.endpoints.web.exposure.include",
    "management.port",
    "management.server.port",
)
