"""What reading one input yielded, kept by its content: an unchanged input is not read again.

The key covers every name and byte of the input, the rules that were looked for, and the code and
data that read: nobody has to remember to raise a version.
"""

from __future__ import annotations

import functools
import hashlib
import sys
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct

from migrate.model.facts import Reading

_ROOMS = ("read", "rules", "model", "knowledge")
_PARSERS = ("lxml", "pyyaml", "tree-sitter", "tree-sitter-php", "google-re2")


class Store(Protocol):
    """Where readings are kept; what cannot be kept or found again is read anew."""

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, None when nothing was."""

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key."""


class Cache(Struct, frozen=True):
    """A store, and what else than the input decides what is read."""

    store: Store
    rules: str
    """Digest of the rules whose content conditions are looked for."""

    def key(self, path: Path, root: Path) -> str:
        """Return the key of an input.

        Raises:
            OSError: it cannot be read.
        """
        whole = hashlib.sha256()
        for part in (reader_version(), self.rules, path.relative_to(root).as_posix()):
            whole.update(f"{part}\0".encode("utf-8", "surrogateescape"))
        files = [path] if not path.is_dir() else sorted(path.rglob("*"))
        for file in files:
            kind = "link" if file.is_symlink() else "file" if file.is_file() else "folder"
            name = file.relative_to(root).as_posix()
            whole.update(f"{kind}\0{name}\0".encode("utf-8", "surrogateescape"))
            if kind == "file":
                with file.open("rb") as stream:
                    whole.update(hashlib.file_digest(stream, "sha256").digest())
        return whole.hexdigest()

    def get(self, key: str) -> Reading | None:
        """Return a reading that was kept, None when there is none that can be used."""
        data = self.store.get(key)
        try:
            return msgspec.json.decode(data, type=Reading) if data else None
        except msgspec.DecodeError:
            return None

    def put(self, key: str, reading: Reading) -> None:
        """Keep a reading; it holds no secret, so the cache holds none."""
        self.store.put(key, msgspec.json.encode(reading))


@functools.cache
def reader_version() -> str:
    """Return a digest of all code and data that decides what is read of an input."""
    whole = hashlib.sha256(sys.version.encode())
    for parser in _PARSERS:
        whole.update(f"{parser} {metadata.version(parser)}\0".encode())
    for room in _ROOMS:
        _add(resources.files("migrate") / room, whole)
    return whole.hexdigest()


def _add(folder: Traversable, whole: hashlib._Hash) -> None:
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.is_dir() and file.name != "__pycache__":
            _add(file, whole)
        elif file.name.endswith((".py", ".yaml")):
            whole.update(f"{file.name}\0".encode() + file.read_bytes())
