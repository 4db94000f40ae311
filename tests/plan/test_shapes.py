"""Free answers and names keep to what objects and commands can take."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import pipeline
from migrate.analyse.naming import slug
from migrate.plan.shapes import SHAPES
from tests.conftest import make_workspace

GOOD = {
    "registry": ["registry.example.com", "10.0.0.1:5000/team", "localhost:5000", "r/a_b/c-d"],
    "hostname": ["", "www.example.com", "*.example.com", "intranet"],
    "gateway": ["gateway", "infra/gateway"],
    "ingress-class": ["nginx", "a.b"],
    "storage-class": ["", "fast-ssd"],
    "replicas": ["1", "30"],
    "written-paths": ["none", "upload", "data/upload/", "/srv/files, a/b.d,上传"],
}
BAD = {
    "registry": ["", "x\nRUN evil", "https://r", "a b", "UPPER", "-x", "a:b:c", "r/../x"],
    "hostname": ["a b", "www.example.com/path", "x\ny", "中文.com", "-a.com", "{{ x }}"],
    "gateway": ["", "a/b/c", "{{ x }}", "A", "a b"],
    "ingress-class": ["", "x y", "X"],
    "storage-class": ["x y", "{{ .Values.x }}"],
    "replicas": ["", "0", "-1", "1.5", "many", "99999"],
    "written-paths": ["", "../x", "a/../b", "a b", "x\ny", "{{ x }}", "a,,b", "/", "${x}"],
}


@pytest.mark.parametrize("kind", SHAPES)
def test_what_fits_and_what_does_not(kind: str) -> None:
    assert [answer for answer in GOOD[kind] if not SHAPES[kind].fits(answer)] == []
    assert [answer for answer in BAD[kind] if SHAPES[kind].fits(answer)] == []
    assert SHAPES[kind].fits(SHAPES[kind].example)


def test_a_misshapen_answer_leaves_the_default_and_is_named(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    workspace.decide({"registry": "x\nRUN evil", "portal/hostname": "{{ x }}"})
    _, plan = pipeline.plan(workspace)
    assert plan.registry.value == "registry.example.com"
    named = {f.params["question"] for f in plan.findings if f.rule == "decision-misshapen"}
    assert named == {"registry", "portal/hostname"}


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("", "学员分数管理系统", "xue-yuan-fen-shu-guan-li-xi-tong"),
        ("Score Record!", "x", "score-record"),
        ("1234", "x", "app-1234"),
        ("", "***", "unnamed"),
        ("a" * 80, "", "a" * 46),
        ("x\nRUN evil", "", "x-run-evil"),
    ],
)
def test_names_are_labels(code: str, name: str, expected: str) -> None:
    assert slug(code, name) == expected
