"""The old JVM options go in; the container's options and its memory come out."""

from __future__ import annotations

import math
import re

from msgspec import Struct

from migrate.knowledge.jvm_options import jvm_options
from migrate.knowledge.sizing import sizing
from migrate.model.facts import Component, Finding
from migrate.model.origin import Origin
from migrate.model.reason import Chosen
from migrate.plan.listed import Item, items
from migrate.plan.quantities import mib, to_bytes
from migrate.plan.why import choose, finding

_MIB = 1 << 20
_HARMLESS = re.compile(r"^-[\w./:=+,@%-]+$", re.ASCII)
"""Tomcat's start script reads its options through a shell once more."""


class JvmPlan(Struct, frozen=True):
    """Options for CATALINA_OPTS, the container's memory in MiB, and what was left behind."""

    options: Chosen[str]
    memory: Chosen[int]
    findings: tuple[Finding, ...]


def plan_jvm(component: Component, java: int, measured: Chosen[int]) -> JvmPlan:
    """Return how the JVM runs; memory follows the old heap, else what was `measured`."""
    options = items(component, "jvm.options")
    memory = _memory(options) or measured
    kept, left = [], []
    for item in options:
        option = item.text("option")
        fate = jvm_options().fate(option, java)
        if fate == "kept" and _HARMLESS.match(option):
            kept.append(option)
        elif fate not in ("heap", "pointless"):
            left.append(item)
    percent = _heap_percent(options, memory.value)
    words = [f"-XX:MaxRAMPercentage={percent}.0", *jvm_options().added, *dict.fromkeys(kept)]
    return JvmPlan(
        options=choose(" ".join(words), "plan.jvm.options", _origins(options), percent=percent),
        memory=memory,
        findings=tuple(_left(component, item) for item in left),
    )


def _memory(options: tuple[Item, ...]) -> Chosen[int] | None:
    """Return the memory that the old heap needs around it."""
    heap = _size(options, "-Xmx", "-XX:MaxHeapSize=")
    if heap is None:
        return None
    figures, step = sizing().jvm, sizing().memory.step_mib
    metaspace = _size(options, "-XX:MaxMetaspaceSize=") or figures.metaspace_mib * _MIB
    by_share = heap * 100 / figures.heap_percent
    by_parts = heap + metaspace + figures.non_heap_mib * _MIB
    return choose(
        mib(max(by_share, by_parts), step),
        "plan.memory.jvm",
        _origins([item for item in options if _is_size(item)]),
        heap=f"{heap // _MIB}Mi",
        metaspace=f"{metaspace // _MIB}Mi",
        other=f"{figures.non_heap_mib}Mi",
        percent=figures.heap_percent,
    )


def _heap_percent(options: tuple[Item, ...], memory_mib: int) -> int:
    """Return the share of memory that gives the old heap, never more than the figure allows."""
    most = sizing().jvm.heap_percent
    heap = _size(options, "-Xmx", "-XX:MaxHeapSize=")
    return most if heap is None else min(most, math.ceil(heap * 100 / (memory_mib * _MIB)))


def _size(options: tuple[Item, ...], *prefixes: str) -> int | None:
    """Return the last size given by one of several options; later ones win in a JVM too."""
    found = None
    for item in options:
        option = item.text("option")
        for prefix in prefixes:
            if option.startswith(prefix):
                found = to_bytes(option.removeprefix(prefix)) or found
    return found


def _is_size(item: Item) -> bool:
    return item.text("option").startswith(("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxMetaspaceSize="))


def _origins(options: list[Item] | tuple[Item, ...]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for item in options for origin in item.origins))


def _left(component: Component, item: Item) -> Finding:
    option = item.text("option")
    return finding("jvm-option-left-out", "information", component.id, item.origins, option=option)
