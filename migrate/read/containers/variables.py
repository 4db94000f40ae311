"""Variables of compose files: `${NAME:-default}` filled in, and told where nothing fills them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.containers.document import Value
from migrate.read.tree import Entry

_NAME = re.compile(r"[A-Za-z_]\w{0,200}")
_OPERATOR = re.compile(r":?[-?+]")
_BRACE = re.compile(r"\$\{|\}")
_DEEPEST = 8
_LINE = re.compile(
    r"^\s*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.\-]{0,200})[ \t]*"
    r"(?:=[ \t]*(?P<value>.*?)|:[ \t]+(?P<yaml>.*?))?[ \t]*$"
)


class Variable(Struct, frozen=True):
    """A line of an environment file."""

    name: str
    value: str | None
    """None where only the name stands: whoever starts the container brings the value."""
    origin: Origin


class Unset(Struct, frozen=True):
    """A variable that nothing sets."""

    name: str
    required: bool
    """Whether starting fails without it (`:?`)."""
    origin: Origin


def read_file(entry: Entry) -> Iterator[Variable]:
    """Yield the variables of an environment file."""
    for number, line in enumerate(entry.expected_text().splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line[:4000])
        if match is None:
            continue
        value = match["value"] if match["value"] is not None else match["yaml"]
        yield Variable(match["name"], None if value is None else _bare(value), entry.origin(number))


class Environment:
    """Fills variables in, and remembers those that nothing sets."""

    def __init__(self, variables: Mapping[str, Variable]) -> None:
        """Take what the file `.env` sets."""
        self._variables = variables
        self.unset: list[Unset] = []

    def fill(self, value: Value) -> Value:
        """Return a value with the variables in its scalars filled in."""
        if value.shape == "text":
            text = self.text(value.text, value.origin) if "$" in value.text else value.text
            return Value("text", value.origin, text)
        fields = {key: self.fill(each) for key, each in value.fields.items()}
        items = tuple(self.fill(each) for each in value.items)
        return Value(value.shape, value.origin, value.text, fields, items)

    def text(self, text: str, origin: Origin, depth: int = 0) -> str:
        """Return a text with its variables filled in; what nothing sets stays as it is written."""
        parts: list[str] = []
        place = 0
        closing = _closing(text)
        while (start := text.find("$", place)) >= 0:
            parts.append(text[place:start])
            written, place = self._one(text, start, closing.get(start, -1), origin, depth)
            parts.append(written)
        return "".join([*parts, text[place:]])

    def _one(self, text: str, start: int, end: int, origin: Origin, depth: int) -> tuple[str, int]:
        """Return what stands for the `$` at a place, and where the text goes on behind it."""
        if text.startswith("$$", start):
            return "$", start + 2
        braced = text.startswith("${", start)
        name = _NAME.match(text, start + (2 if braced else 1))
        if name is None:
            return "$", start + 1
        if not braced:
            found = self._value(name[0], "", "", origin, depth)
            return f"${name[0]}" if found is None else found, name.end()
        if end < 0:
            return "$", start + 1
        operator = _OPERATOR.match(text, name.end())
        rest = text[operator.end() : end] if operator else ""
        sign = operator[0] if operator else ""
        filled = self._value(name[0], sign, rest, origin, depth)
        return text[start : end + 1] if filled is None else filled, end + 1

    def _value(self, name: str, sign: str, rest: str, origin: Origin, depth: int) -> str | None:
        known = self._variables.get(name)
        held = known.value if known else None
        given = bool(held) if sign.startswith(":") else held is not None
        if sign.endswith("+"):
            return self._deeper(rest, origin, depth) if given else ""
        if given:
            # A secret must not travel in a value whose own key does not call it one.
            return leaks.MASK if setting_keys().is_a("secret", name) else held
        if sign.endswith("-"):
            filled = self._deeper(rest, origin, depth)
            return leaks.MASK if filled and setting_keys().is_a("secret", name) else filled
        self.unset.append(Unset(name, sign.endswith("?"), origin))
        return None

    def _deeper(self, text: str, origin: Origin, depth: int) -> str:
        return self.text(text, origin, depth + 1) if depth < _DEEPEST else text


def _closing(text: str) -> dict[int, int]:
    """Return where the brace of every `${` closes, of those that do."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for brace in _BRACE.finditer(text):
        if brace[0] == "${":
            opened.append(brace.start())
        elif opened:
            found[opened.pop()] = brace.start()
    return found


def _bare(value: str) -> str:
    """Return a value without its quotes, or without the comment behind it."""
    if value[:1] in ("'", '"') and value.find(value[0], 1) > 0:
        return value[1 : value.index(value[0], 1)]
    return re.sub(r"[ \t]#.*$", "", value).rstrip()
