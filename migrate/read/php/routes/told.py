"""The files in which a framework keeps its routes -> `http.paths`, each with its place."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from migrate.knowledge.php import Framework, RoutesAt
from migrate.read.findings import Found
from migrate.read.php.layout import is_aside, is_foreign
from migrate.read.php.parser import LARGEST
from migrate.read.php.routes import calls, controllers, symfony, tables
from migrate.read.php.routes.route import Route, joined, kind_of
from migrate.read.tree import Entry, Tree

_MOST = 2000
_SECURITY = ("config/packages/security.yaml", "app/config/security.yml", "config/security.yaml")


def tell(tree: Tree, framework: Framework | None, found: Found) -> None:
    """Add what routes say; the paths that a product always has stand in knowledge."""
    if framework is None or not framework.routes:
        return
    rewritten = any(item["idiom"] == "front-controller" for item in found.items("web.rewrites"))
    count = 0
    for at in framework.routes:
        for entry in _fitting(at, tree):
            script = "" if not at.script or rewritten else framework.front
            for route in _guarded(_routes(at, entry, tree), at, tree):
                count += 1
                if count > _MOST:
                    return
                _tell(route, entry, _script(at, entry, script), found)


def _tell(route: Route, entry: Entry, script: str, found: Found) -> None:
    found.item(
        "http.paths",
        entry.origin(route.line),
        path=joined(script, route.path) if script else route.path,
        kind=kind_of(route),
        methods=list(route.methods) or None,
        login=route.login,
    )


def _script(at: RoutesAt, entry: Entry, script: str) -> str:
    if at.form == "yii" and not tables.shows_script(_source(entry)):
        return ""
    return script


def _fitting(at: RoutesAt, tree: Tree) -> Iterator[Entry]:
    if not all(_says(tree, path, words) for path, words in at.contains.items()):
        return
    if any(_says(tree, path, words) for path, words in at.lacks.items()):
        return
    if "*" not in at.at:
        entry = tree.get(at.at)
        yield from [entry] if entry else []
        return
    pattern = _glob(at.at)
    for entry in tree.below(at.at.partition("*")[0].rpartition("/")[0]):
        apart = is_foreign(entry.path) or is_aside(entry.path)
        if pattern.fullmatch(entry.path) and not apart:
            yield entry


def _says(tree: Tree, path: str, words: str) -> bool:
    entry = tree.get(path)
    said = "".join((entry.text() or "").split()) if entry else ""
    return words in said.replace('"', "'")


@functools.cache
def _glob(written: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*)", written)
    made = {"**/": "(?:[^/]{1,200}/){0,20}", "*": "[^/]{1,200}"}
    return re.compile("".join(made.get(part, re.escape(part)) for part in parts))


def _source(entry: Entry) -> bytes:
    source = entry.content()
    return source if len(source) <= LARGEST else b""


def _routes(at: RoutesAt, entry: Entry, tree: Tree) -> Iterator[Route]:
    source = _source(entry)
    match at.form:
        case "calls":
            return calls.routes(source, at.prefix)
        case "codeigniter":
            return tables.codeigniter(source)
        case "yii":
            return tables.yii(source)
        case "thinkphp":
            return tables.thinkphp(source)
        case "actions" | "old-actions":
            return controllers.routes(entry.path, source, old=at.form == "old-actions")
        case "symfony-yaml":
            return _yaml(entry, tree)
        case _:
            return _code(entry, source, tree)


def _yaml(entry: Entry, tree: Tree) -> Iterator[Route]:
    prefix = _prefix(entry.path, tree)
    text = entry.text() or ""
    for document in _documents(entry) if prefix is not None else ():
        yield from symfony.in_yaml(document, text, prefix or "")


def _code(entry: Entry, source: bytes, tree: Tree) -> Iterator[Route]:
    prefix = _prefix(entry.path, tree) if b"Route" in source else None
    return symfony.in_code(source, prefix) if prefix is not None else iter(())


def _prefix(path: str, tree: Tree) -> str | None:
    """Return below which path a file is taken in; None when that cannot be told."""
    below: set[str | None] = set()
    for entry in _tables(tree):
        folder = entry.path.rpartition("/")[0]
        for document in _documents(entry):
            for resource, prefix in symfony.imports(document):
                # `@AppBundle/Controller/` and `Kernel` name no place in the tree.
                if resource.startswith("@") and prefix:
                    return None
                if _covers(_resolved(folder, resource), path):
                    below.add(prefix)
    return below.pop() if len(below) == 1 else "" if not below else None


def _covers(resource: str, path: str) -> bool:
    folder = resource.rstrip("/")
    return path == resource or path.startswith(f"{folder}/")


def _resolved(folder: str, resource: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for part in resource.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _tables(tree: Tree) -> Iterator[Entry]:
    for path in ("config/routes.yaml", "app/config/routing.yml"):
        entry = tree.get(path)
        if entry:
            yield entry
    # config/routes/dev/ and test/ hold for these environments only.
    yield from (e for e in tree.below("config/routes/", ".yaml") if e.path.count("/") == 2)


def _documents(entry: Entry) -> Sequence[object]:
    from migrate import documents

    read = documents.documents(entry.text() or "")
    return read if isinstance(read, list) else ()


def _guarded(routes: Iterator[Route], at: RoutesAt, tree: Tree) -> Iterator[Route]:
    """Yield Symfony's routes with what `access_control` says of them."""
    if not at.form.startswith("symfony"):
        yield from routes
        return
    told = [document for path in _SECURITY if (e := tree.get(path)) for document in _documents(e)]
    guards = [guard for document in told for guard in symfony.guards(document)]
    pages = {page for document in told for page in symfony.login_pages(document)}
    for route in routes:
        login = route.login if route.login is not None else symfony.judged(route.path, guards)
        kind = "login" if route.path in pages else route.kind
        yield Route(route.path, route.line, route.methods, login, kind)
