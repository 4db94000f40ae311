"""fstab, mount and exports -> file systems that a host takes from others, or gives to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read import leaks

_SHARED = ("nfs", "nfs4", "cifs", "smbfs", "smb3", "glusterfs", "ceph", "fuse.glusterfs", "ocfs2")
_TABLE = re.compile(
    r"^(?P<source>[^\s#]\S*)\s+(?P<path>/\S*|none|swap)\s+(?P<type>[a-z][\w.]{1,20})\s+"
    r"(?P<options>\S+)(?:\s+\d+\s+\d+)?\s*$"
)
_MOUNTED = re.compile(
    r"^(?P<source>\S{1,500})[ \t]{1,8}on[ \t]{1,8}(?P<path>/.{0,500}?)[ \t]{1,8}type[ \t]{1,8}"
    r"(?P<type>[\w.]{2,20})(?:\s+\((?P<options>[^)]*)\))?"
)
_ROW = re.compile(r"^[ \t]{0,40}[^\s#]\S{0,500}[ \t]{1,80}(?:on[ \t]|/|none[ \t]|swap[ \t])", re.M)
_LOOKED_AT = 64 << 10
"""Characters that decide what a file is."""
_EXPORT = re.compile(r"^(?P<path>/\S*)\s+(?P<clients>(?:[\w.*\-/@:]+\([^)\s]*\)\s*)+)$")
_OF_NFS = re.compile(r"^(?P<host>\[[0-9A-Fa-f:]+\]|[\w.\-]+):(?P<path>/.*|[\w\-]+)$")
_OF_CIFS = re.compile(r"^[/\\]{2}(?P<host>[\w.\-]+)[/\\](?P<path>.+)$")


class Mount(Struct, frozen=True):
    """A file system from elsewhere."""

    path: str
    source: str
    type: str
    host: str
    """Who gives it, empty when that cannot be told."""
    remote_path: str
    options: str
    line: int


class Export(Struct, frozen=True):
    """A folder given to others."""

    path: str
    clients: str
    line: int


def read(text: str) -> Iterator[Mount]:
    """Yield the shared file systems that fstab or mount names."""
    for number, raw in enumerate(text.splitlines(), 1):
        match = _MOUNTED.match(raw[:2000].strip()) or _TABLE.match(raw[:2000].strip())
        if match is None or match["type"] not in _SHARED:
            continue
        given = _OF_CIFS.match(match["source"]) or _OF_NFS.match(match["source"])
        yield Mount(
            match["path"],
            match["source"],
            match["type"],
            given["host"].strip("[]") if given else "",
            given["path"] if given else "",
            leaks.masked(match["options"] or ""),
            number,
        )


def is_table(text: str) -> bool:
    """Tell fstab, or what mount printed: two lines at least, most of them of its form."""
    if not _ROW.search(text):
        return False
    lines = [raw.strip()[:2000] for raw in text[:_LOOKED_AT].splitlines()[:400]]
    lines = [line for line in lines if line and not line.startswith("#")]
    fitting = sum(1 for line in lines if _MOUNTED.match(line) or _TABLE.match(line))
    return fitting > 0 and fitting * 2 >= len(lines)


def exports(text: str) -> Iterator[Export]:
    """Yield the folders that an exports file gives away."""
    for number, raw in enumerate(text.splitlines(), 1):
        match = _EXPORT.match(raw[:2000].partition("#")[0].strip())
        if match:
            yield Export(match["path"], " ".join(match["clients"].split()), number)
