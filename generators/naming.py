"""How things are called in objects and in values.yaml."""

from __future__ import annotations

import re

from migrate.model.plan import MigrationPlan, Workload

LONGEST_LABEL = 63
SHARED = ("commonAnnotations", "commonLabels", "global", "networkPolicy", "secrets")
"""Keys of values.yaml that belong to no workload."""
_NOT_IN_LABELS = re.compile(r"[^A-Za-z0-9._-]+")
_BREAKS = re.compile(r"[^A-Za-z0-9]+")


def camel(name: str) -> str:
    """Return a name as a key of values.yaml: `mysql-master` becomes `mysqlMaster`.

    A number stands apart, so that `app-1` and `app1` stay two: `app_1`.
    """
    first, *others = [word for word in _BREAKS.split(name) if word] or ["x"]
    joined = first[0].lower() + first[1:] + "".join(map(_next_word, others))
    return joined if joined[0].isalpha() else f"_{joined}"


def _next_word(word: str) -> str:
    return f"_{word}" if word[0].isdigit() else word[0].upper() + word[1:]


def secret_key(plan: MigrationPlan, secret: str) -> str:
    """Return the key of values.yaml, below `secrets`, for the value of a secret."""
    same = [need.id for need in plan.secrets if camel(need.id) == camel(secret)]
    place = same.index(secret)
    return f"{camel(secret)}_{place + 1}" if place else camel(secret)


def label_value(text: str) -> str:
    """Return a text as a label's value: at most 63 characters of those that are allowed."""
    return _NOT_IN_LABELS.sub("-", text)[:LONGEST_LABEL].strip("-._")


def root(workload: Workload) -> str:
    """Return the key of values.yaml below which a workload's settings stand."""
    key = camel(workload.id)
    return f"{key}_" if key in SHARED else key
