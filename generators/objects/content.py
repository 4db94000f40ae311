"""The content of a mounted file as a leaf that tells of each line what was put there, and why."""

from __future__ import annotations

from collections.abc import Iterator

from generators.naming import secret_key
from generators.tree import Call, Joined, Leaf, setting, values
from migrate.model.plan import Filled, MigrationPlan, PlannedFile, SecretToken
from migrate.model.reason import Reason


def leaf(file: PlannedFile) -> Leaf:
    """Return the content of a file without secrets."""
    return Leaf(file.text, file.reason, tuple(_notes(file)))


def joined(file: PlannedFile, plan: MigrationPlan, chart: str) -> Joined:
    """Return the content of a file with secrets: placeholders, in a chart the values given."""
    parts = tuple(
        _call(part, plan, chart) if isinstance(part, SecretToken) else part.text
        for part in file.parts
    )
    return Joined(parts, file.reason, tuple(_notes(file)))


def _call(token: SecretToken, plan: MigrationPlan, chart: str) -> Call:
    path = ("secrets", secret_key(plan, token.secret))
    given = setting(path, "secret", "", id=token.secret)
    needed = f'required "{".".join(path)} is needed while secrets.create is true" {values(path)}'
    return Call(f'include "{chart}.quote.{token.quoting}" ({needed})', str(token), (given,))


def _notes(file: PlannedFile) -> Iterator[tuple[int, Reason]]:
    """Yield the line and reason of everything that was put into the application's own text."""
    line = 1
    for part in file.parts:
        if isinstance(part, Filled | SecretToken) and part.reason:
            yield line, part.reason
        line += (str(part) if isinstance(part, SecretToken) else part.text).count("\n")
