"""Archives and files are hostile: each bad thing is named, the rest still counts."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate import read
from migrate.model.facts import Reading
from migrate.read.redact import Form, redact
from migrate.read.tree import Entry
from migrate.read.values import Pair

XML = '<web-app version="3.0"><session-config><session-timeout>5</session-timeout></session-config></web-app>'  # noqa: E501


def war(folder: Path, **members: bytes) -> Path:
    path = folder / "x.war"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("WEB-INF/web.xml", XML)
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def ids(reading: Reading) -> list[str]:
    return [unread.because.id for unread in reading.unread]


@pytest.mark.parametrize("name", ["../up.jsp", "/root.jsp", "C:/x.jsp", "a/../../b.jsp"])
def test_names_that_leave_the_folder(tmp_path: Path, name: str) -> None:
    path = war(tmp_path, **{name: b"<% %>", "good.jsp": b"<% session.getAttribute(1) %>"})
    reading = read.read([path], tmp_path)
    assert ids(reading) == ["read.name"]
    assert reading.components[0].value("session.use") == "memory"


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = war(tmp_path, **{"WEB-INF/classes/A.class": b"\xca\xfe" + b"\0" * (60 << 20)})
    reading = read.read([path], tmp_path)
    assert ids(reading) == ["read.bound.ratio"]
    assert reading.components[0].value("session.timeout") == 5


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    path = war(tmp_path, **{"WEB-INF/classes/A.class": bytes(range(256)) * 400})
    data = bytearray(path.read_bytes())
    place = data.index(b"A.class") + 40
    data[place : place + 60] = b"\xff" * 60
    path.write_bytes(bytes(data))
    reading = read.read([path], tmp_path)
    assert ids(reading) == ["read.damaged"]
    assert reading.unread[0].place == "WEB-INF/classes/A.class"
    assert reading.components[0].value("session.timeout") == 5


def test_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("31337")
    path = tmp_path / "x.war"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "WEB-INF/web.xml",
            f'<!DOCTYPE w [<!ENTITY e SYSTEM "file://{secret}">]><web-app version="3.0">'
            "<session-config><session-timeout>&e;</session-timeout></session-config></web-app>",
        )
    reading = read.read([path], tmp_path)
    assert reading.components[0].value("session.timeout") is None


def test_an_old_doctype_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "old.war"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "WEB-INF/web.xml",
            '<!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN" '
            '"http://java.sun.com/dtd/web-app_2_3.dtd"><web-app><session-config>'
            "<session-timeout>7</session-timeout></session-config></web-app>",
        )
    assert read.read([path], tmp_path).components[0].value("session.timeout") == 7


def test_one_bad_input_of_many(tmp_path: Path) -> None:
    good = war(tmp_path)
    bad = tmp_path / "bad.war"
    bad.write_bytes(b"PK\x03\x04 no archive")
    reading = read.read([bad, good, tmp_path / "missing"], tmp_path)
    assert [u.source for u in reading.unread] == ["bad.war", "missing"]
    assert [c.id for c in reading.components] == ["x"]


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=400), name=st.sampled_from(["a.war", "my.cnf", "x.php", "b.bin"]))
def test_any_bytes_end_with_facts_or_unread(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "in").mkdir()
        (root / "in" / name).write_bytes(data)
        reading = read.read([root / "in", root / "in" / name], root)
        assert len(reading.components) + len(reading.unread) >= 2


@settings(max_examples=300, deadline=None)
@given(cut=st.integers(0, 4000), flips=st.lists(st.integers(0, 4000), max_size=8))
def test_mutated_archives_never_raise(cut: int, flips: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = war(root, **{"WEB-INF/classes/db.properties": b"a.url=http://10.1.1.1/x\n" * 20})
        data = bytearray(path.read_bytes())
        for flip in flips:
            data[flip % len(data)] ^= 0x5A
        path.write_bytes(bytes(data[: max(cut, 1)]))
        reading = read.read([path], root)
        assert reading.components or reading.unread


@given(secret=st.text("abcXYZ019!$%_", min_size=12, max_size=20))
def test_secrets_inside_values_are_cut(secret: str) -> None:
    for value in (f"http://u:{secret}@10.1.1.1/x", f"jdbc:mysql://10.1.1.1/db?password={secret}"):
        text = f"a.url={value}\n"
        entry = Entry("a.properties", "a.properties", "", lambda: b"")
        kept = redact(entry, text, "utf-8", [Pair("a.url", value, 1, 6)], Form("p", "raw"))
        assert secret not in repr(kept)


def test_a_class_file_is_read_by_its_pool(tmp_path: Path) -> None:
    from migrate.read.java.classfile import parse

    sample = Path(__file__).parents[2] / "samples/score-record/input/artifacts/score-record"
    with zipfile.ZipFile(sample / "score-record.war") as archive:
        data = archive.read("WEB-INF/classes/LoginServlet.class")
    whole = parse(data)
    assert whole is not None
    assert whole.major == 52
    assert whole.mentions(b"javax/servlet/")
    assert not whole.mentions(b"jakarta/servlet/")
    assert all(parse(data[:n]) is None or n > 24 for n in range(0, 200, 7))
    assert parse(io.BytesIO(b"PK").getvalue()) is None
