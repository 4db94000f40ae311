"""What our own rules ask of code is something that reading a class file really yields.

The cases of the rules are written by hand; here each literal name they ask for is put into a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from migrate import rules
from migrate.read.java import classes
from migrate.read.tree import Entry
from migrate.rules.content import questions
from migrate.rules.shape import Referenced
from tests.read.java.class_builder import ClassBuilder
from tests.rules.estate_case import TextTree

RULES = rules.load()
_LITERAL = re.compile(r"(?P<name>[a-z][\w.$]*\.[A-Z][\w.$]*)(?:\((?P<taken>[\w.\[\], ]*)\))?")
_PRIMITIVES = {"int": "I", "long": "J", "boolean": "Z", "byte": "B", "char": "C", "double": "D"}


def asked() -> list[Any]:
    return list(_asked())


def _asked() -> Iterator[Any]:
    for rule in RULES.rules:
        for question in questions(rule.when):
            if isinstance(question, Referenced) and question.language == "java":
                plain = not question.annotated and not question.elements
                if plain and question.within < 0 and not question.file_paths:
                    yield from _names(rule.id, question)


def _names(rule: str, question: Referenced) -> Iterator[Any]:
    """Yield each name a pattern spells out: `a.(B|C)*` means `a.B` and `a.C`."""
    for pattern in _spelled_out(question.pattern):
        literal = _LITERAL.fullmatch(pattern.removesuffix("*"))
        if literal:
            values = (rule, question, literal["name"], literal["taken"])
            yield pytest.param(*values, id=f"{rule}-{pattern}")


def _spelled_out(pattern: str) -> Iterator[str]:
    choice = re.search(r"\(([^()]*\|[^()]*)\)", pattern)
    if not choice:
        yield pattern
        return
    for one in choice[1].split("|"):
        yield from _spelled_out(pattern[: choice.start()] + one + pattern[choice.end() :])


def descriptor(taken: str | None) -> str:
    types = [one.strip() for one in (taken or "").split(",") if one.strip()]
    return f"({''.join(map(_described, types))})V"


def _described(type_: str) -> str:
    bare = type_.removesuffix("[]")
    name = _PRIMITIVES.get(bare) or f"L{bare.replace('.', '/')};"
    return f"[{name}" if type_.endswith("[]") else name


def built(question: Referenced, name: str, taken: str | None) -> ClassBuilder:
    path = name.replace(".", "/")
    owner, _, member = path.rpartition("/")
    match question.location:
        case "METHOD_CALL":
            return ClassBuilder("shop/A").call(owner, member, descriptor(taken))
        case "CONSTRUCTOR_CALL":
            return ClassBuilder("shop/A").make(path, descriptor(taken))
        case "ANNOTATION":
            return ClassBuilder("shop/A").annotate(path, {})
        case "INHERITANCE":
            return ClassBuilder("shop/A", path)
        case "IMPLEMENTS_TYPE":
            return ClassBuilder("shop/A", interfaces=[path])
    return ClassBuilder("shop/A").call(path, "member")


@pytest.mark.parametrize(("rule", "question", "name", "taken"), asked())
def test_a_class_that_uses_it_answers(
    rule: str, question: Referenced, name: str, taken: str | None
) -> None:
    data = built(question, name, taken).bytes()
    found = classes.index([Entry("shop/A.class", "a.jar", "shop/A.class", lambda: data)])
    incidents = rules.content_incidents(RULES, TextTree({}, found.uses()))
    assert (rule, question.number) in {(i.rule, i.condition) for i in incidents}


def test_there_are_many_of_them() -> None:
    assert len(asked()) > 100


def test_a_method_of_the_applications_own_is_none_of_object() -> None:
    page = ClassBuilder("shop/A").call("shop/A", "price").call("shop/A", "finalize")
    page.make("java/lang/Object").call("java/lang/Object", "wait", "(J)V")
    data = page.bytes()
    found = classes.index([Entry("shop/A.class", "a.jar", "shop/A.class", lambda: data)])
    assert [(use.kind, use.name) for use in found.uses()] == [
        ("method", "java.lang.Object.finalize"),
        ("method", "java.lang.Object.wait"),
    ]
