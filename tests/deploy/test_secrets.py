import configparser
import json
import re
import shlex
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from migrate import text
from migrate.deploy import secrets
from migrate.deploy.errors import SecretsError
from migrate.model.settings import SecretSlot
from migrate.read import config_files
from migrate.read.tree import Entry

ANY = st.text(st.characters(exclude_categories=("Cs",)), min_size=1)
XML_TEXT = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"),
        include_characters="\t\n\r",
        exclude_characters="\ufffe\uffff",
    ),
    min_size=1,
)


def filled(quoting: str, value: str, before: str = "", after: str = "") -> str:
    token = f"{before}${{SECRET:db.app:{quoting}}}{after}"
    return secrets.fill(token, {"db.app": value})


@given(ANY)
def test_raw_is_the_value_itself(value: str) -> None:
    assert filled("raw", value, "<", ">") == f"<{value}>"


@given(ANY)
def test_properties_read_back_as_java_reads_them(value: str) -> None:
    line = filled("properties", value, "password=")
    line.encode("latin-1")
    assert read_properties(line) == {"password": value}


@given(ANY)
def test_php_reads_back_inside_single_quotes(value: str) -> None:
    assert read_php(filled("php", value, "'", "'")) == value


@given(ANY)
def test_sql_reads_back_inside_single_quotes(value: str) -> None:
    assert read_sql(filled("sql", value, "'", "'")) == value


@given(XML_TEXT)
def test_xml_reads_back_as_text_and_attribute(value: str) -> None:
    quoted = filled("xml", value)
    root = etree.fromstring(f"<a b=\"{quoted}\" c='{quoted}'>{quoted}</a>".encode())
    assert (root.text, root.get("b"), root.get("c")) == (value, value, value)


@given(ANY)
def test_yaml_reads_back(value: str) -> None:
    assert yaml.safe_load(filled("yaml", value, "password: ")) == {"password": value}


@given(ANY)
def test_json_reads_back(value: str) -> None:
    assert json.loads(filled("json", value, '{"password": ', "}")) == {"password": value}


NASTY = (
    "'",
    '"',
    "\\",
    "a#b",
    " #b",
    "a;b",
    "$a",
    "${a}",
    "%d",
    "密码",
    "😀",
    "a\nb",
    "\t",
    "a: b",
)


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        (
            "a.json",
            '{"db": {"password": "old"}}',
            lambda t: json.loads(t)["db"]["password"],
        ),
        ("a.yml", "db:\n  password: 'old'\nn: 1\n", lambda t: yaml.safe_load(t)["db"]["password"]),
        ("b.yml", "db: {password: old, n: 1}\n", lambda t: yaml.safe_load(t)["db"]["password"]),
        ("a.xml", "<a><db password='old'/></a>", lambda t: etree.fromstring(t)[0].get("password")),
        ("b.xml", "<a><password>old</password></a>", lambda t: etree.fromstring(t)[0].text),
        (".env", "N=1\nDB_PASSWORD=old\n", lambda t: shlex.split(t)[1].partition("=")[2]),
        ("a.properties", "password=old\n", lambda t: read_properties(t.rstrip("\n"))["password"]),
    ],
)
def test_what_was_cut_out_goes_back_in_whatever_it_holds(
    nasty: str, name: str, written: str, read: Callable[[str], str]
) -> None:
    entry = Entry(name, "app", name, written.encode)
    known = config_files.format_of(entry)
    assert known is not None
    parts = config_files.cut(entry, known)[0].file.parts
    template = "".join(
        f"${{SECRET:a:{part.quoting}}}" if isinstance(part, SecretSlot) else part.text
        for part in parts
    )
    for value in (nasty, f"x{nasty}", f"{nasty}x", f"x{nasty}y{nasty}"):
        assert read(secrets.fill(template, {"a": value})) == value


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_cnf_reads_back_as_mysql_reads_it(value: str) -> None:
    assert read_cnf(filled("cnf", value, "password=")) == value


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_a_shell_reads_back_one_word(value: str) -> None:
    assert shlex.split(filled("shell", value, "PASSWORD=")) == [f"PASSWORD={value}"]


@pytest.mark.parametrize(("quoting", "value"), [("xml", "s3cr\x01et"), ("cnf", "s3cr\0et")])
def test_a_value_its_place_cannot_hold_is_refused_without_saying_it(
    quoting: str, value: str
) -> None:
    with pytest.raises(SecretsError) as refused:
        filled(quoting, value)
    assert refused.value.because.id == "deploy.secrets.bad_value"
    assert "s3cr" not in repr(refused.value) + str(refused.value.because)
    assert refused.value.__cause__ is None


def test_a_missing_value_is_named_by_its_id() -> None:
    with pytest.raises(SecretsError) as refused:
        secrets.fill("${SECRET:db.app:raw}", {"db.other": "x"})
    assert refused.value.because.params == {"id": "db.app"}


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert filled("raw", "${SECRET:db.app:raw}") == "${SECRET:db.app:raw}"


def test_needed_names_each_id_once() -> None:
    told = secrets.needed("${SECRET:b:raw} ${SECRET:a:php} ${SECRET:b:xml} ${SECRET:c:unknown}")
    assert told == ("b", "a")


def test_values_stay_text_and_empty_ones_are_missing(tmp_path: Path) -> None:
    file = tmp_path / "secrets.yaml"
    file.write_text("a.x: 0123\nb.x: yes\nc.x: ''\nd.x:\ne.x: 'p: #w'\n")
    assert secrets.load(file) == {"a.x": "0123", "b.x": "yes", "e.x": "p: #w"}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"a: s3cret: [x", "not_yaml"),
        (b"a: {b: s3cret}", "not_text"),
        (b"- s3cret", "not_map"),
        (b"a: \xff\xfes3cret", "not_utf8"),
        (b"a: " + b"s3cret" * 300_000, "too_large"),
    ],
)
def test_a_bad_file_is_one_sentence_without_its_content(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    file = tmp_path / "secrets.yaml"
    file.write_bytes(content)
    with pytest.raises(SecretsError) as refused:
        secrets.load(file)
    because = refused.value.because
    assert because.id == f"deploy.secrets.{problem}"
    for language in text.LANGUAGES:
        assert "s3cret" not in text.say(language, because.id, because.params)
    assert "s3cret" not in repr(refused.value)
    assert refused.value.__cause__ is None


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SecretsError) as refused:
        secrets.load(tmp_path / "none.yaml")
    assert refused.value.because.id == "deploy.secrets.unreadable"


def read_properties(content: str) -> dict[str, str]:
    """Read one line as java.util.Properties.load does."""
    key, value = re.match(r"([^=]+)=[ \t\f]*(.*)\Z", content, re.DOTALL).groups()
    assert not re.search(r"[\r\n]", value)
    named = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
    read = re.sub(
        r"\\(?:u([0-9a-f]{4})|(.))",
        lambda m: chr(int(m[1], 16)) if m[1] else named.get(m[2], m[2]),
        value,
    )
    return {key: read.encode("utf-16-be", "surrogatepass").decode("utf-16-be")}


def read_php(literal: str) -> str:
    """Read a single-quoted PHP string."""
    assert re.fullmatch(r"'(?:[^'\\]|\\.)*'", literal, re.DOTALL)
    return re.sub(r"\\([\\'])", r"\1", literal[1:-1])


def read_sql(literal: str) -> str:
    """Read a single-quoted MySQL string in the default SQL mode."""
    assert re.fullmatch(r"'(?:[^'\\]|\\.|'')*'", literal, re.DOTALL)
    named = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "\x1a"}
    return re.sub(
        r"\\(.)|''",
        lambda m: named.get(m[1], m[1]) if m[1] else "'",
        literal[1:-1],
        flags=re.DOTALL,
    )


def read_cnf(line: str) -> str:
    """Read a value as MySQL's option file reader does."""
    value = line.partition("=")[2]
    assert not re.search(r"[\r\n]", value)
    assert re.fullmatch(r'"(?:[^"\\]|\\.)*"', value)
    named = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "s": " ", '"': '"', "'": "'", "\\": "\\"}
    return re.sub(r"\\(.)", lambda m: named.get(m[1], m[0]), value[1:-1])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("host=new\npassword=anything at all\n", True),
        ("host=new\npassword=\n", True),
        ("host=old\npassword=x\n", False),
        ("host=new\npassword=x\nmore=1\n", False),
        ("", False),
    ],
)
def test_a_live_text_is_held_against_its_template(text: str, same: bool) -> None:
    template = "host=new\npassword=${SECRET:db.app:properties}\n"
    assert secrets.could_be(text, template) is same


@given(ANY)
def test_a_bare_value_stays_one_or_is_refused(value: str) -> None:
    """What is let pass reads back in PHP-like, Java-like and Python's ini files alike."""
    try:
        line = filled("line", value, "password = ", "\nnext = 1\n")
    except SecretsError:
        return
    parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"), strict=True)
    parser.read_string(f"[a]\n{line}")
    assert dict(parser["a"]) == {"password": value, "next": "1"}


@given(ANY)
def test_quoted_values_of_toml_read_back(value: str) -> None:
    for quoting, quote in (("double", '"'), ("single", "'")):
        try:
            line = filled(quoting, value, f"password = {quote}", f"{quote}\n")
        except SecretsError:
            assert re.search(r"[\x00-\x1f']", value)
            continue
        if "\x7f" not in value:
            assert tomllib.loads(line) == {"password": value}


@pytest.mark.parametrize(
    "value", ["a;b", "a\nb", "#a", "\xa0a", "a\u3000", "a #b", " a", 'a"b', "it's", "a\\", "${a}"]
)
def test_a_bare_value_that_would_break_its_line_is_refused(value: str) -> None:
    with pytest.raises(SecretsError) as refused:
        filled("line", value)
    assert refused.value.because.params["place"] == "line"


@pytest.mark.parametrize("value", ["a#b", "p@ss!w0rd", "a=b", "x,y", "密码", "a\\b", "50%"])
def test_a_bare_value_may_hold_most_signs(value: str) -> None:
    assert filled("line", value) == value
