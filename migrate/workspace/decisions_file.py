"""migration.yaml: people own it; what the toolkit writes into it leaves their comments alone."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrate.model.complaint import Complaint
from migrate.model.decisions import Decisions
from migrate.text import LANGUAGES
from migrate.workspace.files import write_atomically

if TYPE_CHECKING:
    from ruamel.yaml import YAML

FILE = "migration.yaml"
_SWITCHES = {"true": "yes", "True": "yes", "false": "no", "False": "no"}


class DecisionsError(Complaint):
    """migration.yaml is not what it should be; the message names the file and the key."""


def load(path: Path) -> Decisions:
    """Return what migration.yaml says.

    Raises:
        DecisionsError: it is no YAML, or a key has the wrong kind of value.
    """
    _document(path)
    document = _as_written(path)
    language = str(document.get("language", "en"))
    if language not in LANGUAGES:
        raise DecisionsError(
            "workspace.decisions.language",
            file=path,
            language=language,
            allowed=", ".join(LANGUAGES),
        )
    return Decisions(
        language=language,
        as_of=_date(path, document.get("as_of")),
        answers=_texts(path, document, "decisions"),
        names=_texts(path, document, "names"),
    )


def record(path: Path, section: str, values: Mapping[str, str]) -> None:
    """Set keys of a section (`decisions`, `names`), leaving comments and the rest as they are.

    Raises:
        DecisionsError: the file is no YAML.
        OSError: it cannot be written.
    """
    from ruamel.yaml.comments import CommentedMap

    document = _document(path)
    if not document.get(section):
        document[section] = CommentedMap()
    if all(document[section].get(key) == value for key, value in values.items()):
        return
    document[section].update(values)
    _write(path, document)


def set_language(path: Path, language: str) -> None:
    """Set the language, leaving everything else as it is.

    Raises:
        DecisionsError: the file is no YAML.
        OSError: it cannot be written.
    """
    document = _document(path)
    if document.get("language") != language:
        document["language"] = language
        _write(path, document)


def _write(path: Path, document: Any) -> None:
    stream = io.StringIO()
    _yaml().dump(document, stream)
    write_atomically(path, stream.getvalue().encode())


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 100
    return yaml


def _document(path: Path) -> Any:
    from ruamel.yaml.error import YAMLError

    try:
        document = _yaml().load(path.read_text("utf-8"))
    except YAMLError as wrong:
        detail = " ".join(str(wrong).split())
        raise DecisionsError("workspace.decisions.yaml", file=path, detail=detail) from wrong
    except UnicodeDecodeError as wrong:
        raise DecisionsError("workspace.decisions.encoding", file=path) from wrong
    if not isinstance(document, dict):
        raise DecisionsError("workspace.decisions.keys", file=path)
    return document


def _as_written(path: Path) -> Any:
    """Return the file with every value as text: 1.30 is a version, not the number 1.3."""
    import yaml

    return yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)


def _date(path: Path, value: object) -> str:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError as wrong:
        raise DecisionsError("workspace.decisions.date", file=path, value=value) from wrong


def _texts(path: Path, document: Mapping[str, object], section: str) -> dict[str, str]:
    values = document.get(section) or {}
    if not isinstance(values, dict):
        raise DecisionsError("workspace.decisions.section", file=path, section=section)
    wrong = [key for key, value in values.items() if isinstance(value, dict | list)]
    if wrong:
        raise DecisionsError("workspace.decisions.single", file=path, key=f"{section}/{wrong[0]}")
    given = {key: value for key, value in values.items() if value not in ("", "~", "null")}
    return {str(key): _SWITCHES.get(value, value) for key, value in given.items()}
