"""A Dockerfile's text goes in; its instructions come out. The one door to dockerfile-parse."""

from __future__ import annotations

import io
import json

from msgspec import Struct


class Step(Struct, frozen=True):
    """One instruction."""

    name: str
    """In capitals: `COPY`."""
    value: str
    line: int
    """Counted from 1."""


class Copied(Struct, frozen=True):
    """What a COPY or ADD takes."""

    stage: str
    """The stage or image it copies from; empty for the build context."""
    sources: tuple[str, ...]


def steps(text: str) -> tuple[Step, ...]:
    """Return the instructions of a Dockerfile, comments left out."""
    from dockerfile_parse import DockerfileParser

    parser = DockerfileParser(fileobj=io.BytesIO(text.encode()))
    return tuple(
        Step(step["instruction"], step["value"], step["startline"] + 1)
        for step in parser.structure
        if step["instruction"] != "COMMENT"
    )


def copied(value: str) -> Copied:
    """Return what the arguments of a COPY or ADD name, in its JSON or its plain form."""
    words = value.split()
    flags = [word for word in words if word.startswith("--")]
    rest = value.split(flags[-1], 1)[1].strip() if flags else value.strip()
    stages = [flag.partition("=")[2] for flag in flags if flag.startswith("--from=")]
    sources = (word.replace("\\$", "$") for word in _words(rest)[:-1])
    return Copied(stages[0] if stages else "", tuple(sources))


def is_exec(value: str) -> bool:
    """Tell whether an instruction's arguments are a JSON list, run without a shell."""
    try:
        return isinstance(json.loads(value), list)
    except ValueError:
        return False


def _words(value: str) -> list[str]:
    try:
        words = json.loads(value)
    except ValueError:
        return value.split()
    return [str(word) for word in words] if isinstance(words, list) else value.split()
