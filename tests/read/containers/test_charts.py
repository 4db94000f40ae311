"""Helm charts and Cloud Foundry manifests: what they say without being run."""

from __future__ import annotations

from pathlib import Path

from tests.read.containers.reading import by_name, calls, items, read

HELM2: dict[str, str | bytes] = {
    "Chart.yaml": "apiVersion: v1\nname: shop\nversion: 0.1.0\nappVersion: '1.4'\n",
    "requirements.yaml": (
        "dependencies:\n- {name: mysql, version: 1.x, repository: 'https://u:ch4rtpw@charts.example.com'}\n"
    ),
    "values.yaml": "image: {repository: shop/web, tag: '2.1'}\nredis: {image: 'redis:3.2'}\n",
    "templates/web.yaml": (
        "apiVersion: extensions/v1beta1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}}\n"
        '---\napiVersion: {{ template "x" . }}\nkind: Ingress\n---\napiVersion: v1\nkind: Service\n'
    ),
    "templates/NOTES.txt": "installed by Tiller\n",
    "charts/sub/Chart.yaml": "apiVersion: v1\nname: sub\n",
}
HELM3: dict[str, str | bytes] = {
    "c/Chart.yaml": (
        "apiVersion: v2\nname: api\nversion: 1.0.0\nkubeVersion: '>=1.16'\n"
        "dependencies: [{name: redis, version: 12, repository: '@x', condition: redis.enabled}]\n"
    ),
    "c/values.yaml": "image:\n  registry: r.example.com\n  repository: api\n  tag: 3\n",
    "c/templates/d.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n",
}


def test_a_chart_of_helm_2(tmp_path: Path) -> None:
    reading = read(tmp_path, HELM2)
    (chart,) = reading.components
    assert (chart.kind, chart.name, chart.value("chart.generation")) == ("helm-chart", "shop", 2)
    assert chart.value("chart.app_version") == "1.4"
    assert [(i["name"], i["version"]) for i in items(chart, "chart.dependencies")] == [
        ("mysql", "1.x")
    ]
    assert [(i["value"], i["image"], i["kind"]) for i in items(chart, "chart.images")] == [
        ("image", "shop/web:2.1", None),
        ("redis.image", "redis:3.2", "redis"),
    ]
    assert [(i["kind"], i["api_version"]) for i in items(chart, "chart.templates")] == [
        ("Deployment", "extensions/v1beta1"),
        ("Ingress", None),
        ("Service", "v1"),
    ]
    assert [i["kind"] for i in items(chart, "kubernetes.retired")] == ["Deployment"]
    assert [i["hint"] for i in items(chart, "chart.tiller")] == ["Tiller"]
    assert [u.fact for u in chart.unknown] == ["kubernetes.workloads"]
    assert "ch4rtpw" not in repr(reading)


def test_a_chart_of_helm_3(tmp_path: Path) -> None:
    (chart,) = read(tmp_path, HELM3).components
    assert chart.name == "api"
    assert chart.value("chart.generation") == 3
    assert items(chart, "chart.dependencies")[0]["condition"] == "redis.enabled"
    assert items(chart, "chart.images")[0]["image"] == "r.example.com/api:3"
    assert "kubernetes.retired" not in chart.facts


MANIFEST = """\
---
memory: 512M
buildpack: java_buildpack
applications:
- name: shop
  instances: 2
  path: target/shop.jar
  routes: [{route: shop.example.com}, {route: shop.example.com/api}]
  services: [shop-db, {name: shop-mq}]
  health-check-type: http
  health-check-http-endpoint: /health
  env: {SPRING_PROFILES_ACTIVE: prod, DB_URL: 'jdbc:mysql://10.0.0.5:3306/shop', API_KEY: cfsecret}
- name: worker
  memory: 1G
  docker: {image: 'redis:4'}
  host: w
  domain: example.com
"""


def test_applications_of_cloud_foundry(tmp_path: Path) -> None:
    reading = read(tmp_path, {"manifest.yml": MANIFEST})
    found = by_name(reading)
    shop, worker = found["shop"], found["worker"]
    assert (shop.kind, worker.kind) == ("cloudfoundry-app", "redis")
    assert (shop.value("resources.memory_limit"), worker.value("resources.memory_limit")) == (
        "512M",
        "1G",
    )
    assert shop.value("replicas") == 2
    assert items(shop, "cloudfoundry.buildpacks") == [{"name": "java_buildpack"}]
    assert [i["route"] for i in items(shop, "cloudfoundry.routes")] == [
        "shop.example.com",
        "shop.example.com/api",
    ]
    assert items(worker, "cloudfoundry.routes") == [{"route": "w.example.com"}]
    assert shop.value("healthcheck") == {"type": "http", "path": "/health"}
    assert calls(shop) == [
        ("shop-db", "tcp", "services"),
        ("shop-mq", "tcp", "services"),
        ("10.0.0.5:3306", "mysql", "DB_URL"),
    ]
    assert "cfsecret" not in repr(reading)


def test_other_manifests_are_none(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "manifest.yml": "name: x\n",
        "app.yml": MANIFEST,
        "Chart.yml": "name: a\n",
        "b/Chart.yaml": "[broken",
    }
    assert read(tmp_path, files).components == ()


def test_a_chart_without_an_api_version_is_of_helm_2(tmp_path: Path) -> None:
    chart = "name: wordpress\nversion: 2.1.10\nengine: gotpl\n"
    (found,) = read(tmp_path, {"Chart.yaml": chart}).components
    assert found.value("chart.generation") == 2
    assert found.facts["chart.generation"].confidence < 1


def test_names_of_secrets_in_values_are_no_secrets(tmp_path: Path) -> None:
    values = (
        "auth:\n  existingSecret: shop-redis\n  existingSecretPasswordKey: redis-password\n"
        "ingress:\n  hosts:\n  - name: a.local\n    tlsSecret: a.local-tls\n"
        "global: {imagePullSecrets: [regcred]}\ntls: {certificatesSecret: redis-tls}\n"
        "password: m4rkedPw\noauth: {clientSecret: m4rkedCs, tlsSecret: M4rked_Tls}\n"
        "proxy: {tlsSecret: m4rkedtls}\n"
    )
    chart = "apiVersion: v2\nname: redis\nversion: 1.0.0\n"
    (found,) = read(tmp_path, {"Chart.yaml": chart, "values.yaml": values}).components
    (file,) = items(found, "config.files")
    secrets = [held["key"] for held in file["holds"] if held["holds"] == "secret"]
    assert secrets == ["password", "oauth.clientSecret", "oauth.tlsSecret", "proxy.tlsSecret"]
