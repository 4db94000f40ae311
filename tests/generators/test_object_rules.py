"""What objects refer to is there; two never share a name; old clusters are told what they lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from generators import generate, manifests
from generators.objects import objects
from generators.objects.build import NameClash
from migrate import text
from migrate.model.plan import MigrationPlan
from tests.generators.charts import make_plan

Manifest = dict[str, Any]
WORKLOADS = ("Deployment", "StatefulSet")
ZONE_NOTE = "container-migrate/time-zone"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


@pytest.fixture(scope="module", params=["gateway", "ingress"])
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Manifest]:
    return load(make_plan(tmp_path_factory.mktemp("plan"), exposure=request.param))


def load(plan: MigrationPlan) -> list[Manifest]:
    made = manifests.generate(plan)
    return [yaml.safe_load(a.text) for a in made if a.path.startswith(("manifests/", "secrets/"))]


def of_kind(loaded: list[Manifest], *kinds: str) -> list[Manifest]:
    found = [manifest for manifest in loaded if manifest["kind"] in kinds]
    assert found, kinds
    return found


def named(loaded: list[Manifest], kind: str, namespace: str, name: str) -> Manifest:
    (found,) = [
        o
        for o in of_kind(loaded, kind)
        if (o["metadata"]["namespace"], o["metadata"]["name"]) == (namespace, name)
    ]
    return found


def template(manifest: Manifest) -> Manifest:
    spec = manifest["spec"]
    found = spec["jobTemplate"]["spec"] if manifest["kind"] == "CronJob" else spec
    return dict(found["template"])


def ports(service: Manifest) -> set[object]:
    return {value for port in service["spec"]["ports"] for value in (port["name"], port["port"])}


def backends(route: Manifest) -> Iterator[tuple[str, object]]:
    for rule in route["spec"]["rules"]:
        for reference in rule.get("backendRefs", ()):
            yield reference["name"], reference["port"]
        for path in rule.get("http", {}).get("paths", ()):
            service = path["backend"]["service"]
            yield service["name"], service["port"].get("name", service["port"].get("number"))


def test_routes_lead_to_ports_of_services(loaded: list[Manifest]) -> None:
    for route in of_kind(loaded, "HTTPRoute" if has(loaded, "HTTPRoute") else "Ingress"):
        led = list(backends(route))
        assert led
        for name, port in led:
            service = named(loaded, "Service", route["metadata"]["namespace"], name)
            assert port in ports(service)


def has(loaded: list[Manifest], kind: str) -> bool:
    return any(manifest["kind"] == kind for manifest in loaded)


def test_services_lead_to_ports_of_containers(loaded: list[Manifest]) -> None:
    for service in of_kind(loaded, "Service"):
        selector = service["spec"]["selector"]
        (pod,) = [
            template(o)
            for o in of_kind(loaded, *WORKLOADS, "CronJob")
            if o["metadata"]["namespace"] == service["metadata"]["namespace"]
            and selector.items() <= template(o)["metadata"]["labels"].items()
        ]
        named_ports = {p["name"] for c in pod["spec"]["containers"] for p in c["ports"]}
        assert {p["targetPort"] for p in service["spec"]["ports"]} <= named_ports


def test_probes_ask_ports_of_their_container(loaded: list[Manifest]) -> None:
    asked = 0
    for workload in of_kind(loaded, *WORKLOADS):
        for container in template(workload)["spec"]["containers"]:
            known = {port["name"] for port in container["ports"]}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                for way in ("httpGet", "tcpSocket"):
                    if way in container[probe]:
                        assert container[probe][way]["port"] in known
                        asked += 1
            assert container["readinessProbe"] != container["livenessProbe"]
    assert asked


def test_pods_name_accounts_and_sets_name_headless_services(loaded: list[Manifest]) -> None:
    for owner in of_kind(loaded, *WORKLOADS, "CronJob"):
        namespace = owner["metadata"]["namespace"]
        account = template(owner)["spec"]["serviceAccountName"]
        found = named(loaded, "ServiceAccount", namespace, account)
        assert found["automountServiceAccountToken"] is False
    for stateful in of_kind(loaded, "StatefulSet"):
        namespace = stateful["metadata"]["namespace"]
        service = named(loaded, "Service", namespace, stateful["spec"]["serviceName"])
        assert service["spec"]["clusterIP"] == "None"


def test_policies_name_pods_that_exist(loaded: list[Manifest]) -> None:
    pods = {
        (o["metadata"]["namespace"], template(o)["metadata"]["labels"]["app.kubernetes.io/name"])
        for o in of_kind(loaded, *WORKLOADS, "CronJob")
    }
    seen = 0
    for policy in of_kind(loaded, "NetworkPolicy"):
        spec = policy["spec"]
        rules = [*spec.get("ingress", []), *spec.get("egress", [])]
        for peer in (p for rule in rules for p in (*rule.get("from", []), *rule.get("to", []))):
            if "podSelector" in peer:
                for name in selected(peer["podSelector"]):
                    assert (where(peer, policy), name) in pods
                    seen += 1
    assert seen


def selected(selector: Manifest) -> list[str]:
    key = "app.kubernetes.io/name"
    if "matchLabels" in selector:
        return [selector["matchLabels"][key]]
    (expression,) = selector["matchExpressions"]
    assert (expression["key"], expression["operator"]) == (key, "In")
    return list(expression["values"])


def where(peer: Manifest, policy: Manifest) -> str:
    other = peer.get("namespaceSelector", {}).get("matchLabels", {})
    return str(other.get("kubernetes.io/metadata.name", policy["metadata"]["namespace"]))


def test_namespaces_carry_the_label_that_policies_select_by(loaded: list[Manifest]) -> None:
    for namespace in of_kind(loaded, "Namespace"):
        name = namespace["metadata"]["name"]
        assert namespace["metadata"]["labels"]["kubernetes.io/metadata.name"] == name


def test_selectors_hold_nothing_that_changes(loaded: list[Manifest]) -> None:
    fixed = {"app.kubernetes.io/name", "app.kubernetes.io/instance"}
    for workload in of_kind(loaded, *WORKLOADS):
        assert set(workload["spec"]["selector"]["matchLabels"]) == fixed
    for stateful in of_kind(loaded, "StatefulSet"):
        for claim in stateful["spec"]["volumeClaimTemplates"]:
            assert set(claim["metadata"]["labels"]) == fixed


def test_a_set_whose_pod_never_became_ready_can_be_repaired(loaded: list[Manifest]) -> None:
    for stateful in of_kind(loaded, "StatefulSet"):
        assert stateful["spec"]["replicas"] == 1
        assert stateful["spec"]["podManagementPolicy"] == "Parallel"


def test_servers_of_a_set_with_several_start_in_order(plan: MigrationPlan) -> None:
    several = with_workload(plan, "mysql-slave", replicas=3)
    stateful = named(load(several), "StatefulSet", "database", "mysql-slave")
    assert stateful["spec"]["podManagementPolicy"] == "OrderedReady"


def with_workload(plan: MigrationPlan, name: str, replicas: int) -> MigrationPlan:
    changed = [
        replace(w, replicas=replace(w.replicas, value=replicas)) if w.id == name else w
        for w in plan.workloads
    ]
    return replace(plan, workloads=tuple(changed))


@pytest.mark.parametrize("version", ["1.20", "1.24"])
def test_a_cluster_without_time_zones_is_told_which_one_was_meant(
    version: str, tmp_path: Path
) -> None:
    (job,) = of_kind(load(make_plan(tmp_path, kube_version=version)), "CronJob")
    assert "timeZone" not in job["spec"]
    assert job["metadata"]["annotations"] == {ZONE_NOTE: "Asia/Shanghai"}


def test_a_cluster_with_time_zones_needs_no_note(loaded: list[Manifest]) -> None:
    (job,) = of_kind(loaded, "CronJob")
    assert job["spec"]["timeZone"] == "Asia/Shanghai"
    assert "annotations" not in job["metadata"]


def test_a_job_whose_zone_nobody_knows_says_so(plan: MigrationPlan) -> None:
    portal = plan.workload("portal")
    zoneless = tuple(replace(schedule, timezone=None) for schedule in portal.schedules)
    others = tuple(w for w in plan.workloads if w.id != "portal")
    made = replace(plan, workloads=(*others, replace(portal, schedules=zoneless)))
    (job,) = of_kind(load(made), "CronJob")
    assert "timeZone" not in job["spec"]
    assert job["metadata"]["annotations"] == {ZONE_NOTE: "unknown"}


@pytest.mark.parametrize("taken", ["portal-cron", "default-deny"])
def test_two_objects_of_one_name_are_refused(plan: MigrationPlan, taken: str) -> None:
    other = replace(plan.workload("score-record"), id=taken, system="portal", namespace="portal")
    clashing = replace(plan, workloads=(*plan.workloads, other))
    with pytest.raises(NameClash) as refused:
        generate(clashing)
    said = refused.value.because
    assert said.params["kind"] == "NetworkPolicy"
    for language in text.LANGUAGES:
        assert taken in text.say(language, said.id, said.params)


def test_every_object_has_a_file_of_its_own(plan: MigrationPlan) -> None:
    for system in plan.systems:
        files = [built.file for built in objects(plan, system)]
        assert len(files) == len(set(files))
