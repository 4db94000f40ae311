"""Questions of a rule set about the files, code and libraries of one component -> incidents.

Incidents hold places and names of libraries, never the text that matched: it could be a secret.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from migrate.model.code import Library, Use
from migrate.model.facts import Incident
from migrate.model.origin import Origin
from migrate.rules import patterns
from migrate.rules.dependencies import Dependencies
from migrate.rules.opened import Opened
from migrate.rules.shape import Clause, Content, Depends, Group, Question, Referenced, RuleSet
from migrate.rules.tree import Entry, Tree
from migrate.rules.usage import Usage

MAX_INCIDENTS = 200
"""Places reported for one condition in one component."""

MAX_NAMES = 40
"""Incidents of one condition on code: names that match."""

Key = tuple[str, int]
Asked = tuple[str, Question]
Known = dict[Origin, dict[Key, tuple[int, ...]]]
"""Lines that answer a question, by file."""


_REGEX = re.compile(r"[\\^$+()\[\]{}|]|\.\*")
"""What no name of a file holds but a regular expression does."""

MAX_REMEMBERED = 256
"""Files whose answers are kept for the next component that holds them."""


class Scan:
    """Asks one component after another; a file that several of them hold is searched once."""

    def __init__(self, ruleset: RuleSet) -> None:
        """Take the rules; their questions are picked once."""
        self._asked = _asked(ruleset)
        self._known: Known = {}

    def __call__(self, tree: Tree) -> tuple[Incident, ...]:
        """Return what questions find in a component."""
        return _answered(self._asked, tree, self._known)


def content_incidents(ruleset: RuleSet, tree: Tree) -> tuple[Incident, ...]:
    """Return what questions find: one incident per condition and file, name or library."""
    return _answered(_asked(ruleset), tree, {})


def _asked(ruleset: RuleSet) -> list[Asked]:
    return [(rule.id, question) for rule in ruleset.rules for question in questions(rule.when)]


def _answered(asked: list[Asked], tree: Tree, known: Known) -> tuple[Incident, ...]:
    search = _Search(tree, known)
    waiting = asked
    while waiting:
        ready = [each for each in waiting if not _waits(each, waiting)]
        search.ask([each for each in ready if not _is_about_files(each)])
        answerable = _about_files(waiting, ready)
        search.read(answerable)
        done = {(rule, question.number) for rule, question in (*ready, *answerable)}
        waiting = [each for each in waiting if (each[0], each[1].number) not in done]
    found = search.found
    return tuple(incident for key in sorted(found) for incident in found[key])


def questions(clause: Clause) -> Iterator[Question]:
    """Return the questions below a clause by their number."""
    yield from sorted(_questions(clause), key=lambda question: question.number)


def _questions(clause: Clause) -> Iterator[Question]:
    if isinstance(clause.condition, Question):
        yield clause.condition
    elif isinstance(clause.condition, Group):
        for part in clause.condition.clauses:
            yield from _questions(part)


def _is_about_files(asked: Asked) -> bool:
    return isinstance(asked[1], Content)


def _waits(asked: Asked, waiting: Sequence[Asked]) -> bool:
    return asked[1].within >= 0 and any(
        rule == asked[0] and question.number == asked[1].within for rule, question in waiting
    )


def _about_files(waiting: Sequence[Asked], ready: Sequence[Asked]) -> list[Asked]:
    """Return the questions about files that one walk answers: chains of them as well."""
    found = {(rule, q.number): (rule, q) for rule, q in ready if isinstance(q, Content)}
    blocked = {(r, q.number) for r, q in waiting if not isinstance(q, Content)}
    open_ = {(r, q.number): (r, q) for r, q in waiting if isinstance(q, Content)}
    for key, (rule, question) in open_.items():
        chain = question
        while (rule, chain.within) in open_:
            chain = open_[rule, chain.within][1]
        if (rule, chain.within) not in blocked or chain.within < 0:
            found[key] = (rule, question)
    return [found[key] for key in sorted(found)]


class _Search:
    """Questions put to one component, and what has been found so far."""

    def __init__(self, tree: Tree, known: Known) -> None:
        self._tree = tree
        self._known = known
        self._usage: Usage | None = None
        self._dependencies: Dependencies | None = None
        self._places: dict[Key, int] = defaultdict(int)
        self._files: dict[Key, set[Origin]] = defaultdict(set)
        self.found: dict[Key, list[Incident]] = defaultdict(list)

    def ask(self, asked: Sequence[Asked]) -> None:
        """Answer questions about code and libraries."""
        for rule, question in asked:
            if isinstance(question, Referenced):
                self._referenced(rule, question)
            elif isinstance(question, Depends):
                for library in self._libraries.matching(question):
                    self._keep((rule, question.number), _of_library(library), library.origins)

    def read(self, asked: Sequence[Asked]) -> None:
        """Answer questions about files, each file opened at most once."""
        plan = _Plan(asked)
        if not asked:
            return
        for entry in self._tree.entries():
            meant = plan.meant(entry.path)
            if meant:
                self._of_entry(meant, entry)

    @property
    def _libraries(self) -> Dependencies:
        if self._dependencies is None:
            self._dependencies = Dependencies(self._tree.libraries())
        return self._dependencies

    def _referenced(self, rule: str, question: Referenced) -> None:
        if self._usage is None:
            self._usage = Usage(self._tree.uses())
        key = (rule, question.number)
        matching = self._usage.matching(question)
        for name in sorted(matching)[:MAX_NAMES]:
            origins = self._of_uses(rule, question, matching[name])
            if origins or not (question.file_paths or question.within >= 0):
                self._keep(key, {"use": name}, origins)

    def _of_uses(self, rule: str, question: Referenced, uses: Sequence[Use]) -> tuple[Origin, ...]:
        origins = dict.fromkeys(origin for use in uses for origin in use.origins)
        if question.within >= 0:
            chained = self._files[rule, question.within]
            origins = {o: None for o in origins if o.file in chained}
        names = path_patterns(question.file_paths)
        if names:
            paths = {o: patterns.searched(o.file.place or o.source) for o in origins}
            origins = {o: None for o in origins if any(patterns.search(n, paths[o]) for n in names)}
        return tuple(origins)

    def _of_entry(self, asked: Sequence[tuple[str, Content]], entry: Entry) -> None:
        opened = Opened(entry)
        place = entry.origin()
        known = self._remembered(place)
        for rule, question in asked:
            if question.within >= 0 and place not in self._files[rule, question.within]:
                continue
            key = (rule, question.number)
            if key not in known:
                known[key] = tuple(opened.lines(question))
            if known[key]:
                origins = tuple(entry.origin(line) for line in known[key])
                self._keep(key, {"file": entry.path}, origins)

    def _remembered(self, place: Origin) -> dict[Key, tuple[int, ...]]:
        """Return the answers about a file so far; the oldest file is forgotten for a new one."""
        if place not in self._known and len(self._known) >= MAX_REMEMBERED:
            self._known.pop(next(iter(self._known)))
        return self._known.setdefault(place, {})

    def _keep(self, key: Key, params: dict[str, str], origins: tuple[Origin, ...]) -> None:
        self._files[key].update(origin.file for origin in origins)
        room = MAX_INCIDENTS - self._places[key]
        if room <= 0:
            return
        kept = origins[:room]
        self._places[key] += len(kept)
        self.found[key].append(Incident(*key, params=params, origins=kept))


class _Plan:
    """Which questions mean a file, by its path alone."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._asked = [(rule, q) for rule, q in asked if isinstance(q, Content)]
        needs = [tuple(_needs(question)) for _, question in self._asked]
        wanted = tuple(dict.fromkeys(one for need in needs for some in need for one in some))
        self._set = patterns.pattern_set(wanted)
        numbers = {pattern: number for number, pattern in enumerate(wanted)}
        self._needs = [tuple({numbers[one] for one in some} for some in need) for need in needs]
        self._always = [place for place, need in enumerate(needs) if not need]
        self._by_pattern: Mapping[int, list[int]] = defaultdict(list)
        for place, need in enumerate(self._needs):
            for number in need[0] if need else ():
                self._by_pattern[number].append(place)

    def meant(self, path: str) -> list[tuple[str, Content]]:
        """Return the questions that a file is to be asked, in a fixed order."""
        occurring = set(self._set.matching(patterns.searched(path)))
        places = {place for number in occurring for place in self._by_pattern.get(number, ())}
        fitting = [p for p in places if all(some & occurring for some in self._needs[p])]
        return [self._asked[place] for place in sorted((*self._always, *fitting))]


def _needs(question: Content) -> Iterator[tuple[str, ...]]:
    """Return patterns on the path: one of each group must occur."""
    if question.kind == "file":
        yield (patterns.path_regex(question.pattern),)
    if question.file_paths:
        yield path_patterns(question.file_paths)
    if question.file_pattern:
        yield (patterns.path_regex(question.file_pattern),)


def path_patterns(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the patterns of which one must occur in a path that `filepaths` mean.

    They name files or folders, or hold patterns as `builtin.file` does.
    """
    return tuple(dict.fromkeys(pattern for path in paths for pattern in _path_patterns(path)))


def _path_patterns(path: str) -> Iterator[str]:
    bare = path.removeprefix("./").removeprefix("**/").lstrip("/")
    yield patterns.name_regex(bare)
    if _REGEX.search(bare):
        try:
            yield patterns.path_regex(path)
        except patterns.PatternError:
            return
    else:
        yield f"(?:^|/){re.escape(bare.rstrip('/'))}/"


def _of_library(library: Library) -> dict[str, str]:
    return {"name": library.name, "version": library.version}
