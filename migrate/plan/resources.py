"""Requests and limits, from what the old servers were measured to use."""

from __future__ import annotations

import math

from migrate.knowledge.sizing import sizing
from migrate.model.inventory import Member
from migrate.model.plan import Resources
from migrate.model.reason import Chosen
from migrate.plan import load
from migrate.plan.quantities import cpu, memory, mib
from migrate.plan.situation import Situation
from migrate.plan.why import choose


def resources(situation: Situation, member: Member, size: Chosen[int]) -> Resources:
    """Return requests and limits; `size` is the memory in MiB.

    Memory is limited to what is requested, so that no neighbour is pushed out; processor time is
    not limited.
    """
    storage = sizing().storage
    quantity = memory(size.value)
    request = Chosen(quantity, size.because, size.origins)
    return Resources(
        cpu_request=_cpu(situation, member),
        memory_request=request,
        memory_limit=request,
        ephemeral_request=choose(memory(storage.ephemeral_request_mib), "plan.ephemeral"),
        ephemeral_limit=choose(memory(storage.ephemeral_limit_mib), "plan.ephemeral"),
    )


def of_command(kind: str) -> Resources:
    """Return what a scheduled command gets: it is one process, not a server."""
    size = choose(memory(sizing().memory.minimum_mib[kind]), "plan.memory.command")
    storage = sizing().storage
    return Resources(
        cpu_request=choose(cpu(sizing().cpu.minimum_millis), "plan.cpu.command"),
        memory_request=size,
        memory_limit=size,
        ephemeral_request=choose(memory(storage.ephemeral_request_mib), "plan.ephemeral"),
        ephemeral_limit=choose(memory(storage.ephemeral_limit_mib), "plan.ephemeral"),
    )


def measured_memory(situation: Situation, member: Member) -> Chosen[int]:
    """Return memory in MiB from what the old server uses, else the default of the kind."""
    figures, kind = sizing().memory, member.component.kind
    share = load.memory_gb(situation, member)
    if share is None:
        return choose(
            figures.default_mib[kind], "plan.memory.default", size=figures.default_mib[kind]
        )
    wanted = mib(share.used * (1 << 30) * figures.headroom, figures.step_mib)
    return choose(
        max(wanted, figures.minimum_mib[kind]),
        "plan.memory.measured",
        share.origins,
        host=share.host,
        capacity=_plain(share.capacity),
        percent=_plain(share.percent),
        sharers=share.sharers,
        headroom=figures.headroom,
    )


def _cpu(situation: Situation, member: Member) -> Chosen[str]:
    figures, kind = sizing().cpu, member.component.kind
    share = load.cores(situation, member)
    if share is None:
        return choose(cpu(figures.default_millis[kind]), "plan.cpu.default")
    wanted = math.ceil(share.used * 1000 * figures.headroom / figures.step_millis)
    return choose(
        cpu(max(wanted * figures.step_millis, figures.minimum_millis)),
        "plan.cpu.measured",
        share.origins,
        host=share.host,
        cores=_plain(share.capacity),
        percent=_plain(share.percent),
        sharers=share.sharers,
        headroom=figures.headroom,
    )


def _plain(number: float) -> str:
    return f"{number:g}"
