"""References in manifests that people write by hand: met ones pass, dangling ones are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.small import checked, found

CONTAINER = "/spec/template/spec/containers/0"
POD = """apiVersion: apps/v1
kind: {kind}
metadata: {{name: web, namespace: shop}}
spec:
  selector: {{matchLabels: {{app: web}}}}
  {more}
  template:
    metadata: {{labels: {{app: web}}}}
    spec:
      containers:
        - name: web
          image: web:1
          ports: [{{name: http, containerPort: 8080}}]
          {container}
      {pod}
"""
SETTINGS = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\n"
    "data: {a.conf: x, b.conf: y}\n"
)
SECRET = (
    "apiVersion: v1\nkind: Secret\nmetadata: {name: login, namespace: shop}\n"
    "stringData: {password: '${SECRET:db.shop:raw}'}\n"
)
SERVICE = (
    "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n"
    "spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}\n"
)
ROUTE = (
    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"
    "metadata: {name: web, namespace: shop}\nspec: {rules: [{backendRefs: [%s]}]}\n"
)
INGRESS = (
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\n"
    "spec: %s\n"
)
POLICY = (
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n"
    "metadata: {name: web, namespace: shop}\n"
    "spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [%s]}]}\n"
)
PATHS = "rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: %s}}]}}]"


def web(container: str = "", pod: str = "", more: str = "", kind: str = "Deployment") -> str:
    return POD.format(kind=kind, container=container, pod=pod, more=more)


def outcome(root: Path, manifest: str, kind: str = "failed") -> list[tuple[str, str]]:
    files = {"web": web(), "settings": SETTINGS, "login": SECRET, "service": SERVICE}
    files["web" if "kind: Deployment" in manifest else "case"] = manifest
    report = checked(root, {f"manifests/{name}.yaml": text for name, text in files.items()})
    return found(report, kind)


MET = {
    "a projected volume": web(
        "volumeMounts: [{name: all, mountPath: /etc/x, subPath: x/b.conf}]",
        "volumes: [{name: all, projected: {sources: [{configMap: {name: settings, items:"
        " [{key: b.conf, path: x/b.conf}]}}, {secret: {name: login}}]}}]",
    ),
    "a folder of a volume": web(
        "volumeMounts: [{name: all, mountPath: /etc/x, subPath: x}]",
        "volumes: [{name: all, configMap: {name: settings, items:"
        " [{key: b.conf, path: x/b.conf}]}}]",
    ),
    "a volume whose files are not known": web(
        "volumeMounts: [{name: all, mountPath: /etc/x, subPath: token}]",
        "volumes: [{name: all, projected: {sources: [{configMap: {name: settings}},"
        " {serviceAccountToken: {path: token}}]}}]",
    ),
    "optional things": web(
        "env: [{name: A, valueFrom: {secretKeyRef: {name: x, key: y, optional: true}}}]",
        "volumes: [{name: all, configMap: {name: x, optional: true}}]",
    ),
    "optional variables": web("envFrom: [{secretRef: {name: x, optional: true}}]"),
    "the namespace that is always there": (
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: b}\n"
    ),
    "the default account": web(pod="serviceAccountName: default"),
    "variables": web(
        "env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a.conf}}}]\n"
        "          envFrom: [{secretRef: {name: login}}]"
    ),
    "a probe by number": web("livenessProbe: {tcpSocket: {port: 8080}}"),
    "a route by number": ROUTE % "{name: web, port: 80}",
    "a route to another kind": ROUTE % "{name: bucket, kind: Bucket, group: x.example.com}",
    "an ingress by name": INGRESS % f"{{{PATHS % '{name: web, port: {name: http}}'}}}",
    "an ingress's default": (
        INGRESS % "{defaultBackend: {service: {name: web, port: {number: 80}}}}"
    ),
    "a pod of a stateful set": SERVICE.replace("name: web,", "name: first,", 1).replace(
        "{app: web}", "{app: web, statefulset.kubernetes.io/pod-name: web-0}"
    ),
    "a pod on its own": (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: one, namespace: shop, labels: {app: web}}\n"
        "spec: {containers: [{name: one, image: one:1, ports: [{name: http, containerPort: 1}]}]}\n"
    ),
    "a peer by label": POLICY % "{podSelector: {matchLabels: {app: web}}}",
    "dates and times, which are texts": SETTINGS.replace("settings", "times").replace(
        "{a.conf: x, b.conf: y}", "{day: 2020-01-01, time: 22:22}"
    ),
    "objects of one name and another group": (
        "apiVersion: serving.example.com/v1\nkind: Service\n"
        "metadata: {name: web, namespace: shop}\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MET)
def test_what_is_met_is_not_told(tmp_path: Path, name: str) -> None:
    assert outcome(tmp_path, MET[name]) == []
    assert outcome(tmp_path, MET[name], "warning") == []


DANGLING = {
    "a projected volume": (
        web(pod="volumes: [{name: all, projected: {sources: [{secret: {name: x}}]}}]"),
        ("/spec/template/spec/volumes/0/projected/sources/0/secret/name", "check.missing"),
    ),
    "a file that no source of a volume holds": (
        web("volumeMounts: [{name: all, mountPath: /etc/x, subPath: c.conf}]",
            "volumes: [{name: all, projected: {sources: [{configMap: {name: settings}}]}}]"),
        (f"{CONTAINER}/volumeMounts/0/subPath", "check.missing_file"),
    ),
    "a key of a volume": (
        web(pod="volumes: [{name: all, secret: {secretName: login, items: [{key: x, path: x}]}}]"),
        ("/spec/template/spec/volumes/0/secret/items/0/key", "check.missing_key"),
    ),
    "a key of a variable": (
        web("env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: x}}}]"),
        (f"{CONTAINER}/env/0/valueFrom/secretKeyRef/key", "check.missing_key"),
    ),
    "a secret of variables": (
        web("envFrom: [{secretRef: {name: x}}]"),
        (f"{CONTAINER}/envFrom/0/secretRef/name", "check.missing"),
    ),
    "a volume of a first container": (
        web(pod="initContainers: [{name: a, image: a:1,"
            " volumeMounts: [{name: x, mountPath: /x}]}]"),
        ("/spec/template/spec/initContainers/0/volumeMounts/0/name", "check.missing"),
    ),
    "a probe by number": (
        web("readinessProbe: {httpGet: {port: 8081}}"),
        (f"{CONTAINER}/readinessProbe/httpGet/port", "check.missing_port"),
    ),
    "a route by name, which routes do not know": (
        ROUTE % "{name: web, port: http}",
        ("/spec/rules/0/backendRefs/0/port", "check.missing_port"),
    ),
    "a route to another namespace": (
        ROUTE % "{name: web, namespace: other, port: 80}",
        ("/spec/rules/0/backendRefs/0/name", "check.missing"),
    ),
    "an ingress to a service": (
        INGRESS % f"{{{PATHS % '{name: x, port: {number: 80}}'}}}",
        ("/spec/rules/0/http/paths/0/backend/service/name", "check.missing"),
    ),
    "an ingress to a port": (
        INGRESS % f"{{{PATHS % '{name: web, port: {number: 81}}'}}}",
        ("/spec/rules/0/http/paths/0/backend/service/port/number", "check.missing_port"),
    ),
    "a volume of a pod on its own": (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: one, namespace: shop}\n"
        "spec: {containers: [{name: one, image: one:1}], volumes: [{name: x, secret:"
        " {secretName: x}}]}\n",
        ("/spec/volumes/0/secret/secretName", "check.missing"),
    ),
    "an ingress's default": (
        INGRESS % "{defaultBackend: {service: {name: x, port: {number: 80}}}}",
        ("/spec/defaultBackend/service/name", "check.missing"),
    ),
    "a pod of a stateful set of other labels": (
        SERVICE.replace("name: web,", "name: first,", 1).replace(
            "{app: web}", "{app: x, statefulset.kubernetes.io/pod-name: web-0}"
        ),
        ("/spec/selector", "check.selects_nothing"),
    ),
    "a peer of our own namespace": (
        POLICY % "{podSelector: {matchLabels: {app: x}}}",
        ("/spec/egress/0/to/0", "check.selects_nothing"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DANGLING)
def test_what_dangles_is_named(tmp_path: Path, name: str) -> None:
    manifest, expected = DANGLING[name]
    assert outcome(tmp_path, manifest) == [expected]


@pytest.mark.parametrize(
    "peer",
    [
        "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}},"
        " podSelector: {matchLabels: {k8s-app: kube-dns}}}",
        "{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}",
    ],
)
def test_pods_of_other_namespaces_may_come_from_elsewhere(tmp_path: Path, peer: str) -> None:
    assert outcome(tmp_path, POLICY % peer) == []
    assert outcome(tmp_path, POLICY % peer, "warning") == [
        ("/spec/egress/0/to/0", "check.peer_elsewhere")
    ]


def test_a_pull_secret_that_only_the_cluster_has_is_a_warning(tmp_path: Path) -> None:
    manifest = web(pod="imagePullSecrets: [{name: registry}]")
    assert outcome(tmp_path, manifest) == []
    place = "/spec/template/spec/imagePullSecrets/0/name"
    assert outcome(tmp_path, manifest, "warning") == [(place, "check.pull_secret")]


def test_a_foreign_group_is_not_held_against_kubernetes_own(tmp_path: Path) -> None:
    foreign = (
        "apiVersion: apps.example.com/v1\nkind: Deployment\n"
        "metadata: {name: x, namespace: shop}\nspec: {anything: goes}\n"
    )
    report = checked(tmp_path, {"manifests/x.yaml": foreign})
    assert found(report) == []
    assert [s.because.id for s in report.not_checked] == ["check.no_schema"]


def test_a_manifest_without_an_object_is_a_warning(tmp_path: Path) -> None:
    report = checked(tmp_path, {"manifests/x.yaml": "# nothing left\n---\n"})
    assert found(report) == []
    assert found(report, "warning") == [("", "check.empty")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ("{password: hunter2}", [("/stringData/password", "check.secret_written")]),
        ("{password: '${SECRET:db.shop:raw}'}", []),
        ("{url: 'mysql://shop:${SECRET:db.shop:raw}@db'}", []),
        ("{password: '${SECRET:db.other:raw}'}", [("/stringData", "check.not_asked")]),
    ],
)
def test_secrets_stay_templates(
    tmp_path: Path, values: str, expected: list[tuple[str, str]]
) -> None:
    secret = SECRET.replace("{password: '${SECRET:db.shop:raw}'}", values)
    files = {"secrets/login.yaml": secret, "secrets.template.yaml": 'db.shop: ""\n'}
    report = checked(tmp_path, files)
    assert found(report) == []
    assert found(report, "warning") == expected
    assert "hunter2" not in str(report)


@pytest.mark.parametrize(
    ("backend", "expected"),
    [
        ("{serviceName: web, servicePort: 80}", []),
        ("{serviceName: web, servicePort: http}", []),
        ("{serviceName: x, servicePort: 80}", [("serviceName", "check.missing")]),
        ("{serviceName: web, servicePort: 81}", [("servicePort", "check.missing_port")]),
    ],
)
def test_ingresses_of_old_clusters_are_read(
    tmp_path: Path, backend: str, expected: list[tuple[str, str]]
) -> None:
    ingress = (
        "apiVersion: networking.k8s.io/v1beta1\nkind: Ingress\n"
        "metadata: {name: web, namespace: shop}\n"
        f"spec: {{rules: [{{http: {{paths: [{{path: /, backend: {backend}}}]}}}}]}}\n"
    )
    files = {"manifests/i.yaml": ingress, "manifests/s.yaml": SERVICE, "manifests/w.yaml": web()}
    report = checked(tmp_path, files, "1.18")
    found_there = [r for r in report.results if r.path == "manifests/i.yaml"]
    start = "/spec/rules/0/http/paths/0/backend/"
    assert [(r.place.removeprefix(start), r.because.id) for r in found_there] == expected
