"""A Dockerfile goes in; the few files it copies come out as a build context.

The context is the workspace, which may hold gigabytes of captures: only what a COPY names is
sent, less what the Dockerfile's own .dockerignore leaves out. Same files, same bytes.
"""

from __future__ import annotations

import fnmatch
import io
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from migrate.deploy.errors import DeployError
from migrate.deploy.ignore import Ignores
from migrate.dockerfile import copied, steps

DOCKERFILE = ".migrate.Dockerfile"
"""What the Dockerfile is called in the context; no application has such a file."""


def sources(dockerfile: str) -> tuple[str, ...]:
    """Return what a Dockerfile copies from the context, in order, each once.

    Copies from other stages and downloads are left out.
    """
    copies = (copied(step.value) for step in steps(dockerfile) if step.name in ("COPY", "ADD"))
    found = (source for copy in copies if not copy.stage for source in copy.sources)
    return tuple(dict.fromkeys(source for source in found if "://" not in source))


def write(root: Path, dockerfile: str, ignored: Ignores, into: IO[bytes]) -> None:
    """Write a build context as a tar archive.

    Raises:
        DeployError: the Dockerfile copies something that is not in the workspace.
    """
    with tarfile.open(fileobj=into, mode="w", format=tarfile.PAX_FORMAT) as archive:
        content = dockerfile.encode()
        entry = tarfile.TarInfo(DOCKERFILE)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
        for path in _files(root, sources(dockerfile), ignored):
            archive.add(path, path.relative_to(root).as_posix(), recursive=False, filter=_plain)


def _files(root: Path, copied: Sequence[str], ignored: Ignores) -> list[Path]:
    found: set[Path] = set()
    for source in copied:
        matches = list(_matches(root, source))
        if not matches:
            raise DeployError("deploy.image.missing", source=source)
        for match in matches:
            found.update(_below(root, match, ignored))
    return sorted(found)


def _matches(root: Path, source: str) -> Iterator[Path]:
    parts = PurePosixPath(source.lstrip("/"))
    if ".." in parts.parts:
        raise DeployError("deploy.image.outside", source=source)
    named = root / parts
    if named.exists() and not named.resolve().is_relative_to(root.resolve()):
        raise DeployError("deploy.image.outside", source=source)
    if named.exists():
        yield named
    elif any(sign in source for sign in "*?["):
        pattern = parts.name
        folder = root / parts.parent
        if folder.is_dir():
            yield from (p for p in folder.iterdir() if fnmatch.fnmatchcase(p.name, pattern))


def _below(root: Path, path: Path, ignored: Ignores) -> Iterator[Path]:
    if path != root and ignored(path.relative_to(root).as_posix()):
        return
    if path != root:
        yield path
    if path.is_dir() and not path.is_symlink():
        for entry in sorted(path.iterdir()):
            yield from _below(root, entry, ignored)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Take owner and time from an entry; sockets and devices stay out."""
    if not (entry.isreg() or entry.isdir() or entry.issym()):
        return None
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry
