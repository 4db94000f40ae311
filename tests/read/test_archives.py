"""Archives of every packing are trees; what is wrong with them costs only themselves."""

from __future__ import annotations

import bz2
import gc
import gzip
import io
import lzma
import os
import tarfile
import weakref
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate import read
from migrate.model.facts import Reading
from migrate.read.bounds import Bounds
from migrate.read.opener import Opener

PAGE = b"<?php mysqli_query($c, 'x'); session_start();"
CNF = b"[mysqld]\nserver-id = 7\n"


def tar(mode: str, files: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode=f"w{mode}") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return stream.getvalue()


def ids(reading: Reading) -> list[str]:
    return [unread.because.id for unread in reading.unread]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("s.tar", ""), ("s.tar.gz", ":gz"), ("s.tgz", ":gz"), ("s.tar.bz2", ":bz2"), ("s.txz", ":xz")],
)
def test_a_site_in_a_tar_of_any_packing(tmp_path: Path, name: str, mode: str) -> None:
    (tmp_path / name).write_bytes(tar(mode, {"./www/index.php": PAGE, "./www/a/b.php": PAGE}))
    (component,) = read.read([tmp_path / name], tmp_path).components
    assert (component.id, component.kind) == ("s", "php-site")
    (use,) = component.facts["session.use"].origins
    assert (use.source, use.place.partition(":")[0]) == (name, "./www/a/b.php".removeprefix("./"))


def test_bad_members_of_a_tar_are_named(tmp_path: Path) -> None:
    files = {"index.php": PAGE, "../up.php": PAGE, "index.php/": b"", "/root.php": PAGE}
    data = tar(":gz", files, {"link.php": "/etc/passwd"})
    (tmp_path / "s.tgz").write_bytes(data)
    reading = read.read([tmp_path / "s.tgz"], tmp_path)
    assert sorted(set(ids(reading))) == ["read.link", "read.name"]
    assert [c.kind for c in reading.components] == ["php-site"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_in_a_packed_file_is_stopped(tmp_path: Path, pack: object) -> None:
    data = pack(b"\0" * (80 << 20))  # type: ignore[operator]
    (tmp_path / "s.tar.gz").write_bytes(data)
    assert ids(read.read([tmp_path / "s.tar.gz"], tmp_path))[0].startswith("read.bound.")


def test_a_truncated_tar_tells_what_came_before(tmp_path: Path) -> None:
    whole = tar("", {"index.php": PAGE, "b.php": b"<?php " + b"#" * 9000})
    (tmp_path / "s.tar").write_bytes(whole[:3000])
    reading = read.read([tmp_path / "s.tar"], tmp_path)
    assert ids(reading) == ["read.damaged"]
    assert [c.kind for c in reading.components] == ["php-site"]


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)]
)
def test_single_packed_files_are_read_as_what_they_hold(
    tmp_path: Path, ending: str, pack: object
) -> None:
    host = tmp_path / "db-01"
    host.mkdir()
    (host / f"my.cnf.{ending}").write_bytes(pack(CNF))  # type: ignore[operator]
    (component,) = read.read([host], tmp_path).components
    assert component.value("mysql.server_id") == 7
    assert component.origins("mysql.server_id")[0].source == f"db-01/my.cnf.{ending}"


def test_captures_in_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "db-02.zip", "w") as archive:
        archive.writestr("etc/my.cnf", CNF)
    (component,) = read.read([tmp_path / "db-02.zip"], tmp_path).components
    assert (component.id, component.value("mysql.server_id")) == ("db-02", 7)


def nested(levels: int) -> bytes:
    data, name = b"<?php", "index.php"
    for _ in range(levels):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(name, data)
        data, name = stream.getvalue(), "inner.zip"
    return data


def test_archives_are_opened_three_deep_and_no_deeper(tmp_path: Path) -> None:
    for levels, kinds in ((3, ["php-site"]), (9, [])):
        path = tmp_path / f"{levels}.zip"
        path.write_bytes(nested(levels))
        reading = read.read([path], tmp_path)
        assert [c.kind for c in reading.components] == kinds
        assert ids(reading) == ([] if kinds else ["read.bound.depth"])


def test_one_budget_for_everything_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.txt", b"x" * 1000)
    tree = Opener(tmp_path, Bounds(total_bytes=5000)).path(path)
    assert sum(1 for entry in tree.entries() if entry.content()) == 5
    assert {u.because.id for u in tree.unread()} == {"read.bound.total"}


@settings(max_examples=150, deadline=None)
@given(flips=st.lists(st.integers(0, 10**6), max_size=9), cut=st.integers(1, 10**6))
def test_mutated_tars_never_raise(
    tmp_path_factory: pytest.TempPathFactory, flips: list[int], cut: int
) -> None:
    folder = tmp_path_factory.mktemp("t")
    for name, mode in (("a.tar", ""), ("b.tgz", ":gz")):
        data = bytearray(tar(mode, {"index.php": PAGE * 9, "x/y.php": PAGE}))
        for flip in flips:
            data[flip % len(data)] ^= 0x5A
        (folder / name).write_bytes(bytes(data[: max(1, cut % (2 * len(data)))]))
        reading = read.read([folder / name], folder)
        assert reading.components or reading.unread


def test_a_tar_inside_of_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("backup/site.tar.gz", tar(":gz", {"index.php": PAGE}))
    (component,) = read.read([tmp_path / "a.zip"], tmp_path).components
    assert component.id == "site"
    (use,) = component.facts["session.use"].origins
    assert str(use) == "a.zip!/backup/site.tar.gz index.php:1"


@pytest.mark.parametrize("name", ["s.tar", "s.tgz", "S.TGZ"])
def test_a_tar_that_is_none_is_named_once(tmp_path: Path, name: str) -> None:
    data = b"no archive, whatever its name" * 90
    (tmp_path / name).write_bytes(data if name == "s.tar" else gzip.compress(data))
    assert ids(read.read([tmp_path / name], tmp_path)) == ["read.damaged"]


def test_a_file_packed_alone_in_capitals_is_read(tmp_path: Path) -> None:
    (tmp_path / "NOTES.TXT.GZ").write_bytes(gzip.compress(b"nothing of interest\n"))
    assert ids(read.read([tmp_path / "NOTES.TXT.GZ"], tmp_path)) == ["read.unknown_kind"]


def test_an_empty_tar_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.tar").write_bytes(tar("", {}))
    assert ids(read.read([tmp_path / "s.tar"], tmp_path)) == ["read.unknown_kind"]


def test_members_that_lie_over_each_other_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("index.php", PAGE)
        archive.writestr("b.php", PAGE)
        second = archive.infolist()[1]
        second.header_offset = archive.infolist()[0].header_offset
    reading = read.read([path], tmp_path)
    assert ids(reading) == ["read.overlap"]
    assert [c.kind for c in reading.components] == ["php-site"]


def test_pipes_are_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.php").write_bytes(PAGE)
    os.mkfifo(tmp_path / "site/pipe.php")
    os.mkfifo(tmp_path / "x.war")
    reading = read.read([tmp_path / "site", tmp_path / "x.war"], tmp_path)
    found = [(u.source, u.because.id) for u in reading.unread]
    assert found == [("site/pipe.php", "read.special"), ("x.war", "read.special")]


def test_names_of_any_encoding_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    name = "上传.php".encode("gb18030")
    Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(PAGE)
    (folder / "a\x1b[31m\n.php").write_bytes(PAGE)
    reading = read.read([folder], tmp_path)
    (component,) = reading.components
    places = {o.source for o in component.facts["session.use"].origins}
    assert places <= {"site/上传.php", "site/a\\x1b[31m\\x0a.php"}
    assert "上传" in msgspec.json.encode(reading).decode()


def test_an_empty_class_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.war"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("WEB-INF/web.xml", "<web-app/>")
        archive.writestr("WEB-INF/classes/Zero.class", b"")
    reading = read.read([path], tmp_path)
    assert [(u.place, u.because.id) for u in reading.unread] == [
        ("WEB-INF/classes/Zero.class", "read.empty")
    ]
    faults = reading.components[0].value("archive.faults")
    assert [item["problem"] for item in faults] == ["read.empty"]  # type: ignore[attr-defined]


def test_archives_inside_are_let_go_once_they_were_read(tmp_path: Path) -> None:
    opener = Opener(tmp_path)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", nested(1))
    (inner,) = opener.path(path).entries()
    tree = opener.archive(inner)
    held = weakref.ref(tree)
    del tree
    gc.collect()
    assert held() is None


def test_a_member_without_a_name_costs_itself_only(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("WEB-INF/web.xml", "<web-app/>")
        archive.writestr("x", "nobody's")
    # In the directory and before the content the name gets no length, its letter is extra data.
    data = stream.getvalue()
    for mark, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        place = data.rindex(mark) + at
        assert data[place : place + 4] == b"\x01\0\0\0"
        data = data[:place] + b"\0\0\x01\0" + data[place + 4 :]
    (tmp_path / "a.war").write_bytes(data)
    reading = read.read([tmp_path / "a.war"], tmp_path)
    assert [each.kind for each in reading.components] == ["java-war"]
    assert ids(reading) == ["read.name"]
