"""Our own rules -> docs/rules.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from migrate import text
from migrate.rules.load import load
from migrate.rules.shape import Rule

_HEAD = """# Rules

Printed by `python -m migrate.rules.docs > docs/rules.md`; a test fails when it is stale.
Each rule lies in `migrate/knowledge/rules/<topic>.yaml` in the Konveyor analyzer format; its
sentences lie in `migrate/text/<language>/rules*.yaml`, its cases in `tests/rules/<topic>.yaml`.

Rules of others in the same format come along with `migrate read … --rules DIR`, or from the
folder `rules/` of a workspace; `--source` and `--target` choose among them by their labels, as
Konveyor's command line does. Our own rules always speak. A wrong rule costs itself and is told,
and so are conditions that nothing here can answer.

Of Konveyor's conditions these are evaluated: `builtin.file`, `builtin.filecontent`,
`builtin.xml`, `builtin.xmlPublicID`, `builtin.json`, `builtin.hasTags`, `java.referenced` and
`java.dependency`, with `and`, `or`, `not`, `as`, `from`, `ignore` and file paths passed on
(`{{name.filepaths}}`). `java.referenced` looks at class files and pages: a type that is used counts
for `TYPE`, `IMPORT`, `VARIABLE_DECLARATION`, `RETURN_TYPE` and `FIELD` alike; what an application
declares itself (`CLASS`) is asked together with an annotation only. Patterns run in linear time;
what Java source code says as text (`filePattern: .*\\.java`) is not found in class files.

As in Konveyor's engine a rule speaks of something that was found: where conditions with `not` or
`ignore` alone hold, it stays silent. A tag is asked for without its category.

There are three conditions of our own. What is not known decides nothing, whether negated or not.

- `php.referenced`: a function that the site's own code calls; `pattern` as in `java.referenced`.
- `migrate.fact`: one fact of the component. `fact` is its name, or `component.kind`,
  `component.references`, `component.endpoints`, `component.settings`, `component.secrets`,
  `component.unknown`. Tests: `equals`, `not_equals`, `in`, `contains`, `matches`, `not_matches`,
  `below`, `at_least`, `above` (versions as versions; of an interval its upper or lower end),
  `ended` (dates of the release lines, compared with `as_of`), `within_days` (a date that comes
  so soon after `as_of`), and `exists`. `field` picks an entry of a map; `where` puts tests on the
  entries of the items of a list.
- `migrate.edge`: a relation of the component. `direction` (`from` what it needs, `to` what needs
  it), `kind`, `protocol`, `port`, `to_kind` (kind of the component at the other end, `external`
  or `host`).
"""


def rules_page(language: str = "en") -> str:
    """Return the page that lists every rule of our own by topic."""
    rules = sorted((rule for rule in load().rules if rule.own), key=lambda r: (r.topic, r.id))
    parts = [_HEAD]
    for topic, members in groupby(rules, key=lambda rule: rule.topic):
        parts.append(f"## {topic}\n")
        parts.extend(_section(rule, language) for rule in members)
    return "\n".join(parts)


def _section(rule: Rule, language: str) -> str:
    return "\n".join(_lines(rule, text.catalogue(language))) + "\n"


def _lines(rule: Rule, texts: Mapping[str, str]) -> Iterator[str]:
    yield f"### {rule.id}\n"
    yield f"**{texts[f'rule.{rule.id}.title']}** ({rule.severity}, effort {rule.effort})\n"
    yield texts[f"rule.{rule.id}.message"] + "\n"
    yield f"*Remedy:* {texts[f'rule.{rule.id}.remedy']}"
    if rule.links:
        yield ""
        yield from (f"- [{link.title or link.url}]({link.url})" for link in rule.links)


if __name__ == "__main__":
    print(rules_page(), end="")
