"""Everything people read exists in both languages, with the same placeholders."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from migrate import text
from migrate.knowledge.expected import expected_facts
from migrate.knowledge.readiness import readiness

ROOT = Path(__file__).parent.parent
HAN = re.compile(r"[\u4e00-\u9fff]")


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_texts() -> None:
    assert set(text.catalogue("zh")) == set(text.catalogue("en"))


def test_both_languages_fill_the_same_placeholders() -> None:
    english, chinese = text.catalogue("en"), text.catalogue("zh")
    different = [i for i in english if placeholders(english[i]) != placeholders(chinese[i])]
    assert different == []


def test_english_texts_hold_no_chinese() -> None:
    assert [i for i, said in text.catalogue("en").items() if HAN.search(said)] == []


def test_a_missing_text_or_value_is_a_defect() -> None:
    with pytest.raises(text.TextError, match="no text has the id"):
        text.say("en", "no.such.text")
    with pytest.raises(text.TextError, match="needs a value"):
        text.say("en", "workspace.missing")


def test_every_text_id_written_in_code_exists() -> None:
    rooms = {i.split(".")[0] for i in text.catalogue("en")}
    literal = re.compile(rf'"((?:{"|".join(sorted(rooms))})\.[a-z0-9_.-]+[a-z0-9])"')
    missing = {
        (file.relative_to(ROOT).as_posix(), found)
        for folder in ("migrate", "generators")
        for file in (ROOT / folder).rglob("*.py")
        for found in literal.findall(file.read_text("utf-8"))
        if not any(
            text.has(name) or _is_prefix(name) for name in (found, f"ui.{found}", f"report.{found}")
        )
        and not found.endswith((".py", ".yaml"))
        and found not in _survey_facts()
    }
    assert missing == set()


def _survey_facts() -> set[str]:
    """Return facts that share their first word with the survey's texts."""
    from migrate.survey.schema import schema

    facts = {column.fact for sheet in schema().sheets for column in sheet.columns}
    return {*facts, "survey.depends_on"}


def _is_prefix(found: str) -> bool:
    return any(known.startswith(f"{found}.") for known in text.catalogue("en"))


def test_names_of_facts_are_told_as_people_call_them() -> None:
    params = {"count": "2", "facts": "data.size, component.hosts, own.fact"}
    assert text.say("en", "assess.missing-facts", params).endswith(
        ": Size of the data, Servers it runs on, own.fact"
    )
    assert text.say("zh", "assess.missing-facts", params).endswith("：数据量、所在服务器、own.fact")


def test_every_fact_that_may_be_missing_has_a_label() -> None:
    needed = {fact for facts in readiness().needs.values() for fact in facts}
    kinds = (ROOT / "migrate" / "knowledge" / "expected.yaml").read_text("utf-8")
    told = {fact for kind in re.findall(r"^[\w-]+", kinds, re.M) for fact in expected_facts(kind)}
    assert len(told) > 30
    without = [fact for fact in needed | told if text.fact("zh", fact) == fact]
    assert without == []
