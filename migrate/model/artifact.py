"""Generated files and what checking them said."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from migrate.model.reason import Because, Reason


class Artifact(Struct, frozen=True):
    """One generated text file."""

    path: str
    """Relative to the workspace's out/ folder, `manifests/portal/deployment-portal.yaml`."""
    text: str
    reasons: dict[str, Reason] = field(default_factory=dict)
    """By JSON pointer (`/spec/replicas`) in structured files, by line (`L12`) in others."""
    executable: bool = False


class CheckResult(Struct, frozen=True):
    """One verdict on one generated file or object."""

    path: str
    place: str
    """JSON pointer or line; empty for the file as a whole."""
    check: str
    """schema, dangling-reference, dockerfile, conflict …"""
    outcome: Literal["failed", "warning"]
    because: Because


class NotChecked(Struct, frozen=True):
    """Something no check covered, and why."""

    path: str
    because: Because


class CheckReport(Struct, frozen=True):
    """What could be verified without a cluster."""

    kube_version: str
    checked: int = 0
    """Number of objects and files that some check covered."""
    results: tuple[CheckResult, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    schema_version: int = 1

    @property
    def failed(self) -> bool:
        """Whether anything needs a person."""
        return any(result.outcome == "failed" for result in self.results)
