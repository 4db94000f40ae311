"""Any text goes through YAML unharmed, whichever reader takes it; lines know their reasons."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from generators.scalars import escaped, quoted, scalar
from generators.tree import Leaf, Plain, data, why
from generators.writer import artifact

Read = Callable[[str], object]
REASON = why("manifests.why.rolling")
SIGNS = (
    "ab \n\t\r:#-'\"\\|>&*!%@`{}[],?~=<0123456789.eExnyo_+/$"
    "\x00\x7f\x85\xa0\u2028\ufeff中\U0001f600"
)
WORDS = (
    "", " ", "~", "null", "NULL", "yes", "Off", "y", "N", "true", ".nan", "-.INF", "<<", "=",
    "---", "...", "- a", "? a", ": a", "a: b", "a #b", "#", "%YAML 1.1", "&a", "*a", "!a", "@",
    "`", "|", ">", "0", "-1", "+1", "007", "0o14", "0x1F", "0b1", "1_000", "1e3", "1.", ".5", "._",
    "._1", "-._", "1:30", "12:30:45", "2026-06-30", "2026-06-30T01:02:03Z", "\n", "\n\n", "\na",
    "a\n", "a\n\n", " a\n", "a \n", "a\n b\n", "\ta\n", "a\r\nb\r\n", "a\x85b\n", "a\u2028b\n",
    "\ufeff", "\ufeffa\n", "a\n---\nb\n", "中文\n",
)  # fmt: skip
text = st.text(SIGNS, max_size=16) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
leaves = (text | st.integers(-(10**15), 10**15) | st.booleans() | st.none()).map(
    lambda value: Leaf(value, REASON)
)
nodes = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(text, nodes, min_size=1, max_size=4)


def pyyaml(written: str) -> object:
    return yaml.safe_load(written)


def ruamel(written: str) -> object:
    return YAML(typ="safe", pure=True).load(StringIO(written))


readers = pytest.mark.parametrize("read", [pyyaml, ruamel])


@readers
@pytest.mark.parametrize("word", WORDS)
def test_words_that_yaml_takes_for_something_else_stay_text(read: Read, word: str) -> None:
    node: Plain = {"key": Leaf(word, REASON), "list": [Leaf(word, REASON)], word: {word: []}}
    assert read(artifact("a.yaml", node).text) == {"key": word, "list": [word], word: {word: []}}


@readers
@settings(deadline=None)
@given(node=documents)
@example(node={"": Leaf("._", REASON)})
def test_every_tree_is_read_as_it_was_written(read: Read, node: dict[str, Plain]) -> None:
    assert read(artifact("a.yaml", node).text) == data(node)


@readers
@settings(deadline=None)
@given(value=text)
def test_a_scalar_is_one_line_and_that_text(read: Read, value: str) -> None:
    for written in (scalar(value), quoted(value), f'"{escaped(value)}"'):
        assert written.splitlines() == [written]
        assert read(f"key: {written}\n") == {"key": value}


@settings(deadline=None)
@given(node=documents)
def test_every_leaf_has_its_reason_below_its_pointer(node: dict[str, Plain]) -> None:
    assert set(artifact("a.yaml", node).reasons) == set(pointers(node, ""))


def pointers(node: Plain, pointer: str) -> list[str]:
    if isinstance(node, dict):
        below = [(key.replace("~", "~0").replace("/", "~1"), child) for key, child in node.items()]
    elif isinstance(node, list):
        below = [(str(number), child) for number, child in enumerate(node)]
    else:
        return [pointer]
    return [found for key, child in below for found in pointers(child, f"{pointer}/{key}")]


def test_values_are_quoted_only_where_they_must_be() -> None:
    plain = (
        "portal",
        "10Gi",
        "apps/v1",
        "a.b_c-d",
        "/tmp/x",
        "kubernetes.io/name",
        "v1.34",
        "1100m",
    )
    assert [scalar(value) for value in plain] == list(plain)
    assert [scalar(value) for value in ("no", "1", "1.34", "*/15 * * * *")] == [
        '"no"', '"1"', '"1.34"', '"*/15 * * * *"',
    ]  # fmt: skip


def test_words_that_older_readers_take_for_switches_are_quoted() -> None:
    for word in ("y", "N", "yes", "No", "on", "OFF"):
        assert scalar(word) == f'"{word}"'


def test_settings_files_stay_readable_and_notes_name_their_lines() -> None:
    leaf = Leaf("a=1\nb=2\n", REASON, ((2, why("manifests.why.dns")),))
    made = artifact("a.yaml", {"data": {"db.properties": leaf}}, ["head", ""])
    assert made.text == "# head\n#\ndata:\n  db.properties: |\n    a=1\n    b=2\n"
    assert made.reasons["/data/db.properties#L2"].because.id == "manifests.why.dns"
