"""A Dockerfile goes in; a component comes out that tells what its image runs and on what.

By the Dockerfile reference. Of several stages the last counts; what it copies from others is told.
"""

from __future__ import annotations

import json
import posixpath
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.dockerfile import Copied
from migrate.model.facts import Endpoint, Plain
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.containers import environment, image, placed
from migrate.read.containers.environment import Peers, Setting
from migrate.read.containers.image import Image
from migrate.read.containers.where import below, folder_of, is_of_others
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "container-image"
_NAME = re.compile(r"(?:Dockerfile|Containerfile)(?:[.\-_][\w.\-]+)?$|[\w.\-]+\.Dockerfile$", re.I)
_NO_DOCKERFILE = re.compile(
    r"\.(?:md|txt|sh|py|j2|tmpl|template|erb|dockerignore|ya?ml|json)$", re.I
)
_VARIABLE = re.compile(
    r"\\\$|\$(?:(?P<plain>\w+)|\{(?P<name>\w+)(?::(?P<sign>[-+])(?P<rest>[^}]*))?\})"
)
_FROM = re.compile(r"(?:--platform=\S+\s+)?(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?\s*$", re.I)
_PAIR = re.compile(
    r"(?<![\w.\-])(?P<name>[\w.\-]+)=(?P<value>\"(?:\\.|[^\"\\])*\"|'[^']*'|(?:\\.|[^\s\\])*)(?:\s+|$)"
)
_WEB = {80: "http", 443: "https", 8080: "http", 8443: "https", 8000: "http", 3000: "http"}
_TAG_CONFIDENCE = 0.8
_DEEPEST = 10
"""Stages that build on stages."""


class Stage(Struct):
    """One stage of a Dockerfile."""

    base: str
    """The image, or the stage before, that it builds on."""
    name: str
    origin: Origin
    steps: list[tuple[str, str, Origin]]


def is_dockerfile(entry: Entry) -> bool:
    """Tell a Dockerfile by its name and a FROM in it."""
    if not _NAME.match(entry.name) or _NO_DOCKERFILE.search(entry.name):
        return False
    return bool(re.search(r"^[ \t]*FROM[ \t]+\S", entry.text() or "", re.M | re.I))


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when a Dockerfile of its own lies anywhere in it."""
    return ("",) if any(True for _ in _own(tree.entries())) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every Dockerfile that is no evidence of an application."""
    for entry in _own(site.tree.entries()):
        if entry.origin() not in site.taken:
            found = Found(_label(entry))
            found.entries = (entry,)
            file = _File(entry)
            environment.add(file.build(found), Peers({}), found)
            sources = (source for taken in file.copied() for source in taken.sources)
            file.give(placed.context(folder_of(entry), sources, site.tree), site.tree, found)
            yield found


class Build(Struct, frozen=True):
    """How a Dockerfile is built."""

    tree: Tree
    context: str
    """The folder whose files it copies."""
    target: str = ""
    """The stage that is built, where that is not the last one."""
    arguments: Mapping[str, str] = {}


def built(entry: Entry, build: Build, found: Found) -> tuple[Setting, ...]:
    """Add what a Dockerfile tells to the component that runs its image; return its variables."""
    file = _File(entry, build.target, build.arguments)
    file.give(build.context, build.tree, found)
    return file.build(found)


def tell(entries: Iterable[Entry], found: Found) -> Iterator[Entry]:
    """Add what the Dockerfiles among an application's files tell of it; yield those.

    Of several, each adds to the lists, and the first tells what there is one of.
    """
    for entry in sorted(_own(entries), key=lambda entry: entry.path):
        ports = list(found.endpoints)
        environment.add(_File(entry).tell(found), Peers({}), found)
        for endpoint in found.endpoints[len(ports) :]:
            origin = endpoint.origins[0]
            found.item("container.ports", origin, port=endpoint.port)
        found.endpoints[:] = ports
        yield entry


def _own(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the Dockerfiles that belong to no library, test or build server."""
    return (entry for entry in entries if is_dockerfile(entry) and not is_of_others(entry))


class _File:
    """One Dockerfile while it is read."""

    def __init__(self, entry: Entry, target: str = "", given: Mapping[str, str] = {}) -> None:
        from migrate.dockerfile import steps

        self._given = given
        self._arguments: dict[str, str] = {}
        self._stages: list[Stage] = []
        for step in steps(entry.expected_text()):
            self._sort(step.name, step.value, entry.origin(step.line))
        named = [n for n, stage in enumerate(self._stages, 1) if stage.name == target.lower()]
        if target and named:
            self._stages = self._stages[: named[0]]

    def _sort(self, name: str, value: str, origin: Origin) -> None:
        """Put an instruction in its stage; arguments before the first belong to all FROMs."""
        if name == "FROM":
            match = _FROM.match(_filled(value.strip(), self._arguments))
            if match:
                stage = Stage(match["image"], (match["stage"] or "").lower(), origin, [])
                self._stages.append(stage)
        elif self._stages:
            self._stages[-1].steps.append((name, value, origin))
        elif name == "ARG":
            self._arguments.update(_arguments(value, self._arguments, self._given))

    @property
    def base(self) -> tuple[Image, Origin] | None:
        """The image that the last stage stands on, and where it is named."""
        if not self._stages:
            return None
        first = self._chain()[0]
        return image.parse(first.base), first.origin

    def build(self, found: Found) -> tuple[Setting, ...]:
        """Add what the image tells of what runs in it; return its variables."""
        settings = self.tell(found)
        if self.base is not None:
            image.describe(*self.base, found)
        return settings

    def copied(self) -> Iterator[Copied]:
        """Yield what the image takes from the folder that it is built from."""
        from migrate.dockerfile import copied

        folder = ""
        for stage in self._chain() if self._stages else ():
            for name, value, _ in stage.steps:
                if name == "WORKDIR":
                    folder = posixpath.join(folder, _bare(value.strip()))
                taken = copied(_filled(value, self._arguments)) if name in ("COPY", "ADD") else None
                if taken is not None and not taken.stage:
                    yield replace(taken, target=posixpath.join(folder or "/", taken.target))

    def give(self, context: str, tree: Tree, found: Found) -> None:
        """Give the container the configuration that its image copies."""
        for taken in self.copied():
            into = taken.target.endswith("/") or len(taken.sources) > 1
            for source in taken.sources:
                inside = below(context, source.lstrip("/"))
                for path in placed.matching(inside, tree) if inside is not None else ():
                    placed.put(path, taken.target, tree, found, into=into or path != inside)

    def tell(self, found: Found) -> tuple[Setting, ...]:
        """Add what the last stage tells, and the stages before it only name; return variables."""
        if not self._stages:
            return ()
        chain = self._chain()
        base = chain[0]
        parsed = image.parse(base.base)
        found.fact("container.image", parsed.written, base.origin)
        for fact, version in parsed.runtimes():
            found.item("container.runtimes", base.origin, fact=fact, version=version)
            found.fact(fact, _runtime(fact, version), base.origin, confidence=_TAG_CONFIDENCE)
        said = _Said(dict(self._arguments), self._given)
        for stage in chain:
            for name, value, origin in stage.steps:
                said.step(name, value, origin, found)
        for fact, (value, origin) in said.last.items():
            found.fact(fact, value, origin)
        names = {stage.name for stage in self._stages if stage.name}
        for stage in self._stages:
            if stage not in chain and stage.base.lower() not in names:
                found.item("container.stages", stage.origin, name=stage.name, image=stage.base)
        return tuple(said.settings.values())

    def _chain(self) -> list[Stage]:
        """Return the last stage with those it builds on, the first of them first."""
        chain = [self._stages[-1]]
        while len(chain) < _DEEPEST:
            before = self._stages[: self._stages.index(chain[0])]
            base = next((s for s in before if s.name and s.name == chain[0].base.lower()), None)
            if base is None:
                break
            chain.insert(0, base)
        return chain


class _Said:
    """What the instructions of an image's stages say, one after the other."""

    def __init__(self, arguments: dict[str, str], given: Mapping[str, str]) -> None:
        self._arguments = arguments
        self._given = given
        self._variables: dict[str, str] = {}
        self.settings: dict[str, Setting] = {}
        self.last: dict[str, tuple[str, Origin]] = {}
        """Facts of which the last instruction counts."""

    def step(self, name: str, value: str, origin: Origin, found: Found) -> None:
        """Take one instruction."""
        if name == "ARG":
            known = {**self._arguments, **self._variables}
            self._variables.update(_arguments(value, known, self._given))
            return
        known = self._variables
        if name in _AT_START:
            # `ENV JAVA_OPTS=""` is there to be filled when the container is started.
            known = {key: said for key, said in known.items() if said}
        filled = _filled(value, known)
        if name == "ENV":
            for key, said in _pairs(filled):
                self._variables[key] = said
                self.settings[key] = Setting(key, said, origin)
        elif name in _LAST:
            self.last[_LAST[name]] = leaks.masked(shell_form(filled)), origin
        elif name in _TELLS:
            _TELLS[name](filled, origin, found)


def _volumes(value: str, origin: Origin, found: Found) -> None:
    known = {item.get("path") for item in found.items("volumes")}
    for path in _words(value):
        if path not in known:
            found.item("volumes", origin, path=path, type="volume", source=None)


def _labels(value: str, origin: Origin, found: Found) -> None:
    for key, said in _pairs(value):
        shown = leaks.masked(f"{key}={said}").partition("=")[2]
        found.item("labels", origin, name=key, value=shown)


def _exposed(value: str, origin: Origin, found: Found) -> None:
    for word in value.split():
        number, _, transport = word.partition("/")
        first, _, last = number.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()):
            continue
        for port in range(int(first), min(int(last or first), int(first) + 99) + 1):
            protocol = _WEB.get(port, "tcp") if transport in ("", "tcp") else transport
            if 0 < port < 65536 and all(e.port != port for e in found.endpoints):
                found.endpoints.append(Endpoint(port, protocol, (origin,)))


def _copied(value: str, origin: Origin, found: Found) -> None:
    from migrate.dockerfile import copied

    taken = copied(value)
    for source in taken.sources:
        if source.startswith("<<"):
            # The file stands in the Dockerfile itself.
            continue
        shown = leaks.masked(source)
        found.item("container.copies", origin, source=shown, stage=taken.stage or None)


_INSTALLS = re.compile(
    r"docker-php-ext-(?:install|enable)\s+(?P<php>[^&|;\n]{1,1000})|"
    r"(?:apt-get|apt|yum|dnf|apk|microdnf)\s+(?:-\S+\s+)*(?:install|add)\s+(?P<packages>[^&|;\n]{1,2000})"
)


def _installed(value: str, origin: Origin, found: Found) -> None:
    for match in _INSTALLS.finditer(value):
        for word in (match["php"] or "").split():
            if re.fullmatch(r"[a-z_0-9]{2,30}", word):
                found.item("php.extensions", origin, name=word)
        for word in (match["packages"] or "").split():
            if re.fullmatch(r"[a-z0-9][\w.+\-:]{1,80}", word):
                found.item("container.packages", origin, name=word)


def shell_form(value: str) -> str:
    """Return a command in its shell form, whichever it is written in."""
    try:
        words = json.loads(value)
    except (ValueError, RecursionError):
        return " ".join(value.split())
    return shlex.join(map(str, words)) if isinstance(words, list) else value


_AT_START = ("ENTRYPOINT", "CMD")
_LAST = {
    "USER": "container.user",
    "WORKDIR": "container.workdir",
    "ENTRYPOINT": "container.entrypoint",
    "CMD": "container.command",
    "HEALTHCHECK": "container.healthcheck",
}
_TELLS: Mapping[str, Callable[[str, Origin, Found], None]] = {
    "EXPOSE": _exposed,
    "VOLUME": _volumes,
    "LABEL": _labels,
    "COPY": _copied,
    "ADD": _copied,
    "RUN": _installed,
}


def _runtime(fact: str, version: str) -> Plain:
    """Return a version in the shape that the fact has elsewhere."""
    if fact == "php.version":
        exact = ".".join(version.split(".")[:2])
        return {"min": exact, "max": exact}
    return version


def _words(value: str) -> list[str]:
    try:
        words = json.loads(value)
    except (ValueError, RecursionError):
        return value.split()
    return [str(word) for word in words] if isinstance(words, list) else value.split()


def _pairs(value: str) -> list[tuple[str, str]]:
    """Return the pairs of ENV and LABEL: `A=1 B="2"`, or the old form `A 1`."""
    text = value.strip()
    if not re.match(r"[\w.\-\"']+=", text):
        key, _, said = text.partition(" ")
        return [(key, said.strip())] if key and said else []
    return [(match["name"], _bare(match["value"])) for match in _PAIR.finditer(text[:20_000])]


def _bare(value: str) -> str:
    if value[:1] in ("'", '"') and value[-1:] == value[:1]:
        value = value[1:-1]
    return re.sub(r"\\(.)", r"\1", value)


def _arguments(value: str, known: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the argument that an ARG names: what the build gives counts more than its default."""
    name, equals, default = value.strip().partition("=")
    if name.strip() in given:
        return {name.strip(): given[name.strip()]}
    if equals:
        return {name.strip(): _filled(_bare(default.strip()), known)}
    return {name.strip(): known[name.strip()]} if name.strip() in known else {}


def _filled(text: str, variables: Mapping[str, str]) -> str:
    """Return a text with its variables filled in; what nothing sets stays as it is written."""

    def fill(match: re.Match[str]) -> str:
        name = match["plain"] or match["name"]
        if not name:
            return match[0]
        held = variables.get(name)
        if match["sign"] == "-":
            return held or match["rest"]
        if match["sign"] == "+":
            return match["rest"] if held else ""
        return match[0] if held is None else held

    return _VARIABLE.sub(fill, text)


def _label(entry: Entry) -> str:
    folder = folder_of(entry).rstrip("/").rsplit("/", 1)[-1]
    plain = re.sub(
        r"^(?:Dockerfile|Containerfile)[.\-_]?|\.Dockerfile$", "", entry.name, flags=re.I
    )
    return plain or (folder if folder.lower() not in ("docker", "") else "")
