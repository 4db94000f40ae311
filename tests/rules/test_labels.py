"""`--source` and `--target` select rules as Konveyor's command line does."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import rules
from migrate.rules import Selection

S, T = "konveyor.io/source", "konveyor.io/target"


@pytest.mark.parametrize(
    ("sources", "targets", "labels", "means"),
    [
        ((), (), [], True),
        ((), (), [f"{T}=x"], True),
        ((), ("eap8",), [], False),
        ((), ("eap8",), ["discovery"], True),
        ((), ("eap8",), [f"{T}=eap8"], True),
        ((), ("eap8",), [f"{T}=eap7"], False),
        ((), ("eap8",), [f"{T}=eap7+"], True),
        ((), ("eap7",), [f"{T}=eap8+"], False),
        ((), ("eap6",), [f"{T}=eap7-"], True),
        ((), ("eap8",), [f"{T}=eap7-"], False),
        ((), ("eap",), [f"{T}=eap7"], True),
        ((), ("eap7",), [f"{T}=eap"], False),
        ((), ("hibernate5.1",), [f"{T}=hibernate5.3-"], True),
        ((), ("hibernate5.10",), [f"{T}=hibernate5.3-"], False),
        ((), ("cloud-readiness",), [f"{T}=cloud-readiness", f"{S}=java"], True),
        ((), ("anything",), [T], True),
        ((), ("anything",), [f"{T}="], True),
        (("java",), (), [f"{T}=cloud-readiness", f"{S}=java"], True),
        (("java",), ("eap8",), [f"{T}=cloud-readiness", f"{S}=java"], False),
        (("weblogic",), ("eap8",), [f"{T}=eap8", f"{S}=java"], False),
        (("weblogic", "java"), ("eap8", "x"), [f"{T}=eap8", f"{S}=java"], True),
        ((), (), ["konveyor.io/include=never"], False),
        ((), ("x",), ["konveyor.io/include=always"], True),
    ],
)
def test_selection(
    sources: tuple[str, ...], targets: tuple[str, ...], labels: list[str], means: bool
) -> None:
    assert Selection(sources, targets).means(labels) is means


def test_labels_of_the_ruleset_count_and_our_own_rules_stay(tmp_path: Path) -> None:
    for name in ("eap7", "eap8"):
        (tmp_path / name).mkdir()
        header = f"name: {name}\nlabels: [{T}={name}]\n"
        (tmp_path / name / "ruleset.yaml").write_text(header)
        rule = f"- {{ruleID: about-{name}, message: m, when: {{builtin.file: {{pattern: x}}}}}}\n"
        (tmp_path / name / "r.yaml").write_text(rule)
    loaded = rules.load([tmp_path], Selection(targets=("eap8",)))
    assert [rule.id for rule in loaded.rules if not rule.own] == ["about-eap8"]
    assert "log-to-file" in {rule.id for rule in loaded.rules}
