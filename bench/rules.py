"""How long rules about code take on what code uses, beside a loop over every pattern and name.

Run with `make bench` or `python bench/rules.py [RULES] [USES]`. Rules and uses are made here; the
loop is the same engine asked for each pattern and each distinct name, on a part of the rules, and
its time is scaled up.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from migrate.model.code import Use
from migrate.model.origin import Origin
from migrate.rules import content_incidents, patterns
from migrate.rules.java_patterns import NamePattern, parse
from migrate.rules.shape import Clause, Content, Referenced, Rule, RuleSet
from migrate.rules.tree import Entry

LOOPED = 50
"""Rules that the loop is measured with."""

PACKAGES = 97


def main() -> None:
    rules = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    uses = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    tree = Made(
        tuple(made_uses(uses)), tuple(MadeEntry(f"WEB-INF/a/F{n}.xml") for n in range(5000))
    )
    code, files = RuleSet(tuple(made_rules(rules))), RuleSet(tuple(file_rules(rules)))
    ours = timed(lambda: content_incidents(code, tree))
    names = sorted({use.name for use in tree.uses()})
    looped = timed(lambda: loop(code.rules[:LOOPED], names)) * rules / LOOPED
    print(f"{rules} rules, {uses} uses, {len(names)} names")
    print(f"{'migrate':<34}{ours:8.2f} s")
    print(f"{'loop over patterns and names':<34}{looped:8.2f} s   {looped / ours:6.1f}x")
    print(f"{rules} rules about files, 5000 files")
    print(f"{'migrate':<34}{timed(lambda: content_incidents(files, tree)):8.2f} s")


class MadeEntry:
    """A file without content."""

    def __init__(self, path: str) -> None:
        self.path = path

    def origin(self, line: int = 0) -> Origin:
        return Origin("app.war", f"{self.path}:{line}" if line else self.path)

    def text(self) -> str | None:
        return None


class Made:
    """What rules look at."""

    def __init__(self, uses: tuple[Use, ...], files: tuple[MadeEntry, ...]) -> None:
        self._uses = uses
        self._files = files

    def entries(self) -> tuple[Entry, ...]:
        return self._files

    def uses(self) -> tuple[Use, ...]:
        return self._uses

    def libraries(self) -> tuple[()]:
        return ()


def made_uses(count: int) -> Iterator[Use]:
    for number in range(count):
        owner = f"org.vendor{number % PACKAGES}.part{number % 13}.Type{number // 7}"
        origin = (Origin("app.war", f"WEB-INF/classes/A{number % 500}.class"),)
        if number % 3:
            yield Use("method", f"{owner}.call{number % 11}", origin, ("int",))
        else:
            yield Use("type", owner, origin)


def made_rules(count: int) -> Iterator[Rule]:
    """Make rules as published ones are: exact names, prefixes, alternatives, leading wildcards."""
    forms = (
        ("org.vendor{n}.part1.Type{t}", "TYPE"),
        ("org.vendor{n}.part{m}*", "IMPORT"),
        ("org.vendor{n}.part{m}.Type{t}.call*", "METHOD_CALL"),
        ("org.vendor{n}.(part1|part2).Type{t}*", "TYPE"),
        ("*Type{t}.call{m}", "METHOD_CALL"),
        ("org.vendor{n}*", "PACKAGE"),
    )
    for number in range(count):
        form, location = forms[number % len(forms)]
        pattern = form.format(n=number % PACKAGES, m=number % 13, t=number * 3)
        yield Rule(f"r{number}", Clause(Referenced(0, pattern, location)), message="m")


def file_rules(count: int) -> Iterator[Rule]:
    for number in range(count):
        asked = Content("filecontent", 0, f"key{number}", file_pattern=rf"F{number}\d\.(xml|yaml)$")
        yield Rule(f"f{number}", Clause(asked), message="m")


def loop(rules: tuple[Rule, ...], names: list[str]) -> int:
    found = 0
    for rule in rules:
        assert isinstance(rule.when.condition, Referenced)
        asked = rule.when.condition
        for wanted in parse(asked.pattern, asked.location):
            matcher = patterns.compiled(whole(wanted))
            found += sum(1 for name in names if matcher.search(name))
    return found


def whole(wanted: NamePattern) -> str:
    return wanted.regex or f"^{wanted.prefix.replace('.', chr(92) + '.')}$"


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
