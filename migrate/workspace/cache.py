"""A folder of kept values by key; what was not asked for in a run is dropped at its end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from migrate.workspace.files import write_atomically


class CacheFolder:
    """Keeps values in `.migrate/cache/`; a full or read-only disk only costs speed."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when something is kept."""
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, None when nothing was."""
        file = self._folder / key
        try:
            data = file.read_bytes()
            file.touch()
        except OSError:
            return None
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key."""
        with contextlib.suppress(OSError):
            write_atomically(self._folder / key, data)

    @contextlib.contextmanager
    def run(self) -> Iterator[CacheFolder]:
        """Drop, at the end, what was neither found nor kept meanwhile."""
        before = self._times()
        yield self
        for name, time in self._times().items():
            if before.get(name) == time:
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()

    def _times(self) -> dict[str, int]:
        try:
            return {file.name: file.stat().st_mtime_ns for file in self._folder.iterdir()}
        except OSError:
            return {}
