"""Choices, reasons and findings in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from migrate.model.facts import Finding, Severity
from migrate.model.origin import Origin
from migrate.model.reason import Because, Chosen, Reason

T = TypeVar("T")


def choose(value: T, text: str, origins: Iterable[Origin] = (), **params: object) -> Chosen[T]:
    """Return a choice with its reason (a text id), evidence and what fills the sentence."""
    return Chosen(value, because(text, **params), tuple(origins))


def reason(text: str, origins: Iterable[Origin] = (), **params: object) -> Reason:
    """Return a reason with its evidence."""
    return Reason(because(text, **params), tuple(origins))


def because(text: str, **params: object) -> Because:
    """Return a text id with what fills its placeholders."""
    return Because(text, {name: str(value) for name, value in params.items()})


def finding(
    rule: str, severity: Severity, subject: str, origins: Iterable[Origin] = (), **params: object
) -> Finding:
    """Return something that planning noticed."""
    filled = {name: str(value) for name, value in params.items()}
    return Finding(rule, severity, subject, filled, 0, tuple(origins), "target")
