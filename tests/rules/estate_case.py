"""A case of a rule, as it stands in YAML -> a component, and what the rules find in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from migrate import rules
from migrate.model.code import Library, Use, UseKind
from migrate.model.facts import Component, Endpoint, Fact, Finding, Reference, Unknown
from migrate.model.origin import Origin
from migrate.model.reason import Because
from migrate.model.settings import SecretSlot, SettingFile, Text
from migrate.model.topology import Edge
from migrate.rules.tree import Entry

SOURCE = "app"


class TextEntry:
    """A file held in memory."""

    source = SOURCE

    def __init__(self, path: str, content: str | None) -> None:
        self.path = path
        self._content = content
        self.reads = 0

    def origin(self, line: int = 0) -> Origin:
        return Origin(self.source, f"{self.path}:{line}" if line else self.path)

    def text(self) -> str | None:
        self.reads += 1
        return self._content


class TextTree:
    """Files held in memory."""

    def __init__(
        self,
        files: Mapping[str, str | None],
        uses: Sequence[Use] = (),
        libraries: Sequence[Library] = (),
    ) -> None:
        self.files = [TextEntry(path, content) for path, content in files.items()]
        self._uses = uses
        self._libraries = libraries

    def entries(self) -> Iterator[Entry]:
        yield from self.files

    def uses(self) -> Iterator[Use]:
        yield from self._uses

    def libraries(self) -> Iterator[Library]:
        yield from self._libraries


def component(case: Mapping[str, Any], ruleset: rules.RuleSet) -> Component:
    return Component(
        id="app",
        kind=case.get("kind", "java-war"),
        name="app",
        facts={
            name: Fact(_with_origins(value), (Origin(SOURCE, name),))
            for name, value in case.get("facts", {}).items()
        },
        endpoints=tuple(Endpoint(**each) for each in case.get("endpoints", ())),
        references=tuple(
            Reference(**each, origins=(Origin(SOURCE, "config:1"),))
            for each in case.get("references", ())
        ),
        settings=tuple(_setting(each) for each in case.get("settings", ())),
        incidents=rules.content_incidents(ruleset, _tree(case)),
        unknown=tuple(Unknown(name, Because("x")) for name in case.get("unknown", ())),
        sources=(SOURCE,),
    )


def _tree(case: Mapping[str, Any]) -> TextTree:
    return TextTree(case.get("files", {}), [_use(each) for each in case.get("uses", ())])


def _use(written: str) -> Use:
    """Return a use from `method java.io.File.delete()`; without brackets any parameters."""
    kind, _, rest = written.partition(" ")
    name, bracket, inside = rest.removesuffix(")").partition("(")
    parameters = tuple(part.strip() for part in inside.split(",") if part.strip())
    origin = Origin(SOURCE, "WEB-INF/classes/A.class")
    return Use(msgspec.convert(kind, UseKind), name, (origin,), parameters if bracket else None)


def judged(case: Mapping[str, Any], ruleset: rules.RuleSet) -> tuple[Finding, ...]:
    edges = case.get("edges", ())
    return rules.judge(
        ruleset,
        component(case, ruleset),
        None if edges is None else tuple(_edge(edge) for edge in edges),
        case.get("as_of", ""),
        {edge["target"]: edge["to"] for edge in edges or ()},
    )


def _edge(raw: Mapping[str, Any]) -> Edge:
    named = {key: value for key, value in raw.items() if key != "to"}
    return Edge(source="app", origins=(Origin(SOURCE, "config:1"),), **named)


def _with_origins(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    origins = [{"source": SOURCE, "place": "item:1"}]
    return [{**item, "origins": origins} if isinstance(item, dict) else item for item in value]


def _setting(raw: Mapping[str, Any]) -> SettingFile:
    slot = (SecretSlot(raw["secret"], line=raw["line"]),) if "secret" in raw else (Text(""),)
    return SettingFile(
        path=raw["path"],
        location=raw.get("location", "application"),
        format="properties",
        encoding=raw.get("encoding", "utf-8"),
        parts=slot,
        origins=(Origin(SOURCE, raw["path"]),),
    )
