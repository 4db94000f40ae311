"""Which rules are meant by `--source` and `--target`: Konveyor's labels, with its version ranges.

As in Konveyor's command line a rule is meant when one of its targets and one of its sources is
asked for, and a rule labelled `discovery` always. `eap7` asks for `eap7`, `eap6+` and `eap8-`;
`eap` without a version for every rule about eap. (analyzer-lsp docs/labels.md, engine/labels.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from migrate.rules import versions

_SOURCE = "konveyor.io/source"
_TARGET = "konveyor.io/target"
_INCLUDE = "konveyor.io/include"
_ALWAYS = "discovery"
_VERSION = re.compile(r"(?P<version>\d(?:[\d.]{0,50}\d)?)(?P<range>[+-])?$")


class Selection(Struct, frozen=True):
    """Technologies that rules from outside must be about; empty for any."""

    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    def means(self, labels: Sequence[str]) -> bool:
        """Tell whether a rule with these labels is meant."""
        included = set(_values(labels, _INCLUDE))
        if included & {"always", "never"}:
            return "always" in included
        if not (self.sources or self.targets) or _ALWAYS in labels:
            return True
        return _any_of(self.sources, labels, _SOURCE) and _any_of(self.targets, labels, _TARGET)


def _any_of(asked: Sequence[str], labels: Sequence[str], key: str) -> bool:
    own = list(_values(labels, key))
    return not asked or any(_matches(label, one) for one in asked for label in own)


def _values(labels: Sequence[str], key: str) -> Iterator[str]:
    for label in labels:
        name, _, value = label.partition("=")
        if name.strip() == key:
            yield value.strip()


def _matches(label: str, asked: str) -> bool:
    """Tell whether a label's value covers what is asked for; one without a value covers all."""
    covered, wanted = _VERSION.search(label), _VERSION.search(asked)
    if not label or covered is None:
        return label in ("", asked)
    name = label[: covered.start()]
    if wanted is None:
        return name == asked
    if name != asked[: wanted.start()]:
        return False
    return _covers(covered["version"], covered["range"] or "", wanted["version"])


def _covers(version: str, to: str, wanted: str) -> bool:
    older, newer = versions.older(wanted, version), versions.older(version, wanted)
    match to:
        case "+":
            return older is False
        case "-":
            return newer is False
        case _:
            return not older and not newer
