"""Facts of a Java application -> which server and which Java release they lead to, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from migrate.knowledge.java import java_frameworks, numbers, one_of
from migrate.knowledge.java_choice import java_choice
from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import servers
from migrate.read.java.frameworks import best
from migrate.read.java.layout import Role
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used

NONE, FULL = "none", "full-server"
_FIRST_MAJOR = 44
CODES = (
    "executable",
    "full_server",
    "namespace",
    "library_namespace",
    "servlet_version",
    "no_servlet_api",
    "class_files",
    "source_release",
    "library_class_files",
    "framework",
    "server",
    "removed",
    "library",
    "runs_on",
)
"""Reasons there are; each has a sentence `read.because.<code>`."""


class Reason(Struct, frozen=True):
    """Why: a code, what it is about, and where that stands."""

    code: str
    what: str
    origins: tuple[Origin, ...]
    release: int | None = None

    def plain(self) -> dict[str, Plain]:
        """Return it as part of a fact."""
        places = [{"source": o.source, "place": o.place} for o in self.origins]
        told: dict[str, Plain] = {"reason": self.code, "what": self.what, "origins": places}
        return told if self.release is None else {**told, "release": self.release}


class Server(Struct, frozen=True):
    """A chosen server."""

    choose: str
    alternatives: tuple[str, ...]
    because: tuple[Reason, ...]


def tell(found: Found, used: Used, jars: Sequence[Jar], role: Role) -> None:
    """Add `server.choice` and `java.choice`; nothing where no code or page tells anything."""
    server = _server(found, role)
    if server:
        _fact(
            found,
            "server.choice",
            server.because,
            choose=server.choose,
            alternatives=list(server.alternatives),
        )
    _java(found, used, jars, server)


def _server(found: Found, role: Role) -> Server | None:
    if role == "program":
        fact = "java.launcher" if found.has("java.launcher") else "java.main_class"
        return Server(NONE, (), (_by_fact(found, "executable", fact),))
    if found.value("server.required") == servers.FULL:
        return Server(FULL, (), (_by_fact(found, "full_server", "server.required"),))
    space, reason = _namespace(found)
    if reason is None or role != "web":
        return None
    version = str(found.value("servlet.version") or "")
    choice = java_choice()
    fitting = [name for name, each in choice.servers.items() if each.namespace == space]
    forced = [
        n for n in fitting if (s := choice.servers[n].since) and numbers(version) >= numbers(s)
    ]
    chosen = (forced or fitting)[0]
    because = (
        (reason, _by_fact(found, "servlet_version", "servlet.version")) if forced else (reason,)
    )
    others = [name for name in choice.servers if name != chosen and (not forced)]
    return Server(chosen, tuple(others), because)


def _namespace(found: Found) -> tuple[str, Reason | None]:
    """Return the namespace to serve: that of the code, of its libraries, of the descriptor."""
    own = str(found.value("servlet.namespace") or "")
    if own in ("javax", "jakarta"):
        return own, _by_fact(found, "namespace", "servlet.namespace")
    libraries = found.items("servlet.namespace.libraries")
    for item in libraries:
        if item["namespace"] in ("javax", "jakarta"):
            return str(item["namespace"]), Reason(
                "library_namespace", str(item["name"]), tuple(_origins(item))
            )
    version = numbers(str(found.value("servlet.version") or ""))
    if version:
        space = "jakarta" if version >= (5,) else "javax"
        return space, _by_fact(found, "servlet_version", "servlet.version")
    return "javax", _by_fact(found, "no_servlet_api", "servlet.namespace") if own else None


def _java(found: Found, used: Used, jars: Sequence[Jar], server: Server | None) -> None:
    floors = list(_floors(found, jars, server))
    ceilings = list(_ceilings(found, used))
    if not any(reason.code != "server" for reason in floors):
        return
    lowest = max(reason.release or 0 for reason in floors)
    highest = min((reason.release or 0 for reason in ceilings), default=None)
    choice = java_choice()
    known = _runtime(found)
    wanted = known if known and lowest <= known and (highest is None or known <= highest) else 0
    chosen = choice.nearest(max(lowest, wanted))
    fits = [r for r in choice.releases if r >= lowest and (highest is None or r <= highest)]
    because = [*_binding(floors, lowest), *ceilings]
    if wanted:
        because.append(_by_fact(found, "runs_on", "java.runtime"))
    _fact(
        found,
        "java.choice",
        because,
        choose=chosen,
        lowest=lowest,
        highest=highest,
        alternatives=[release for release in fits if release != chosen],
        conflict=chosen not in fits,
    )


def _floors(found: Found, jars: Sequence[Jar], server: Server | None) -> Iterator[Reason]:
    release = found.value("java.release")
    if isinstance(release, int):
        code = "class_files" if found.has("java.class_major") else "source_release"
        yield Reason(code, str(release), found.origins("java.release"), release)
    for jar in jars:
        if jar.major > _FIRST_MAJOR:
            needed = jar.major - _FIRST_MAJOR
            yield Reason("library_class_files", jar.named.name, (jar.entry.origin(),), needed)
    for framework in java_frameworks():
        library = best(framework, found.libraries) if framework.java else None
        needed = framework.needs_java(library.version) if library else 0
        if library and needed:
            what = f"{framework.name} {library.version}"
            yield Reason("framework", what, library.origins, needed)
    if server and server.choose in java_choice().servers:
        needed = java_choice().servers[server.choose].java
        yield Reason("server", server.choose, (), needed)


def _ceilings(found: Found, used: Used) -> Iterator[Reason]:
    for each in java_choice().removed:
        if any(one_of(library.name, each.unless) for library in found.libraries):
            continue
        origins = (*used.below(*each.packages), *used.type(*each.types), *used.call(*each.calls))
        if origins:
            yield Reason("removed", each.what, tuple(dict.fromkeys(origins)), each.until)
    for library in found.libraries:
        known = [
            ceiling.until
            for ceiling in java_choice().libraries
            if library.name in ceiling.names
            and library.version[:1].isdigit()
            and numbers(library.version) < numbers(ceiling.below)
        ]
        if known:
            what = f"{library.name} {library.version}"
            yield Reason("library", what, library.origins, min(known))


def _binding(floors: Iterable[Reason], lowest: int) -> list[Reason]:
    """Return the floors that hold; of libraries one is enough."""
    found = {reason.code: reason for reason in reversed(list(floors)) if reason.release == lowest}
    return [found[code] for code in sorted(found)]


def _runtime(found: Found) -> int:
    said = str(found.value("java.runtime") or "")
    parts = numbers(said)
    return (parts[1] if parts[:1] == (1,) and len(parts) > 1 else parts[0]) if parts else 0


def _by_fact(found: Found, code: str, fact: str) -> Reason:
    return Reason(code, str(found.value(fact) or ""), found.origins(fact))


def _fact(found: Found, name: str, because: Iterable[Reason], **value: Plain) -> None:
    reasons = list(because)
    origins = dict.fromkeys(o for reason in reasons for o in reason.origins)
    found.fact(name, {**value, "because": [r.plain() for r in reasons]}, *origins)


def _origins(item: dict[str, Plain]) -> Iterator[Origin]:
    known = item["origins"]
    assert isinstance(known, list)
    for each in known:
        yield Origin(each["source"], each["place"])
