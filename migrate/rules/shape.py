"""What a rule is once it is parsed: plain values that travel to worker processes."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from migrate.knowledge import KnowledgeError
from migrate.model.facts import Severity

OWN = "knowledge/rules/"
"""Where the files of our own rules lie."""

ContentKind: TypeAlias = Literal["file", "filecontent", "xml", "xmlPublicID", "json"]


class RuleError(KnowledgeError):
    """A rule, or a file of rules, is wrong; says which and why."""

    def __init__(self, file: str, rule: str, detail: str) -> None:
        """Take the file, the rule (empty for the whole file) and what is wrong with it."""
        super().__init__(": ".join(part for part in (file, rule, detail) if part))
        self.wrong = WrongRule(file, rule, detail)


class Link(Struct, frozen=True):
    """Where to read more."""

    url: str
    title: str = ""


class Content(Struct, frozen=True, tag="content"):
    """A question about files, answered while they are open."""

    kind: ContentKind
    number: int
    """`Incident.condition`: counted from 0 through the rule's content conditions."""
    pattern: str
    """A regular expression, a file name pattern, or an XPath."""
    file_pattern: str = ""
    """Regular expression or glob for the file's name; empty for every file."""
    file_paths: tuple[str, ...] = ()
    """File names or paths to look at; empty for all."""
    namespaces: dict[str, str] = msgspec.field(default_factory=dict)
    within: int = -1
    """Number of the content condition whose files are the only ones looked at; -1 for all."""
    by_line: bool = False
    """Whether a match must lie within one line, as Konveyor's engine (`grep -P`) has it."""


class Referenced(Struct, frozen=True, tag="referenced"):
    """A question about what the code uses: `java.referenced`, `php.referenced`."""

    number: int
    """Counted like that of `Content`, with it."""
    pattern: str
    location: str = ""
    """A name of `java_patterns.LOCATIONS`; empty for any."""
    annotated: str = ""
    """Pattern of an annotation that must stand there as well."""
    elements: tuple[tuple[str, str], ...] = ()
    """Of that annotation: element → regular expression for its value."""
    file_paths: tuple[str, ...] = ()
    within: int = -1
    """Number of the question whose files are the only ones looked at; -1 for all."""
    language: Literal["java", "php"] = "java"


class Depends(Struct, frozen=True, tag="depends"):
    """A question about third-party libraries: `java.dependency`."""

    number: int
    name: str = ""
    """`group.artifact`"""
    name_regex: str = ""
    lower: str = ""
    """Lowest version that is meant; empty for any, also an unknown one."""
    upper: str = ""
    within: int = -1


Question: TypeAlias = Content | Referenced | Depends
"""What is answered while the files are open; one answer is an `Incident`."""


class Tagged(Struct, frozen=True, tag="tagged"):
    """Whether other rules have put all of these tags on the component."""

    tags: tuple[str, ...]


class Lifetimes(Struct, frozen=True, forbid_unknown_fields=True):
    """When the releases of a product lost their last support."""

    dates: dict[str, str]
    """Release line (`8.5`) → ISO date after which no fix comes."""
    source: str
    """Where the dates are published."""
    checked: str
    """ISO date on which somebody compared them with the source."""


class Tests(Struct, frozen=True, forbid_unknown_fields=True):
    """What a value must be; every test that is given must hold."""

    equals: object = None
    not_equals: object = None
    any_of: tuple[object, ...] | None = msgspec.field(default=None, name="in")
    contains: str | None = None
    matches: str | None = None
    not_matches: str | None = None
    below: str | int | float | None = None
    """Versions are compared as versions; of an interval, its upper end."""
    at_least: str | int | float | None = None
    """Of an interval, its lower end."""
    above: str | int | float | None = None
    ended: Lifetimes | None = None
    within_days: int | None = None
    """An ISO date that comes at most so many days after `as_of`, or before it."""


class FactTest(Struct, frozen=True, tag="fact"):
    """A question about one fact: `migrate.fact`."""

    fact: str
    exists: bool | None = None
    """True: known and not empty. False: not known, or empty."""
    field: str = ""
    """The entry of a map fact that is meant."""
    tests: Tests = Tests()
    where: dict[str, Tests] = msgspec.field(default_factory=dict)
    """Of a list of maps: entry → tests; an item counts when all hold."""


class EdgeTest(Struct, frozen=True, tag="edge"):
    """A question about the component's relations: `migrate.edge`."""

    direction: Literal["from", "to"] = "from"
    """`from`: what the component needs; `to`: what needs the component."""
    kind: str = ""
    protocol: str = ""
    port: int = 0
    peer_kinds: tuple[str, ...] = ()
    """Kinds of the component at the other end; `external`, `host` for others."""


class Foreign(Struct, frozen=True, tag="foreign"):
    """A condition that is understood but cannot be answered here."""

    name: str
    """`java.referenced`"""
    reason: str
    """`provider`, `pattern`, `xpath`, `template`, `chain`, `location` or `empty`."""


class Group(Struct, frozen=True, tag="group"):
    """Several conditions as one."""

    how: Literal["and", "or"]
    clauses: tuple[Clause, ...]


Condition: TypeAlias = Question | Tagged | FactTest | EdgeTest | Foreign | Group


class Clause(Struct, frozen=True):
    """A condition with its modifiers."""

    condition: Condition
    negated: bool = False
    ignored: bool = False
    """Only there for others to refer to: decides along, but shows nothing."""


class Variable(Struct, frozen=True):
    """A part of what was found that a message names: `customVariables`."""

    name: str
    pattern: str
    group: str = ""
    """Name of the group that is meant; empty for the first, or the whole match."""
    default: str = ""


class WrongRule(Struct, frozen=True, order=True):
    """A rule, or a whole file of rules, that cannot be used."""

    file: str
    rule: str
    """Empty for the whole file."""
    detail: str


class Rule(Struct, frozen=True):
    """One rule."""

    id: str
    when: Clause
    severity: Severity = "potential"
    effort: int = 0
    """Konveyor story points."""
    labels: tuple[str, ...] = ()
    description: str = ""
    message: str = ""
    """Of rules that come from outside; own rules have texts in both languages."""
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    file: str = ""
    topic: str = ""
    """File name without the ending."""

    @property
    def own(self) -> bool:
        """Whether its sentences lie in migrate/text."""
        return self.file.startswith(OWN)

    @property
    def speaks(self) -> bool:
        """Whether a match is a finding; a rule that only tags says nothing."""
        return self.own or bool(self.message)


class RuleSet(Struct, frozen=True):
    """All rules of a run, in loading order."""

    rules: tuple[Rule, ...] = ()
    wrong: tuple[WrongRule, ...] = ()
    """Those from outside that had to be left out."""
