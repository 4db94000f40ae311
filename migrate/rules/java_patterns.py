"""Patterns of `java.referenced` -> patterns on dotted names, in the manner of Eclipse's search.

`*` stands for any characters, `?` for one, `(a|b)` for either; type arguments mean nothing, since
class files do not hold them where things are used. A name without a package is that of any
package. Behind a method stand the types of its parameters, `(*)` for any; behind a blank the type
a method returns or a field has. Syntax: konveyor/analyzer-lsp docs/java-pattern-matching.md.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.rules import patterns

Table: TypeAlias = Literal[
    "type", "package", "method", "constructor", "annotation", "inherits", "implements", "field"
]
"""What kind of name is looked at."""

LOCATIONS: Mapping[str, tuple[Table, ...]] = {
    "": ("type", "package", "method", "field"),
    "TYPE": ("type",),
    "IMPORT": ("type",),
    "VARIABLE_DECLARATION": ("type",),
    "RETURN_TYPE": ("type",),
    "PACKAGE": ("package",),
    "INHERITANCE": ("inherits", "implements"),
    "IMPLEMENTS_TYPE": ("implements",),
    "METHOD_CALL": ("method",),
    "METHOD": ("method",),
    "METHOD_DECLARATION": ("method",),
    "CONSTRUCTOR_CALL": ("constructor",),
    "ANNOTATION": ("annotation",),
    "ENUM": ("field",),
    "ENUM_CONSTANT": ("field",),
    "FIELD": ("field", "type"),
    "FIELD_DECLARATION": ("field", "type"),
    "CLASS": (),
    "CLASS_DECLARATION": (),
}
"""Location → where it is looked for. Class files tell that a type is used, not whether as import,
variable or result; those are all types in use. What classes of its own an application declares is
no use of anything: `CLASS` is only answered together with an annotation."""

MAX_LENGTH = 4000
_ARGUMENTS = re.compile(r"<[^<>]{0,1000}>")
_PARTS = re.compile(
    r"(?P<name>(?:[^\s()]|\([^()]*\|[^()]*\))+)"
    r"(?:\((?P<parameters>[^()|]*)\))?"
    r"(?:\s+(?P<type>\S+))?"
)
_NAMES_CLASS = re.compile(r"\.\(?[A-Z]")
_REGEX_ONLY = set("[]{}\\+^")
_ANY = "[^\\n]*"
_LITERAL = re.compile(r"[\w.\-]*")
_MEMBERS = {"method", "field"}


class NamePattern(Struct, frozen=True):
    """Which dotted names of a table are meant."""

    table: Table
    prefix: str
    """What all of them begin with."""
    regex: str = ""
    """Matches whole names; empty when only the prefix itself is meant."""
    parameters: tuple[str, ...] | None = None
    """Types of parameters, qualified or not; None for any."""


class _Parts(Struct, frozen=True):
    name: str
    parameters: tuple[str, ...] | None = None
    type: str = ""


@functools.lru_cache(maxsize=20_000)
def parse(pattern: str, location: str) -> tuple[NamePattern, ...]:
    """Return what a pattern means at a location: a name of any of these patterns.

    Raises:
        patterns.PatternError: it is no pattern, or one that cannot be run.
    """
    parts = _parts(pattern)
    if location == "PACKAGE" and _NAMES_CLASS.search(parts.name):
        # Published rules call classes packages: `java.net.ServerSocket*`.
        return (_named(parts, "package"), _named(parts, "type"))
    if parts.type and is_any(parts.name):
        # `* some.Type`: a method or field of that type, whatever its name.
        return (_named(_Parts(parts.type), "type"),)
    return tuple(_named(parts, table) for table in LOCATIONS[location])


def is_any(pattern: str) -> bool:
    """Tell whether a pattern means everything."""
    return pattern.strip() in ("*", "")


def _parts(pattern: str) -> _Parts:
    if len(pattern) > MAX_LENGTH:
        raise patterns.PatternError("too long")
    bare, before = pattern.strip(), ""
    while bare != before:
        bare, before = _ARGUMENTS.sub("", bare), bare
    bare = bare.removesuffix("[]").replace("$", ".")
    found = _PARTS.fullmatch(bare)
    if found:
        return _Parts(found["name"], _parameters(found["parameters"]), found["type"] or "")
    if any(character.isspace() for character in bare):
        raise patterns.PatternError("no name")
    return _Parts(bare)


def _parameters(text: str | None) -> tuple[str, ...] | None:
    if text is None or text.strip() in ("*", ".."):
        return None
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _named(parts: _Parts, table: Table) -> NamePattern:
    name = parts.name
    unqualified = _without_package(name, table)
    if not unqualified and _LITERAL.fullmatch(name):
        return NamePattern(table, name, "", parts.parameters)
    regex = name if _REGEX_ONLY & set(name) else _from_glob(name)
    lead = f"(?:{_ANY}\\.)?" if unqualified else ""
    whole = f"^{lead}(?:{regex})$"
    patterns.compiled(whole)
    prefix = "" if unqualified else _prefix(name)
    return NamePattern(table, prefix, whole, parts.parameters)


def _without_package(name: str, table: Table) -> bool:
    if table == "package":
        return False
    return name[:1].isupper() or (table in _MEMBERS and "." not in name)


def _from_glob(name: str) -> str:
    """Return the regular expression; `?` behind a group makes it optional, as rules have it."""
    pieces = {"*": _ANY, "?": "[^\\n]", "(": "(?:", ")": ")", ")?": ")?", "|": "|"}
    parts = re.findall(r"\)\?|.", name)
    return "".join(pieces.get(part) or re.escape(part) for part in parts)


def _prefix(name: str) -> str:
    if "|" in re.sub(r"\([^()]*\)", "", name):
        return ""
    literal = _LITERAL.match(name)
    found = literal.group() if literal else ""
    ends_here = name[len(found) : len(found) + 1] in ("*", "(") and not _REGEX_ONLY & set(name)
    # A quantifier of a regular expression can make the last character optional.
    return found if ends_here else found[:-1]
