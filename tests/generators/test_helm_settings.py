"""Charts: every setting turns what it says, and nothing that it turns breaks an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import helm_python
import kubernetes_validate
import pytest

from generators import helm
from generators.tree import Leaf, Setting
from tests.generators.charts import Manifest, helm4, keys, make_plan, settings, write

PROBE = {"tcpSocket": {"port": 1234}}
FILLED: dict[str, Any] = {
    "affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}},
    "startupProbe": PROBE, "readinessProbe": PROBE, "livenessProbe": PROBE,
    "resources": {"requests": {"cpu": "123m"}}, "jobResources": {"requests": {"cpu": "124m"}},
    "podSecurityContext": {"fsGroup": 4321}, "containerSecurityContext": {"privileged": False},
    "commonLabels": {"team": "turned"}, "commonAnnotations": {"note": "turned"},
    "podLabels": {"team": "turned"}, "podAnnotations": {"note": "turned"},
    "nodeSelector": {"disk": "turned"}, "tolerations": [{"key": "turned", "operator": "Exists"}],
    "imagePullSecrets": [{"name": "turned"}], "extraEnv": [{"name": "TURNED", "value": "1"}],
    "extraEnvFrom": [{"configMapRef": {"name": "turned"}}],
    "initContainers": [{"name": "turned", "image": "turned:1"}],
    "sidecars": [{"name": "turned", "image": "turned:1"}],
    "extraVolumes": [{"name": "turned", "emptyDir": {}}],
    "extraVolumeMounts": [{"name": "turned", "mountPath": "/turned"}],
    "extraIngress": [{"ports": [{"port": 1234}]}], "extraEgress": [{"ports": [{"port": 1234}]}],
    "routeFilters": [{"type": "RequestMirror"}], "hostnames": ["turned.example.com"],
    "tls": [{"hosts": ["turned.example.com"], "secretName": "turned"}],
    "accessModes": ["ReadWriteMany"],
}  # fmt: skip
CASES = (
    ("database", "gateway"), ("portal", "gateway"), ("score-record", "gateway"),
    ("portal", "ingress"), ("score-record", "ingress"),
)  # fmt: skip


class Chart:
    """A chart with what it renders by default and everything that can be set in it."""

    def __init__(self, folder: Path, system: str, exposure: str) -> None:
        plan = make_plan(folder, exposure=exposure)
        self.folder = write(helm.generate(plan), folder) / "charts" / system
        self.settings = settings(plan, system)
        self.given = {"secrets": {"create": True, **{key: "s" for key, _ in keys(plan, system)}}}
        self.plain = helm4(self.folder, self.given)

    def render(self, setting: Setting, value: object) -> list[Manifest]:
        values: dict[str, Any] = json.loads(json.dumps(self.given))
        below = values
        for key in setting.path[:-1]:
            below = below.setdefault(key, {})
        below[setting.path[-1]] = value
        return helm4(self.folder, values)


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def chart(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Chart:
    return Chart(tmp_path_factory.mktemp("chart"), *request.param)


def test_every_setting_turns_something(chart: Chart) -> None:
    for setting in chart.settings:
        value = turned(setting)
        after = chart.render(setting, value)
        assert after != chart.plain, setting.path
        if not isinstance(value, bool):
            assert found(after, value), setting.path
            assert not found(chart.plain, value), setting.path
        valid(after)


def turned(setting: Setting) -> Any:
    """Return another value for a setting."""
    default, name = setting.default, setting.path[-1]
    if not isinstance(default, Leaf):
        return FILLED[name]
    if isinstance(default.value, bool):
        return not default.value if setting.path != ("secrets", "create") else False
    if isinstance(default.value, int):
        return default.value + 1_234_567
    if name == "size":
        return "77Gi"
    return "*/7 * * * *" if name == "cron" else "turned-value"


def found(node: object, wanted: object) -> bool:
    """Tell whether something stands somewhere."""
    return holds(node, wanted) or any(found(child, wanted) for child in children(node))


def holds(node: object, wanted: object) -> bool:
    """Tell whether a text is part of a text, and entries stand among others: Helm merges maps."""
    if isinstance(wanted, dict):
        return isinstance(node, dict) and all(
            key in node and holds(node[key], value) for key, value in wanted.items()
        )
    if isinstance(wanted, list):
        return isinstance(node, list) and all(item in node for item in wanted)
    if isinstance(wanted, str):
        return isinstance(node, str) and wanted in node
    return node == wanted and type(node) is type(wanted)


def children(node: object) -> Iterator[object]:
    if isinstance(node, dict):
        yield from node.values()
    elif isinstance(node, list):
        yield from node


def valid(manifests: list[Manifest]) -> None:
    for manifest in manifests:
        if manifest["kind"] != "HTTPRoute":  # its schema is checked with the manifests
            validated(json.dumps(manifest))


@cache
def validated(manifest: str) -> None:
    kubernetes_validate.validate(json.loads(manifest), "1.34", strict=True)


def test_a_map_or_list_can_be_taken_away(chart: Chart) -> None:
    for setting in chart.settings:
        if isinstance(setting.default, Leaf):
            continue
        for nothing in [None, *([[]] if isinstance(setting.default, list) else [])]:
            after = chart.render(setting, nothing)
            assert (after != chart.plain) is bool(setting.default), setting.path
            valid(after)


def test_a_value_of_another_type_is_refused(chart: Chart) -> None:
    taken = [(s.path, v) for s in chart.settings for v in misfits(s) if takes(chart, s, v)]
    assert taken == []


def takes(chart: Chart, setting: Setting, value: object) -> bool:
    try:
        chart.render(setting, value)
    except helm_python.HelmError:
        return False
    return True


def misfits(setting: Setting) -> Iterator[object]:
    default = setting.default
    if isinstance(default, Leaf):
        yield from (None, [], 1 if isinstance(default.value, str) else "1")
    else:
        yield from ("text", {} if isinstance(default, list) else [])
    if setting.free and isinstance(default, dict):
        yield {"number": 1}


def test_a_misspelt_name_is_refused_at_every_depth(chart: Chart) -> None:
    for path in {setting.path[:-1] for setting in chart.settings}:
        below: dict[str, Any] = {"misspelt": 1}
        for key in reversed(path):
            below = {key: below}
        with pytest.raises(helm_python.HelmError, match="misspelt"):
            helm4(chart.folder, below)
