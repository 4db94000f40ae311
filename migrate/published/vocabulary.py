"""The vocabulary of kinds and facts goes in; docs/facts.<language>.md comes out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from migrate import text
from migrate.knowledge import vocabulary
from migrate.knowledge.vocabulary import ListOf, MapOf, OneOf, Scalar, Shape


def page(language: str) -> str:
    """Return the page that lists every kind and every fact by family."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    texts = text.catalogue(language)
    yield f"# {texts['vocabulary.title']}\n"
    yield texts["vocabulary.intro"] + "\n"
    yield f"## {texts['vocabulary.kinds']}\n"
    yield from _heading(texts, "kind", "meaning", "family")
    for name, family in vocabulary.families().items():
        for kind in family.kinds:
            yield _row(f"`{kind}`", texts[f"kind.{kind}"], texts[f"vocabulary.family.{name}"])
    for name, family in vocabulary.families().items():
        yield f"\n## {texts[f'vocabulary.family.{name}']}\n"
        yield from _heading(texts, "fact", "meaning", "shape")
        for fact in sorted(family.facts):
            shown = f"`{written(family.facts[fact])}`"
            yield _row(f"`{fact}`", texts[f"fact.{fact}"], shown)


def _heading(texts: Mapping[str, str], *columns: str) -> Iterator[str]:
    yield _row(*(texts[f"vocabulary.column.{column}"] for column in columns))
    yield _row(*("---" for _ in columns))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def written(shape: Shape) -> str:
    """Return a shape on one line: `[{name: text, version?: text, origins}]`."""
    match shape:
        case Scalar(name):
            return name
        case OneOf(values):
            return " / ".join(values)
        case ListOf(of):
            return f"[{written(of)}]"
        case MapOf(required, optional, origins):
            keys = [f"{key}: {written(of)}" for key, of in required.items()]
            keys += [f"{key}?: {written(of)}" for key, of in optional.items()]
            return f"{{{', '.join([*keys, 'origins'] if origins else keys)}}}"


if __name__ == "__main__":
    print(page(sys.argv[1]), end="")
