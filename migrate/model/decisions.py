"""What people decided: migration.yaml as a value."""

from __future__ import annotations

from msgspec import Struct, field

RULES_ABOUT = ("rules-source", "rules-target")
"""Answers without a question: what further rules are about, names parted by blanks."""


class Decisions(Struct, frozen=True):
    """The answers of migration.yaml."""

    language: str = "en"
    """zh or en"""
    as_of: str = ""
    """ISO date; the only clock of every stage."""
    answers: dict[str, str] = field(default_factory=dict)
    """Question id → answer: kube-version, catalogue, registry, exposure, score-record/replicas …"""
    names: dict[str, str] = field(default_factory=dict)
    """Identity → slug, kept for good once given."""
