"""Lines of texts keep their reasons wherever a person's edits have pushed them."""

from __future__ import annotations

import pytest

from migrate.explain import Explained, ExplainError, explain
from migrate.model.reason import Because, Reason

GENERATED = "FROM a:1\nRUN true\n\nUSER 10001\n"
REASONS = {f"L{n}": Reason(Because("check.malformed", {"field": f"L{n}"})) for n in (1, 4)}


def told(content: str, place: str = "", generated: str | None = GENERATED) -> list[Explained]:
    return list(explain(content, REASONS, place, "en", generated, structured=False))


def brief(found: list[Explained]) -> list[tuple[str, str]]:
    return [(each.place, each.state) for each in found]


def test_only_lines_that_have_something_to_say_are_told() -> None:
    assert brief(told(GENERATED)) == [("L1", "generated"), ("L4", "generated")]
    assert brief(told(GENERATED, "L2")) == [("L2", "unexplained")]


def test_lines_are_pushed_down() -> None:
    found = told("# mine\nFROM a:1\nRUN true\n\nUSER 10001\n")
    assert brief(found) == [("L1", "edited"), ("L2", "generated"), ("L5", "generated")]
    assert "L4" in found[2].sentence
    assert found[0].sentence == "Added by hand."


def test_a_changed_line_says_what_it_was() -> None:
    (found,) = told(GENERATED.replace("USER 10001", "USER 0"), "L4")
    assert (found.state, found.value) == ("edited", "USER 0")
    assert "USER 10001" in found.sentence


def test_a_file_that_was_never_generated_is_nobodys() -> None:
    assert explain("x\n", {}, "", "en", None, structured=False) == ()


@pytest.mark.parametrize("place", ["L9", "L0", "/spec", "x"])
def test_a_line_that_is_not_there_is_a_complaint(place: str) -> None:
    with pytest.raises(ExplainError):
        told(GENERATED, place)


def test_the_last_line_is_nearest_to_one_behind_it() -> None:
    with pytest.raises(ExplainError) as wrong:
        told(GENERATED, "L9")
    assert wrong.value.because.params["near"] == "L4"


def test_a_text_without_end_is_a_complaint() -> None:
    with pytest.raises(ExplainError) as wrong:
        told("x\n" * 6000)
    assert wrong.value.because.id == "explain.too_long"


def test_the_same_line_many_times_takes_no_time_worth_telling() -> None:
    found = told("x\n" * 4999, "L4999", "x\n" * 400)
    assert found[0].state == "edited"
