"""Values of facts go in, one line for people comes out: keys and answers in their language."""

from __future__ import annotations

from collections.abc import Mapping

from migrate.text import has, say

_UNSAID = frozenset({"origins", "what_changes"})
"""Of an item: its places stand beside it, and a text id is no text."""
_BOUNDS = frozenset({"min", "max"})


def plain(language: str, value: object) -> str:
    """Return a value on one line, without the origins of items and maps inside of them."""
    if isinstance(value, list | tuple):
        return ", ".join(plain(language, item) for item in value)
    if isinstance(value, Mapping):
        return _map(language, value)
    if isinstance(value, bool):
        return say(language, "yes_no.yes" if value else "yes_no.no")
    return "" if value is None else str(value)


def key(language: str, name: str) -> str:
    """Return what a key of an item is called; a name that data gives stays as it is."""
    return say(language, f"key.{name}") if has(f"key.{name}") else name


def _map(language: str, value: Mapping[str, object]) -> str:
    told = {k: v for k, v in value.items() if k not in _UNSAID and not _is_detail(v)}
    shown = {name: plain(language, item) for name, item in (told or value).items()}
    known = {name: item for name, item in shown.items() if item and name != "origins"}
    if set(known) == {"name", "value"}:
        return f"{known['name']} = {known['value']}"
    if set(known) == _BOUNDS:
        return f"{known['min']} … {known['max']}"
    said = [f"{key(language, name)}: {item}" for name, item in known.items()]
    # What an item is called by comes first and needs no name; one end of an interval does.
    bare = next(iter(shown), "") in known and not _BOUNDS & known.keys()
    return " · ".join([next(iter(known.values())), *said[1:]] if bare else said)


def _is_detail(value: object) -> bool:
    """Tell lists of maps: `--json` has them, a line does not."""
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)
