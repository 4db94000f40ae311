"""web.xml and web-fragment.xml: mappings, guards, sessions, resources, encodings, written paths."""

from __future__ import annotations

from migrate.knowledge.java_contents import java_contents
from migrate.read.java import charsets, datasources, written
from migrate.read.java.application import Application
from migrate.read.java.collected import Guard, SessionUse
from migrate.read.java.documents import Node
from migrate.read.java.http_paths import place

ROOTS = ("web-app", "web-fragment")
_JAKARTA = "jakarta.ee"


def read(root: Node, application: Application) -> None:
    """Read one descriptor."""
    found = application.found
    if root.name == "web-app" and root.get("version"):
        found.fact("servlet.version", root.get("version"), root.origin)
    if _JAKARTA in root.namespace:
        found.fact("servlet.namespace", "jakarta", root.origin)
    _paths(root, application)
    _filters(root, application)
    _guards(root, application)
    _sessions(root, application)
    resources(root, application)
    _encodings(root, application)
    _parameters(root, application)


def _paths(root: Node, application: Application) -> None:
    classes = {
        each.said("servlet-name"): each.said("servlet-class") for each in root.all("servlet")
    }
    kinds = java_contents().servlets
    for mapping in root.all("servlet-mapping"):
        name = mapping.said("servlet-name")
        class_ = classes.get(name, "") or name
        for pattern in mapping.children("url-pattern"):
            if pattern.text:
                kind = kinds.get(class_, "servlet")
                application.paths.append(place(pattern.text, kind, pattern.origin))
                application.mappings.append((pattern.text, class_))
    for welcome in root.all("welcome-file"):
        name = welcome.text.lstrip("/")
        if not name:
            continue
        for base in ("", "src/main/webapp/", "WebContent/"):
            if application.tree.get(f"{base}{name}"):
                application.paths.append(place(f"/{name}", "page", welcome.origin))


def _filters(root: Node, application: Application) -> None:
    classes = {each.said("filter-name"): each.said("filter-class") for each in root.all("filter")}
    for mapping in root.all("filter-mapping"):
        for pattern in mapping.children("url-pattern"):
            class_ = classes.get(mapping.said("filter-name"), "")
            application.filters.append((pattern.text, class_))


def _guards(root: Node, application: Application) -> None:
    """Collect security constraints; the one with the longest pattern decides (Servlet 13.8.1)."""
    guards: list[Guard] = []
    for constraint in root.all("security-constraint"):
        asked = constraint.child("auth-constraint") is not None
        for collection in constraint.children("web-resource-collection"):
            omitted = list(collection.children("http-method-omission"))
            if omitted and asked:
                # Denies what another constraint does not list; who may log in is said there.
                continue
            methods = tuple(method.text for method in collection.children("http-method"))
            guards += [
                Guard(pattern.text, asked, pattern.origin, methods)
                for pattern in collection.children("url-pattern")
                if pattern.text
            ]
    guards.sort(key=lambda guard: (guard.pattern.startswith("*."), -len(guard.pattern)))
    if guards:
        application.guards.append(guards)
    for login in root.all("login-config"):
        method = login.said("auth-method") or None
        realm = login.said("realm-name") or None
        application.found.item(
            "auth.realms", login.origin, how="login-config", method=method, name=realm
        )


def _sessions(root: Node, application: Application) -> None:
    found = application.found
    for node in root.all("session-timeout"):
        if node.text.lstrip("-").isdecimal() and len(node.text) < 10:
            found.fact("session.timeout", int(node.text), node.origin)
    for node in root.children("distributable"):
        application.sessions.append(SessionUse("distributable", node.origin))
    for node in root.all("tracking-mode"):
        if node.text:
            found.item("session.tracking", node.origin, mode=node.text.upper())


def resources(root: Node, application: Application) -> None:
    """Read what web.xml or ejb-jar.xml says of databases, queues and mail."""
    for node in root.all("resource-ref", "resource-env-ref", "data-source", "mail-session"):
        datasources.from_reference(node, application)


def _encodings(root: Node, application: Application) -> None:
    for node in root.all("request-character-encoding"):
        if node.text:
            charsets.say(application, node.text, "request", node.origin)
    for node in root.all("filter"):
        if "encoding" in node.said("filter-class").lower():
            _filter_encoding(node, application)
    for node in root.all("page-encoding"):
        if node.text and _for_all(node):
            charsets.say(application, node.text, "page", node.origin)
    for node in root.all("locale-encoding-mapping"):
        if node.said("encoding"):
            charsets.say(application, node.said("encoding"), "locale", node.origin, 0.7)


def _filter_encoding(node: Node, application: Application) -> None:
    for name, value in _params(node, "init-param"):
        key = name.lower()
        if ("encoding" in key or key == "charset") and "force" not in key and value.text:
            charsets.say(application, value.text, "request", value.origin)


def _for_all(node: Node) -> bool:
    """Tell whether an encoding holds for every page, not one."""
    group = node.parent()
    patterns = [p.text for p in group.children("url-pattern")] if group else []
    return any("*" in pattern for pattern in patterns)


def _parameters(root: Node, application: Application) -> None:
    for node in (root, *root.all("servlet", "filter")):
        for name, value in _params(node, "context-param", "init-param"):
            written.parameter(name, value, application)
    for config in root.all("multipart-config"):
        folder = config.child("location")
        if folder is not None and folder.text:
            written.add(application, folder.text, "upload", "multipart-config", folder.origin)


def _params(node: Node, *kinds: str) -> list[tuple[str, Node]]:
    found = []
    for param in node.children(*kinds):
        value = param.child("param-value")
        if value is not None:
            found.append((param.said("param-name"), value))
    return found
