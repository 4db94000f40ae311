"""What planning one kind of component yields, before it is put together as a workload."""

from __future__ import annotations

from msgspec import Struct

from migrate.model.assessment import Question
from migrate.model.facts import Finding
from migrate.model.plan import (
    Image,
    PlannedFile,
    Port,
    Probes,
    Schedule,
    Service,
    Variable,
    Volume,
)
from migrate.model.reason import Chosen
from migrate.plan.sessions import Replication


class Draft(Struct, frozen=True):
    """The parts of a workload that depend on its kind."""

    controller: Chosen[str]
    replication: Replication
    image: Image
    port: Port
    memory: Chosen[int]
    """MiB"""
    probes: Probes
    services: tuple[Service, ...]
    path: Chosen[str] | None = None
    """Where users find it; None for what users do not reach."""
    role: str = ""
    variables: tuple[Variable, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    volumes: tuple[Volume, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
