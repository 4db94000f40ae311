"""Text ids and parameters go in, sentences come out: the only place that knows a language.

Texts lie in `text/<language>/<room>.yaml` as nested maps; an id is the dotted path to a leaf
(`rule.session-in-memory`). Placeholders are `{name}`; `{name:facts}` stands for names of facts with
commas, told as people call them.
"""

from __future__ import annotations

import functools
import string
from collections.abc import Mapping
from importlib import resources

LANGUAGES = ("en", "zh")


class TextError(Exception):
    """A text id or placeholder that the catalogues do not have: a defect of the toolkit."""


def say(language: str, text: str, params: Mapping[str, object] | None = None) -> str:
    """Return a text in a language, its placeholders filled.

    Raises:
        TextError: the language, the id or a placeholder's value is missing.
    """
    template = _catalogue(language).get(text)
    if template is None:
        raise TextError(f"text/{language}: no text has the id {text!r}")
    try:
        return _Filling(language).vformat(template, (), dict(params or {}))
    except (KeyError, IndexError) as missing:
        raise TextError(f"text/{language}: {text} needs a value for {missing}") from missing


def fact(language: str, name: str) -> str:
    """Return what a fact is called in a list, its own name where nothing shorter is known."""
    return _catalogue(language).get(f"label.{name}", name)


class _Filling(string.Formatter):
    """Fills placeholders in."""

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a value; names of facts as people call them."""
        if format_spec != "facts":
            return str(super().format_field(value, format_spec))
        names = (fact(self._language, name.strip()) for name in str(value).split(","))
        return "、".join(names) if self._language == "zh" else ", ".join(names)


def has(text: str) -> bool:
    """Tell whether a text exists (in English; a test holds the languages equal)."""
    return text in _catalogue("en")


def catalogue(language: str) -> Mapping[str, str]:
    """Return every text of a language by id."""
    return _catalogue(language)


@functools.cache
def _catalogue(language: str) -> dict[str, str]:
    import yaml

    folder = resources.files(__package__) / language
    if language not in LANGUAGES or not folder.is_dir():
        raise TextError(f"text: no language {language!r}; there are {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            _flatten(yaml.safe_load(file.read_text("utf-8")) or {}, "", texts, file.name)
    return texts


def _flatten(tree: Mapping[str, object], prefix: str, into: dict[str, str], file: str) -> None:
    for key, value in tree.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            _flatten(value, f"{name}.", into, file)
        elif name in into:
            raise TextError(f"text/{file}: the id {name!r} is given twice")
        else:
            into[name] = str(value).rstrip("\n")
