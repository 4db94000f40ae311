"""What a check can say of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from migrate.model.artifact import CheckResult, NotChecked
from migrate.model.reason import Because


class Covered(Struct, frozen=True):
    """A file that a check has looked at."""

    path: str


Remark: TypeAlias = CheckResult | NotChecked | Covered


def failed(path: str, place: str, check: str, text: str, **params: object) -> CheckResult:
    """Return something that needs a person."""
    return CheckResult(path, place, check, "failed", _because(text, params))


def warning(path: str, place: str, check: str, text: str, **params: object) -> CheckResult:
    """Return something that a person should look at."""
    return CheckResult(path, place, check, "warning", _because(text, params))


def not_checked(path: str, text: str, **params: object) -> NotChecked:
    """Return something that no check covered."""
    return NotChecked(path, _because(text, params))


def pointer(path: Sequence[object]) -> str:
    """Return a JSON pointer."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _because(text: str, params: dict[str, object]) -> Because:
    return Because(text, {name: str(value) for name, value in params.items()})
