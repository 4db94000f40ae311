"""Rule files -> a `RuleSet`: our own, and folders of published ones, unmodified."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from migrate import knowledge
from migrate.rules.parse import parse
from migrate.rules.shape import Rule, RuleError, RuleSet

MAX_BYTES = 4 << 20
"""Of one rule file."""

_HEADER = "ruleset.yaml"


class _Header(msgspec.Struct, frozen=True):
    """The `ruleset.yaml` of a folder."""

    name: str = ""
    labels: tuple[str, ...] | None = ()


def load(folders: Sequence[Path] = ()) -> RuleSet:
    """Return our own rules and those below the given folders (or in given files).

    A rule id taken already by another rule set is prefixed with its rule set's name.

    Raises:
        RuleError: a file or rule is wrong, or repeats an id of its rule set.
    """
    rules = {rule.id: rule for rule in _own()}
    for folder in folders:
        for path, header in _files(folder):
            _add(rules, _rules_of(path, header), header.name or path.parent.name)
    return RuleSet(tuple(rules.values()))


@functools.cache
def _own() -> tuple[Rule, ...]:
    topics = knowledge.load_folder("rules", list[dict[str, object]])
    rules: dict[str, Rule] = {}
    for topic, content in topics.items():
        _add(rules, (parse(raw, f"knowledge/rules/{topic}.yaml") for raw in content), "")
    return tuple(rules.values())


def _add(rules: dict[str, Rule], more: Iterable[Rule], name: str) -> None:
    for rule in more:
        known = rules.get(rule.id)
        if known is None:
            rules[rule.id] = rule
            continue
        longer = f"{name}/{rule.id}"
        same_set = _folder(known.file) == _folder(rule.file)
        if same_set or longer in rules:
            raise RuleError(f"{rule.file}: {rule.id}: given already in {known.file}")
        rules[longer] = msgspec.structs.replace(rule, id=longer)


def _folder(file: str) -> str:
    return file.rpartition("/")[0]


def _rules_of(path: Path, header: _Header) -> Iterator[Rule]:
    content = _yaml(path)
    if content is None:
        return
    if not isinstance(content, list):
        raise RuleError(f"{path}: a rule file holds a list of rules")
    for raw in content:
        rule = parse(raw, path.as_posix(), header.labels or ())
        if not rule.message and not rule.tags:
            raise RuleError(f"{path}: {rule.id}: a rule needs a message or a tag")
        yield rule


def _files(folder: Path) -> Iterator[tuple[Path, _Header]]:
    """Walk a folder as Konveyor does; tests that lie beside the rules are none."""
    if folder.is_file():
        yield folder, _header(folder.parent)
        return
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such file or folder")
    header = _header(folder)
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink() and path.name != "tests":
            yield from _files(path)
        elif path.suffix in (".yaml", ".yml") and not _beside(path.name):
            yield path, header


def _beside(name: str) -> bool:
    return name == _HEADER or name.endswith((".test.yaml", ".test.yml")) or name.startswith(".")


def _header(folder: Path) -> _Header:
    path = folder / _HEADER
    if not path.is_file():
        return _Header()
    try:
        return msgspec.convert(_yaml(path), _Header)
    except msgspec.ValidationError as wrong:
        raise RuleError(f"{path}: {wrong}") from wrong


def _yaml(path: Path) -> object:
    import yaml

    try:
        if path.stat().st_size > MAX_BYTES:
            raise RuleError(f"{path}: larger than {MAX_BYTES} bytes")
        return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise RuleError(f"{path}: {wrong}") from wrong
