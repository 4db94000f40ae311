"""Logging in properties, YAML and JSON: log4j 1 and 2, java.util.logging, Spring Boot's keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.read.java import log_files
from migrate.read.java.appenders import Appender, Option, take
from migrate.read.java.application import Application
from migrate.read.java.placeholders import SettingPairs, expanded
from migrate.read.values import Pair

_LOG4J1 = re.compile(r"(?i)log4j\.appender\.(?P<name>[\w\-]+)(?:\.(?P<option>\w+))?$")
_LOG4J2 = re.compile(
    r"(?i)(?:configuration\.)?appenders?\.(?P<name>[\w\-]+(?:\[\d+\])?)\.(?P<option>[\w.]+)$"
)
_JULI = re.compile(
    r"(?P<name>(?:[\w\-]+\.)*\w*FileHandler)\.(?P<option>pattern|directory|prefix|suffix)$"
)
_NAMED = frozenset({"logging.file", "logging.file.name"})
_SPRING = _NAMED | {"logging.path", "logging.file.path"}


def read(application: Application) -> None:
    """Read the logging keys of every settings file."""
    for file in application.settings:
        keys = {pair.key for pair in file.pairs}
        if any(_LOG4J1.match(key) for key in keys):
            _appenders(file, _LOG4J1, "log4j", application)
        elif _is_log4j2(file):
            _appenders(file, _LOG4J2, "log4j2", application)
        _handlers(file, application)
        _spring(file, application)


def _is_log4j2(file: SettingPairs) -> bool:
    name = file.entry.name.lower()
    return name.startswith(("log4j2", "log4j")) or any(
        pair.key.lower() in ("rootlogger.level", "rootlogger.appenderrefs") for pair in file.pairs
    )


def _appenders(
    file: SettingPairs, pattern: re.Pattern[str], library: str, application: Application
) -> None:
    own = _own(file.pairs)
    classes: dict[str, tuple[str, Pair]] = {}
    options: dict[str, dict[str, Option]] = {}
    for pair in file.pairs:
        match = pattern.match(pair.key)
        if match is None:
            continue
        name, option = match["name"], (match["option"] or "").lower()
        if not option or (library == "log4j2" and option == "type"):
            classes[name] = (pair.meaning, pair)
            continue
        value = Option(expanded(pair.meaning, own.get), file.entry.origin(pair.line))
        options.setdefault(name, {}).setdefault(option.rpartition(".")[2], value)
    for name, found in options.items():
        first = next(iter(found.values()))
        class_, said = classes.get(name, (name.partition("[")[0], None))
        origin = file.entry.origin(said.line) if said else first.origin
        if library == "log4j2" and not class_.endswith(("Appender", "File")):
            class_ = f"{class_}Appender"
        take(Appender(library, class_, found, origin), application)


def _own(pairs: Iterable[Pair]) -> dict[str, str]:
    """Return what `${…}` stands for inside of the file: log4j 2 sets it as `property.NAME`."""
    found: dict[str, str] = {}
    for pair in pairs:
        found.setdefault(pair.key, pair.meaning)
        if pair.key.startswith("property."):
            found.setdefault(pair.key.removeprefix("property."), pair.meaning)
    return found


def _handlers(file: SettingPairs, application: Application) -> None:
    """Read file handlers of java.util.logging, and of Tomcat's JULI with its default names."""
    handlers: dict[str, dict[str, Pair]] = {}
    for pair in file.pairs:
        match = _JULI.match(pair.key)
        if match:
            handlers.setdefault(match["name"], {})[match["option"]] = pair
    for name, said in handlers.items():
        first = next(iter(said.values()))
        origin = file.entry.origin(first.line)
        how = f"jul {name.rpartition('.')[2]}"
        if "pattern" in said:
            log_files.add(application, _pattern(said["pattern"].meaning), how, origin)
        elif "directory" in said or "prefix" in said:
            text = {key: pair.meaning for key, pair in said.items()}
            folder = text.get("directory", "logs").rstrip("/")
            path = f"{folder}/{text.get('prefix', 'juli.')}*{text.get('suffix', '.log')}"
            log_files.add(application, path, how, origin)


def _pattern(text: str) -> str:
    """Return a pattern of java.util.logging with its folders as other files name them."""
    return text.replace("%h", "${user.home}").replace("%t", "${java.io.tmpdir}")


def _spring(file: SettingPairs, application: Application) -> None:
    named = any(application.values.get(key) for key in _NAMED)
    for pair in file.pairs:
        # Spring Boot asks for the folder only where no file is named.
        if pair.key in _SPRING and pair.meaning and (pair.key in _NAMED or not named):
            folder = pair.key.endswith("path")
            path = f"{pair.meaning.rstrip('/')}/spring.log" if folder else pair.meaning
            how = f"setting {pair.key}"
            log_files.add(application, path, how, file.entry.origin(pair.line))
