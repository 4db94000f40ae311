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

_HEADER = "ruleset.yaml"
_MAX_FOLDERS = 20
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
        if not folder.exists():
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
    for raw in _contained(path, wrong):
        try:
            rule = _rule(raw, path, header)
            if selection.means(rule.labels):
                _take(taken, rule, header.name or path.parent.name)
        except RuleError as error:
            wrong.append(error.wrong)


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
    rule = parse(raw, path.as_posix(), header.labels or ())
    if not rule.message and not rule.tags:
        raise RuleError(path.as_posix(), rule.id, "a rule needs a message or a tag")
    return rule


def _contained(path: Path, wrong: list[WrongRule]) -> list[object]:
    try:
        content = _yaml(path)
        if content is None:
            return []
        if not isinstance(content, list):
            raise RuleError(path.as_posix(), "", "a rule file holds a list of rules")
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
        elif path.suffix in (".yaml", ".yml") and not _beside(path.name):
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
        wrong.append(WrongRule(path.as_posix(), "", str(error)))
    return _Header()


def _yaml(path: Path) -> object:
    import yaml

    try:
        if path.stat().st_size > MAX_BYTES:
            raise RuleError(path.as_posix(), "", f"larger than {MAX_BYTES} bytes")
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as wrong:
        detail = " ".join(str(wrong).split())[:300]
        raise RuleError(path.as_posix(), "", detail) from wrong


def digest(ruleset: RuleSet) -> str:
    """Return what tells one rule set from another."""
    return hashlib.sha256(msgspec.json.encode(ruleset)).hexdigest()
