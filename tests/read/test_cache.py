"""An input is read again only when something that decides what is read has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from migrate import pipeline
from migrate.model.facts import Reading
from migrate.read import Cache, read
from migrate.read import stage as read_stage
from migrate.workspace import CacheFolder
from tests.conftest import SAMPLE, make_workspace


@pytest.fixture
def estate_folder(tmp_path: Path) -> Path:
    shutil.copytree(SAMPLE / "input", tmp_path / "w")
    return tmp_path / "w"


def inputs(root: Path) -> list[Path]:
    return [p for name in ("artifacts", "captures") for p in sorted((root / name).iterdir())]


class Counting:
    """Reads as the stage does and counts how often."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        real = read_stage.read_input

        def counted(path: Path, root: Path, scan: object) -> Reading:
            self.seen.append(path.name)
            return real(path, root, scan)  # type: ignore[arg-type]

        monkeypatch.setattr(read_stage, "read_input", counted)

    def taken(self) -> list[str]:
        seen, self.seen = self.seen, []
        return sorted(seen)


def test_only_what_changed_is_read_again(
    estate_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = Counting(monkeypatch)
    cache = Cache(CacheFolder(estate_folder / "cache"), "rules")
    first = read(inputs(estate_folder), estate_folder, cache=cache)
    assert counted.taken() == ["db-01", "db-02", "portal", "score-record"]
    assert read(inputs(estate_folder), estate_folder, cache=cache) == first
    assert counted.taken() == []
    (estate_folder / "captures/db-01/my.cnf").write_text("[mysqld]\nserver-id = 9\n")
    changed = read(inputs(estate_folder), estate_folder, cache=cache)
    assert counted.taken() == ["db-01"]
    assert changed == read(inputs(estate_folder), estate_folder)


@pytest.mark.parametrize("change", ["rename", "delete", "link", "rules"])
def test_what_decides_is_part_of_the_key(estate_folder: Path, change: str) -> None:
    folder = estate_folder / "captures/db-01"
    store = CacheFolder(estate_folder / "cache")
    before = Cache(store, "rules").key(folder, estate_folder)
    if change == "rename":
        (folder / "my.cnf").rename(folder / "mysqld.cnf")
    elif change == "delete":
        (folder / "schema.sql").unlink()
    elif change == "link":
        (folder / "more.cnf").symlink_to("my.cnf")
    after = Cache(store, "others" if change == "rules" else "rules").key(folder, estate_folder)
    assert after != before


def test_a_damaged_cache_costs_nothing(estate_folder: Path) -> None:
    cache = Cache(CacheFolder(estate_folder / "cache"), "rules")
    first = read(inputs(estate_folder), estate_folder, cache=cache)
    kept = list((estate_folder / "cache").iterdir())
    assert len(kept) == 4
    for number, file in enumerate(kept):
        file.write_bytes((b"", b"{", b'{"components": 3}', b"\xff")[number])
    assert read(inputs(estate_folder), estate_folder, cache=cache) == first


def test_a_run_keeps_what_it_used_and_drops_the_rest(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    _, known = pipeline.topology(workspace)
    kept = {p.name for p in (tmp_path / "w/.migrate/cache").iterdir()}
    assert len(kept) == 4
    shutil.rmtree(tmp_path / "w/captures/db-02")
    pipeline.topology(workspace)
    left = {p.name for p in (tmp_path / "w/.migrate/cache").iterdir()}
    assert left < kept
    assert len(left) == 3
    assert known.nodes


def test_the_cache_holds_no_secret(tmp_path: Path) -> None:
    pipeline.topology(make_workspace(tmp_path / "w"))
    secrets = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
    data = b"".join(p.read_bytes() for p in (tmp_path / "w/.migrate/cache").iterdir())
    assert [secret for secret in secrets if secret.encode() in data] == []
