"""Edits that contradict what was generated anew and that nobody has settled."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.check.files import Files
from migrate.check.remarks import Remark, failed

ENDING = ".conflict"


def run(files: Files) -> Iterator[Remark]:
    """Yield a failure for each unsettled conflict."""
    for path in files.paths:
        if path.endswith(ENDING):
            edited = path.removesuffix(ENDING)
            yield failed(path, "", "conflict", "check.conflict", edited=edited)
