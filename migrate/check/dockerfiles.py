"""Dockerfiles: they parse, their sources exist, their tags are exact, their user is a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed
from migrate.dockerfile import Step, copied, is_exec, steps

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


def run(files: Files) -> Iterator[Remark]:
    """Yield what is wrong in each Dockerfile."""
    for path, text in files.texts.items():
        if path.rsplit("/", 1)[-1] == "Dockerfile":
            yield Covered(path)
            yield from _checked(path, text, files.root)


def _checked(path: str, text: str, root: Path) -> Iterator[Remark]:
    found = steps(text)
    unknown = [step for step in found if step.name not in _INSTRUCTIONS]
    for step in unknown:
        yield _wrong(path, step, "unknown_instruction", name=step.name)
    bases = [step for step in found if step.name == "FROM"]
    if not bases:
        yield failed(path, "", _CHECK, "check.dockerfile.no_base")
        return
    yield from _bases(path, bases)
    yield from _copies(path, found, root)
    yield from _user(path, found)
    for step in found:
        if step.name in _ONCE_EXEC and not is_exec(step.value):
            yield _wrong(path, step, "shell_form", name=step.name)


def _bases(path: str, bases: Sequence[Step]) -> Iterator[Remark]:
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


def _copies(path: str, found: Sequence[Step], root: Path) -> Iterator[Remark]:
    stages = [m["stage"] for s in found if s.name == "FROM" if (m := _FROM.match(s.value))]
    for step in found:
        if step.name not in ("COPY", "ADD"):
            continue
        copy = copied(step.value)
        if copy.stage and copy.stage not in stages and not copy.stage.isdecimal():
            yield _wrong(path, step, "no_stage", stage=copy.stage)
        for source in () if copy.stage else copy.sources:
            if not _exists(root, source):
                yield _wrong(path, step, "no_source", source=source)


def _exists(root: Path, source: str) -> bool:
    if any(sign in source for sign in "*?["):
        return any(True for _ in root.glob(source.lstrip("/")))
    place = (root / source.lstrip("/")).resolve()
    return place.is_relative_to(root.resolve()) and place.exists()


def _user(path: str, found: Sequence[Step]) -> Iterator[Remark]:
    last = max(number for number, step in enumerate(found) if step.name == "FROM")
    users = [step for step in found[last:] if step.name == "USER"]
    if not users:
        yield failed(path, "", _CHECK, "check.dockerfile.no_user")
    elif not _NUMERIC_USER.match(users[-1].value):
        yield _wrong(path, users[-1], "user", user=users[-1].value)


def _wrong(path: str, step: Step, text: str, **params: object) -> Remark:
    return failed(path, f"L{step.line}", _CHECK, f"check.dockerfile.{text}", **params)
