"""composer.json, composer.lock and vendor/composer/installed.json -> packages and platform."""

from __future__ import annotations

import json
from collections.abc import Iterator

from migrate.model.code import Library
from migrate.model.origin import Origin
from migrate.read.tree import Entry, Tree

_LARGEST = 32 << 20


class Composer:
    """What Composer's files say of one application."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.requires: dict[str, tuple[str, Origin]] = {}
        """Of composer.json: package or platform → constraint."""
        self.platform: dict[str, tuple[str, Origin]] = {}
        """Of `config.platform`: what the packages were chosen for."""
        self.packages: dict[str, Library] = {}
        """What is installed or locked, by name."""
        self.package_platform: list[tuple[str, str, str, Origin]] = []
        """What the packages require: package, platform, constraint."""

    @classmethod
    def of(cls, tree: Tree) -> Composer:
        """Read the files at the root of a tree."""
        composer = cls()
        for entry, data in _json(tree, "composer.json"):
            composer._root(entry, data)
        for path in ("vendor/composer/installed.json", "composer.lock"):
            for entry, data in _json(tree, path):
                composer._installed(entry, data)
        return composer

    def locked(self, name: str) -> Library | None:
        """Return an installed package."""
        return self.packages.get(name)

    def _root(self, entry: Entry, data: object) -> None:
        if not isinstance(data, dict):
            return
        text = entry.text() or ""
        for name, constraint in _strings(data.get("require")):
            self.requires[name] = (constraint, entry.origin(_line(text, name)))
        config = data.get("config")
        for name, version in _strings(config.get("platform") if isinstance(config, dict) else None):
            self.platform[name] = (version, entry.origin(_line(text, name, "platform")))

    def _installed(self, entry: Entry, data: object) -> None:
        text = entry.text() or ""
        packages = data.get("packages") if isinstance(data, dict) else data
        for package in packages if isinstance(packages, list) else ():
            name = package.get("name") if isinstance(package, dict) else None
            if not isinstance(name, str):
                continue
            version = str(package.get("version") or "").removeprefix("v")
            origin = entry.origin(_line(text, name))
            if name not in self.packages:
                self.packages[name] = Library(name, version, name.split("/")[0], (origin,))
                for wanted, constraint in _strings(package.get("require")):
                    if wanted == "php" or wanted.startswith("ext-"):
                        self.package_platform.append((name, wanted, constraint, origin))
        if isinstance(data, dict):
            overrides = data.get("platform-overrides")
            for name, version in _strings(overrides):
                self.platform.setdefault(
                    name, (version, entry.origin(_line(text, name, "platform-overrides")))
                )
            for name, constraint in _strings(data.get("platform")):
                self.requires.setdefault(
                    name, (constraint, entry.origin(_line(text, name, '"platform"')))
                )


def _json(tree: Tree, path: str) -> Iterator[tuple[Entry, object]]:
    entry = tree.get(path)
    if entry is None:
        return
    content = entry.content()
    if not content or len(content) > _LARGEST:
        return
    try:
        yield entry, json.loads(content.decode("utf-8-sig", errors="replace"))
    except (ValueError, RecursionError):
        return


def _strings(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from ((k.lower(), v) for k, v in value.items() if isinstance(v, str))


def _line(text: str, name: str, behind: str = "") -> int:
    start = max(text.find(behind), 0) if behind else 0
    place = text.find(f'"{name}"', start)
    return text.count("\n", 0, place) + 1 if place >= 0 else 0
