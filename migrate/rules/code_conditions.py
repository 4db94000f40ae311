"""Conditions on code and libraries as they stand in YAML -> conditions."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.rules import java_patterns, patterns
from migrate.rules.fields import ConditionError, a_map, needed, text_of
from migrate.rules.shape import Condition, Depends, Foreign, Referenced

_ANY_VERSION = ("", "0", "0.0", "0.0.0")


def referenced(body: object, number: int, within: int, paths: tuple[str, ...]) -> Condition:
    """Return the condition on uses, or why it cannot be answered.

    Raises:
        ConditionError: its fields are wrong.
    """
    fields = a_map(body, "java.referenced")
    annotated = a_map(fields.get("annotated") or {}, "annotated")
    found = Referenced(
        number=number,
        pattern=needed(fields, "pattern"),
        location=text_of(fields, "location").upper(),
        annotated=text_of(annotated, "pattern"),
        elements=_elements(annotated.get("elements")),
        file_paths=paths,
        within=within,
    )
    if found.location not in java_patterns.LOCATIONS:
        return Foreign("java.referenced", "location")
    if not java_patterns.LOCATIONS[found.location] and not _asks_only_for_annotations(found):
        return Foreign("java.referenced", "location")
    try:
        _check(found)
    except patterns.PatternError:
        return Foreign("java.referenced", "pattern")
    return found


def php_referenced(body: object, number: int, within: int, paths: tuple[str, ...]) -> Condition:
    """Return the condition on functions and classes that PHP code calls.

    Functions are written in small letters, `*` standing for any characters; comments and strings
    are no calls.

    Raises:
        ConditionError: its fields are wrong.
    """
    fields = a_map(body, "php.referenced")
    found = Referenced(
        number=number,
        pattern=needed(fields, "pattern").lower(),
        location="METHOD_CALL",
        file_paths=paths,
        within=within,
        language="php",
    )
    try:
        _check(found)
    except patterns.PatternError:
        return Foreign("php.referenced", "pattern")
    return found


def dependency(body: object, number: int) -> Condition:
    """Return the condition on libraries, or why it cannot be answered.

    Raises:
        ConditionError: its fields are wrong.
    """
    fields = a_map(body, "java.dependency")
    # Published rules also spell it `name_regex`.
    regex = text_of(fields, "nameregex") or text_of(fields, "name_regex")
    lower = text_of(fields, "lowerbound")
    found = Depends(
        number=number,
        name=text_of(fields, "name"),
        name_regex=regex,
        lower="" if lower in _ANY_VERSION else lower,
        upper=text_of(fields, "upperbound"),
    )
    if not found.name and not regex:
        raise ConditionError("`name` or `nameregex` is missing")
    try:
        patterns.compiled(regex)
    except patterns.PatternError:
        return Foreign("java.dependency", "pattern")
    return found


def _asks_only_for_annotations(found: Referenced) -> bool:
    return bool(found.annotated or found.elements) and java_patterns.is_any(found.pattern)


def _check(found: Referenced) -> None:
    java_patterns.parse(found.pattern, found.location)
    if found.annotated:
        java_patterns.parse(found.annotated, "ANNOTATION")
    for _, value in found.elements:
        patterns.compiled(f"^(?:{value})$")


def _elements(raw: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(raw, list | None):
        raise ConditionError("`elements` must be a list")
    named = [each for each in raw or [] if isinstance(each, Mapping)]
    return tuple(
        (needed(a_map(each, "elements"), "name"), str(each.get("value", ".*"))) for each in named
    )
