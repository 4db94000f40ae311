"""Paths and guards that other readers collected -> `http.paths`, each judged: login or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.knowledge.java_contents import java_contents
from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read.java import boot
from migrate.read.java.application import Application
from migrate.read.java.collected import Guard, Path

_MOST = 5000
CONTEXT_FACT = "spring_boot.context_path"
_CONTEXT = (
    "server.servlet.context-path", "server.context-path", "spring.webflux.base-path",
)  # fmt: skip
"""Keys of Boot 2 and later, of Boot 1, and of reactive applications (its reference, "Server")."""
_DISPATCHER = ("spring.mvc.servlet.path", "server.servlet.path", "server.servlet-path")
_SPRING = "DispatcherServlet"
_HEALTH = re.compile(r"/(?:health(?:z|[_-]?check)?|healthcheck\.\w+|livez|readyz)$", re.I)
_METRICS = re.compile(r"/(?:metrics|prometheus)$", re.I)


def conclude(application: Application) -> None:
    """Write down every path once: methods and origins of equal ones joined."""
    start = _tell_context(application)
    merged: dict[tuple[str, str], list[Path]] = {}
    for each in application.paths[:_MOST]:
        merged.setdefault((each.path, _kind(each)), []).append(each)
    for (path, kind), same in merged.items():
        methods = _methods(same)
        login = _login(path, methods, same, application)
        item: dict[str, Plain] = {
            "path": joined(start, path) if start else path,
            "kind": kind,
            "methods": list(methods) or None,
            "login": login,
        }
        for origin in dict.fromkeys(each.origin for each in same):
            application.found.item("http.paths", origin, **item)


def _tell_context(application: Application) -> str:
    """Return the path below which Spring Boot's own server answers; a server's own is not here."""
    if application.found.kind != boot.KIND:
        return ""
    said = application.spring.get(*_CONTEXT)
    if said is None:
        return ""
    if not said.known:
        application.found.unknown(CONTEXT_FACT, "read.java.open_context", key=said.key)
        return ""
    path = joined(said.value)
    application.found.fact(CONTEXT_FACT, path, *said.origins)
    return "" if path == "/" else path


def _kind(path: Path) -> str:
    if path.kind in ("servlet", "endpoint") and _HEALTH.search(path.path):
        return "health"
    if path.kind in ("servlet", "endpoint") and _METRICS.search(path.path):
        return "metrics"
    return path.kind


def _methods(same: Iterable[Path]) -> tuple[str, ...]:
    """Return all methods; one place that restricts nothing leaves all open."""
    told = [path.methods for path in same]
    if not all(told):
        return ()
    return tuple(sorted({method for methods in told for method in methods}))


def _login(
    path: str, methods: Sequence[str], same: Sequence[Path], application: Application
) -> bool | None:
    """Return whether login is needed: one chain that asks for it is enough."""
    judged = [_judged(path, methods, chain) for chain in application.guards]
    told = [each.login for each in same if each.login is not None]
    if True in judged or True in told:
        return True
    if False in judged:
        return False
    # A filter of the application's own may ask for a login where a page asks for nothing.
    return None if not told or _filtered(path, application) else False


def _filtered(path: str, application: Application) -> bool:
    harmless = re.compile(java_contents().harmless_filters, re.I)
    return any(
        covers(pattern, path) and not harmless.search(class_.rpartition(".")[2])
        for pattern, class_ in application.filters
    )


def _judged(path: str, methods: Sequence[str], chain: Sequence[Guard]) -> bool | None:
    """Return what the first guard says that fits the path; None when none does.

    A guard that is not understood decides too: what comes after it is not asked.
    """
    for guard in chain:
        concerned = not guard.methods or not methods or set(methods) & set(guard.methods)
        if concerned and covers(guard.pattern, path):
            return guard.login
    return None


def covers(pattern: str, path: str) -> bool:
    """Tell whether a pattern of web.xml or Ant covers every request that a path stands for."""
    if pattern in ("/*", "/**", "**", path):
        return True
    if pattern.startswith("*."):
        return path.endswith(pattern[1:])
    if pattern.endswith("/**") or pattern.endswith("/*"):
        folder = pattern.rstrip("*").rstrip("/")
        inside = path.startswith(f"{folder}/") if "*" not in folder else False
        deep = pattern.endswith("/**") or "*" not in pattern[:-1]
        return path == folder or (inside and deep)
    return False


def joined(*parts: str) -> str:
    """Return parts of a path as one, with one slash before each."""
    pieces = [piece.strip("/") for piece in parts]
    whole = "/" + "/".join(piece for piece in pieces if piece)
    return whole + "/" if len(whole) > 1 and parts[-1].endswith("/") and pieces[-1] else whole


def under(application: Application, path: str, *classes: str) -> str:
    """Return a path below the mapping of the servlet that serves it, by parts of its class.

    `/api/*` stands before it, `*.do` behind it; two mappings tell nothing.
    """
    patterns = {
        pattern
        for pattern, class_ in application.mappings
        if any(part in class_ for part in classes)
    }
    own = application.spring.value(*_DISPATCHER) if _SPRING in classes and not patterns else ""
    pattern = patterns.pop() if len(patterns) == 1 else own or "/"
    if pattern.startswith("*."):
        last = path.rpartition("/")[2]
        return path if "." in last or not last or "*" in last else f"{path}{pattern[1:]}"
    return joined(pattern.removesuffix("*"), path)


def place(path: str, kind: str, origin: Origin) -> Path:
    """Return a path as descriptors write it, with a slash before it where one belongs."""
    rooted = path if path.startswith(("/", "*")) else f"/{path}"
    return Path(rooted, kind, origin)
