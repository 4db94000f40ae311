"""Single conditions by name: Konveyor's about files and Java, and our own two."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from migrate.rules import code_conditions, patterns, xpaths
from migrate.rules.fields import (
    TEMPLATE,
    ConditionError,
    Paths,
    a_map,
    list_of_text,
    needed,
    text_of,
)
from migrate.rules.shape import (
    Condition,
    Content,
    EdgeTest,
    FactTest,
    Foreign,
    Tagged,
    Tests,
)


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

    `number` is the next question's, `within` the one it is chained to (-1: none).

    Raises:
        ConditionError: its fields are wrong. Conditions of other providers are never wrong.
    """
    if not re.fullmatch(r"[\w-]+\.[\w.-]+", name):
        raise ConditionError(f"no condition {name!r}: `provider.capability` expected")
    if name in _ABOUT_FILES:
        paths = Paths(body)
        blocked = paths.unanswerable(name, within)
        return blocked or _ABOUT_FILES[name](body, number, within if paths.chained else -1, paths)
    match name:
        case "java.dependency":
            return code_conditions.dependency(body, number)
        case "builtin.hasTags":
            return Tagged(list_of_text(body, name))
        case "migrate.fact":
            return _fact(body)
        case "migrate.edge":
            return _edge(body)
        case _:
            return Foreign(name, "provider")


def _referenced(body: object, number: int, within: int, paths: Paths) -> Condition:
    return code_conditions.referenced(body, number, within, paths.names)


def _php_referenced(body: object, number: int, within: int, paths: Paths) -> Condition:
    return code_conditions.php_referenced(body, number, within, paths.names)


def _file(body: object, number: int, within: int, paths: Paths) -> Condition:
    fields = a_map(body, "builtin.file")
    found = Content("file", number, needed(fields, "pattern"), within=within)
    return _runnable(found, "builtin.file")


def _file_content(body: object, number: int, within: int, paths: Paths) -> Condition:
    fields = a_map(body, "builtin.filecontent")
    found = Content(
        kind="filecontent",
        number=number,
        pattern=needed(fields, "pattern"),
        file_pattern=text_of(fields, "filePattern"),
        file_paths=paths.names,
        within=within,
    )
    return _runnable(found, "builtin.filecontent")


def _runnable(found: Content, name: str) -> Condition:
    if TEMPLATE.search(found.pattern) or TEMPLATE.search(found.file_pattern):
        return Foreign(name, "template")
    try:
        if found.kind == "file":
            patterns.path_regex(found.pattern)
        else:
            patterns.compiled(found.pattern)
        patterns.path_regex(found.file_pattern)
    except patterns.PatternError:
        return Foreign(name, "pattern")
    return found


def _xml(body: object, number: int, within: int, paths: Paths) -> Condition:
    fields = a_map(body, "builtin.xml")
    found = Content(
        kind="xml",
        number=number,
        pattern=needed(fields, "xpath").strip(),
        file_pattern="" if paths.names or paths.chained else _XML_FILES,
        file_paths=paths.names,
        namespaces=_namespaces(fields),
        within=within,
    )
    return _askable(found, "builtin.xml")


def _json(body: object, number: int, within: int, paths: Paths) -> Condition:
    fields = a_map(body, "builtin.json")
    found = Content(
        kind="json",
        number=number,
        pattern=xpaths.below_json(needed(fields, "xpath").strip()),
        file_pattern=r"(?i)\.json$",
        file_paths=paths.names,
        within=within,
    )
    return _askable(found, "builtin.json")


def _askable(found: Content, name: str) -> Condition:
    if TEMPLATE.search(found.pattern):
        return Foreign(name, "template")
    try:
        xpaths.check(found.pattern, found.namespaces)
    except xpaths.XPathError:
        return Foreign(name, "xpath")
    return found


def _public_id(body: object, number: int, within: int, paths: Paths) -> Condition:
    fields = a_map(body, "builtin.xmlPublicID")
    if not text_of(fields, "regex"):
        # Some published rules have lost their pattern, and would match every document.
        return Foreign("builtin.xmlPublicID", "empty")
    found = Content(
        kind="xmlPublicID",
        number=number,
        pattern=needed(fields, "regex"),
        file_pattern="" if paths.names or paths.chained else _XML_FILES,
        file_paths=paths.names,
        namespaces=_namespaces(fields),
        within=within,
    )
    return _runnable(found, "builtin.xmlPublicID")


def _namespaces(fields: Mapping[str, object]) -> dict[str, str]:
    spaces = a_map(fields.get("namespaces") or {}, "namespaces")
    return {prefix: str(uri) for prefix, uri in spaces.items() if prefix and uri}


_XML_FILES = r"(?i)\.x(ht)?ml$"
_ABOUT_FILES = {
    "builtin.file": _file,
    "builtin.filecontent": _file_content,
    "builtin.xml": _xml,
    "builtin.json": _json,
    "builtin.xmlPublicID": _public_id,
    "java.referenced": _referenced,
    "php.referenced": _php_referenced,
}


def _fact(body: object) -> FactTest:
    fields = dict(a_map(body, "migrate.fact"))
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
        fields = msgspec.convert(a_map(body, "migrate.edge"), _Relation)
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
