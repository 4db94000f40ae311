"""Which secret a slot stands for, and what a person must provide in all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import PlannedFile, PlannedPart, SecretNeed, SecretToken, Workload
from migrate.model.settings import Quoting, SecretSlot
from migrate.plan.situation import Situation
from migrate.plan.why import reason

PLACEHOLDER, _SPLIT = "${SECRET:", "$ {SECRET:"
"""What deployment fills in must have been put there by the plan."""


def guarded(file: PlannedFile) -> PlannedFile:
    """Return a file in which nothing that was read can be taken for a placeholder."""
    return replace(file, parts=tuple(map(_apart, file.parts)))


def _apart(part: PlannedPart) -> PlannedPart:
    if isinstance(part, SecretToken):
        return part
    return replace(part, text=part.text.replace(PLACEHOLDER, _SPLIT))


def token(
    situation: Situation, member: Member, slot: SecretSlot, origins: Iterable[Origin]
) -> SecretToken:
    """Return the placeholder for a secret that stood in a settings file."""
    owner = member.component.id
    if slot.target:
        found = situation.topology.node_of(owner, slot.target)
        owner = found.node if found else f"{owner}.{slot.target}"
    name = slot.account or slot.setting
    text = "plan.secret.account" if slot.target else "plan.secret.setting"
    why = reason(text, origins, name=name, owner=owner)
    return SecretToken(secret_id(owner, name), slot.quoting, why)


def account_token(
    owner: str, account: str, quoting: Quoting, origins: Iterable[Origin] = ()
) -> SecretToken:
    """Return the placeholder for the password of a database account."""
    why = reason("plan.secret.account", origins, name=account, owner=owner)
    return SecretToken(secret_id(owner, account), quoting, why)


def secret_id(owner: str, name: str) -> str:
    """Return the id of a secret, `mysql-master.hpe_app`."""
    return f"{_legal(owner)}.{_legal(name)}"


def needs(workloads: Iterable[Workload]) -> tuple[SecretNeed, ...]:
    """Return each secret that generated files ask for, once, by id."""
    found: dict[str, tuple[SecretToken, list[str]]] = {}
    for workload in sorted(workloads, key=lambda workload: workload.id):
        for file in workload.files:
            for part in file.parts:
                if isinstance(part, SecretToken):
                    found.setdefault(part.secret, (part, []))[1].append(workload.id)
    return tuple(
        SecretNeed(
            id=name,
            reason=asked.reason or reason("plan.secret.setting", name=name, owner=name),
            used_by=tuple(dict.fromkeys(users)),
        )
        for name, (asked, users) in sorted(found.items())
    )


def _legal(text: str) -> str:
    return re.sub(r"[^-._a-zA-Z0-9]+", "-", text).strip("-") or "secret"
