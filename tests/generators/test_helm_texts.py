"""Charts: every text reaches the cluster byte by byte, whatever stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

import helm_python
import hypothesis
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generators.helm.writer import ChartWriter
from generators.objects.content import joined
from generators.tree import Call, Joined, Leaf, Node, Plain, When, data, knob, slot, values, why
from generators.writer import Writer
from migrate.deploy import secrets as secret_values
from migrate.deploy.errors import SecretsError
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, PlannedFile, SecretNeed, SecretToken
from migrate.model.settings import Quoting, Text
from migrate.render import render as from_template
from tests.generators.charts import Render, both_helms, helm4, make_plan, write

REASON = why("manifests.why.sub_path")
TEXTS = (
    "", " ", "\n", "\n\n", " a", "a ", "\ta\t", "a\n", "a\n\n", "\na", " a\n  b\n", "a \n\n b \n",
    "{{ .Release.Name }}", "{{- end }}\n", "a {{- /* b */ -}} c", "{{{", "}}}", "{", "a{\n{b",
    "{{\n}}", "{%", "'", '"', "\\", "a\\\nb", "#", "# a", "- a", "a: b", "a:\nb", "|", "%", "%s",
    "&a", "*a", "!a", "?", "`", "$(A)", "=", "~", "yes", "null", "1", "1e3", "0x1f", "1_000", ".5",
    "2026-06-30", "12:30", "\r", "a\r\nb\r\n", "\x07", "\x7f", "a\x85b\n", "\xa0", "\ufeffa",
    "a\u2028b\n", "\u200b", "中文", "中文\n  第二行 {{ }}\n", "\U0001f600", "\U0001f600\n{{\n",
    "\ufffd", "---\na\n", "a\n---\nb\n",
)  # fmt: skip
SECRETS = ("s", " s", "  s  ", "{", "}}", "%s", "it's", '"', "\\", "\\n", "<&>", "#", "a: b", "$1")
FRAMES = (
    ("", ""), ("", "\n"), ("a=", ""), ("a=", "\n"), ("\n", "\n"), ("{", "}"), ("{", "}\n"),
    ("a\nb={", "}\nc\n"), ('%d "a"\\\t', " %\n\n"), ("中{{", "}}文\n"), ("a\n", ""), ("x{{{", "\n"),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    made = make_plan(tmp_path_factory.mktemp("plan"))
    return replace(made, secrets=(SecretNeed("db.app", REASON),))


SIGNS = (
    "ab \n\t\r:#-'\"\\|>&*!%@`{}[],?~=<0123456789.eExnyo_+/$"
    "\x00\x7f\x85\xa0\u2028\ufeff中\U0001f600"
)
SHOW = """
{{- $written := include (print $.Template.BasePath "/tree.yaml") . | fromYaml -}}
{"template": {{ toJson $written }}, "values": {{ toJson .Values.tree }}}
"""


def object_of(name: str, entries: Mapping[str, Node]) -> dict[str, Node]:
    return {
        "apiVersion": Leaf("v1", REASON),
        "kind": Leaf("ConfigMap", REASON),
        "metadata": {"name": Leaf(name, REASON)},
        "data": dict(entries),
    }


def chart(folder: Path, documents: Mapping[str, Node], defaults: Node) -> Path:
    """Write a chart of some objects."""
    secrets = {"chart": "texts", "secrets": True}
    files = {
        "Chart.yaml": "apiVersion: v2\nname: texts\nversion: 1.0.0\n",
        "values.yaml": _lines(Writer(), defaults),
        "templates/_helpers.tpl": from_template("generators.helm", "helpers.tpl.j2", secrets),
        **{f"templates/{n}.yaml": _lines(ChartWriter(), node) for n, node in documents.items()},
    }
    return write(tuple(Artifact(f"texts/{p}", text) for p, text in files.items()), folder) / "texts"


def _lines(writer: Writer, node: Node) -> str:
    return "\n".join([*(line.text for line in writer.document(node)), ""])


@both_helms
def test_constants_pass_the_template_engine(tmp_path: Path, render: Render) -> None:
    entries: dict[str, Node] = {f"k{n}": Leaf(text, REASON) for n, text in enumerate(TEXTS)}
    (found,) = render(chart(tmp_path, {"map": object_of("map", entries)}, {}), {})
    assert list(found["data"].values()) == list(TEXTS)


@both_helms
def test_the_last_text_of_a_conditional_object_is_whole(tmp_path: Path, render: Render) -> None:
    documents: dict[str, Node] = {
        f"m{n:03}": When(".Values.on", object_of(f"m{n}", {"last": Leaf(text, REASON)}))
        for n, text in enumerate(TEXTS)
    }
    found = render(chart(tmp_path, documents, {"on": Leaf(True, REASON)}), {})
    assert [each["data"]["last"] for each in found] == list(TEXTS)
    assert render(tmp_path / "texts", {"on": False}) == []


@both_helms
@pytest.mark.parametrize("quoting", get_args(Quoting))
def test_secrets_are_quoted_as_a_deployment_quotes_them(
    plan: MigrationPlan, tmp_path: Path, render: Render, quoting: Quoting
) -> None:
    reason, token = REASON, SecretToken("db.app", quoting)
    entries: dict[str, Node] = {}
    expected = []
    for number, (before, after) in enumerate(FRAMES):
        file = PlannedFile("/f", "map", "f", (Text(before), token, Text(after)), reason)
        entries[f"k{number}"] = joined(file, plan, "texts")
        expected.append(file.text)
    document = object_of("map", entries)
    made = chart(tmp_path, {"map": {**document, "immutable": Leaf(True, REASON)}}, {})
    for secret in SECRETS:
        try:
            filled = [secret_values.fill(text, {"db.app": secret}) for text in expected]
        except SecretsError:
            # What a deployment refuses, a chart refuses as well.
            refused = (helm_python.HelmError, AssertionError)
            with pytest.raises(refused, match="settings file cannot hold"):
                render(made, {"secrets": {"dbApp": secret}})
            continue
        (found,) = render(made, {"secrets": {"dbApp": secret}})
        if quoting == "yaml":  # two ways to write the same text
            frames = [(len(b), -len(a) or None) for b, a in FRAMES]
            read = [
                yaml.safe_load(t[b:a])
                for t, (b, a) in zip(found["data"].values(), frames, strict=True)
            ]
            assert read == [secret] * len(FRAMES)
        else:
            assert list(found["data"].values()) == filled, secret


@pytest.mark.parametrize(
    "secret", ["two\nlines", "tab\t", "\x00", "\x7f", "a\x85b", "a\u2028b", "\ufeffa"]
)
def test_what_would_break_a_line_is_refused(
    plan: MigrationPlan, tmp_path: Path, secret: str
) -> None:
    file = PlannedFile("/f", "map", "f", (Text("a="), SecretToken("db.app"), Text("\n")), REASON)
    made = chart(tmp_path, {"map": object_of("map", {"f": joined(file, plan, "texts")})}, {})
    with pytest.raises(helm_python.HelmError, match="make its Secret with another tool"):
        helm4(made, {"secrets": {"dbApp": secret}})


@both_helms
def test_values_of_users_arrive_whole(tmp_path: Path, render: Render) -> None:
    users = {f"k{n}": text for n, text in enumerate(TEXTS)}
    knobs: dict[str, Node] = {
        name: knob((name,), "variable", Leaf("", REASON), name=name) for name in users
    }
    mixed: dict[str, Node] = {
        f"mixed-{name}": Joined(("a{", Call(values((name,)), ""), "}"), REASON) for name in users
    }
    maps: Node = {"free": slot(("free",), "common_labels", dict, spread=True)}
    document = object_of("map", {**knobs, **mixed, **maps})
    (found,) = render(chart(tmp_path, {"map": document}, {}), {**users, "free": {"x": "{{ }}\n"}})
    assert {k: v for k, v in found["data"].items() if k in users} == users
    assert [found["data"][f"mixed-{k}"] for k in users] == [f"a{{{v}}}" for v in users.values()]
    assert found["data"]["x"] == "{{ }}\n"


def test_an_item_that_would_begin_with_a_condition_is_no_template() -> None:
    item: Node = {"a": When(".Values.on", Leaf("a", REASON)), "b": Leaf("b", REASON)}
    with pytest.raises(ValueError, match="begins with a condition"):
        list(ChartWriter().document({"items": [item]}))


text = st.text(SIGNS, max_size=16) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text("abcXYZ_-./:{}%\"'\\ 中", min_size=1, max_size=6)
scalars = text | st.integers(-(10**9), 10**9) | st.booleans()
nodes = st.recursive(
    scalars.map(lambda value: Leaf(value, REASON)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=10,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scratch")


@given(st.dictionaries(names, nodes, min_size=1, max_size=3))
@hypothesis.settings(deadline=None, max_examples=300)
def test_any_tree_is_the_same_through_templates_and_values(
    scratch: Path, document: dict[str, Plain]
) -> None:
    """Kubernetes and Helm read YAML with a reader of their own, which Helm lends us here."""
    node = cast("Node", document)
    made = chart(scratch, {"tree": node}, {"tree": node})
    (made / "templates" / "show.yaml").write_text(SHOW, "utf-8")
    files = helm_python.chart.Chart.load(str(made)).render({}, name="t", namespace="t")
    assert yaml.safe_load(files["texts/templates/tree.yaml"]) == data(document)
    shown = json.loads(files["texts/templates/show.yaml"])
    assert shown == {"template": data(document), "values": data(document)}
