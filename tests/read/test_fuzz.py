"""A short hunt with mutated inputs; the long one is `make fuzz`."""

from __future__ import annotations

from tests.read.fuzz import hunt, seeds

CASES = 500


def test_mutated_inputs_end_with_facts_or_a_word() -> None:
    assert len(seeds()) > 30
    wrong = hunt(CASES, seed=1_000_000)
    assert wrong == [], "\n\n".join(wrong[:5])
