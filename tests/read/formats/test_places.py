"""Every value stands where its pair says, whatever the file looks like."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from migrate.read.formats import json_pairs, option_lines, properties, xml_pairs, yaml_pairs
from migrate.read.pair import FormatError, Pair

Reader = Callable[[str], Iterable[Pair]]
READERS: dict[str, Reader] = {
    "properties": properties.pairs,
    "xml": xml_pairs.pairs,
    "yaml": yaml_pairs.pairs,
    "json": json_pairs.pairs,
    "ini": option_lines.ini,
    "shell": option_lines.shell,
}
SIGNS = "ab1.:=#!<>/\"'&;[]{}()$\\-| \t\r\n,中é\u2028\x85\ufeff\U0001f600"
WORDS = st.text(SIGNS, max_size=60)


def read(reader: Reader, text: str) -> tuple[list[Pair], FormatError | None]:
    found: list[Pair] = []
    try:
        found.extend(reader(text))
    except FormatError as wrong:
        return found, wrong
    return found, None


def check(text: str, found: list[Pair]) -> None:
    for pair in found:
        assert text[pair.start : pair.start + len(pair.value)] == pair.value
        assert pair.line >= 1
        assert not pair.places or len(pair.places) == len(pair.meaning) + 1
        assert list(pair.places) == sorted(pair.places)
        assert all(pair.start <= place <= len(text) for place in pair.places)
        if pair.literal:
            assert pair.literal[0] <= pair.start
            assert pair.end <= pair.literal[1] <= len(text)


@pytest.mark.parametrize("form", READERS)
@given(text=WORDS)
def test_any_text(form: str, text: str) -> None:
    check(text, read(READERS[form], text)[0])


VALUES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30)


@given(VALUES, st.sampled_from(["\n", "\r\n"]))
def test_yaml_as_pyyaml_writes_it(value: str, ends: str) -> None:
    written = yaml.safe_dump({"a": {"b": [value, "last"]}}, allow_unicode=True, width=20)
    text = written.replace("\n", ends)
    found, wrong = read(yaml_pairs.pairs, text)
    check(text, found)
    assert wrong is None
    assert [(p.key, p.meaning) for p in found] == [("a.b[0]", value), ("a.b[1]", "last")]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), st.booleans())
def test_json_as_python_writes_it(value: str, ascii: bool) -> None:
    text = json.dumps({"a": [{"b": value}], "c": 1}, ensure_ascii=ascii, indent=1)
    found, wrong = read(json_pairs.pairs, text)
    check(text, found)
    assert wrong is None
    (value_pair, number) = found
    assert (value_pair.key, number.key, number.value) == ("a[0].b", "c", "1")
    if all(ord(character) < 0x10000 for character in value) or not ascii:
        assert value_pair.meaning == value


@given(VALUES)
def test_xml_as_escaped_text_and_attribute(value: str) -> None:
    from xml.sax.saxutils import escape, quoteattr

    text = f"<a>\n<b c={quoteattr(value)}>x{escape(value)}x</b></a>"
    found, wrong = read(xml_pairs.pairs, text)
    check(text, found)
    assert wrong is None
    assert [(p.key, p.meaning) for p in found] == [("a.b.c", value), ("a.b", f"x{value}x")]


@given(VALUES)
def test_properties_as_java_escapes_them(value: str) -> None:
    escaped = "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in value)
    text = f"# c\nkey\\:1 = {escaped}\n"
    found, _ = read(properties.pairs, text)
    check(text, found)
    assert [(p.key, p.meaning.rstrip()) for p in found] == [("key:1", value.rstrip())]


def keys(reader: Reader, text: str) -> dict[str, str]:
    return {pair.key: pair.meaning for pair in read(reader, text)[0]}


def test_properties_are_read_as_java_reads_them() -> None:
    text = (
        "a=1\n  b : two words  \nc\\ d\\=e=x\nurl=jdbc\\:mysql\\://h\\:3306/x\n"
        "long=one,\\\n   two,\\\r\n\tthree\n#no=1\n!no=2\nname=\\u4e2d\\u6587\nempty=\nend\n"
    )
    assert keys(properties.pairs, text) == {
        "a": "1",
        "b": "two words",
        "c d=e": "x",
        "url": "jdbc:mysql://h:3306/x",
        "long": "one,two,three",
        "name": "中文",
        "empty": "",
    }


def test_xml_keys_are_paths_that_people_can_read() -> None:
    text = """<?xml version="1.0"?>
<!DOCTYPE Context PUBLIC "-//X//DTD 1.0//EN" "http://x/y.dtd" [<!ENTITY e SYSTEM "file:///etc/x">]>
<Context xmlns="http://ns" xmlns:p="http://p" path="/shop">
 <!-- <Resource url="old"/> -->
 <Resource name="jdbc/shop" url="jdbc:mysql://h/x?a=1&amp;b=2" password='p'/>
 <bean id="ds"><property name="url" value="u"/><property name="user">joe</property></bean>
 <context-param><param-name>dbUrl</param-name><param-value>v &e;</param-value></context-param>
 <property><name>fs.defaultFS</name><value>hdfs://nn</value></property>
 <entry key="mail.host">m</entry><p:c><![CDATA[a<b&c]]></p:c>
</Context>"""
    found = keys(xml_pairs.pairs, text)
    assert {key: value for key, value in found.items() if not key.endswith("name")} == {
        "Context.path": "/shop",
        "Context.Resource[jdbc/shop].url": "jdbc:mysql://h/x?a=1&b=2",
        "Context.Resource[jdbc/shop].password": "p",
        "Context.bean[ds].url": "u",
        "Context.bean[ds].user": "joe",
        "Context.context-param.dbUrl": "v &e;",
        "Context.fs.defaultFS": "hdfs://nn",
        "Context.mail.host": "m",
        "Context.c": "a<b&c",
    }


def test_yaml_documents_are_parts_and_aliases_are_not_followed() -> None:
    text = "a: &x {b: 1}\nc: *x\n<<: *x\nd:\n- e: |\n    f\n    g\n---\na: {b: 2}\n"
    found, wrong = read(yaml_pairs.pairs, text)
    assert wrong is None
    assert [(p.key, p.meaning, p.part, p.line) for p in found] == [
        ("a.b", "1", 0, 1),
        ("d[0].e", "f\ng\n", 0, 5),
        ("a.b", "2", 1, 9),
    ]


def test_options_of_sections_and_scripts() -> None:
    text = 'top = 1 ; why\r\n[client]\r\npassword="x # y"\r\n#host=no\r\nhost: h\r\n'
    assert keys(option_lines.ini, text) == {
        "top": "1",
        "client.password": "x # y",
        "client.host": "h",
    }
    script = (
        "export PW='a b'\n# OLD=1\nset FOO=bar\nsetenv X y\n"
        'OPTS="$OPTS -Ddb.url=jdbc:mysql://h/x -Ddb.password=z"; B=c\n'
    )
    assert keys(option_lines.shell, script) == {
        "PW": "a b",
        "FOO": "bar",
        "X": "y",
        "db.url": "jdbc:mysql://h/x",
        "db.password": "z",
        "B": "c",
    }


@pytest.mark.parametrize(
    ("form", "text", "line"),
    [
        ("yaml", "a: 1\nb: @x@\nc: 2\n", 2),
        ("json", '{"a": 1,\n "b": ]', 2),
        ("xml", "<x><a>1</a>\n<b c=d></x>", 2),
        ("xml", "<x><a>1</a>\n", 2),
        ("yaml", "a: 1\nb: " + "[" * 500, 1),
    ],
)
def test_a_broken_file_keeps_what_stands_before(form: str, text: str, line: int) -> None:
    found, wrong = read(READERS[form], text)
    assert found[0].meaning == "1"
    assert wrong is not None
    assert wrong.line == line


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("piece", ["<a>", "[", '{"a":', "a='", "a=\\\n", "- ", "<!--", "${", "-D"])
def test_a_million_characters_take_no_time(form: str, piece: str) -> None:
    import time

    text = piece * (300_000 // len(piece))
    started = time.process_time()
    check(text, read(READERS[form], text)[0])
    assert time.process_time() - started < 5
