"""A plan of which only the images matter."""

from migrate.model.plan import (
    Cluster,
    Image,
    MigrationPlan,
    Probe,
    Probes,
    Resources,
    Workload,
)
from migrate.model.reason import Because, Chosen, Reason


def chosen(value):
    return Chosen(value, Because("none"))


def plan(registry: str, *workloads: str) -> MigrationPlan:
    return MigrationPlan(
        project="p",
        name="p",
        language="en",
        as_of="2026-01-01",
        cluster=Cluster(chosen("1.34"), {}, {}),
        catalogue=chosen("debian"),
        registry=chosen(registry),
        workloads=tuple(_workload(registry, name) for name in workloads),
    )


def _workload(registry: str, name: str) -> Workload:
    probe = Probe("tcp", Reason(Because("none")))
    repository = chosen(f"{registry}/migrate-test/{name}")
    return Workload(
        id=name,
        component=name,
        name=name,
        system="s",
        namespace="s",
        controller=chosen("Deployment"),
        replicas=chosen(1),
        image=Image("any", chosen("scratch"), repository, chosen("t1"), 10001, "/"),
        ports=(),
        resources=Resources(chosen("1"), chosen("1Gi"), chosen("1Gi")),
        probes=Probes(probe, probe, probe),
        grace_seconds=chosen(30),
    )
