"""WEB-INF/lib: which libraries, by Maven's own record inside the jar, else by file name."""

from __future__ import annotations

import io
import re
import zipfile

from migrate.read.bounds import BoundError
from migrate.read.findings import Found
from migrate.read.tree import Entry

_NAME = re.compile(r"(?P<name>.+?)-(?P<version>\d[\w.\-]*)\.jar$")
_POM = re.compile(r"META-INF/maven/[^/]+/([^/]+)/pom\.properties$")
_POM_BYTES = 64 << 10


def read(entry: Entry, found: Found) -> None:
    """Tell one library's name and version."""
    name, version, known_by = _by_maven(entry) or _by_name(entry.name)
    found.item("java.libraries", entry.origin(), name=name, version=version, known_by=known_by)


def _by_maven(entry: Entry) -> tuple[str, str | None, str] | None:
    """Return what the only pom.properties says; a shaded jar has several and tells nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(entry.content())) as jar:
            poms = [name for name in jar.namelist() if _POM.match(name)]
            if len(poms) != 1:
                return None
            with jar.open(poms[0]) as stream:
                text = stream.read(_POM_BYTES).decode("utf-8", errors="replace")
    except (zipfile.BadZipFile, BoundError, OSError, RuntimeError, NotImplementedError):
        return None
    pairs = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if "artifactId" not in pairs or "version" not in pairs:
        return None
    return pairs["artifactId"].strip(), pairs["version"].strip(), "pom.properties"


def _by_name(name: str) -> tuple[str, str | None, str]:
    match = _NAME.match(name)
    if match:
        return match["name"], match["version"], "file name"
    return name.removesuffix(".jar"), None, "file name"
