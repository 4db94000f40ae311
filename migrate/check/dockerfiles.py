"""Dockerfiles: they parse, their sources exist, their tags are exact, their user is a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrate.check.build_context import Context, rules
from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed, not_checked
from migrate.check.stages import Stage, stages
from migrate.dockerfile import Step, copied, is_exec, steps

_CHECK = "dockerfile"
_INSTRUCTIONS = frozenset(
    {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
        "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    }
)  # fmt: skip
_ONCE_EXEC = ("CMD", "ENTRYPOINT")
_NUMERIC_USER = re.compile(r"[1-9]\d*(:\d+)?")
_VARIABLE = re.compile(r"(?<!\\)\$")


def run(files: Files) -> Iterator[Remark]:
    """Yield what is wrong in each Dockerfile."""
    for path, text in files.texts.items():
        if path.rsplit("/", 1)[-1] == "Dockerfile":
            yield Covered(path)
            ignored = files.texts.get(f"{path}.dockerignore", "")
            yield from _checked(path, text, Context(files.root, rules(ignored)))
            if ignored:
                yield Covered(f"{path}.dockerignore")


def _checked(path: str, text: str, context: Context) -> Iterator[Remark]:
    found = steps(text)
    for step in found:
        if step.name not in _INSTRUCTIONS:
            yield _wrong(path, step, "unknown_instruction", name=step.name)
        if step.name in _ONCE_EXEC and not is_exec(step.value):
            yield _wrong(path, step, "shell_form", name=step.name)
    built = stages(found)
    if not built:
        yield failed(path, "", _CHECK, "check.dockerfile.no_base")
        return
    yield from _bases(path, built)
    yield from _copies(path, built, context)
    yield from _user(path, built)


def _bases(path: str, built: Sequence[Stage]) -> Iterator[Remark]:
    for stage in built:
        if stage.base not in stage.earlier and not _is_exact(stage.base):
            yield _wrong(path, stage.start, "no_tag", image=stage.base)


def _is_exact(image: str) -> bool:
    """Tell whether an image has a tag that means one thing, or a digest."""
    tag = image.rsplit("/", 1)[-1].partition(":")[2]
    return image == "scratch" or ("$" not in tag and tag not in ("", "latest"))


def _copies(path: str, built: Sequence[Stage], context: Context) -> Iterator[Remark]:
    for stage in built:
        for step in stage.steps:
            if step.name in ("COPY", "ADD"):
                yield from _copy(path, stage, step, context)


def _copy(path: str, stage: Stage, step: Step, context: Context) -> Iterator[Remark]:
    copy = copied(step.value)
    if not copy.sources:
        yield _wrong(path, step, "no_target", name=step.name)
    elif _VARIABLE.search(step.value):
        yield not_checked(path, "check.dockerfile.variable", line=step.line)
    elif copy.stage:
        is_image = any(sign in copy.stage for sign in ":/@")
        if is_image and not _is_exact(copy.stage):
            yield _wrong(path, step, "no_tag", image=copy.stage)
        if not is_image and copy.stage.lower() not in stage.earlier:
            yield _wrong(path, step, "no_stage", stage=copy.stage)
    else:
        for source in copy.sources:
            if "://" in source:
                yield not_checked(path, "check.dockerfile.download", source=source)
            elif not source.startswith("<<") and not context.has(source):
                yield _wrong(path, step, "no_source", source=source)


def _user(path: str, built: Sequence[Stage]) -> Iterator[Remark]:
    users = [step for step in built[-1].steps if step.name == "USER"]
    if not users:
        yield failed(path, "", _CHECK, "check.dockerfile.no_user")
    elif not _NUMERIC_USER.fullmatch(users[-1].value.strip()):
        yield _wrong(path, users[-1], "user", user=users[-1].value)


def _wrong(path: str, step: Step, text: str, **params: object) -> Remark:
    return failed(path, f"L{step.line}", _CHECK, f"check.dockerfile.{text}", **params)
