"""One rule as it stands in YAML -> a `Rule`, or an error that says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeGuard, get_args

from msgspec.structs import replace

from migrate.model.facts import Severity
from migrate.rules import conditions, patterns
from migrate.rules.fields import ConditionError, plain_texts
from migrate.rules.shape import (
    OWN,
    Clause,
    Condition,
    Content,
    Foreign,
    Group,
    Link,
    Question,
    Rule,
    RuleError,
    Variable,
)

MAX_DEPTH = 20
MAX_CONDITIONS = 2000
MAX_EFFORT = 10_000

_MODIFIERS = ("from", "as", "ignore", "not")


def parse(raw: object, file: str, labels: tuple[str, ...] = ()) -> Rule:
    """Return one rule; `labels` are those it inherits from its rule set.

    Raises:
        RuleError: something is missing or of the wrong type.
    """
    if not isinstance(raw, Mapping):
        raise RuleError(file, "", "a rule must be a map")
    name = raw.get("ruleID")
    if not isinstance(name, str) or not name.strip() or any(c in name for c in "\n;"):
        raise RuleError(file, "", "a rule needs a ruleID of one line without a semicolon")
    try:
        return _rule(raw, name, file, labels)
    except ConditionError as wrong:
        raise RuleError(file, name, str(wrong)) from wrong


def _rule(raw: Mapping[str, object], name: str, file: str, labels: tuple[str, ...]) -> Rule:
    return Rule(
        id=name,
        when=_Conditions(by_line=not file.startswith(OWN)).top(raw.get("when")),
        severity=_severity(raw.get("category")),
        effort=_effort(raw.get("effort")),
        labels=tuple(dict.fromkeys((*_texts(raw, "labels"), *labels))),
        description=_text(raw, "description"),
        message=_text(raw, "message"),
        links=_links(raw.get("links")),
        tags=tuple(_tags(raw)),
        variables=_variables(raw.get("customVariables")),
        file=file,
        topic=file.rsplit("/", 1)[-1].removesuffix(".yaml"),
    )


class _Conditions:
    """Parses the conditions of one rule and numbers those about files."""

    def __init__(self, *, by_line: bool) -> None:
        self._by_line = by_line
        self._numbers = 0
        self._count = 0

    def top(self, when: object) -> Clause:
        """Return the rule's one condition."""
        if not isinstance(when, Mapping):
            raise ConditionError("`when` must hold one condition")
        return self._clause(when, {}, 0)

    def _clause(self, raw: Mapping[str, object], chain: Mapping[str, int], depth: int) -> Clause:
        self._count += 1
        if depth > MAX_DEPTH or self._count > MAX_CONDITIONS:
            raise ConditionError("too many or too deeply nested conditions")
        named = [key for key in raw if key not in _MODIFIERS]
        if len(named) != 1:
            raise ConditionError(f"one condition expected, found {named or 'none'}")
        name, body = str(named[0]), raw[named[0]]
        origin = raw.get("from")
        if name in ("and", "or"):
            condition: Condition = self._group(name, body, depth)
        elif isinstance(origin, str) and origin not in chain:
            condition = Foreign(name, "chain")
        else:
            within = chain[origin] if isinstance(origin, str) else -1
            condition = conditions.condition(name, body, self._numbers, within)
            self._numbers += isinstance(condition, Question)
            if isinstance(condition, Content):
                condition = replace(condition, by_line=self._by_line)
        return Clause(condition, _flag(raw, "not"), _flag(raw, "ignore"))

    def _group(self, how: str, body: object, depth: int) -> Group:
        if not _is_list_of_maps(body):
            raise ConditionError(f"`{how}` must hold a list of conditions")
        clauses: dict[int, Clause] = {}
        chain: dict[str, int] = {}
        for place in sorted(range(len(body)), key=_referred_first(body)):
            clause = self._clause(body[place], chain, depth + 1)
            clauses[place] = clause
            name = body[place].get("as")
            if isinstance(name, str) and isinstance(clause.condition, Question):
                chain[name] = clause.condition.number
        return Group("and" if how == "and" else "or", tuple(clauses[i] for i in sorted(clauses)))


def _is_list_of_maps(body: object) -> TypeGuard[list[Mapping[str, object]]]:
    if not isinstance(body, list) or not body:
        return False
    return all(isinstance(part, Mapping) for part in body)


def _referred_first(body: list[Mapping[str, object]]) -> Callable[[int], tuple[int, int]]:
    """Order conditions so that one with a name precedes those that refer to it."""
    sources = {name: part.get("from") for part in body if isinstance(name := part.get("as"), str)}

    def rank(place: int) -> tuple[int, int]:
        steps, origin = 0, body[place].get("from")
        while isinstance(origin, str) and steps <= len(body):
            steps, origin = steps + 1, sources.get(origin)
        return steps, place

    return rank


def _tags(raw: Mapping[str, object]) -> Iterator[str]:
    """Yield the single tags of `Category=one, another`, as Konveyor's engine takes them apart."""
    for listed in _texts(raw, "tag"):
        names = listed.rpartition("=")[2].split(",")
        yield from (name.strip() for name in names if name.strip())


def _severity(category: object) -> Severity:
    if category is None:
        return "potential"
    for severity in get_args(Severity):
        if isinstance(category, str) and category.lower() == severity:
            known: Severity = severity
            return known
    named = repr(category)[:100] if isinstance(category, str | int | float) else "of this kind"
    raise ConditionError(f"no category {named}")


def _effort(effort: object) -> int:
    if effort is None:
        return 0
    if not isinstance(effort, int) or isinstance(effort, bool) or not 0 <= effort <= MAX_EFFORT:
        raise ConditionError(f"`effort` must be a whole number from 0 to {MAX_EFFORT}")
    return effort


def _links(links: object) -> tuple[Link, ...]:
    found = links if isinstance(links, list) else []
    return tuple(
        Link(link["url"], str(link.get("title") or ""))
        for link in found
        if isinstance(link, Mapping)
        and isinstance(link.get("url"), str)
        and isinstance(link.get("title"), str | None)
    )


def _variables(raw: object) -> tuple[Variable, ...]:
    """Return the custom variables whose patterns can be run; the others stay unnamed."""
    found = [each for each in (raw if isinstance(raw, list) else []) if isinstance(each, Mapping)]
    return tuple(
        Variable(
            name=each["name"],
            pattern=each["pattern"],
            group=_plain(each.get("nameOfCaptureGroup")),
            default=_plain(each.get("defaultValue")),
        )
        for each in found
        if isinstance(each.get("name"), str)
        and isinstance(each.get("pattern"), str)
        and _runs(each["pattern"])
    )


def _plain(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _runs(pattern: str) -> bool:
    try:
        patterns.compiled(pattern)
    except patterns.PatternError:
        return False
    return True


def _text(raw: Mapping[str, object], key: str) -> str:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise ConditionError(f"`{key}` must be text")
    return (value or "").strip()


def _texts(raw: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = raw.get(key)
    if value is not None and not isinstance(value, list):
        raise ConditionError(f"`{key}` must be a list")
    return plain_texts(value or [], f"`{key}`")


def _flag(raw: Mapping[str, object], key: str) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise ConditionError(f"`{key}` must be true or false")
    return value
