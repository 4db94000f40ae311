"""What an application's own classes use, by name and place."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.read.java import classes
from migrate.read.java.annotations import of_class
from migrate.read.java.classes import ClassIndex, decoded
from migrate.read.java.classfile import ClassFile, DamagedClassError, parameters, parse
from migrate.read.tree import Entry
from tests.read.java.class_builder import ClassBuilder


def entry(path: str, data: bytes) -> Entry:
    return Entry(path, "app.war", path, lambda: data)


def indexed(*built: ClassBuilder) -> ClassIndex:
    files = (each.bytes() for each in built)
    return classes.index(entry(f"C{n}.class", data) for n, data in enumerate(files))


def names(found: ClassIndex, kind: str) -> list[str]:
    return [use.name for use in found.uses() if use.kind == kind]


def test_each_kind_of_use_has_its_place() -> None:
    servlet = ClassBuilder("com/shop/Cart", "javax/servlet/http/HttpServlet", ["java/io/Closeable"])
    servlet.make("java/io/File", "(Ljava/lang/String;)V").call("java/io/File", "delete", "()Z")
    servlet.field("java/lang/System", "out", "Ljava/io/PrintStream;")
    servlet.annotate("javax/servlet/annotation/WebServlet", {"value": ["/cart", "/c"]})
    found = indexed(servlet)
    uses = {(u.kind, u.name): u for u in found.uses()}
    assert ("inherits", "javax.servlet.http.HttpServlet") in uses
    assert ("implements", "java.io.Closeable") in uses
    assert uses["constructor", "java.io.File"].parameters == ("java.lang.String",)
    assert uses["method", "java.io.File.delete"].parameters == ()
    assert ("field", "java.lang.System.out") in uses
    annotated = uses["annotation", "javax.servlet.annotation.WebServlet"]
    assert annotated.elements == {"value": "/cart, /c"}
    assert {str(o) for u in uses.values() for o in u.origins} == {"app.war C0.class"}


def test_what_is_the_applications_own_is_no_use() -> None:
    cart = ClassBuilder("com/shop/Cart").call("com/shop/Item", "price").make("com/shop/Item")
    found = indexed(cart, ClassBuilder("com/shop/Item"))
    assert [u for u in found.uses() if "shop" in u.name] == []


def test_an_inherited_method_belongs_to_the_class_outside() -> None:
    base = ClassBuilder("com/shop/Base", "javax/servlet/http/HttpServlet")
    page = ClassBuilder("com/shop/Page", "com/shop/Base")
    page.call("com/shop/Page", "getServletContext")
    assert "javax.servlet.http.HttpServlet.getServletContext" in names(
        indexed(base, page), "method"
    )


def test_a_circle_of_superclasses_ends() -> None:
    one = ClassBuilder("a/One", "a/Two").call("a/One", "run")
    assert indexed(one, ClassBuilder("a/Two", "a/One")).uses() is not None


def test_the_highest_version_counts_module_info_does_not() -> None:
    old, new = ClassBuilder("A", major=49).bytes(), ClassBuilder("B", major=52).bytes()
    newest = ClassBuilder("C", major=61).bytes()
    found = classes.index(
        [
            entry("A.class", old),
            entry("B.class", new),
            entry("module-info.class", newest),
            entry("META-INF/versions/17/C.class", newest),
        ]
    )
    assert found.major is not None
    assert (found.major[0], found.major[1].path) == (52, "B.class")


def test_users_and_callers() -> None:
    one = ClassBuilder("a/One").call("javax/servlet/http/HttpSession", "setAttribute")
    two = ClassBuilder("a/Two").call("javax/servlet/http/HttpSession", "getAttribute")
    found = indexed(one, two)
    assert [e.path for e in found.users("javax.servlet.")] == ["C0.class", "C1.class"]
    called = found.callers("javax.servlet.http.HttpSession", "setAttribute")
    assert [e.path for e in called] == ["C0.class"]


def test_annotations_of_methods_with_numbers_and_flags() -> None:
    job = ClassBuilder("a/Job")
    job.annotate("javax/ejb/Schedule", {"hour": "3", "persistent": False, "delay": 60000}, "clean")
    ((found, _),) = indexed(job).annotations()
    assert (found.owner, found.member, found.on) == ("a.Job", "clean", "method")
    assert found.elements == {"hour": "3", "persistent": "false", "delay": "60000"}


def test_string_constants_in_any_script() -> None:
    plain = ClassBuilder("A")
    plain.string("/data/上传")
    assert dict(indexed(plain).strings()).keys() == {"/data/上传"}
    assert decoded(b"a\xc0\x80b") == "a\0b"
    assert decoded(b"\xed\xa0\xbd\xed\xb8\x80") == "😀"
    assert decoded(b"ok\xd3") == "ok\ufffd"


def test_no_class_file_is_named_as_damaged() -> None:
    found = classes.index([entry("A.class", b"PK\3\4"), entry("B.class", b"")])
    assert len(found) == 0
    assert [e.path for e in found.damaged] == ["A.class", "B.class"]


@pytest.mark.parametrize(
    ("descriptor", "expected"),
    [
        ("()V", ()),
        ("(Ljava/lang/String;I)V", ("java.lang.String", "int")),
        ("([B[[Ljava/util/Map;J)Z", ("byte[]", "java.util.Map[][]", "long")),
        ("(Lbroken", ()),
        ("", ()),
    ],
)
def test_parameters(descriptor: str, expected: tuple[str, ...]) -> None:
    assert parameters(descriptor.encode()) == expected


@given(cut=st.integers(0, 400), flips=st.lists(st.integers(0, 399), max_size=6))
def test_a_mutated_class_is_read_or_refused(cut: int, flips: list[int]) -> None:
    built = ClassBuilder("com/shop/Cart", "javax/servlet/http/HttpServlet", ["java/io/Closeable"])
    built.call("java/io/File", "delete").annotate("a/B", {"x": [1, True, "s"]}, "m")
    data = bytearray(built.bytes())
    for flip in flips:
        data[flip % len(data)] ^= 0xFF
    parsed = parse(bytes(data[: max(cut, 1)]))
    if parsed:
        parsed.types(), parsed.members(), parsed.strings(), parsed.name, parsed.superclass
        of_class(parsed)


def test_wide_constants_take_two_numbers() -> None:
    built = ClassBuilder("A")
    built.wide(7)
    built.call("java/io/File", "delete")
    assert [m[1:3] for m in ClassFile(built.bytes()).members()] == [(b"java/io/File", b"delete")]
    with pytest.raises(DamagedClassError):
        ClassFile(b"\xca\xfe\xba\xbe" + b"\0" * 5 + b"\5" + b"\0" * 30)


@pytest.mark.skipif(not shutil.which("javac"), reason="no JDK here")
def test_a_compiled_class_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "A.java").write_text(
        "import java.io.*; @Deprecated class A implements Runnable {"
        ' public void run() { new File("/data/x").delete(); long l = 5000000000L; } }'
    )
    subprocess.run(
        ["javac", "--release", "8", "-Xlint:-options", "A.java"], cwd=tmp_path, check=True
    )
    found = classes.index([entry("A.class", (tmp_path / "A.class").read_bytes())])
    uses = {(u.kind, u.name): u.parameters for u in found.uses()}
    assert uses["constructor", "java.io.File"] == ("java.lang.String",)
    assert ("method", "java.io.File.delete") in uses
    assert ("implements", "java.lang.Runnable") in uses
    assert ("annotation", "java.lang.Deprecated") in uses
    assert dict(found.strings()).keys() == {"/data/x"}
    assert found.major
    assert found.major[0] == 52
