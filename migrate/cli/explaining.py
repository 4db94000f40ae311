"""Explanations as people read them: each value, why it is there, and where that was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from migrate.cli import show

if TYPE_CHECKING:
    from rich.text import Text

    from migrate.explain import Explained

_MARK = {"generated": " ", "edited": "✎", "removed": "✗", "unexplained": "?"}
_STYLE = {"generated": "bold", "edited": "bold yellow", "removed": "bold red", "unexplained": "dim"}


def explained(lang: str, found: Sequence[Explained]) -> None:
    """Print explanations one below the other; those that say the same share it."""
    from rich.padding import Padding
    from rich.text import Text

    out = show.console()
    if not found:
        show.say(lang, "cli.explain.nothing")
    for group in _alike(found):
        for each in group:
            out.print(_headline(each), soft_wrap=True)
        out.print(Padding(Text(group[0].sentence), (0, 0, 0, 4), expand=False))
        for origin in group[0].origins:
            out.print(Padding(Text(f"← {origin}", style="cyan"), (0, 0, 0, 4), expand=False))
    if any(each.state != "generated" for each in found):
        show.say(lang, "cli.explain.marks")


def _alike(found: Sequence[Explained]) -> list[list[Explained]]:
    """Put neighbours together that have the same reason and evidence."""
    groups: list[list[Explained]] = []
    for each in found:
        last = groups[-1][0] if groups else None
        if last and (last.sentence, last.origins) == (each.sentence, each.origins):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _headline(each: Explained) -> Text:
    from rich.text import Text

    return Text.assemble(
        (f"{_MARK[each.state]} ", _STYLE[each.state]),
        (each.place, "dim"),
        "  ",
        (each.value, _STYLE[each.state]),
    )
