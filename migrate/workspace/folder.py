"""A workspace: survey/, artifacts/, captures/, rules/ go in, out/ comes out."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.complaint import Complaint
from migrate.model.decisions import Decisions
from migrate.model.reason import Reason
from migrate.workspace import decisions_file
from migrate.workspace.cache import CacheFolder
from migrate.workspace.files import write_atomically
from migrate.workspace.merge import Written, write_artifacts

T = TypeVar("T")

WORKBOOKS = (".xlsx", ".xls", ".ods")
_REASONS = "reasons"


class WorkspaceError(Complaint):
    """The folder is no workspace, or cannot be used as one; the message says what to do."""


class Workspace:
    """A project folder that exists."""

    def __init__(self, root: Path) -> None:
        """Open a workspace.

        Raises:
            WorkspaceError: there is none at `root`.
        """
        if not (root / decisions_file.FILE).is_file():
            raise WorkspaceError("workspace.missing", folder=root, file=decisions_file.FILE)
        self.root = root

    @classmethod
    def create(cls, root: Path, language: str, as_of: str, sample: Path | None = None) -> Workspace:
        """Make a new workspace, with a sample's input when one is given.

        Raises:
            WorkspaceError: something is there already, or the folder cannot be written.
        """
        if (root / decisions_file.FILE).exists():
            raise WorkspaceError("workspace.exists", folder=root)
        if root.is_file() or (root.is_dir() and any(root.iterdir())):
            raise WorkspaceError("workspace.not_empty", folder=root)
        try:
            for folder in ("survey", "artifacts", "captures"):
                (root / folder).mkdir(parents=True, exist_ok=True)
            if sample:
                shutil.copytree(sample, root, dirs_exist_ok=True)
            heading = text.say(language, "workspace.file", {"language": language, "as_of": as_of})
            ignore = text.say(language, "workspace.ignore") + "\n.migrate/cache/\n"
            write_atomically(root / decisions_file.FILE, f"{heading}\n".encode())
            write_atomically(root / ".gitignore", ignore.encode())
        except OSError as wrong:
            raise _unwritable(wrong, root) from wrong
        return cls(root)

    @property
    def out(self) -> Path:
        """The folder of generated files."""
        return self.root / "out"

    @property
    def decisions(self) -> Decisions:
        """What migration.yaml says now."""
        return decisions_file.load(self.root / decisions_file.FILE)

    def decide(self, answers: Mapping[str, str]) -> None:
        """Write answers to migration.yaml, so that later commands agree."""
        self._record("decisions", answers)

    def speak(self, language: str) -> None:
        """Write the language of summaries and reports to migration.yaml."""
        try:
            decisions_file.set_language(self.root / decisions_file.FILE, language)
        except OSError as wrong:
            raise _unwritable(wrong, self.root) from wrong

    def keep_names(self, names: Mapping[str, str]) -> None:
        """Write the slugs given to identities, so that they never change."""
        self._record("names", names)

    def workbooks(self) -> tuple[Path, ...]:
        """Return the survey workbooks, sorted; lock files of office programs are left out."""
        found = (self.root / "survey").glob("*")
        return tuple(
            sorted(f for f in found if f.suffix.lower() in WORKBOOKS and f.name[:2] != "~$")
        )

    def inputs(self) -> tuple[Path, ...]:
        """Return what lies in artifacts/ and captures/, one path per artifact or host, sorted."""
        folders = (self.root / "artifacts", self.root / "captures")
        found = (p for folder in folders if folder.is_dir() for p in folder.iterdir())
        return tuple(sorted(p for p in found if not p.name.startswith(".")))

    def rules(self) -> tuple[Path, ...]:
        """Return the folder of further rules, when there is one."""
        folder = self.root / "rules"
        return (folder,) if folder.is_dir() else ()

    @property
    def cache(self) -> CacheFolder:
        """What earlier runs read, by content; may be deleted at any time."""
        return CacheFolder(self.root / ".migrate" / "cache")

    def save(self, stage: str, value: msgspec.Struct) -> None:
        """Keep a stage's value as JSON, for review and for later commands."""
        data = msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
        save_file(self._stage(stage), data)

    def load(self, stage: str, shape: type[T]) -> T:
        """Return a stage's value as it was saved last.

        Raises:
            WorkspaceError: the stage has not run yet, or its file is damaged.
        """
        try:
            return msgspec.json.decode(self._stage(stage).read_bytes(), type=shape)
        except FileNotFoundError as missing:
            raise WorkspaceError("workspace.not_run", folder=self.root) from missing
        except msgspec.DecodeError as wrong:
            raise WorkspaceError(
                "workspace.damaged", file=self._stage(stage), detail=wrong, folder=self.root
            ) from wrong

    def write_artifacts(self, artifacts: Sequence[Artifact]) -> tuple[Written, ...]:
        """Bring generated files into out/, keeping people's edits, and remember their reasons."""
        try:
            written = write_artifacts(artifacts, self.out, self.root / ".migrate" / "base")
        except OSError as wrong:
            raise _unwritable(wrong, self.root) from wrong
        reasons = {artifact.path: artifact.reasons for artifact in artifacts}
        save_file(self._stage(_REASONS), msgspec.json.encode(reasons))
        return written

    def reasons(self) -> dict[str, dict[str, Reason]]:
        """Return the reasons of every generated file, by path and pointer."""
        return self.load(_REASONS, dict[str, dict[str, Reason]])

    def generated(self, path: str) -> str | None:
        """Return a file of out/ as it was generated last, None when it was not generated."""
        file = self.root / ".migrate" / "base" / path
        return file.read_text("utf-8") if file.is_file() else None

    def inside_out(self, path: str) -> str:
        """Return a path given from the workspace, from out/ or absolutely, relative to out/.

        Raises:
            WorkspaceError: no such file lies in out/.
        """
        for start in (self.out, self.root, Path()):
            file = (start / path).resolve()
            if file.is_file() and file.is_relative_to(self.out.resolve()):
                return file.relative_to(self.out.resolve()).as_posix()
        raise WorkspaceError("workspace.no_file", path=path, folder=self.out)

    def write_report(self, name: str, data: bytes) -> Path:
        """Write a report; reports are made anew each time and never merged."""
        path = self.out / "report" / name
        save_file(path, data)
        return path

    def _stage(self, stage: str) -> Path:
        return self.root / ".migrate" / "stages" / f"{stage}.json"

    def _record(self, section: str, values: Mapping[str, str]) -> None:
        try:
            decisions_file.record(self.root / decisions_file.FILE, section, values)
        except OSError as wrong:
            raise _unwritable(wrong, self.root) from wrong


def save_file(path: Path, data: bytes) -> None:
    """Replace a file in one step.

    Raises:
        WorkspaceError: it cannot be written.
    """
    try:
        write_atomically(path, data)
    except OSError as wrong:
        raise _unwritable(wrong, path) from wrong


def _unwritable(wrong: OSError, path: Path) -> WorkspaceError:
    return WorkspaceError("workspace.unwritable", path=path, detail=wrong.strerror or wrong)
