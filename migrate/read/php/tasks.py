"""What a framework's own scheduler starts by the clock: Laravel's tasks, Symfony's messages.

laravel.com/docs ("Task Scheduling", "Schedule Frequency Options"), as Laravel 5 to 11 count them;
symfony.com/doc ("Scheduler").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php import chains
from migrate.read.php.expressions import literal
from migrate.read.php.parser import parse, text

if TYPE_CHECKING:
    from tree_sitter import Node

_STARTS = ("command", "job", "exec", "call")
_MINUTES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15}
_TIME = re.compile(r"^(\d{1,2}):(\d{2})$")
_EVERY = re.compile(r"^every(two|three|four|five|ten|fifteen|thirty)minutes$")
_HOURS = re.compile(r"^every(two|three|four|six)hours$")
_DAYS = ("sundays", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays")
_FIXED = {
    "everyminute": {}, "hourly": {0: "0"}, "daily": {0: "0", 1: "0"},
    "everyoddhour": {0: "0", 1: "1-23/2"}, "weekly": {0: "0", 1: "0", 4: "0"},
    "monthly": {0: "0", 1: "0", 2: "1"}, "quarterly": {0: "0", 1: "0", 2: "1", 3: "1-12/3"},
    "yearly": {0: "0", 1: "0", 2: "1", 3: "1"}, "weekdays": {4: "1-5"}, "weekends": {4: "0,6"},
}  # fmt: skip
"""Frequency → which of the five fields it sets."""
_SYMFONY = re.compile(
    r"#\[\s{0,9}(?:[\w\\]{0,100}\\)?As(Cron|Periodic)Task\s{0,9}\(\s{0,9}"
    r"(?:(?:expression|frequency)\s{0,5}:\s{0,5})?(?:['\"]([^'\"]{1,80})['\"]|(\d{1,9}))"
)


class Task(Struct, frozen=True):
    """Work with its time, as far as that is literal."""

    what: str
    line: int
    cron: str | None = None
    every: str | None = None


def laravel(source: bytes) -> Iterator[Task]:
    """Yield `$schedule->command('a')->daily()` and `Schedule::job(new B)->cron('…')`."""
    for steps in _chains(parse(source), _is_schedule):
        first = next((step for step in steps if step.name in _STARTS), None)
        if first is not None:
            yield Task(_what(first), first.node.start_point[0] + 1, _cron(steps))


def _is_schedule(node: Node) -> bool:
    is_variable = node.type == "variable_name" and text(node) == "$schedule"
    return is_variable or chains.is_named(node, "Schedule")


def _what(step: chains.Step) -> str:
    given = step.given[0] if step.given else None
    value = literal(given) if given is not None else None
    if given is None or value is None:
        return step.name
    if value.whole:
        return value.text[:200] if step.name == "exec" else f"php artisan {value.text[:200]}"
    match = re.search(r"(?:new\s{1,9})?([\w\\]{1,100}?)(?:::class|\s{0,9}\(|$)", text(given)[:300])
    named = match[1].rsplit("\\", 1)[-1] if match else ""
    return named if named and named not in ("function", "fn", "static") else "closure"


def _cron(steps: Sequence[chains.Step]) -> str | None:
    """Return the five fields; None when something about them is computed."""
    fields = ["*"] * 5
    told = False
    for step in steps:
        known = _fields(step)
        if known is None:
            continue
        told = True
        if "?" in known.values():
            return None
        for place, value in known.items():
            fields[place] = value
    return " ".join(fields) if told else None


def _fields(step: chains.Step) -> dict[int, str] | None:
    """Return which fields a frequency sets, `?` for what is computed; None for other calls."""
    given = [literal(node) for node in step.given]
    words = [one.text if one.whole else "?" for one in given]
    if step.name == "cron":
        parts = words[0].split() if words else []
        return dict(enumerate(parts)) if len(parts) == 5 else {0: "?"}
    if step.name in _FIXED:
        return _FIXED[step.name]
    if step.name in _DAYS:
        return {4: str(_DAYS.index(step.name))}
    if match := _EVERY.match(step.name):
        return {0: "*/30" if match[1] == "thirty" else f"*/{_MINUTES[match[1]]}"}
    if match := _HOURS.match(step.name):
        return {
            0: words[0] if words else "0",
            1: f"*/{6 if match[1] == 'six' else _MINUTES[match[1]]}",
        }
    return _at(step.name, words)


def _at(name: str, words: Sequence[str]) -> dict[int, str] | None:
    """Return the fields of what takes hours, days or both."""
    usual = {"weeklyon": ["0", "0:00"], "monthlyon": ["1", "0:00"], "twicedaily": ["1", "13"]}
    if name in ("dailyat", "at"):
        return _clock(words[0] if words else "?")
    if name == "hourlyat":
        return {0: words[0] if words else "?"}
    if name not in usual:
        return None
    first, second = [*words, *usual[name][len(words) :]][:2]
    if name == "twicedaily":
        return {0: "0", 1: f"{first},{second}" if "?" not in first + second else "?"}
    return {**_clock(second), (4 if name == "weeklyon" else 2): first}


def _clock(written: str) -> dict[int, str]:
    match = _TIME.match(written)
    return {0: str(int(match[2])), 1: str(int(match[1]))} if match else {0: "?"}


def symfony(source: bytes) -> Iterator[Task]:
    """Yield `#[AsCronTask('…')]` and `RecurringMessage::cron('…', new A)`, `::every('…', …)`."""
    root = parse(source)
    for steps in _chains(root, lambda node: chains.is_named(node, "RecurringMessage")):
        first = steps[0]
        if first.name in ("cron", "every") and len(first.given) > 1:
            time = literal(first.given[0])
            what = _what(chains.Step("call", first.given[1:], first.node))
            yield _timed(first.name == "cron", time.text, what, first.node.start_point[0] + 1)
    for node in _nodes(root, ("class_declaration", "method_declaration")):
        attributes, name = (node.child_by_field_name(part) for part in ("attributes", "name"))
        if attributes is None or name is None:
            continue
        for match in _SYMFONY.finditer(text(attributes)[:4000]):
            line = attributes.start_point[0] + 1
            yield _timed(match[1] == "Cron", match[2] or f"{match[3]} s", text(name), line)


def _timed(is_cron: bool, time: str, what: str, line: int) -> Task:
    return Task(what, line, cron=time or None) if is_cron else Task(what, line, every=time or None)


def _chains(root: Node, begins: Callable[[Node], bool]) -> Iterator[tuple[chains.Step, ...]]:
    pending = [root]
    while pending:
        node = pending.pop()
        steps = chains.chain(node, begins) if node.type in chains.CALLS else ()
        if steps:
            yield steps
        else:
            pending.extend(reversed(node.named_children))


def _nodes(root: Node, kinds: Sequence[str]) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in kinds:
            yield node
        pending.extend(reversed(node.named_children))
