"""Members of zip archives: the same as `zipfile` lists, but named as people wrote them."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from migrate import read
from migrate.read.zip_directory import Directory, members

MOST = 1000


class Held:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def at(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


def listed(data: bytes, most: int = MOST) -> Directory:
    return members(Held(data), most)


def names(data: bytes) -> list[str]:
    return [member.name for member in listed(data).members]


def packed(files: dict[str, bytes], comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.comment = comment
    return stream.getvalue()


def renamed(*raw: bytes) -> bytes:
    """An archive whose names are these bytes, without the mark of UTF-8."""
    stands_in = [f"{n:02d}".ljust(len(name), "x") for n, name in enumerate(raw)]
    data = packed(dict.fromkeys(stands_in, b"<?php"))
    for name, instead in zip(raw, stands_in, strict=True):
        data = data.replace(instead.encode(), name)
    return data


def with_extra(name: bytes, extra: bytes) -> bytes:
    stream = io.BytesIO()
    info = zipfile.ZipInfo("x" * len(name))
    info.extra = extra
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(info, b"text")
    return stream.getvalue().replace(b"x" * len(name), name)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_chinese_names_without_a_mark_are_read_as_they_were_written(encoding: str) -> None:
    wanted = ["网站/上传/说明.txt", "网站/首页.php", "网站/index.php"]
    assert names(renamed(*(name.encode(encoding) for name in wanted))) == wanted


@pytest.mark.parametrize("word", ["Übersicht.txt", "crédits/année.php", "Größe.php"])
def test_letters_with_accents_of_a_dos_archive_stay_what_they_are(word: str) -> None:
    assert names(renamed(word.encode("cp437"), b"a.txt")) == [word, "a.txt"]


def test_marked_names_and_ascii_names_are_taken_at_their_word() -> None:
    wanted = ["WEB-INF/web.xml", "页面/关于.jsp", "é.txt"]
    assert names(packed(dict.fromkeys(wanted, b""))) == wanted


def test_the_name_that_info_zip_keeps_beside_the_old_one_counts() -> None:
    old, new = "数据".encode("gbk"), "数据".encode()
    field = b"\1" + struct.pack("<L", zlib.crc32(old)) + new
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    assert names(with_extra(old, extra)) == ["数据"]
    stale = extra.replace(struct.pack("<L", zlib.crc32(old)), b"\0\0\0\0")
    assert names(with_extra("é".encode("cp437"), stale)) == ["é"]


def test_a_large_archive_is_listed_by_its_own_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 40)
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    data = packed({"a.txt": random.Random(1).randbytes(90), "b.txt": b"b", "c.txt": b"c" * 99})
    assert b"PK\6\6" in data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        wanted = [(m.filename, m.compress_size, m.header_offset) for m in archive.infolist()]
    assert [(m.name, m.packed, m.offset) for m in listed(data).members] == wanted


@pytest.mark.parametrize("before", [b"#!/bin/sh\nexec java -jar $0\n", b"PK\5\6" * 30])
def test_what_lies_before_an_archive_does_not_move_its_members(before: bytes) -> None:
    data = before + packed({"a.txt": b"a", "b.txt": b"b"}, comment=b"made by hand")
    assert [data[m.offset :][:4] for m in listed(data).members] == [b"PK\3\4"] * 2


def test_a_damaged_list_costs_what_stands_behind_the_damage(tmp_path: Path) -> None:
    data = packed({"WEB-INF/web.xml": b"<web-app/>", "b.txt": b"b", "c.txt": b"c"})
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    broken = data[:at] + b"XX" + data[at + 2 :]
    found = listed(broken)
    assert ([m.name for m in found.members], found.damaged) == (["WEB-INF/web.xml"], True)

    (tmp_path / "a.war").write_bytes(broken)
    reading = read.read([tmp_path / "a.war"], tmp_path)
    assert [c.kind for c in reading.components] == ["java-war"]
    assert [(u.because.id, u.because.params) for u in reading.unread] == [
        ("read.list_damaged", {"count": "1"})
    ]


def test_no_more_members_are_listed_than_asked_for() -> None:
    data = packed({f"{n}.txt": b"" for n in range(5)})
    found = listed(data, 3)
    assert ([m.name for m in found.members], found.more) == (["0.txt", "1.txt", "2.txt"], True)
    assert not listed(data, 5).more


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6", b"\0" * 100, b"PK\5\6" + b"\xff" * 18])
def test_what_is_no_archive_is_called_so(data: bytes) -> None:
    with pytest.raises(zipfile.BadZipFile):
        listed(data)


def test_members_are_those_of_the_standard_library() -> None:
    """For archives that were changed here and there, too, as long as `zipfile` takes them."""
    chosen = random.Random(7)
    compared = 0
    for _ in range(1000):
        data = bytearray(some_archive(chosen))
        for _ in range(chosen.choice([0, 0, 1, 3])):
            data[chosen.randrange(len(data))] = chosen.randrange(256)
        compared += same(bytes(data))
    assert compared > 500


def some_archive(chosen: random.Random) -> bytes:
    count = chosen.randrange(5)
    files = {f"{'d/' * (n % 2)}{n}{'é' * (n % 3)}": chosen.randbytes(n * 9) for n in range(count)}
    before = chosen.randbytes(chosen.choice([0, 0, 7]))
    return before + packed(files, comment=chosen.randbytes(chosen.choice([0, 5])))


def same(data: bytes) -> bool:
    """Compare, where the standard library lists the archive; tell whether it does."""
    try:
        theirs = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError):
        refused(data)
        return False
    for mine, other in zip(listed(data).members, theirs, strict=True):
        assert (mine.flags, mine.method) == (other.flag_bits, other.compress_type)
        assert (mine.packed, mine.checksum) == (other.compress_size, other.CRC)
        assert mine.mode == other.external_attr >> 16
        assert mine.offset == other.header_offset or other.header_offset < 0
        if other.orig_filename.isascii() or other.flag_bits & 0x800:
            assert mine.name == other.orig_filename
    return True


def refused(data: bytes) -> None:
    """What the standard library refuses may be listed in part, and ends in nothing worse."""
    try:
        listed(data)
    except zipfile.BadZipFile:
        return
