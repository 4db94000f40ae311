"""Charts: every setting turns what it says, and nothing that it turns breaks an object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest

from generators import helm
from generators.tree import Leaf
from tests.generators.charts import helm4, keys, make_plan, settings, write

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


def turned(setting: Any) -> Any:
    """Return another value for a setting."""
    default, name = setting.default, setting.path[-1]
    if not isinstance(default, Leaf):
        return FILLED[name]
    if isinstance(default.value, bool):
        return setting.path != ("secrets", "create") and not default.value
    if isinstance(default.value, int):
        return default.value + 1_234_567
    if name == "size":
        return "77Gi"
    return "*/7 * * * *" if name == "cron" else "turned-value"


@pytest.mark.parametrize(
    ("system", "exposure"),
    [("database", "gateway"), ("portal", "gateway"), ("score-record", "gateway"),
     ("portal", "ingress"), ("score-record", "ingress")],
)  # fmt: skip
def test_every_setting_turns_something(system: str, exposure: str, tmp_path: Path) -> None:
    made = make_plan(tmp_path, exposure=exposure)
    chart = write(helm.generate(made), tmp_path) / "charts" / system
    secret = {key: "s" for key, _ in keys(made, system)}
    base = {"secrets": {"create": True, **secret}}
    before = helm4(chart, base)
    for setting in settings(made, system):
        values: dict[str, Any] = json.loads(json.dumps(base))
        below = values
        for key in setting.path[:-1]:
            below = below.setdefault(key, {})
        below[setting.path[-1]] = turned(setting)
        after = helm4(chart, values)
        assert after != before, setting.path
        if isinstance(setting.default, Leaf) and not isinstance(setting.default.value, bool):
            assert str(turned(setting)) in str(after), setting.path
        for manifest in after:
            if manifest["kind"] != "HTTPRoute":
                kubernetes_validate.validate(manifest, "1.34", strict=True)
