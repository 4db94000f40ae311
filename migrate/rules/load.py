"""Rule files -> a `RuleSet`: our own, and folders of published ones, unmodified.

A wrong rule from outside costs itself, not the run; a wrong one of our own is a defect.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from migrate import knowledge
from migrate.model.complaint import Complaint
from migrate.rules.labels import Selection
from migrate.rules.parse import parse
from migrate.rules.shape import Rule, RuleError, RuleSet, WrongRule

MAX_BYTES = 4 << 20
"""Of one rule file."""

MAX_VALUES = 1_000_000
"""Of one rule file; what an alias stands for counts each time."""

_HEADER = "ruleset.yaml"
_MAX_FOLDERS = 20
_BROKEN = {
    "documents.holds_itself": "a value that holds itself",
    "documents.too_many": f"more than {MAX_VALUES} values",
    "documents.too_deep": "nested too deeply",
}
_ALL = Selection()


class NoRulesError(Complaint):
    """There is no such file or folder of rules."""


class _Header(msgspec.Struct, frozen=True):
    """The `ruleset.yaml` of a folder."""

    name: str = ""
    labels: tuple[str, ...] | None = ()


def load(folders: Sequence[Path] = (), selection: Selection = _ALL) -> RuleSet:
    """Return our own rules and those meant by a selection below folders (or in files).

    A rule id taken already is prefixed with its rule set's name, or its file's.

    Raises:
        NoRulesError: a folder is not there.
    """
    taken = {rule.id: rule for rule in _own()}
    wrong: list[WrongRule] = []
    for folder in folders:
        if not folder.is_dir() and not folder.is_file():
            raise NoRulesError("rules.missing", path=folder)
        for path, header in _files(folder, wrong, 0):
            _add(taken, path, header, selection, wrong)
    return RuleSet(tuple(taken.values()), tuple(wrong))


@functools.cache
def _own() -> tuple[Rule, ...]:
    topics = knowledge.load_folder("rules", list[dict[str, object]])
    found = [
        parse(raw, f"knowledge/rules/{topic}.yaml")
        for topic, content in topics.items()
        for raw in content
    ]
    ids: set[str] = set()
    for rule in found:
        if rule.id in ids:
            raise RuleError(rule.file, rule.id, "given twice")
        ids.add(rule.id)
    return tuple(found)


def _add(
    taken: dict[str, Rule],
    path: Path,
    header: _Header,
    selection: Selection,
    wrong: list[WrongRule],
) -> None:
    """Add the rules of one file; those that are wrong are told."""
    for number, raw in enumerate(_contained(path, wrong), 1):
        try:
            rule = _rule(raw, path, header)
            if selection.means(rule.labels):
                _take(taken, rule, header.name or path.parent.name)
        except RuleError as error:
            named = error.wrong.rule or f"#{number}"
            wrong.append(msgspec.structs.replace(error.wrong, rule=named))


def _take(taken: dict[str, Rule], rule: Rule, name: str) -> None:
    """Take a rule, under a longer name when its own is taken by another set or another file.

    Published sets give an id twice, in files of one folder; in one file it is an error.
    """
    longer = (rule.id, f"{name}/{rule.id}", f"{rule.topic}/{rule.id}")
    if any(rule.file == taken[id_].file for id_ in longer if id_ in taken):
        raise RuleError(rule.file, rule.id, "given twice")
    free = next((id_ for id_ in longer if id_ not in taken), None)
    if free is None:
        raise RuleError(rule.file, rule.id, f"given already in {taken[longer[-1]].file}")
    taken[free] = rule if free == rule.id else msgspec.structs.replace(rule, id=free)


def _rule(raw: object, path: Path, header: _Header) -> Rule:
    rule = parse(raw, shown(path), header.labels or ())
    if not rule.message and not rule.tags:
        raise RuleError(shown(path), rule.id, "a rule needs a message or a tag")
    return rule


def _contained(path: Path, wrong: list[WrongRule]) -> list[object]:
    try:
        content = _yaml(path)
        if content is None:
            return []
        if not isinstance(content, list):
            raise RuleError(shown(path), "", "a rule file holds a list of rules")
        return content
    except RuleError as error:
        wrong.append(error.wrong)
        return []


def _files(folder: Path, wrong: list[WrongRule], depth: int) -> Iterator[tuple[Path, _Header]]:
    """Walk a folder as Konveyor does; tests that lie beside the rules are none."""
    if folder.is_file():
        yield folder, _header(folder.parent, wrong)
        return
    header = _header(folder, wrong)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name not in ("tests", ".git"):
            if depth < _MAX_FOLDERS:
                yield from _files(path, wrong, depth + 1)
            else:
                wrong.append(WrongRule(shown(path), "", f"deeper than {_MAX_FOLDERS} folders"))
        elif path.suffix in (".yaml", ".yml") and not path.is_dir() and not _beside(path.name):
            if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
                wrong.append(WrongRule(shown(path), "", "a link that leads out of its folder"))
            else:
                yield path, header


def _beside(name: str) -> bool:
    return name == _HEADER or name.endswith((".test.yaml", ".test.yml")) or name.startswith(".")


def _header(folder: Path, wrong: list[WrongRule]) -> _Header:
    path = folder / _HEADER
    if not path.is_file():
        return _Header()
    try:
        return msgspec.convert(_yaml(path), _Header)
    except RuleError as error:
        wrong.append(error.wrong)
    except msgspec.ValidationError as error:
        wrong.append(WrongRule(shown(path), "", str(error)))
    return _Header()


def _yaml(path: Path) -> object:
    import yaml

    try:
        if not path.is_file():
            raise RuleError(shown(path), "", "neither a file nor a folder")
        if path.stat().st_size > MAX_BYTES:
            raise RuleError(shown(path), "", f"larger than {MAX_BYTES} bytes")
        return _bounded(path, path.read_bytes())
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as wrong:
        detail = " ".join(str(wrong).replace('in "<byte string>", ', "").split())[:300]
        raise RuleError(shown(path), "", detail) from wrong


def _bounded(path: Path, data: bytes) -> object:
    import yaml

    from migrate import documents

    broken = documents.too_much(data, MAX_VALUES)
    if broken:
        raise RuleError(shown(path), "", f"line {broken.line}: {_BROKEN[broken.text]}")
    return yaml.load(data, Loader=yaml.CSafeLoader)


def shown(path: Path) -> str:
    """Return a path as it can be written: a name that is no UTF-8 is escaped."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def digest(ruleset: RuleSet) -> str:
    """Return what tells one rule set from another."""
    return hashlib.sha256(msgspec.json.encode(ruleset)).hexdigest()
