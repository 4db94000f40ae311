"""Annotations of classes that answer HTTP: servlets, Spring MVC, JAX-RS, WebSocket -> paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from migrate.read.java.annotations import Annotation
from migrate.read.java.application import Application
from migrate.read.java.collected import Path
from migrate.read.java.http_paths import joined, place, under
from migrate.read.tree import Entry

_SPACES = ("javax.", "jakarta.")
_WEB = "org.springframework.web.bind.annotation."
_VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_SPRING_VERBS = {f"{_WEB}{verb.capitalize()}Mapping": verb for verb in _VERBS[:5]}
_MAPPING = f"{_WEB}RequestMapping"
_CLIENTS = ("FeignClient", "HttpExchange", "RegisterRestClient")
"""Interfaces that call others carry the same annotations."""
_ASKS = frozenset(
    {
        "RolesAllowed", "DenyAll", "PreAuthorize", "Secured", "RequiresAuthentication",
        "RequiresPermissions", "RequiresRoles", "RequiresUser",
    }
)  # fmt: skip
_OPEN = frozenset({"PermitAll", "Anonymous", "AnonymousAccess", "RequiresGuest"})
_REST_SERVLETS = (
    "ServletContainer", "HttpServletDispatcher", "HttpServlet30Dispatcher", "JaxrsServlet",
    "RestServlet", "ws.rs.core.Application",
)  # fmt: skip
_MOST = 5000


class _Class(Struct):
    """The annotations of one class."""

    entry: Entry
    own: list[Annotation] = field(default_factory=list)
    members: dict[str, list[Annotation]] = field(default_factory=dict)
    places: dict[str, Entry] = field(default_factory=dict)
    """Of its methods: in source code each has a line of its own."""


def read(application: Application) -> None:
    """Collect the paths of every annotated class."""
    classes: dict[str, _Class] = {}
    for found, entry in application.index.annotations():
        known = classes.setdefault(found.owner, _Class(entry))
        if found.on == "class":
            known.own.append(found)
        elif found.on == "method":
            known.members.setdefault(found.member, []).append(found)
            known.places.setdefault(found.member, entry)
    base = _rest_base(classes.values(), application)
    for class_ in list(classes.values())[:_MOST]:
        _servlets(class_, application)
        if any(found.name.endswith(_CLIENTS) for found in class_.own):
            continue
        _spring(class_, application)
        _rest(class_, base, application)


def _servlets(class_: _Class, application: Application) -> None:
    for found in class_.own:
        name = _without_space(found.name)
        if name == "servlet.annotation.WebServlet":
            for path in _values(found, "value", "urlPatterns"):
                application.paths.append(place(path, "servlet", class_.entry.origin()))
        elif name == "servlet.annotation.WebFilter":
            for path in _values(found, "value", "urlPatterns"):
                application.filters.append((path, found.owner))
        elif name == "websocket.server.ServerEndpoint":
            for path in _values(found, "value"):
                application.paths.append(place(path, "websocket", class_.entry.origin()))


def _spring(class_: _Class, application: Application) -> None:
    tops = [found for found in class_.own if found.name == _MAPPING]
    above = [path for found in tops for path in _values(found, "value", "path")] or [""]
    for member, together in class_.members.items():
        for found in together:
            if found.name != _MAPPING and found.name not in _SPRING_VERBS:
                continue
            verb = _SPRING_VERBS.get(found.name)
            methods = (verb,) if verb else _values(found, "method")
            login = _login(together, class_.own)
            for start in above:
                for path in _values(found, "value", "path") or ("",):
                    # Spring fills placeholders in mappings from the application's properties.
                    asked = joined(application.filled(joined(start, path)))
                    whole = under(application, asked, "DispatcherServlet")
                    origin = class_.places[member].origin()
                    application.paths.append(Path(whole, "endpoint", origin, methods, login))


def _rest(class_: _Class, base: str | None, application: Application) -> None:
    top = _path_of(class_.own)
    for member, together in class_.members.items():
        verbs = [
            verb
            for found in together
            for verb in _VERBS
            if _without_space(found.name) == f"ws.rs.{verb}"
        ]
        if not verbs or (top is None and _path_of(together) is None):
            continue
        path = joined(top or "", _path_of(together) or "")
        whole = (
            joined(base, path) if base is not None else under(application, path, *_REST_SERVLETS)
        )
        login = _login(together, class_.own)
        origin = class_.places[member].origin()
        application.paths.append(Path(whole, "endpoint", origin, tuple(verbs), login))


def _rest_base(classes: Iterable[_Class], application: Application) -> str | None:
    """Return what `@ApplicationPath` says, None when nothing does or two differ."""
    found = {
        path
        for class_ in classes
        for annotation in class_.own
        if _without_space(annotation.name) == "ws.rs.ApplicationPath"
        for path in _values(annotation, "value")
    }
    return found.pop().removesuffix("*") if len(found) == 1 else None


def _path_of(annotations: Iterable[Annotation]) -> str | None:
    for found in annotations:
        if _without_space(found.name) == "ws.rs.Path":
            return found.elements.get("value", "")
    return None


def _login(member: Iterable[Annotation], own: Iterable[Annotation]) -> bool | None:
    """Return what annotations say of a login: the method's before the class's."""
    for together in (member, own):
        names = {found.name.rpartition(".")[2] for found in together}
        if names & _OPEN:
            return False
        if names & _ASKS:
            return True
    return None


def _values(found: Annotation, *keys: str) -> tuple[str, ...]:
    return tuple(_split(found.elements.get(key, "") for key in keys))


def _split(texts: Iterable[str]) -> Iterator[str]:
    """Yield the values of a list; the comma inside of a pattern has no space behind it."""
    for text in texts:
        for value in text.split(", "):
            if value:
                yield value


def _without_space(name: str) -> str:
    for space in _SPACES:
        if name.startswith(space):
            return name.removeprefix(space)
    return ""
