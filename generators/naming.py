"""How things are called in objects and in values.yaml."""

from __future__ import annotations

import re

from migrate.model.plan import Workload

LONGEST_LABEL = 63
_NOT_IN_LABELS = re.compile(r"[^A-Za-z0-9._-]+")
_BREAKS = re.compile(r"[^A-Za-z0-9]+")


def camel(name: str) -> str:
    """Return a name as a key of values.yaml: `mysql-master` becomes `mysqlMaster`."""
    first, *others = [word for word in _BREAKS.split(name) if word] or ["x"]
    joined = first[0].lower() + first[1:] + "".join(word[0].upper() + word[1:] for word in others)
    return joined if joined[0].isalpha() else f"x{joined}"


def label_value(text: str) -> str:
    """Return a text as a label's value: at most 63 characters of those that are allowed."""
    return _NOT_IN_LABELS.sub("-", text)[:LONGEST_LABEL].strip("-._")


def root(workload: Workload) -> str:
    """Return the key of values.yaml below which a workload's settings stand."""
    return camel(workload.id)
