"""Generated Dockerfiles go to a Docker engine; images come out. The one door to engines."""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Struct

from migrate import text
from migrate.deploy import context, ignore
from migrate.deploy.errors import DeployError, EngineError
from migrate.deploy.ignore import Ignores
from migrate.model.outcome import ImageOutcome
from migrate.model.plan import MigrationPlan, Workload

if TYPE_CHECKING:
    from docker import DockerClient

Progress: TypeAlias = Callable[[str, str], None]
"""Called with `build` or `push` and the step at hand."""

_LAST_LINES = 8
_LONGEST_STEP = 3600
"""Seconds without a word from the engine."""
_IN_MEMORY = 32 << 20


class BuildFailure(Exception):  # noqa: N818  an outcome of building, not an error of ours
    """The engine gave up on an image; says at which step and with which last lines."""


def build(
    root: Path,
    out: Path,
    plan: MigrationPlan,
    *,
    push: bool = False,
    network: str | None = None,
    progress: Progress = lambda stage, detail: None,
) -> tuple[ImageOutcome, ...]:
    """Build the image of every workload, and push it to the registry it is named for.

    `network` of the build steps, `host` where the engine's own network cannot reach package
    mirrors. An image that fails costs itself; the others are built.

    Raises:
        EngineError: no engine answers.
    """
    with _engine() as engine:
        builder = _Builder(engine, root, out, plan.language, network, progress)
        return tuple(builder.build(workload, push=push) for workload in plan.workloads)


class _Builder(Struct, frozen=True):
    """Builds on one engine from one workspace."""

    engine: Any
    root: Path
    out: Path
    language: str
    network: str | None
    progress: Progress

    def build(self, workload: Workload, *, push: bool) -> ImageOutcome:
        """Build one image and push it when asked to."""
        reference = workload.image.reference
        try:
            image = self._image(workload)
            if push:
                self._push(workload)
        except BuildFailure as failure:
            return ImageOutcome(workload.id, reference, "failed", str(failure))
        except DeployError as wrong:
            words = text.say(self.language, wrong.because.id, wrong.because.params)
            return ImageOutcome(workload.id, reference, "failed", words)
        return ImageOutcome(workload.id, reference, "pushed" if push else "built", image)

    def _image(self, workload: Workload) -> str:
        """Build and return the image's id."""
        file = self.out / "images" / workload.id / "Dockerfile"
        if not file.is_file():
            name = file.relative_to(self.root) if file.is_relative_to(self.root) else file
            raise DeployError("deploy.image.no_dockerfile", file=name)
        self._need_base(workload)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as archive:
            ignored = _ignores(file.with_name("Dockerfile.dockerignore"))
            context.write(self.root, file.read_text("utf-8"), ignored, archive)
            archive.seek(0)
            events = self.engine.api.build(
                fileobj=archive,
                custom_context=True,
                dockerfile=context.DOCKERFILE,
                tag=workload.image.reference,
                rm=True,
                forcerm=True,
                network_mode=self.network,
                decode=True,
            )
            return self._follow(workload, events)

    def _need_base(self, workload: Workload) -> None:
        """Refuse to look on public registries for a base image that a script of out/ makes."""
        from docker.errors import ImageNotFound

        base = workload.image.base.value
        script = self.out / "images" / base.partition(":")[0] / "build.sh"
        if not script.is_file():
            return
        try:
            self.engine.images.get(base)
        except ImageNotFound:
            place = script.relative_to(self.root) if script.is_relative_to(self.root) else script
            raise DeployError("deploy.image.no_base", base=base, script=place) from None

    def _follow(self, workload: Workload, events: Iterable[Mapping[str, Any]]) -> str:
        step, last, image = "", deque[str](maxlen=_LAST_LINES), ""
        for event in _heard(events):
            for line in str(event.get("stream", "")).splitlines():
                if line.startswith("Step "):
                    step = line
                    last.clear()
                    self.progress("build", f"{workload.id} · {line}")
                elif line.strip():
                    last.append(line.strip())
            if "error" in event:
                reason = "\n".join((str(event["error"]).strip(), *last))
                raise BuildFailure(self._say("failed", step=step or "Dockerfile", reason=reason))
            image = (event.get("aux") or {}).get("ID", image)
        return image

    def _push(self, workload: Workload) -> None:
        image = workload.image
        self.progress("push", image.reference)
        events = self.engine.api.push(
            image.repository.value, image.tag.value, stream=True, decode=True
        )
        for event in _heard(events):
            if "error" in event:
                raise BuildFailure(self._say("push_failed", reason=str(event["error"]).strip()))

    def _say(self, word: str, **params: object) -> str:
        return text.say(self.language, f"deploy.image.{word}", params)


@contextmanager
def _engine() -> Iterator[DockerClient]:
    import docker
    from docker.errors import DockerException

    try:
        engine = docker.from_env(timeout=_LONGEST_STEP)
    except DockerException as wrong:
        raise EngineError("deploy.engine.none", reason=_shortly(wrong)) from wrong
    try:
        engine.ping()
    except (DockerException, OSError) as wrong:
        engine.close()
        raise EngineError("deploy.engine.none", reason=_shortly(wrong)) from wrong
    with closing(engine):
        yield engine


def _heard(events: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the engine's events; what breaks the stream becomes an event too."""
    from docker.errors import DockerException

    try:
        yield from events
    except (DockerException, OSError) as wrong:
        yield {"error": _shortly(wrong)}


def _ignores(file: Path) -> Ignores:
    return ignore.read(file.read_text("utf-8") if file.is_file() else "")


def _shortly(wrong: BaseException) -> str:
    """Return the innermost cause on one line."""
    while wrong.__cause__ or wrong.__context__:
        wrong = wrong.__cause__ or wrong.__context__  # type: ignore[assignment]
    return " ".join(str(wrong).split()) or type(wrong).__name__
