"""A person's edits of a small file: whose each value is, and which reason it keeps."""

from __future__ import annotations

import pytest

from migrate.explain import Explained, ExplainError, explain
from migrate.model.origin import Origin
from migrate.model.reason import Because, Reason

GENERATED = """\
kind: Deployment
spec:
  replicas: 1
  selector: {}
  containers:
    - name: web
      image: web:1
      protocol: TCP
    - name: side
      image: side:1
      protocol: TCP
  args: [run, fast]
  text: |
    first
    second
"""
POINTERS = (
    "/kind", "/spec/replicas",
    "/spec/containers/0/name", "/spec/containers/0/image", "/spec/containers/0/protocol",
    "/spec/containers/1/name", "/spec/containers/1/image", "/spec/containers/1/protocol",
    "/spec/args/0", "/spec/args/1", "/spec/text", "/spec/text#L2",
)  # fmt: skip


def _reason(where: str) -> Reason:
    return Reason(Because("check.malformed", {"field": where}), (Origin("w.xlsx", where),))


REASONS = {where: _reason(where) for where in POINTERS}


def told(content: str, place: str = "", generated: str | None = GENERATED) -> dict[str, Explained]:
    found = explain(content, REASONS, place, "en", generated, structured=True)
    assert len({each.place for each in found}) == len(found)
    return {each.place: each for each in found}


def origins(found: dict[str, Explained]) -> dict[str, str]:
    """Return by place where its reason comes from."""
    return {where: each.origins[0].place for where, each in found.items() if each.origins}


def edited(found: dict[str, Explained]) -> dict[str, str]:
    return {where: each.state for where, each in found.items() if each.state != "generated"}


def test_what_nobody_touched_keeps_its_reasons() -> None:
    found = told(GENERATED)
    assert tuple(found) == POINTERS
    assert origins(found) == {where: where for where in POINTERS}


def test_other_spelling_is_no_edit() -> None:
    found = told(GENERATED.replace("kind: Deployment", 'kind:   "Deployment" # the kind'))
    assert edited(found) == {}


@pytest.mark.parametrize("value", ['"1"', "true", "1.0"])
def test_another_type_is_an_edit(value: str) -> None:
    found = told(GENERATED.replace("replicas: 1", f"replicas: {value}"))
    assert edited(found) == {"/spec/replicas": "edited"}


def test_items_keep_their_reasons_when_one_is_put_before_them() -> None:
    item = "    - name: log\n      image: log:1\n      protocol: TCP\n"
    found = told(GENERATED.replace("    - name: web", f"{item}    - name: web"))
    assert edited(found) == {
        f"/spec/containers/0/{key}": "edited" for key in ("name", "image", "protocol")
    }
    assert origins(found)["/spec/containers/1/protocol"] == "/spec/containers/0/protocol"
    assert origins(found)["/spec/containers/2/image"] == "/spec/containers/1/image"
    assert found["/spec/containers/0/image"].sentence == "Added by hand."


def test_a_field_of_an_item_is_edited_alone() -> None:
    found = told(GENERATED.replace("web:1", "web:2"))
    assert edited(found) == {"/spec/containers/0/image": "edited"}
    assert "web:1" in found["/spec/containers/0/image"].sentence
    assert found["/spec/containers/0/image"].origins == ()


def test_an_item_is_found_again_by_its_name() -> None:
    added = "    - name: log\n      image: log:1\n    - name: web"
    found = told(GENERATED.replace("    - name: web", added).replace("web:1", "web:2"))
    assert edited(found) == {
        "/spec/containers/0/name": "edited",
        "/spec/containers/0/image": "edited",
        "/spec/containers/1/image": "edited",
    }
    assert "web:1" in found["/spec/containers/1/image"].sentence


def test_an_item_that_was_taken_out_is_told() -> None:
    side = "    - name: side\n      image: side:1\n      protocol: TCP\n"
    assert edited(told(GENERATED.replace(side, ""))) == {
        f"/spec/containers/1/{key}": "removed" for key in ("name", "image", "protocol")
    }


def test_an_item_is_renamed_alone() -> None:
    assert edited(told(GENERATED.replace("name: web", "name: site"))) == {
        "/spec/containers/0/name": "edited"
    }


def test_items_in_another_order_are_no_edit() -> None:
    found = told(GENERATED.replace("[run, fast]", "[fast, run]"))
    assert edited(found) == {}
    assert origins(found)["/spec/args/0"] == "/spec/args/1"


def test_what_was_taken_out_is_told() -> None:
    found = told(GENERATED.replace("  replicas: 1\n", ""), "/spec/replicas")
    (only,) = found.values()
    assert (only.state, only.value, only.origins) == ("removed", "", ())
    assert only.sentence.endswith("was: 1")


def test_a_map_in_place_of_a_value_is_added() -> None:
    found = told(GENERATED.replace("replicas: 1", "replicas: {min: 1}"))
    assert edited(found) == {"/spec/replicas/min": "edited"}


def test_a_value_in_place_of_a_map_is_an_edit() -> None:
    found = told(GENERATED.replace("  selector: {}", "  selector: all"))
    assert edited(found) == {"/spec/selector": "edited"}


def test_an_empty_map_is_told_when_asked_for() -> None:
    assert "/spec/selector" not in told(GENERATED)
    (only,) = told(GENERATED, "/spec/selector").values()
    assert (only.value, only.state) == ("{}", "generated")
    assert told(GENERATED.replace("kind:", "new: []\nkind:"))["/new"].state == "edited"


def test_lines_of_a_text_are_silent_once_the_text_is_edited() -> None:
    assert told(GENERATED, "/spec/text#L2")["/spec/text#L2"].value == "second"
    found = told(GENERATED.replace("second", "third"))
    assert found["/spec/text"].state == "edited"
    assert "/spec/text#L2" not in found


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("L1", ["/kind"]),
        ("L3", ["/spec/replicas"]),
        ("L7", ["/spec/containers/0/image"]),
        ("L13", ["/spec/text", "/spec/text#L2"]),
        ("L14", ["/spec/text", "/spec/text#L2"]),
        ("L15", ["/spec/text#L2"]),
    ],
)
def test_a_line_is_what_stands_there(line: str, places: list[str]) -> None:
    assert list(told(GENERATED, line)) == places


def test_a_line_behind_the_end_is_none() -> None:
    with pytest.raises(ExplainError):
        told(GENERATED, "L99")


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("/spec/replica", "/spec/replicas"),
        ("/spec/container", "/spec/containers"),
        ("/spec/containers/0/imag", "/spec/containers/0/image"),
        ("/spec/containers/7", "/spec/containers/1"),
        ("/spec/zzzzzzzzzzzz", "/spec"),
        ("/spec/text#L9", "/spec/text#L2"),
    ],
)
def test_the_nearest_place_is_named(asked: str, near: str) -> None:
    with pytest.raises(ExplainError) as wrong:
        told(GENERATED, asked)
    assert wrong.value.because.params["near"] == near
    assert wrong.value.exit_code == 2


def test_a_slash_at_the_end_does_no_harm() -> None:
    assert set(told(GENERATED, "/spec/args/")) == {"/spec/args/0", "/spec/args/1"}


def test_a_file_that_was_never_generated_has_no_reasons() -> None:
    found = explain(GENERATED, {}, "", "en", None, structured=True)
    assert {each.state for each in found} == {"unexplained"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("kind: [\n", "explain.broken"),
        ("a: &a [*a]\n", "documents.holds_itself"),
        ("a: &a " + "[" + "x, " * 999 + "]\nb: [" + "*a, " * 999 + "]\n", "documents.too_many"),
        ("a: !!int x\n", "explain.broken"),
        ("a: 1\n---\nb: 2\n", "explain.several"),
    ],
)
def test_a_damaged_file_is_a_complaint(content: str, reason: str) -> None:
    for place in ("", "/kind", "L1"):
        with pytest.raises(ExplainError) as wrong:
            told(content, place)
        assert wrong.value.because.id == reason


def test_an_emptied_file_is_an_edit() -> None:
    assert {each.state for each in told("").values()} == {"edited"}
