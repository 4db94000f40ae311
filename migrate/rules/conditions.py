"""Single conditions by name: those of Konveyor's builtin provider and our own two."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from migrate.rules import patterns, xpaths
from migrate.rules.shape import (
    Condition,
    Content,
    ContentKind,
    EdgeTest,
    FactTest,
    Foreign,
    Tagged,
    Tests,
)

_TEMPLATE = re.compile(r"\{\{.*?\}\}")


class ConditionError(Exception):
    """A condition is wrong; whoever knows file and rule says where."""


class _Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fact: str
    exists: bool | None = None
    field: str = ""
    where: dict[str, Tests] = msgspec.field(default_factory=dict)


class _Relation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    direction: str = "from"
    kind: str = ""
    protocol: str = ""
    port: int = 0
    to_kind: str | tuple[str, ...] = ()


def condition(name: str, body: object, number: int, within: int) -> Condition:
    """Return the condition called `provider.capability`.

    `number` is the next content condition's, `within` the one it is chained to (-1: none).

    Raises:
        ConditionError: its fields are wrong. Conditions of other providers are never wrong.
    """
    if not re.fullmatch(r"[\w-]+\.[\w.-]+", name):
        raise ConditionError(f"no condition {name!r}: `provider.capability` expected")
    match name:
        case "builtin.file":
            return _file(body, number, within)
        case "builtin.filecontent":
            return _file_content(body, number, within)
        case "builtin.xml":
            return _xml(body, number, within)
        case "builtin.hasTags":
            return Tagged(_list_of_text(body, name))
        case "migrate.fact":
            return _fact(body)
        case "migrate.edge":
            return _edge(body)
        case _:
            return Foreign(name, "provider")


def _file(body: object, number: int, within: int) -> Condition:
    fields = _map(body, "builtin.file")
    found = Content("file", number, _required(fields, "pattern"), within=within)
    return _runnable(found, "builtin.file", found.pattern)


def _file_content(body: object, number: int, within: int) -> Condition:
    fields = _map(body, "builtin.filecontent")
    found = Content(
        kind="filecontent",
        number=number,
        pattern=_required(fields, "pattern"),
        file_pattern=str(fields.get("filePattern") or ""),
        file_paths=_paths(fields),
        within=within,
    )
    return _runnable(found, "builtin.filecontent", found.pattern, found.file_pattern)


def _runnable(found: Content, name: str, *used: str) -> Condition:
    if any(_TEMPLATE.search(pattern) for pattern in used):
        return Foreign(name, "template")
    try:
        for pattern in used:
            if pattern and (pattern != found.pattern or found.kind == "file"):
                patterns.file_search(pattern, "")
            elif pattern:
                patterns.compiled(pattern)
    except patterns.PatternError:
        return Foreign(name, "pattern")
    return found


def _xml(body: object, number: int, within: int) -> Condition:
    fields = _map(body, "builtin.xml")
    spaces = fields.get("namespaces") or {}
    kind: ContentKind = "xml"
    found = Content(
        kind=kind,
        number=number,
        pattern=_required(fields, "xpath").strip(),
        file_pattern=r"(?i)\.x(ht)?ml$" if not fields.get("filepaths") else "",
        file_paths=_paths(fields),
        namespaces={str(k): str(v) for k, v in _map(spaces, "namespaces").items() if k and v},
        within=within,
    )
    try:
        xpaths.check(found.pattern, found.namespaces)
    except xpaths.XPathError:
        return Foreign("builtin.xml", "xpath")
    return found


def _paths(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return file paths; a template stands for the files of the condition chained to."""
    paths = fields.get("filepaths") or ()
    if isinstance(paths, str):
        paths = (paths,)
    if not isinstance(paths, list | tuple):
        raise ConditionError("`filepaths` must be a list")
    return tuple(str(path) for path in paths if not _TEMPLATE.search(str(path)))


def _fact(body: object) -> FactTest:
    fields = dict(_map(body, "migrate.fact"))
    outer = {key: fields.pop(key) for key in ("fact", "exists", "field", "where") if key in fields}
    try:
        shell = msgspec.convert(outer, _Where)
        tests = msgspec.convert(fields, Tests)
    except msgspec.ValidationError as wrong:
        raise ConditionError(f"migrate.fact: {wrong}") from wrong
    if shell.exists is None and tests == Tests() and not shell.where:
        raise ConditionError("migrate.fact: says nothing about the fact")
    _compile([tests, *shell.where.values()])
    return FactTest(shell.fact, shell.exists, shell.field, tests, shell.where)


def _edge(body: object) -> EdgeTest:
    try:
        fields = msgspec.convert(_map(body, "migrate.edge"), _Relation)
    except msgspec.ValidationError as wrong:
        raise ConditionError(f"migrate.edge: {wrong}") from wrong
    if fields.direction not in ("from", "to"):
        raise ConditionError("migrate.edge: `direction` is `from` or `to`")
    kinds = (fields.to_kind,) if isinstance(fields.to_kind, str) else fields.to_kind
    return EdgeTest(
        direction="to" if fields.direction == "to" else "from",
        kind=fields.kind,
        protocol=fields.protocol,
        port=fields.port,
        peer_kinds=kinds,
    )


def _compile(tests: list[Tests]) -> None:
    for test in tests:
        try:
            patterns.compiled(test.matches or "")
            patterns.compiled(test.not_matches or "")
        except patterns.PatternError as wrong:
            raise ConditionError(f"migrate.fact: matches: {wrong}") from wrong


def _map(body: object, name: str) -> Mapping[str, object]:
    if not isinstance(body, Mapping):
        raise ConditionError(f"{name} must hold a map")
    return {str(key): value for key, value in body.items()}


def _required(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise ConditionError(f"`{key}` is missing")
    return value


def _list_of_text(body: object, name: str) -> tuple[str, ...]:
    if not isinstance(body, list) or not body:
        raise ConditionError(f"{name} must hold a list of tags")
    return tuple(str(tag) for tag in body)
