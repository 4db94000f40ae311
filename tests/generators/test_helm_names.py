"""Charts: each workload and each secret has a key of its own in values.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from generators import helm
from generators.naming import SHARED, camel
from migrate.model.plan import MigrationPlan, SecretNeed, SecretToken
from migrate.model.settings import Text
from tests.generators.charts import helm4, make_plan, write

NAMES = (
    "portal",
    "app-1",
    "app1",
    "app-1a",
    "1app",
    "x1app",
    "global",
    "secrets",
    "network-policy",
)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    return make_plan(tmp_path_factory.mktemp("plan"))


def test_no_two_names_share_a_key() -> None:
    assert camel("mysql-master") == "mysqlMaster"
    assert len({camel(name) for name in NAMES}) == len(NAMES)
    assert all(camel(name).isidentifier() for name in NAMES)


def test_workloads_of_any_name_have_their_own_settings(plan: MigrationPlan, tmp_path: Path) -> None:
    portal = plan.workload("portal")
    made = tuple(
        replace(portal, id=name, services=(), exposure=None, schedules=(), volumes=(), files=())
        for name in NAMES
    )
    others = tuple(w for w in plan.workloads if w.id != "portal")
    chart = write(helm.generate(replace(plan, workloads=(*others, *made))), tmp_path)
    chart = chart / "charts" / "portal"
    values = yaml.safe_load((chart / "values.yaml").read_text("utf-8"))
    keys = [key for key, below in values.items() if "replicaCount" in (below or {})]
    assert len(keys) == len(NAMES)
    assert not {*keys} & {*SHARED}
    given = {key: {"replicaCount": number} for number, key in enumerate(keys, 1)}
    deployments = [m for m in helm4(chart, given) if m["kind"] == "Deployment"]
    assert sorted(m["spec"]["replicas"] for m in deployments) == [*range(1, len(NAMES) + 1)]
    assert {m["metadata"]["name"] for m in deployments} == set(NAMES)


def test_secrets_whose_names_look_alike_stay_apart(plan: MigrationPlan, tmp_path: Path) -> None:
    ids = ("db.app_a", "db.app-a", "db.App.a")
    workload = plan.workload("score-record")
    file = next(f for f in workload.files if f.secret)
    parts = [part for name in ids for part in (SecretToken(name), Text("\n"))]
    files = (replace(file, parts=tuple(parts)),)
    others = tuple(w for w in plan.workloads if w.id != "score-record")
    needs = tuple(SecretNeed(name, file.reason) for name in sorted(ids))
    other = replace(
        plan, workloads=(*others, replace(workload, files=files)), secrets=(*plan.secrets, *needs)
    )
    chart = write(helm.generate(other), tmp_path) / "charts" / "score-record"
    values = yaml.safe_load((chart / "values.yaml").read_text("utf-8"))["secrets"]
    keys = [key for key in values if key != "create"]
    assert len(keys) == len(ids)
    given = {"create": True, **{key: key for key in keys}}
    (secret,) = [m for m in helm4(chart, {"secrets": given}) if m["kind"] == "Secret"]
    assert sorted(secret["stringData"][file.key].split()) == sorted(keys)
