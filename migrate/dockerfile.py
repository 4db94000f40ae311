"""A Dockerfile's text goes in; its instructions come out. The one door to dockerfile-parse."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator

from msgspec import Struct

_HEREDOC = re.compile(r"(?<!<)<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<word>[A-Za-z_][\w.\-]*)(?P=quote)")
_TAKES_HEREDOC = re.compile(r"\s*(ONBUILD\s+)?(RUN|COPY|ADD)\s", re.IGNORECASE)


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
    target: str = ""
    """Where it puts them; a folder when it ends in a slash or several are copied."""


def steps(text: str) -> tuple[Step, ...]:
    """Return the instructions of a Dockerfile, comments and the bodies of heredocs left out."""
    from dockerfile_parse import DockerfileParser

    plain = "\n".join(_without_heredocs(text.splitlines()))
    parser = DockerfileParser(fileobj=io.BytesIO(plain.encode()))
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
    *sources, target = (word.replace("\\$", "$") for word in _words(rest) or [""])
    return Copied(stages[0] if stages else "", tuple(sources), target)


def is_exec(value: str) -> bool:
    """Tell whether an instruction's arguments are a JSON list, run without a shell."""
    try:
        return isinstance(json.loads(value), list)
    except (ValueError, RecursionError):
        return False


def _without_heredocs(lines: list[str]) -> Iterator[str]:
    """Yield the lines with comments in place of heredocs' bodies: dockerfile-parse knows none."""
    awaited: list[tuple[str, bool]] = []
    inside = continued = False
    for line in lines:
        if awaited and not continued:
            word, tabs = awaited[0]
            if (line.lstrip("\t") if tabs else line) == word:
                awaited.pop(0)
            yield "#"
            continue
        inside = inside if continued else bool(_TAKES_HEREDOC.match(line))
        if inside:
            awaited += [(m["word"], bool(m["tabs"])) for m in _HEREDOC.finditer(line)]
        continued = line.rstrip().endswith("\\")
        yield line


def _words(value: str) -> list[str]:
    try:
        words = json.loads(value)
    except (ValueError, RecursionError):
        return value.split()
    return [str(word) for word in words] if isinstance(words, list) else value.split()
