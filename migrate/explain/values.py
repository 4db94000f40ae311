"""The values of a YAML or JSON file by JSON pointer, each beside what was generated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from migrate.documents import Broken, documents
from migrate.explain.alignment import aligned
from migrate.explain.errors import ExplainError
from migrate.explain.places import Place, place


def places(content: str, generated: str | None) -> tuple[Place, ...]:
    """Return every value, and where it stood when it was generated; removed ones come along.

    Raises:
        ExplainError: the file is no YAML any more, or holds several documents.
    """
    now = _one_document(content)
    if generated is None:
        return tuple(Place(where, value, "", None, "none") for where, value in _leaves(now, ""))
    return tuple(_paired(now, "", _one_document(generated), ""))


def pointer_at(content: str, line: str, reasons: Mapping[str, object]) -> str:
    """Return the JSON pointer of what stands on a line (`L12`); the line when nothing does.

    On a line of a text of several lines that is this line of the text, when it has a reason.
    """
    import yaml

    number = int(line[1:]) if line[1:].isdecimal() else 0
    if number > len(content.splitlines()):
        return line
    root = yaml.compose(content, Loader=yaml.CSafeLoader)
    found = [each for each in _starts(root, "") if each[0] <= number] if root else []
    if not found:
        return line
    _, pointer, node = max(found, key=lambda each: each[0])
    if isinstance(node, yaml.ScalarNode) and node.style == "|":
        note = f"{pointer}#L{number - node.start_mark.line - 1}"
        return note if note in reasons else pointer
    return pointer


def _one_document(content: str) -> object:
    found = documents(content)
    if isinstance(found, Broken):
        why = "explain.broken" if found.text == "documents.not_yaml" else found.text
        raise ExplainError(why, place=found.place or "—", detail=found.detail)
    if len(found) > 1:
        raise ExplainError("explain.several", count=len(found))
    return found[0] if found else None


def _paired(now: object, here: str, before: object, there: str) -> Iterator[Place]:
    """Yield the values of a tree that stood somewhere else, or looked otherwise, before."""
    if isinstance(now, dict) and isinstance(before, dict) and (now or not before):
        yield from _paired_map(now, here, before, there)
    elif isinstance(now, list) and isinstance(before, list) and (now or not before):
        yield from _paired_list(now, here, before, there)
    elif isinstance(now, dict | list) and now:
        yield from (Place(where, value, "", None, "added") for where, value in _leaves(now, here))
    else:
        yield place(here, now, there, before)


def _paired_map(
    now: Mapping[str, Any], here: str, before: Mapping[str, Any], there: str
) -> Iterator[Place]:
    if not now:
        yield place(here, now, there, before)
    for key, value in now.items():
        name = f"/{_escaped(key)}"
        if key in before:
            yield from _paired(value, here + name, before[key], there + name)
        else:
            yield from _added(value, here + name)
    for key, value in before.items():
        if key not in now:
            yield from _removed(value, f"{there}/{_escaped(key)}")


def _paired_list(now: list[Any], here: str, before: list[Any], there: str) -> Iterator[Place]:
    if not now:
        yield place(here, now, there, before)
    was = aligned(now, before)
    for number, (value, earlier) in enumerate(zip(now, was, strict=True)):
        if earlier is None:
            yield from _added(value, f"{here}/{number}")
        else:
            yield from _paired(value, f"{here}/{number}", before[earlier], f"{there}/{earlier}")
    for number, value in enumerate(before):
        if number not in was:
            yield from _removed(value, f"{there}/{number}")


def _added(node: object, pointer: str) -> Iterator[Place]:
    return (Place(where, value, "", None, "added") for where, value in _leaves(node, pointer))


def _removed(node: object, pointer: str) -> Iterator[Place]:
    return (Place(where, "", where, value, "removed") for where, value in _leaves(node, pointer))


def _leaves(node: object, pointer: str) -> Iterator[tuple[str, object]]:
    """Yield every scalar and every empty map or list by its JSON pointer."""
    if isinstance(node, dict) and node:
        for key, child in node.items():
            yield from _leaves(child, f"{pointer}/{_escaped(key)}")
    elif isinstance(node, list) and node:
        for number, child in enumerate(node):
            yield from _leaves(child, f"{pointer}/{number}")
    else:
        yield pointer, node


def _starts(node: Any, pointer: str) -> Iterator[tuple[int, str, Any]]:
    """Yield the line, counted from 1, on which each value's key or item starts."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            below = f"{pointer}/{_escaped(str(key.value))}"
            yield key.start_mark.line + 1, below, child
            yield from _starts(child, below)
    elif isinstance(node, yaml.SequenceNode):
        for number, child in enumerate(node.value):
            yield child.start_mark.line + 1, f"{pointer}/{number}", child
            yield from _starts(child, f"{pointer}/{number}")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
