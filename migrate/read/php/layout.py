"""Which files of a tree are an application's own, and where applications begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.read.php.frameworks import framework_roots
from migrate.read.tree import Entry, Tree

SUFFIXES = (".php", ".inc", ".module", ".install", ".phtml", ".php5", ".php7", ".php3", ".php4")
_SURE = (".php", ".phtml", ".php5", ".php7", ".php3", ".php4")
"""Endings that only PHP has; `.inc` files of other languages make no site."""
CODE = (*SUFFIXES, ".theme", ".engine", ".profile", ".ctp", ".tpl.php")
FOREIGN = frozenset(
    [
        "vendor",
        "node_modules",
        "bower_components",
        "third_party",
        "thirdparty",
        "third-party",
        ".git",
        ".svn",
        "pear",
        "sodium_compat",
        "random_compat",
        "polyfill",
        "polyfills",
    ]
)
"""Folders of others' code: it runs here, but says nothing of how this application is kept."""
ASIDE = frozenset(
    [
        "test",
        "tests",
        "testing",
        "fixtures",
        "stubs",
        "demo",
        "demos",
        "example",
        "examples",
        "sample",
        "samples",
        "doc",
        "docs",
    ]
)
"""Folders whose code does not run in production."""
PUBLIC = ("public", "web", "htdocs", "www", "html", "public_html", "webroot", "wwwroot", "pub")
_INNER = frozenset(
    [
        "plugins",
        "modules",
        "themes",
        "extensions",
        "skins",
        "templates",
        "addons",
        "packages",
        "install",
        "installer",
    ]
)
SETTINGS = re.compile(
    r"(?i)(settings|config|configure|database|db|conn|local)[\w.\-]*\.php$|^\.env$"
)


def is_foreign(path: str) -> bool:
    """Tell whether a file is a third party's."""
    return not FOREIGN.isdisjoint(path.lower().split("/")[:-1])


def is_aside(path: str) -> bool:
    """Tell whether a file belongs to tests, examples or documentation."""
    return not ASIDE.isdisjoint(path.lower().split("/")[:-1])


def roots(tree: Tree) -> Sequence[str]:
    """Return the folders at which applications begin, the outer one of nested ones included."""
    framed = _nested(framework_roots(tree, lambda folder: _apart(folder)))
    left = [
        entry
        for entry in tree.below("", *_SURE)
        if not _apart(_folder(entry.path)) and not entry.path.startswith(tuple(framed) or "\0")
    ]
    if not framed:
        plain = left or list(tree.below("", ".php"))
        return tuple(_plain(tree, plain)) if plain else ()
    own = [folder for folder in _plain(tree, left) if _stands_alone(folder, left)] if left else []
    return tuple(sorted({*framed, *own}))


def _apart(folder: str) -> bool:
    """Tell whether a folder lies in another's code, tests or examples."""
    parts = set(folder.lower().strip("/").split("/"))
    return not parts.isdisjoint(FOREIGN | ASIDE)


def _nested(folders: Iterable[str]) -> list[str]:
    """Return folders without those that are a part of the application around them."""
    kept: list[str] = []
    for folder in sorted(folders):
        outer = [other for other in kept if folder.startswith(other) and folder != other]
        inside = folder[len(outer[-1]) :].lower().strip("/").split("/") if outer else []
        if _INNER.isdisjoint(inside):
            kept.append(folder)
    return kept


def _plain(tree: Tree, files: Sequence[Entry]) -> list[str]:
    """Return where sites without a framework begin: mostly the folder that holds all of them."""
    common = _common([_folder(entry.path) for entry in files])
    if any(_folder(entry.path) == common for entry in files):
        return [_outside_of_public(tree, common)]
    tops = sorted({entry.path[len(common) :].split("/")[0] for entry in files})
    apart = [f"{common}{top}/" for top in tops]
    if len(apart) > 1 and all(_stands_alone(folder, files) for folder in apart):
        return apart
    return [common]


def _outside_of_public(tree: Tree, folder: str) -> str:
    """Return the folder around a document root, when the application lies there."""
    outer, _, last = folder.rstrip("/").rpartition("/")
    prefix = f"{outer}/" if outer else ""
    marks = (f"{prefix}{name}" for name in ("composer.json", ".env", "composer.lock"))
    return prefix if last in PUBLIC and any(tree.get(mark) for mark in marks) else folder


def _stands_alone(folder: str, files: Sequence[Entry]) -> bool:
    """Tell whether a folder has a front page and settings of its own."""
    inside = [entry for entry in files if entry.path.startswith(folder)]
    fronts = {f"{folder}index.php", *(f"{folder}{name}/index.php" for name in PUBLIC)}
    has_front = any(entry.path in fronts for entry in inside)
    return has_front and any(SETTINGS.search(entry.name) for entry in inside)


def _common(folders: Sequence[str]) -> str:
    first, last = min(folders).split("/"), max(folders).split("/")
    same = []
    for one, other in zip(first[:-1], last[:-1], strict=False):
        if one != other:
            break
        same.append(one)
    return "".join(f"{part}/" for part in same)


def _folder(path: str) -> str:
    return path[: path.rfind("/") + 1]
