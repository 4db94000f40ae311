"""Dockerfiles: they parse, their sources exist, their tags are exact, their user is a number.

The one door to dockerfile-parse.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed

_CHECK = "dockerfile"
_INSTRUCTIONS = frozenset(
    {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
        "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    }
)  # fmt: skip
_ONCE_EXEC = ("CMD", "ENTRYPOINT")
_NUMERIC_USER = re.compile(r"^[1-9]\d*(:\d+)?$")
_FROM = re.compile(r"^(?P<image>\S+)(?:\s+AS\s+(?P<stage>\S+))?$", re.IGNORECASE)
_STAGE = re.compile(r"^--from=(?P<stage>\S+)$")


class Step(Struct, frozen=True):
    """One instruction."""

    name: str
    value: str
    line: int


def run(files: Files) -> Iterator[Remark]:
    """Yield what is wrong in each Dockerfile."""
    for path, text in files.texts.items():
        if path.rsplit("/", 1)[-1] == "Dockerfile":
            yield Covered(path)
            yield from _checked(path, text, files.root)


def _checked(path: str, text: str, root: Path) -> Iterator[Remark]:
    steps = _steps(text)
    unknown = [step for step in steps if step.name not in _INSTRUCTIONS]
    for step in unknown:
        yield _wrong(path, step, "unknown_instruction", name=step.name)
    bases = [step for step in steps if step.name == "FROM"]
    if not bases:
        yield failed(path, "", _CHECK, "check.dockerfile.no_base")
        return
    yield from _bases(path, bases)
    yield from _copies(path, steps, root)
    yield from _user(path, steps)
    for step in steps:
        if step.name in _ONCE_EXEC and not _is_exec(step.value):
            yield _wrong(path, step, "shell_form", name=step.name)


def _steps(text: str) -> list[Step]:
    from dockerfile_parse import DockerfileParser

    parser = DockerfileParser(fileobj=io.BytesIO(text.encode()))
    return [
        Step(step["instruction"], step["value"], step["startline"] + 1)
        for step in parser.structure
        if step["instruction"] != "COMMENT"
    ]


def _bases(path: str, bases: list[Step]) -> Iterator[Remark]:
    stages: set[str] = set()
    for step in bases:
        found = _FROM.match(step.value)
        image = found["image"] if found else step.value
        tag = image.rsplit("/", 1)[-1].partition(":")[2]
        exact = "@sha256:" in image or (tag and tag != "latest")
        if image not in stages and image != "scratch" and not exact:
            yield _wrong(path, step, "no_tag", image=image)
        if found and found["stage"]:
            stages.add(found["stage"])


def _copies(path: str, steps: list[Step], root: Path) -> Iterator[Remark]:
    stages = [m["stage"] for s in steps if s.name == "FROM" if (m := _FROM.match(s.value))]
    for step in steps:
        if step.name not in ("COPY", "ADD"):
            continue
        options, sources = _sources(step.value)
        stage = next((m["stage"] for option in options if (m := _STAGE.match(option))), None)
        if stage is not None:
            if stage not in stages and not stage.isdecimal():
                yield _wrong(path, step, "no_stage", stage=stage)
            continue
        for source in sources:
            if not _exists(root, source):
                yield _wrong(path, step, "no_source", source=source)


def _sources(value: str) -> tuple[list[str], list[str]]:
    """Return the options and sources of COPY, in either of its forms."""
    words = value.split()
    options = [word for word in words if word.startswith("--")]
    rest = value
    for option in options:
        rest = rest.replace(option, "", 1)
    try:
        listed = json.loads(rest)
    except ValueError:
        listed = rest.split()
    names = [str(name) for name in listed] if isinstance(listed, list) else []
    return options, [name.replace("\\$", "$") for name in names[:-1]]


def _exists(root: Path, source: str) -> bool:
    if any(sign in source for sign in "*?["):
        return any(True for _ in root.glob(source.lstrip("/")))
    place = (root / source.lstrip("/")).resolve()
    return place.is_relative_to(root.resolve()) and place.exists()


def _user(path: str, steps: list[Step]) -> Iterator[Remark]:
    last = max(number for number, step in enumerate(steps) if step.name == "FROM")
    users = [step for step in steps[last:] if step.name == "USER"]
    if not users:
        yield failed(path, "", _CHECK, "check.dockerfile.no_user")
    elif not _NUMERIC_USER.match(users[-1].value):
        yield _wrong(path, users[-1], "user", user=users[-1].value)


def _is_exec(value: str) -> bool:
    try:
        return isinstance(json.loads(value), list)
    except ValueError:
        return False


def _wrong(path: str, step: Step, text: str, **params: object) -> Remark:
    return failed(path, f"L{step.line}", _CHECK, f"check.dockerfile.{text}", **params)
