"""Libraries of an application: by Maven's own record inside the jar, else by file name."""

from __future__ import annotations

import re

from migrate.model.code import Library
from migrate.read.findings import Found
from migrate.read.opener import Opener
from migrate.read.tree import Entry

_NAME = re.compile(r"(?P<name>.+?)-(?P<version>\d[\w.\-]*)\.jar$")
_POM = re.compile(r"META-INF/maven/([^/]+)/([^/]+)/pom\.properties$")
_POM_BYTES = 64 << 10


def read(entry: Entry, opener: Opener, found: Found) -> None:
    """Tell one library's name and version."""
    name, version, group, known_by = _by_maven(entry, opener) or _by_name(entry.name)
    found.item("java.libraries", entry.origin(), name=name, version=version, known_by=known_by)
    found.libraries.append(Library(name, version or "", group, (entry.origin(),)))


def _by_maven(entry: Entry, opener: Opener) -> tuple[str, str | None, str, str] | None:
    """Return what the only pom.properties says; a shaded jar has several and tells nothing."""
    jar = opener.try_archive(entry)
    poms = [e for e in jar.entries() if _POM.match(e.path)] if jar else []
    if len(poms) != 1:
        return None
    text = poms[0].content()[:_POM_BYTES].decode("utf-8", errors="replace")
    pairs = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if "artifactId" not in pairs or "version" not in pairs:
        return None
    group = pairs.get("groupId", "").strip()
    return pairs["artifactId"].strip(), pairs["version"].strip(), group, "pom.properties"


def _by_name(name: str) -> tuple[str, str | None, str, str]:
    match = _NAME.match(name)
    if match:
        return match["name"], match["version"], "", "file name"
    return name.removesuffix(".jar"), None, "", "file name"
