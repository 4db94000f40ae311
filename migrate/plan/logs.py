"""log4j 1 configurations: file appenders become console appenders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.model.plan import PlannedPart
from migrate.model.settings import SettingFile, Text

_MARKS = re.compile("[\ue000\ue001]")
"""Stand for slots while lines are looked at; nobody writes them in a logging configuration."""
_CONSOLE = "org.apache.log4j.ConsoleAppender"
_APPENDER = re.compile(r"^\s*log4j\.appender\.([\w$-]+)\s*[=:]\s*([\w.$]*FileAppender)\s*$")
_OPTION = re.compile(r"^\s*log4j\.appender\.([\w$-]+)\.(\w+)")
_OF_FILES_ONLY = frozenset(
    {
        "append", "bufferedio", "buffersize", "datepattern", "file", "maxbackupindex",
        "maxfilesize", "maximumfilesize", "rollingpolicy", "triggeringpolicy",
    }
)  # fmt: skip


def writes_files(file: SettingFile) -> bool:
    """Tell whether a settings file is a log4j configuration with a file appender."""
    if file.format != "log4j" and file.path.rsplit("/", 1)[-1] != "log4j.properties":
        return False
    text = "".join(part.text for part in file.parts if isinstance(part, Text))
    return any(_APPENDER.match(line) for line in text.splitlines())


def to_console(parts: Sequence[PlannedPart]) -> tuple[PlannedPart, ...]:
    """Return the configuration with every file appender turned to the console.

    Names, levels and layouts stay; what only files have (path, rolling) goes.
    """
    marked = "".join(
        _MARKS.sub("", part.text) if isinstance(part, Text) else f"\ue000{number}\ue001"
        for number, part in enumerate(parts)
    )
    lines = marked.splitlines(keepends=True)
    turned = {found[1] for line in lines if (found := _APPENDER.match(line))}
    kept = "".join(_line(line, turned) for line in lines)
    return _split(kept, parts)


def _line(line: str, turned: set[str]) -> str:
    found = _APPENDER.match(line)
    if found:
        return line.replace(found[2], _CONSOLE)
    option = _OPTION.match(line)
    if option and option[1] in turned and option[2].lower() in _OF_FILES_ONLY:
        return ""
    return line


def _split(marked: str, parts: Sequence[PlannedPart]) -> tuple[PlannedPart, ...]:
    found: list[PlannedPart] = []
    for piece in re.split("(\ue000\\d+\ue001)", marked):
        if piece.startswith("\ue000"):
            found.append(parts[int(piece[1:-1])])
        elif piece:
            found.append(Text(piece))
    return tuple(found)
