"""Whatever lies in out/, checking ends, and a bad file costs itself alone."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path

import pytest

from migrate import text
from migrate.check import check
from tests.check.small import checked, found

GOOD = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good, namespace: shop}\ndata: {key: value}\n"
)
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bad, namespace: shop}\n"
ROUTE = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"
    "metadata: {name: r, namespace: shop}\n"
)
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d, namespace: shop}\n"

YAML: dict[str, tuple[str | bytes, str]] = {
    "no text": (b"\xff\xfe\x00bad", "check.unreadable"),
    "nul": ("\0", "documents.not_yaml"),
    "an alias bomb": (
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefg")),
        "documents.too_many",
    ),
    "a merge bomb": (
        "a: &a {" + ", ".join(f"k{n}: 1" for n in range(999)) + "}\n"
        + "".join(
            f"{b}: &{b} {{<<: [{', '.join([f'*{a}'] * 9)}]}}\n" for a, b in pairwise("abcdefg")
        ),
        "documents.too_many",
    ),
    "something that holds itself": ("a: &a [*a]\n", "documents.holds_itself"),
    "deep lists": ("[" * 5000, "documents.too_deep"),
    "deep items": ("- " * 200, "documents.too_deep"),
    "a key given twice": ("a: 1\na: 2\n", "documents.not_yaml"),
    "a key given twice in two ways": ("1: a\n'1': b\n", "documents.not_yaml"),
    "a key that is a list": ("? [a]\n: b\n", "documents.not_yaml"),
    "a tag of Python": ("a: !!python/name:os.system x\n", "documents.not_yaml"),
    "no bool": ("a: !!bool x\n", "documents.not_yaml"),
    "no number": ("a: !!int ''\n", "documents.not_yaml"),
    "a number without end": (f"a: {'9' * 9999}\n", "documents.not_yaml"),
    "a list": ("- a\n", "check.no_object"),
    "a word": ("hello\n", "check.no_object"),
    "a kind that is a path": (
        HEAD.replace("ConfigMap", "../../../../etc/x"), "check.malformed",
    ),
    "an api that is a path": (HEAD.replace("v1", "../v1"), "check.malformed"),
    "a kind that is a list": (HEAD.replace("ConfigMap", "[x]"), "check.malformed"),
    "a name that is a map": (HEAD.replace("name: bad", "name: {a: b}"), "check.schema"),
    "ports that are lists": (
        ROUTE + "spec: {rules: [1, {backendRefs: [{name: [x], port: [1]}, 7]}, null]}\n",
        "check.missing",
    ),
    "containers that are anything": (
        DEPLOYMENT + "spec: {selector: {matchLabels: {a: [b]}}, template: {spec: {"
        "containers: [1, null, {ports: 3, env: x, envFrom: [2],"
        " livenessProbe: {tcpSocket: {port: [x]}},"
        " volumeMounts: [{name: {a: b}, subPath: [y]}]}], volumes: [1, {name: [x]}]}}}\n",
        "check.schema",
    ),
    "a spec that is a list": (DEPLOYMENT + "spec: [1]\n", "check.schema"),
}  # fmt: skip


@pytest.mark.parametrize("name", YAML)
def test_a_bad_manifest_costs_itself(tmp_path: Path, name: str) -> None:
    content, expected = YAML[name]
    report = checked(tmp_path, {"manifests/good.yaml": GOOD, "manifests/bad.yaml": content})
    assert {r.path for r in report.results} == {"manifests/bad.yaml"}
    assert expected in {r.because.id for r in report.results}
    assert report.checked >= 2  # the good one and the namespace
    for result in report.results:
        for language in text.LANGUAGES:
            assert text.say(language, result.because.id, result.because.params)


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "{", '{"a": 1, "a": 2}', '{"a": ' + "9" * 9999 + "}", "3", '{"type": 3}',
     '{"$ref": "#"}', '{"$ref": "#/nowhere"}', '{"pattern": "("}',
     json.dumps({"$ref": "http://127.0.0.1:9/schema.json"})],
)  # fmt: skip
def test_a_bad_schema_of_a_chart_costs_itself(tmp_path: Path, content: str) -> None:
    report = checked(
        tmp_path,
        {
            "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
            "charts/shop/values.yaml": "a: 1\n",
            "charts/shop/values.schema.json": content,
        },
    )
    assert [r.path for r in report.results] == ["charts/shop/values.schema.json"]


@pytest.mark.parametrize(
    "content",
    ["\0", "", "FROM", "\\\n\\\n", "FROM a:1\nCOPY x\n", "FROM a:1\nCOPY [1, 2]\n",
     'FROM a:1\nCOPY ["a\\u0000b", "x"]\n', f'FROM a:1\nCOPY ["{"a" * 5000}", "x"]\n',
     f"FROM a:1\nCOPY {'[ ' * 5000}\n", "FROM a:1\nCOPY /***/x[ y\n", "FROM a:1\nCOPY **a y\n",
     f"FROM a:1\nCMD {'[' * 100_000}\n", f'FROM a:1\nCOPY ["{"../" * 2000}", "x"]\n',
     "FROM a:1\nRUN <<EOF\nnever ends\n"],
)  # fmt: skip
def test_a_bad_dockerfile_costs_itself(tmp_path: Path, content: str) -> None:
    report = checked(tmp_path, {"images/shop/Dockerfile": content})
    assert {r.path for r in report.results} == {"images/shop/Dockerfile"}


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    report = checked(tmp_path, {"manifests/bad.yaml": HEAD + "#" * (8 << 20)})
    assert found(report) == [("", "check.unreadable")]


def test_a_link_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "out" / "manifests").mkdir(parents=True)
    os.symlink(tmp_path / "outside.yaml", tmp_path / "out" / "manifests" / "link.yaml")
    report = checked(tmp_path, {})
    assert report.checked == 1  # the namespace
    assert [(s.path, s.because.id) for s in report.not_checked] == [
        ("manifests/link.yaml", "check.link")
    ]


def test_a_pipe_does_not_hold_us_up(tmp_path: Path) -> None:
    checked(tmp_path, {})
    os.mkfifo(tmp_path / "out" / "manifests" / "pipe.yaml")
    assert check(tmp_path / "out", "1.34").results == ()


def test_a_secret_with_a_wrong_value_is_not_repeated(tmp_path: Path) -> None:
    secret = f"{HEAD.replace('ConfigMap', 'Secret')}stringData: {{p: 77177}}\n"
    report = checked(
        tmp_path, {"secrets/s.yaml": secret, "secrets.template.yaml": "db: !!int 'hunter77177'\n"}
    )
    assert {r.because.id for r in report.results} == {
        "check.schema", "check.secret_written", "documents.not_yaml",
    }  # fmt: skip
    assert "77177" not in str(report)
