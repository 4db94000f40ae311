"""A text is decoded once for all who ask, within a bound; large binaries are not read for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.read.bounds import Bounds
from migrate.read.opener import Opener
from migrate.read.shelf import Shelf
from migrate.read.tree import Entry


class Counted:
    """A file that counts how often it is read."""

    def __init__(self, data: bytes, holder: Shelf | None) -> None:
        self.data = data
        self.reads = 0
        self.entry = Entry("a.txt", "x", "a.txt", self.read)
        if holder:
            self.entry.shelve(holder)

    def read(self) -> bytes:
        self.reads += 1
        return self.data


def test_a_text_is_read_once_under_every_path() -> None:
    file = Counted("数据库".encode("gbk"), Shelf())
    assert file.entry.decoded() == ("数据库", "gb18030")
    assert file.entry.text() == "数据库"
    assert file.entry.at("b/a.txt").decoded() == ("数据库", "gb18030")
    assert file.reads == 1


def test_that_a_file_is_no_text_is_known_as_well() -> None:
    file = Counted(b"\0\1\2\3" * 99, Shelf())
    assert [file.entry.text(), file.entry.text()] == [None, None]
    assert file.reads == 1


def test_a_file_on_no_shelf_is_read_anew() -> None:
    file = Counted(b"text", None)
    assert [file.entry.text(), file.entry.text()] == ["text", "text"]
    assert file.reads == 2


def test_the_oldest_make_room() -> None:
    holder = Shelf(4000)
    files = [Counted(b"x" * 700, holder) for _ in range(8)]
    for file in files:
        file.entry.text()
    for file in reversed(files):
        file.entry.text()
    assert [file.reads for file in files] == [2, 2, 2, 1, 1, 1, 1, 1]


def test_what_is_as_large_as_the_shelf_is_not_kept() -> None:
    file = Counted(b"x" * 3000, Shelf(4000))
    assert file.entry.text() == file.entry.text()
    assert file.reads == 2


def test_every_file_of_an_input_has_a_shelf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("text")
    (entry,) = Opener(tmp_path).path(tmp_path).entries()
    assert entry.text() == "text"
    (tmp_path / "a.txt").write_text("other")
    assert entry.text() == "text"


@pytest.mark.parametrize(
    ("data", "reads"),
    [
        (b"\0\1" * (200 << 10), 0),
        (b"x" * (Bounds().text_bytes + 1), 0),
        (b"x" * (200 << 10), 1),
        (b"x" * 100, 1),
    ],
)
def test_large_binaries_are_not_read_to_learn_that(data: bytes, reads: int, tmp_path: Path) -> None:
    file = Counted(data, None)
    file.entry.file = tmp_path / "a.txt"
    file.entry.file.write_bytes(data)
    assert bool(file.entry.text()) == bool(reads)
    assert file.reads == reads
