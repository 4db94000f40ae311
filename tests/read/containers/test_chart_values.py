"""Values of Helm charts: whom they name, what lies over what, which templates use them."""

from __future__ import annotations

from pathlib import Path

from migrate.model.facts import Reference
from tests.read.containers.reading import items, read

SHOP: dict[str, str | bytes] = {
    "Chart.yaml": (
        "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n"
        "- {name: mysql, version: 8.x, repository: '@x', condition: mysql.enabled}\n"
        "- {name: inner, version: 0.1.0, condition: 'global.no, inner.enabled'}\n"
    ),
    "values.yaml": """\
image: {registry: registry.corp.cn, repository: shop/web, tag: 1.2.3}
db: {host: 10.8.8.8, port: 3306, password: S3cretOfDb, mysqlRootPassword: R00tOfDb}
mysql:
  enabled: false
  replicaHost: 10.8.8.99
kafka:
  brokers:
  - k1.corp.cn:9092
  - k2.corp.cn:9092
ingress:
  hosts: [{host: www.shop.cn, paths: [/]}]
service: {type: ClusterIP, port: 80, loadBalancerIP: 10.8.8.77}
config:
  logo: https://www.shop.cn/logo.png
  url: jdbc:mysql://10.8.8.9:3307/shop?user=clerk&password=Hidd3n
env:
- {name: PAY_HOST, value: 10.8.8.10}
- {name: PAY_PORT, value: "9000"}
inner: {enabled: true, upstreamHost: 10.8.8.12}
# cache.host: 10.1.1.1
cache: {host: "{{ .Release.Name }}-redis", sidecar: {host: localhost, port: 6379}}
""",
    "templates/web.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n- name: DB_HOST\n"
        "  value: {{ .Values.db.host | quote }}\n{{- range .Values.kafka.brokers }}\n"
    ),
    "charts/inner/Chart.yaml": "apiVersion: v1\nname: inner\n",
    "charts/inner/values.yaml": "upstreamHost: 10.9.9.9\nupstreamPort: 8088\nimage: shop/inner:2\n",
    "charts/inner/templates/x.yaml": "a: {{ .Values.upstreamHost }}:{{ .Values.upstreamPort }}\n",
    "charts/mysql/values.yaml": "primaryHost: 10.8.8.98\nimage: mysql:8.0\n",
}
CMDB: dict[str, str | bytes] = {
    "c/Chart.yaml": "apiVersion: v1\nname: cmdb\n",
    "c/requirements.yaml": "dependencies:\n- {name: redis, alias: cache, condition: cache.on}\n",
    "c/values.yaml": "ldap: {server: ldap.corp.cn}\nredis:\n  host: redis-a\n  port: 6380\n",
    "c/values-prod.yaml": "redis: {host: 10.5.5.5}\n",
    "c/templates/_helpers.tpl": '{{ define "x" }}{{ with .Values.ldap }}{{ .server }}{{ end }}\n',
    "c/ci/values.yaml": "redis: {host: 10.5.5.99}\n",
}


def _calls(found: tuple[Reference, ...]) -> list[tuple[str, str, list[str]]]:
    return [
        (r.target, r.setting, [f"{o.source.partition('/')[2]}:{o.place}" for o in r.origins])
        for r in found
    ]


def test_values_name_whom_a_chart_calls(tmp_path: Path) -> None:
    reading = read(tmp_path, SHOP)
    (chart,) = reading.components
    assert _calls(chart.references) == [
        (
            "10.8.8.12:8088",
            "inner.upstreamHost",
            ["values.yaml:19", "charts/inner/templates/x.yaml:1"],
        ),
        ("10.8.8.8:3306", "db.host", ["values.yaml:2", "templates/web.yaml:5"]),
        ("k1.corp.cn:9092", "kafka.brokers[0]", ["values.yaml:8", "templates/web.yaml:6"]),
        ("k2.corp.cn:9092", "kafka.brokers[1]", ["values.yaml:9", "templates/web.yaml:6"]),
        ("10.8.8.9:3307", "config.url", ["values.yaml:15"]),
        ("10.8.8.10:9000", "env[0].PAY_HOST", ["values.yaml:17"]),
    ]
    by_url = next(r for r in chart.references if r.setting == "config.url")
    assert (by_url.protocol, by_url.database, by_url.account) == ("mysql", "shop", "clerk")
    assert [(i["name"], i["enabled"]) for i in items(chart, "chart.dependencies")] == [
        ("mysql", False),
        ("inner", True),
    ]
    # What is turned off is neither called nor started; what lies inside and is on, is.
    assert [(i["value"], i["image"]) for i in items(chart, "chart.images")] == [
        ("inner.image", "shop/inner:2"),
        ("image", "registry.corp.cn/shop/web:1.2.3"),
    ]


def test_secrets_of_values_are_told_by_their_keys_alone(tmp_path: Path) -> None:
    reading = read(tmp_path, SHOP)
    (chart,) = reading.components
    files = {i["path"]: i["holds"] for i in items(chart, "config.files")}
    secrets = [h["key"] for h in files["values.yaml"] if h["holds"] == "secret"]
    assert secrets == ["db.password", "db.mysqlRootPassword"]
    for secret in ("S3cretOfDb", "R00tOfDb", "Hidd3n"):
        assert secret not in repr(reading)


def test_values_of_an_installation_lie_over_the_charts_own(tmp_path: Path) -> None:
    (chart,) = read(tmp_path, CMDB).components
    assert _calls(chart.references) == [
        ("ldap.corp.cn:389", "ldap.server", ["c/values.yaml:1", "c/templates/_helpers.tpl:1"]),
        ("redis-a:6380", "redis.host", ["c/values.yaml:3"]),
        ("10.5.5.5:6380", "redis.host", ["c/values-prod.yaml:1"]),
    ]
    # Nothing sets the condition: whether the chart comes along is open.
    assert [i["enabled"] for i in items(chart, "chart.dependencies")] == [None]


def test_values_that_are_none(tmp_path: Path) -> None:
    chart = "apiVersion: v2\nname: odd\n"
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)
    )
    for values in ("", "- 1\n- 2\n", "just text", "a: [1, 2", "db: {host: 10.1.1.1", bomb):
        (found,) = read(tmp_path, {"Chart.yaml": chart, "values.yaml": values}).components
        assert (found.kind, found.references) == ("helm-chart", ())
