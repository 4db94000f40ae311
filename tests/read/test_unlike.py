"""What no reader takes says what it is; parts that cannot be opened cost themselves."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from migrate import read
from migrate.knowledge.packings import packings
from migrate.model.facts import Reading
from migrate.read import folder as folders
from migrate.read.names import readable


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(unread.source, unread.because.id) for unread in reading.unread]


def zipped() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")
    return stream.getvalue()


def tarred() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("shop.war", b"", "read.empty"),
        ("notes", b"", "read.empty"),
        ("shop.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "read.packed"),
        ("shop.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "read.packed"),
        ("shop.tar.zst", b"\x28\xb5\x2f\xfd" + bytes(50), "read.packed"),
        ("shop.rpm", b"\xed\xab\xee\xdb\x03\x00" + bytes(50), "read.packed"),
        ("shop.deb", b"!<arch>\ndebian-binary   " + bytes(50), "read.packed"),
        ("disk.iso", bytes(32768) + b"\x01CD001\x01" + bytes(50), "read.packed"),
        ("shop", zipped(), "read.zip_ending"),
        ("shop.war.bak", zipped(), "read.zip_ending"),
        ("plan.xlsx", zipped(), "read.unknown_kind"),
        ("shop.backup", tarred(), "read.tar_ending"),
        ("shop.war", b"<!DOCTYPE html>\n<html>404", "read.web_page"),
        ("shop.ear", b"  \n<!-- x -->\n<HTML lang='de'>", "read.web_page"),
        ("shop.war", b"no archive at all", "read.damaged"),
        ("tool", b"\x7fELF\x02\x01\x01" + bytes(50), "read.unknown_kind"),
        ("a.pdf", b"%PDF-1.4\n", "read.unknown_kind"),
    ],
)
def test_a_file_says_what_it_is(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert told(read.read([tmp_path / name], tmp_path)) == [(name, said)]


def test_each_packing_is_told_by_its_beginning() -> None:
    for packing in packings():
        beginning = bytes(packing.offset) + bytes.fromhex(packing.hex)
        assert [each.name for each in packings() if each.fits(beginning)] == [packing.name]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    assert told(read.read([tmp_path / "shop"], tmp_path)) == [("shop", "read.empty_folder")]


def test_links_do_not_explain_that_nothing_was_found(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "self").symlink_to(".")
    (tmp_path / "in" / "notes.md").write_text("a")
    os.mkfifo(tmp_path / "in" / "pipe")
    assert told(read.read([tmp_path / "in"], tmp_path)) == [
        ("in", "read.unknown_kind"),
        ("in/pipe", "read.special"),
        ("in/self", "read.link"),
    ]


def test_a_folder_that_cannot_be_opened_costs_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/index.php", "secret/b.php"):
        (tmp_path / "in" / name).parent.mkdir(parents=True)
        (tmp_path / "in" / name).write_text("<?php session_start();")
    opened = os.scandir

    def refusing(path: Path) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied")
        return opened(path)

    monkeypatch.setattr(folders.os, "scandir", refusing)
    reading = read.read([tmp_path / "in"], tmp_path)
    assert [component.kind for component in reading.components] == ["php-site"]
    assert told(reading) == [("in/secret", "read.denied")]


def test_a_path_longer_than_any_can_be_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.php").write_text("<?php session_start();")
    before = Path.cwd()
    os.chdir(tmp_path / "in")
    try:
        for _ in range(40):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
    finally:
        os.chdir(before)
    reading = read.read([tmp_path / "in"], tmp_path)
    assert [component.kind for component in reading.components] == ["php-site"]
    assert [unread.because.id for unread in reading.unread] == ["read.denied"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"\xff\xfe.xml", "\\xff\\xfe.xml"),
        (b"\xfe\xffa.xml", "\\xfe\\xffa.xml"),
        ("订单.xml".encode("gbk"), "订单.xml"),
    ],
)
def test_a_name_is_never_utf_16(raw: bytes, shown: str) -> None:
    assert readable(os.fsdecode(raw)) == shown
