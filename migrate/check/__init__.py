"""The generated files go in; what fails, what is doubtful and what nobody checked comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import msgspec

from migrate.check import (
    charts,
    conflicts,
    dockerfiles,
    mounts,
    placeholders,
    ports,
    references,
    routes,
    schemas,
    selectors,
    syntax,
)
from migrate.check.files import Files, open_files
from migrate.check.remarks import Covered, Remark, not_checked
from migrate.model.artifact import CheckReport, CheckResult, NotChecked

__all__ = ["check"]

Check: TypeAlias = Callable[[Files], Iterator[Remark]]

CHECKS: tuple[Check, ...] = (
    conflicts.run,
    syntax.run,
    schemas.run,
    references.run,
    mounts.run,
    ports.run,
    routes.run,
    selectors.run,
    dockerfiles.run,
    charts.run,
    placeholders.run,
)
"""Every check, in the order in which it matters."""


def check(out: Path, kube_version: str) -> CheckReport:
    """Return what can be said of the files in out/ without a cluster."""
    files = open_files(out, kube_version)
    remarks = [remark for run in CHECKS for remark in run(files)]
    covered = {remark.path for remark in remarks if isinstance(remark, Covered)}
    skipped = [remark for remark in remarks if isinstance(remark, NotChecked)]
    known = {*covered, *(remark.path for remark in remarks)}
    left = [not_checked(path, "check.nobody") for path in files.paths if path not in known]
    return CheckReport(
        kube_version=kube_version,
        checked=len(covered),
        results=tuple(sorted(_results(remarks), key=lambda result: (result.path, result.place))),
        not_checked=tuple(sorted((*skipped, *left), key=lambda each: each.path)),
    )


def _results(remarks: list[Remark]) -> Iterator[CheckResult]:
    """Yield each result once: several references can miss the same thing."""
    seen: set[bytes] = set()
    for remark in remarks:
        if isinstance(remark, CheckResult) and (key := msgspec.json.encode(remark)) not in seen:
            seen.add(key)
            yield remark
