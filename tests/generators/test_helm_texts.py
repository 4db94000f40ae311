"""Charts: every text reaches the cluster byte by byte, whatever stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import helm_python
import pytest
import yaml

from generators.helm.generator import helpers
from generators.helm.writer import ChartWriter
from generators.objects.content import joined
from generators.tree import Leaf, Node, knob, slot, why
from generators.writer import Writer
from migrate.deploy import secrets as secret_values
from migrate.model.artifact import Artifact
from migrate.model.plan import PlannedFile, SecretToken
from migrate.model.settings import Quoting, Text
from tests.generators.charts import Render, both_helms, helm4, write

REASON = why("manifests.why.sub_path")
TEXTS = (
    "", " ", "\n", "\n\n", " a", "a ", "\ta\t", "a\n", "a\n\n", "\na", " a\n  b\n", "a \n\n b \n",
    "{{ .Release.Name }}", "{{- end }}\n", "a {{- /* b */ -}} c", "{{{", "}}}", "{", "a{\n{b", "{{\n}}",
    "{%", "'", '"', "\\", "a\\\nb", "#", "# a", "- a", "a: b", "a:\nb", "|", "%", "&a", "*a", "!a", "?",
    "yes", "null", "~", "1", "1e3", "0x1f", "1_000", "2026-06-30", "12:30", ".5", "=",
    "\r", "a\r\nb\r\n", "\x00", "\x07", "\x7f", "a\x85b\n", "\xa0", "\ufeffa", "a\u2028b\n", "\u200b",
    "中文", "中文\n  第二行 {{ }}\n", "\U0001f600", "\U0001f600\n{{\n", "\ufffd", "---\na\n", "...\n", "a\n---\nb\n",
)  # fmt: skip


def chart(folder: Path, entries: Mapping[str, Node], defaults: Mapping[str, Node]) -> Path:
    """Write a chart of one ConfigMap."""
    reading = Leaf("texts", REASON)
    node: dict[str, Node] = {
        "apiVersion": Leaf("v1", REASON),
        "kind": Leaf("ConfigMap", REASON),
        "metadata": {"name": reading},
        "data": dict(entries),
    }
    files = {
        "Chart.yaml": "apiVersion: v2\nname: texts\nversion: 1.0.0\n",
        "values.yaml": "\n".join(line.text for line in Writer().document(dict(defaults))),
        "templates/_helpers.tpl": helpers("texts", secrets=True),
        "templates/map.yaml": "\n".join(line.text for line in ChartWriter().document(node)) + "\n",
    }
    return write(tuple(Artifact(f"texts/{p}", text) for p, text in files.items()), folder) / "texts"


def rendered(render: Render, made: Path, values: Mapping[str, object]) -> dict[str, str]:
    (found,) = render(made, values)
    data: dict[str, str] = found["data"]
    return data


@both_helms
def test_constants_pass_the_template_engine(tmp_path: Path, render: Render) -> None:
    entries = {f"k{number}": Leaf(text, REASON) for number, text in enumerate(TEXTS)}
    made = chart(tmp_path, entries, {})
    assert rendered(render, made, {}) == {k: leaf.value for k, leaf in entries.items()}


@both_helms
@pytest.mark.parametrize("last", TEXTS)
def test_the_last_text_of_a_conditional_object_is_whole(
    tmp_path: Path, render: Render, last: str
) -> None:
    """Trim markers around it must not eat its line breaks."""
    if render is not helm4 and not last.endswith("\n"):
        pytest.skip("one Helm is enough for texts without a last line break")
