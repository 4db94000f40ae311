"""Libraries of an application: by Maven's record inside, manifest, file name or packages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from migrate.knowledge.java import Artifact, java_libraries
from migrate.model.code import Library
from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import classfile, manifest
from migrate.read.opener import Opener
from migrate.read.tree import Entry, Tree

_VERSION = re.compile(r"[vV]?\d[\w.+]*(?:-[A-Za-z]\w*)?$")
_UNFINISHED = re.compile(
    r"-(?P<version>\d[\d.]*(?:-(?:alpha|beta|rc|cr|m|b|build|sp|pre|incubating|preview))?)$", re.I
)
"""The version goes on before what was split off: `1.0-beta-9`, `1.0-20200101.120000-3`."""
_LONGEST_NAME = 300
_POM = re.compile(r"META-INF/maven/([^/]+)/([^/]+)/pom\.properties$")
_POM_BYTES = 64 << 10
_MOST_POMS = 200
_LOOKED_AT = 3
"""Classes of a library that are looked at for the Java release they were made for."""
_WEB = re.compile(r"(?:Servlet|Filter|Listener|Session|Request)\w{0,60}\.class$")
_NATIVE = (".so", ".dll", ".dylib", ".jnilib")
_SPACES = ("javax", "jakarta")


class Named(Struct, frozen=True):
    """What a library is, and what told it."""

    name: str
    version: str | None
    group: str
    known_by: str
    classifier: str = ""
    origin: Origin | None = None


class Jar(Struct, frozen=True):
    """One library as it was read; the modules of an EAR share it."""

    entry: Entry
    named: Named
    shaded: tuple[Named, ...] = ()
    """Libraries packed into this one, by the records they left."""
    major: int = 0
    """Of the classes looked at; 0 when there are none."""
    spaces: tuple[str, ...] = ()
    """`javax`, `jakarta`: the servlet API its web classes use."""
    natives: tuple[Origin, ...] = ()
    implements: frozenset[str] = frozenset()
    """Services it offers: names of files below META-INF/services."""


def inspect(entry: Entry, opener: Opener) -> Jar:
    """Open one library and tell what it is."""
    tree = opener.try_archive(entry)
    if tree is None:
        return Jar(entry, _by_name(entry.name))
    poms = records(tree)
    named = _own(entry, poms) or _unrecorded(entry, tree)
    others = tuple(each for each in poms if each.name != named.name)
    services = (e.name for e in tree.below("META-INF/services/"))
    return Jar(
        entry,
        named,
        others if len(poms) > 1 or named.known_by != "pom.properties" else (),
        _major(tree),
        tuple(_spaces(tree)),
        tuple(e.origin() for e in tree.entries() if e.suffix in _NATIVE),
        frozenset(services),
    )


def tell(jar: Jar, found: Found, provided_by: str = "") -> None:
    """Add one library, and those packed into it, to the component."""
    _item(jar.named, jar.entry.origin(), found, **_extra(provided_by=provided_by))
    for inner in jar.shaded:
        tell_packed(inner, jar.entry.name, found, provided_by)


def declare(named: Named, found: Found, **extra: Plain) -> None:
    """Add a library that a build file names."""
    assert named.origin is not None
    _item(named, named.origin, found, **extra)


def tell_packed(inner: Named, jar: str, found: Found, provided_by: str = "") -> None:
    """Add a library that lies unpacked inside of a jar."""
    assert inner.origin is not None
    _item(inner, inner.origin, found, **_extra(shaded=jar, provided_by=provided_by))


def unpacked(entries: Sequence[Entry], prefix: str, found: Found) -> set[str]:
    """Tell libraries whose classes lie unpacked among the application's; return their packages."""
    known: dict[str, tuple[Artifact, Entry]] = {}
    for entry in entries:
        hit = java_libraries().of_package(entry.path[len(prefix) :])
        if hit:
            known.setdefault(hit[0], (hit[1], entry))
    for artifact, entry in known.values():
        named = Named(artifact.name, None, artifact.group, "packages")
        _item(named, entry.origin(), found, unpacked=True)
    return set(known)


def _item(named: Named, origin: Origin, found: Found, **extra: Plain) -> None:
    if named.classifier:
        extra["classifier"] = named.classifier
    found.item(
        "java.libraries",
        origin,
        name=named.name,
        version=named.version,
        group=named.group,
        known_by=named.known_by,
        **extra,
    )
    found.libraries.append(Library(named.name, named.version or "", named.group, (origin,)))


def _extra(**extra: Plain) -> dict[str, Plain]:
    return {key: value for key, value in extra.items() if value}


def records(tree: Tree) -> list[Named]:
    """Return what Maven's records inside of a jar name: itself, and what is packed into it."""
    entries = (e for e in tree.below("META-INF/maven/", ".properties") if _POM.match(e.path))
    named = (_record(entry) for entry in islice(entries, _MOST_POMS))
    return [each for each in named if each]


def _record(entry: Entry) -> Named | None:
    text = entry.content()[:_POM_BYTES].decode("utf-8", errors="replace")
    lines = (line for line in text.splitlines() if "=" in line and line.lstrip()[:1] not in "#!")
    pairs = {key.strip(): value.strip() for key, _, value in (x.partition("=") for x in lines)}
    name, version = pairs.get("artifactId", ""), pairs.get("version", "")
    if not name or not version or "${" in name + version:
        return None
    return Named(name, version, pairs.get("groupId", ""), "pom.properties", origin=entry.origin())


def _own(entry: Entry, poms: Sequence[Named]) -> Named | None:
    """Return the record that is the jar's own: the only one, or the one of its file name."""
    stem = entry.name.removesuffix(".jar")
    fitting = [p for p in poms if stem == p.name or stem.startswith(f"{p.name}-")]
    own = max(fitting, key=lambda p: len(p.name), default=poms[0] if len(poms) == 1 else None)
    if own is None or not stem.startswith(f"{own.name}-"):
        return own
    classifier = stem.removeprefix(f"{own.name}-").removeprefix(own.version or "").strip("-")
    known = classifier in java_libraries().classifiers
    return Named(own.name, own.version, own.group, own.known_by, classifier if known else "")


def _unrecorded(entry: Entry, tree: Tree) -> Named:
    """Name a jar without a record of its own."""
    by_name = _by_name(entry.name)
    artifact = _by_packages(tree)
    if by_name.version:
        # The group only where the file name agrees with what is inside.
        same = artifact is not None and artifact.name == by_name.name
        group = artifact.group if artifact and same else ""
        return Named(by_name.name, by_name.version, group, "file name", by_name.classifier)
    known = manifest.of(tree)
    version = known.get("Implementation-Version", "Bundle-Version", "Specification-Version")
    version = version if re.match(r"[vV]?\d[\w.+\-]{0,60}$", version) else ""
    if artifact:
        return Named(artifact.name, version or None, artifact.group, "packages")
    if version:
        return Named(by_name.name, version, "", "manifest")
    return by_name


def _by_name(name: str) -> Named:
    stem, classifier = name.removesuffix(".jar"), ""
    for known in java_libraries().classifiers:
        if stem.endswith(f"-{known}") and _split(stem.removesuffix(f"-{known}")):
            stem, classifier = stem.removesuffix(f"-{known}"), known
            break
    name_, version = _split(stem) or (stem, None)
    return Named(name_, version, "", "file name", classifier)


def _split(stem: str) -> tuple[str, str] | None:
    """Return name and version: `log4j-1.2-api-2.17.1` → `log4j-1.2-api`, `2.17.1`."""
    for sign in "-_":
        at = stem.rfind(sign)
        while 0 < at <= _LONGEST_NAME:
            name, version = stem[:at], stem[at + 1 :]
            if _VERSION.match(version):
                while before := _UNFINISHED.search(name):
                    name, version = name[: before.start()], f"{before['version']}-{version}"
                return (name, version) if name else None
            at = stem.rfind(sign, 0, at)
    return None


def _by_packages(tree: Tree) -> Artifact | None:
    """Return the library whose packages most of the classes lie in."""
    counts: Counter[str] = Counter()
    total = 0
    for entry in tree.below("", ".class"):
        total += 1
        known = java_libraries().of_package(entry.path)
        if known:
            counts[known[0]] += 1
    if not counts:
        return None
    package, count = counts.most_common(1)[0]
    return java_libraries().packages[package] if count * 2 > total else None


def _plain_classes(tree: Tree) -> Iterator[Entry]:
    """Yield classes that every Java release sees."""
    for entry in tree.below("", ".class"):
        if not entry.path.startswith("META-INF/") and entry.name != "module-info.class":
            yield entry


def _major(tree: Tree) -> int:
    looked_at = islice(_plain_classes(tree), _LOOKED_AT)
    majors = (classfile.parse(entry.content()) for entry in looked_at)
    return max((parsed.major for parsed in majors if parsed), default=0)


def _spaces(tree: Tree) -> Iterator[str]:
    """Yield the namespaces of the servlet API that some of the web classes use."""
    web = (entry for entry in _plain_classes(tree) if _WEB.search(entry.name))
    found: set[str] = set()
    for entry in islice(web, _LOOKED_AT):
        parsed = classfile.parse(entry.content())
        found |= {s for s in _SPACES if parsed and parsed.mentions(f"{s}/servlet/".encode())}
    return iter(sorted(found))
