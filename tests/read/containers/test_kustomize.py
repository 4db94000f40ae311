"""Kustomize: patches are no workloads, overlays are variants, generated settings are settings."""

from __future__ import annotations

from pathlib import Path

from tests.read.containers.reading import by_name, items, read

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: shop/web:1.0
        envFrom: [{configMapRef: {name: web-env}}]
        env: [{name: CACHE_HOST, value: 10.1.0.3}, {name: MODE, value: plain}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
"""
OVERLAYS: dict[str, str | bytes] = {
    "base/kustomization.yaml": (
        "resources: [web.yaml]\n"
        "configMapGenerator: [{name: web-env, literals: [DB_HOST=10.1.0.1, DB_PORT=3306]}]\n"
    ),
    "base/web.yaml": WEB,
    "overlays/test/kustomization.yaml": (
        "namespace: test\nresources: [../../base]\nimages: [{name: shop/web, newTag: 1.1-rc}]\n"
    ),
    "overlays/prod/kustomization.yaml": (
        "namespace: prod\nnamePrefix: p-\nresources:\n- ../../base\n"
        "patches:\n- path: more.yaml\n- target: {kind: Deployment, name: w.*}\n"
        "  patch: |-\n    - {op: replace, path: /spec/template/spec/containers/0/image,"
        " value: 'r.corp.cn/shop/web:1.0.7'}\n"
    ),
    "overlays/prod/more.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n"
        "  template:\n    spec:\n      containers:\n      - name: web\n"
        "        env: [{name: CACHE_HOST, value: 10.1.0.9}]\n"
    ),
}
OLD: dict[str, str | bytes] = {
    "deploy/kustomization.yaml": (
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nbases: [../app]\n"
        "namespace: erp\npatchesStrategicMerge: [patch.yaml]\n"
        "patchesJson6902: [{target: {group: apps, version: v1, kind: Deployment, name: web},"
        " path: json.yaml}]\n"
        "configMapGenerator: [{name: web-env, env: web.env}]\n"
    ),
    "deploy/patch.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n"
        "  template:\n    spec:\n      containers:\n      - name: web\n"
        "        env: [{name: CACHE_HOST, value: 10.1.0.8}]\n"
        "      - {name: log, image: 'shop/log:1'}\n"
    ),
    "deploy/json.yaml": "- {op: add, path: /spec/template/spec/hostNetwork, value: true}\n",
    "deploy/web.env": "ORDER_URL=http://order.corp.cn:8081/api\n",
    "app/kustomization.yml": "resources: [web.yaml]\nreplicas: [{name: other, count: 9}]\n",
    "app/web.yaml": WEB,
}


def test_overlays_are_variants_of_one_workload(tmp_path: Path) -> None:
    (web,) = read(tmp_path, OVERLAYS).components
    assert (web.kind, web.name) == ("kubernetes-workload", "web")
    # What several overlays render differently, stays as they all build on it.
    assert (web.value("replicas"), web.value("image")) == (1, "shop/web:1.0")
    assert items(web, "kubernetes.variants") == [
        {
            "overlay": "overlays/prod", "name": "p-web", "namespace": "prod", "replicas": 3,
            "image": "r.corp.cn/shop/web:1.0.7",
        },
        {
            "overlay": "overlays/test", "name": "web", "namespace": "test", "replicas": 1,
            "image": "shop/web:1.1-rc",
        },
    ]  # fmt: skip
    found = [(r.target, r.setting, [o.source.partition("/")[2] for o in r.origins])
             for r in web.references]  # fmt: skip
    assert found == [
        ("10.1.0.1:3306", "DB_HOST", ["base/kustomization.yaml"]),
        ("10.1.0.3", "CACHE_HOST", ["base/web.yaml"]),
        ("10.1.0.9", "CACHE_HOST", ["overlays/prod/more.yaml"]),
    ]  # fmt: skip
    assert "environment" not in {u.fact for u in web.unknown}


def test_the_only_overlay_is_what_runs(tmp_path: Path) -> None:
    (web,) = read(tmp_path, OLD).components
    assert web.value("replicas") == 2
    assert web.value("kubernetes.namespace") == "erp"
    assert web.value("security.hostNetwork") is True
    assert ("order.corp.cn:8081", "ORDER_URL") in {(r.target, r.setting) for r in web.references}
    assert {n["name"] for n in items(web, "kubernetes.names")} >= {"web", "web.erp.svc"}
    # A patch leaves what it does not name: containers and variables are the same by their names.
    environment = {e["name"]: e["value"] for e in items(web, "environment")}
    assert (environment["MODE"], environment["CACHE_HOST"]) == ("plain", "10.1.0.8")
    assert [(c["name"], c["image"]) for c in items(web, "containers")] == [
        ("web", "shop/web:1.0"),
        ("log", "shop/log:1"),
    ]


def test_patches_of_a_base_that_is_elsewhere_make_no_workload(tmp_path: Path) -> None:
    files = {path: text for path, text in OLD.items() if path.startswith("deploy/")}
    assert read(tmp_path, files).components == ()


def test_kustomizations_that_go_in_circles_or_are_broken(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a/kustomization.yaml": "resources: [../b, w.yaml, ../../etc]\npatches: [{path: ../c}]\n",
        "b/kustomization.yaml": "resources: [../a]\npatchesStrategicMerge: ['- [']\nimages: x\n",
        "c/kustomization.yaml": "resources: [[1]\n",
        "d/kustomization.yaml": "resources: {a: 1}\npatches: [{target: {name: ((}, patch: x}]\n",
        "a/w.yaml": WEB,
    }
    assert list(by_name(read(tmp_path, files))) == ["web"]
