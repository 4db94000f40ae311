"""sizing.yaml and probes.yaml as typed values."""

from __future__ import annotations

import functools
from typing import Literal

from msgspec import Struct

from migrate.knowledge import load


class Cpu(Struct, frozen=True, forbid_unknown_fields=True):
    """From measured use to a request."""

    headroom: float
    minimum_millis: int
    step_millis: int
    default_millis: dict[str, int]
    limit: Literal["none"]


class Memory(Struct, frozen=True, forbid_unknown_fields=True):
    """From measured use to a request."""

    step_mib: int
    headroom: float
    default_mib: dict[str, int]
    minimum_mib: dict[str, int]


class Jvm(Struct, frozen=True, forbid_unknown_fields=True):
    """What a JVM needs beside its heap."""

    heap_percent: int
    non_heap_mib: int
    metaspace_mib: int


class Php(Struct, frozen=True, forbid_unknown_fields=True):
    """What Apache with mod_php needs."""

    worker_mib: int
    workers: int
    base_mib: int


class DatabaseMemory(Struct, frozen=True, forbid_unknown_fields=True):
    """What a database server needs beside its buffer pool."""

    pool_factor: float
    connection_mib: int
    base_mib: int
    connections: int


class Storage(Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of claims and of scratch space."""

    data_factor: float
    disk_share: float
    uploads_gib: int
    database_gib: int
    step_gib: int
    largest_gib: int
    ephemeral_request_mib: int
    ephemeral_limit_mib: int


class Replicas(Struct, frozen=True, forbid_unknown_fields=True):
    """How many, when nothing else decides."""

    stateless: int


class Sizing(Struct, frozen=True, forbid_unknown_fields=True):
    """Every figure that sizes come from."""

    cpu: Cpu
    memory: Memory
    jvm: Jvm
    php: Php
    database: DatabaseMemory
    storage: Storage
    replicas: Replicas
    grace_seconds: dict[str, int]


class Rhythm(Struct, frozen=True, forbid_unknown_fields=True):
    """How often a probe asks, how long it waits, how often it may fail."""

    period: int
    timeout: int
    failures: int


class ProbeRhythms(Struct, frozen=True, forbid_unknown_fields=True):
    """The three probes of one kind."""

    startup: Rhythm
    readiness: Rhythm
    liveness: Rhythm


@functools.cache
def sizing() -> Sizing:
    """Return the figures.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("sizing.yaml", Sizing)


@functools.cache
def probe_rhythms() -> dict[str, ProbeRhythms]:
    """Return the probes' rhythms by kind.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("probes.yaml", dict[str, ProbeRhythms])
