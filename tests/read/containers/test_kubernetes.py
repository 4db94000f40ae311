"""Old Kubernetes YAML: a component per workload, what leads to it, and what of it is retired."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from migrate import text
from migrate.analyse import merge
from migrate.graph import build
from migrate.model.decisions import Decisions
from migrate.model.survey import Survey
from tests.read.containers.reading import by_name, calls, items, places, read

SHOP = """\
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: web, namespace: prod, labels: {app: web}}
spec:
  replicas: 3
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: true
      containers:
      - name: web
        image: tomcat:8.5-jdk8
        ports: [{containerPort: 8080, name: http}]
        env:
        - {name: DB_HOST, value: db}
        - {name: DB_PASSWORD, value: pl4insecret}
        - name: TOKEN
          valueFrom: {secretKeyRef: {name: keys, key: token}}
        - name: REDIS_URL
          valueFrom: {configMapKeyRef: {name: conf, key: redis}}
        envFrom: [{configMapRef: {name: gone}}]
        resources: {limits: {cpu: 500m, memory: 1Gi}, requests: {memory: 512Mi}}
        livenessProbe: {httpGet: {path: /health, port: 8080}, initialDelaySeconds: 30}
        readinessProbe: {exec: {command: [cat, /tmp/ready]}}
        volumeMounts: [{name: up, mountPath: /uploads}, {name: tmp, mountPath: /tmp}]
      volumes:
      - {name: up, nfs: {server: 10.0.0.9, path: /export}}
      - {name: tmp, emptyDir: {}}
---
apiVersion: v1
kind: Service
metadata: {name: web-svc, namespace: prod}
spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: web, namespace: prod}
spec:
  rules:
  - host: shop.example.com
    http: {paths: [{path: /app, backend: {serviceName: web-svc, servicePort: 80}}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: prod}
data: {redis: "redis://cache.base.svc.cluster.local:6379/1"}
---
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: prod}
data: {token: c2VjcmV0dG9rZW4=}
---
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: prod}
spec: {scaleTargetRef: {kind: Deployment, name: web}}
"""
DATABASE = """\
{"apiVersion": "v1", "kind": "List", "items": [
  {"apiVersion": "v1", "kind": "ReplicationController",
   "metadata": {"name": "mysql", "namespace": "prod"},
   "spec": {"replicas": 1, "template": {"metadata": {"labels": {"n": "db"}},
     "spec": {"containers": [{"name": "c", "image": "mysql:5.6", "args": ["--bind=0.0.0.0"]}]}}}},
  {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db", "namespace": "prod"},
   "spec": {"selector": {"n": "db"}, "ports": [{"port": 3306}]}}]}
"""
CACHE = """\
apiVersion: apps/v1beta1
kind: StatefulSet
metadata: {name: redis, namespace: base}
spec:
  template:
    metadata: {labels: {app: redis}}
    spec:
      containers:
      - image: redis:3.2
        volumeMounts: [{name: data, mountPath: /data}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {storageClassName: fast, resources: {requests: {storage: 5Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: cache, namespace: base}
spec: {selector: {app: redis}, ports: [{port: 6379}]}
---
apiVersion: batch/v1beta1
kind: CronJob
metadata: {name: clean, namespace: base}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec: {template: {spec: {containers: [{image: busybox, command: [sh, -c, clean]}]}}}
---
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: strict}
"""
FILES: dict[str, str | bytes] = {"web.yaml": SHOP, "db.json": DATABASE, "base/cache.yml": CACHE}


def test_each_workload_is_a_component(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, FILES))
    assert {name: c.kind for name, c in found.items()} == {
        "web": "kubernetes-workload",
        "mysql": "mysql",
        "redis": "redis",
        "clean": "kubernetes-workload",
        "objects": "kubernetes-objects",
    }
    web = found["web"]
    assert (web.value("kubernetes.kind"), web.value("kubernetes.namespace")) == (
        "Deployment",
        "prod",
    )
    assert (web.value("replicas"), found["mysql"].value("replicas")) == (3, 1)
    assert (web.value("image.tag"), found["mysql"].value("mysql.version")) == ("8.5-jdk8", "5.6")
    assert web.value("security.hostNetwork") is True
    assert web.value("resources.memory_limit") == "1Gi"
    assert found["mysql"].value("command") == "--bind=0.0.0.0"


def test_what_is_retired_is_told_with_its_successor(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, FILES))
    retired = [
        (i["kind"], i["api_version"], i["removed_in"], i["replaced_by"])
        for name in ("web", "mysql", "redis", "clean", "objects")
        for i in items(found[name], "kubernetes.retired")
    ]
    assert retired == [
        ("Deployment", "extensions/v1beta1", "1.16", "apps/v1 Deployment"),
        ("Ingress", "extensions/v1beta1", "1.22", "networking.k8s.io/v1 Ingress"),
        (
            "HorizontalPodAutoscaler",
            "autoscaling/v2beta1",
            "1.25",
            "autoscaling/v2 HorizontalPodAutoscaler",
        ),
        ("ReplicationController", "v1", None, "apps/v1 Deployment"),
        ("StatefulSet", "apps/v1beta1", "1.16", "apps/v1 StatefulSet"),
        ("CronJob", "batch/v1beta1", "1.25", "batch/v1 CronJob"),
        ("PodSecurityPolicy", "policy/v1beta1", "1.25", "Pod Security Admission"),
    ]
    assert places(found["web"], "kubernetes.retired")[0] == "shop/web.yaml 1"
    for component in found.values():
        for item in items(component, "kubernetes.retired"):
            assert text.has(item["what_changes"])


def test_how_a_workload_is_reached(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, FILES))
    assert items(found["web"], "kubernetes.services") == [
        {
            "name": "web-svc",
            "type": "NodePort",
            "port": 80,
            "target": "8080",
            "node_port": 30080,
        }
    ]
    assert items(found["web"], "kubernetes.hosts") == [{"host": "shop.example.com", "path": "/app"}]
    assert items(found["redis"], "kubernetes.names")[:2] == [
        {"name": "cache"},
        {"name": "cache.base"},
    ]
    assert [(e.port, e.protocol) for e in found["web"].endpoints] == [(8080, "http")]


def test_environment_and_secrets(tmp_path: Path) -> None:
    reading = read(tmp_path, FILES)
    for secret in ("pl4insecret", "c2VjcmV0dG9rZW4="):
        assert secret not in repr(reading)
    web = by_name(reading)["web"]
    assert [(i["name"], i["secret"]) for i in items(web, "environment")] == [
        ("DB_HOST", False),
        ("DB_PASSWORD", True),
        ("REDIS_URL", False),
    ]
    assert [i["source"] for i in items(web, "environment.from")] == [
        "configMap/gone",
        "secret/keys/token",
        "configMap/conf/redis",
    ]
    assert calls(web) == [
        ("db", "mysql", "DB_HOST"),
        ("cache.base.svc.cluster.local:6379", "redis", "REDIS_URL"),
    ]


def test_volumes_probes_and_schedules(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, FILES))
    assert [(v["path"], v["type"], v["source"]) for v in items(found["web"], "volumes")] == [
        ("/uploads", "nfs", "10.0.0.9:/export"),
        ("/tmp", "emptyDir", None),
    ]
    claim = items(found["redis"], "volumes")[0]
    assert (claim["type"], claim["size"], claim["class"]) == ("claim", "5Gi", "fast")
    assert [(p["kind"], p["path"], p["command"]) for p in items(found["web"], "probes")] == [
        ("liveness", "/health", None),
        ("readiness", None, "cat /tmp/ready"),
    ]
    assert items(found["clean"], "schedules") == [
        {"cron": "0 3 * * *", "command": "sh -c clean", "user": None}
    ]


def test_names_meet_in_the_graph_across_namespaces(tmp_path: Path) -> None:
    topology = build(merge(read(tmp_path, FILES), Survey(), Decisions()))
    assert {(e.source, e.target) for e in topology.edges} == {
        ("shop-web", "shop-mysql"),
        ("shop-web", "shop-redis"),
    }


OUTSIDE = """\
apiVersion: v1
kind: Pod
metadata: {name: app}
spec: {containers: [{image: app, env: [{name: DB_HOST, value: olddb}]}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: olddb}
subsets: [{addresses: [{ip: 10.1.2.3}], ports: [{port: 3306}]}]
---
apiVersion: v1
kind: Service
metadata: {name: olddb}
spec: {ports: [{port: 3306}]}
"""


def test_services_that_stand_for_something_outside(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.yaml": OUTSIDE}, "old")
    app = by_name(reading)["app"]
    assert items(app, "host.aliases") == [{"name": "olddb", "address": "10.1.2.3"}]
    topology = build(merge(reading, Survey(), Decisions()))
    assert [n.address for n in topology.nodes if n.kind == "external"] == ["10.1.2.3"]


@pytest.mark.parametrize(
    "content",
    [
        b"apiVersion: v1\nkind: Deployment\nspec: [\n",
        b"apiVersion: v1\nkind: [x]\n",
        b"apiVersion: apps/v1\nkind: Deployment\nmetadata: 3\nspec: {template: 7}\n",
        b"apiVersion: v1\nkind: List\nitems: {a: b}\n",
        b"# apiVersion: v1\n# kind: Pod\n",
        b"apiVersion: {{ .Values.x }}\nkind: Deployment\n",
        b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [1, {ports: [x], "
        b"env: y, volumeMounts: {z: 1}}]}\n",
    ],
)
def test_broken_manifests_cost_themselves(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, {"x.yaml": content, "base/cache.yml": CACHE})
    assert {"redis", "clean"} <= set(by_name(found))


PETS = """\
apiVersion: apps/v1alpha1
kind: PetSet
metadata: {name: mongo}
spec:
  template:
    metadata: {labels: {app: mongo}}
    spec: {containers: [{name: m, image: "mongo:3.2", env: [{name: SEEDS, value: "mongo:27017"}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: mongo}
spec: {selector: {app: mongo}, ports: [{port: 27017}]}
"""
SCHEDULED = """\
apiVersion: batch/v2alpha1
kind: ScheduledJob
metadata: {name: nightly}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec: {template: {spec: {containers: [{name: c, image: busybox, command: [/clean.sh]}]}}}
"""


@pytest.mark.parametrize(
    ("content", "name", "kind", "successor"),
    [
        (PETS, "mongo", "PetSet", "apps/v1 StatefulSet"),
        (SCHEDULED, "nightly", "ScheduledJob", "batch/v1 CronJob"),
    ],
)
def test_kinds_that_were_renamed(
    tmp_path: Path, content: str, name: str, kind: str, successor: str
) -> None:
    (found,) = read(tmp_path, {"a.yaml": content}, "old").components
    assert (found.name, found.value("kubernetes.kind")) == (name, kind)
    assert [i["replaced_by"] for i in items(found, "kubernetes.retired")] == [successor]
    if kind == "ScheduledJob":
        assert items(found, "schedules") == [
            {"cron": "0 3 * * *", "command": "/clean.sh", "user": None}
        ]
    else:
        # Its own service's name calls nobody.
        assert (found.kind, found.references) == ("mongodb", ())


def test_many_objects_cost_what_they_are(tmp_path: Path) -> None:
    one = "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: a{0}, labels: {{app: a{0}}}}}\n"
    one += "spec: {{containers: [{{name: c, image: redis, env: [{{name: X, value: y}}]}}]}}\n"
    content = "".join(one.format(number) for number in range(1000))
    before = time.process_time()
    reading = read(tmp_path, {"a.yaml": content}, "old")
    assert time.process_time() - before < 12
    assert len(reading.components) == 1000


CLAIMED = """\
apiVersion: apps/v1beta1
kind: StatefulSet
metadata: {name: cassandra}
spec:
  serviceName: cassandra
  replicas: 3
  template:
    metadata: {labels: {app: cassandra}}
    spec:
      containers:
      - name: cassandra
        image: cassandra:3.11
        securityContext: {capabilities: {add: [IPC_LOCK, SYS_NICE]}, privileged: true}
        volumeMounts:
        - {name: data, mountPath: /cassandra_data}
        - {name: backup, mountPath: /backup}
        - {name: elsewhere, mountPath: /elsewhere}
      volumes:
      - {name: backup, persistentVolumeClaim: {claimName: backup-claim}}
      - {name: elsewhere, persistentVolumeClaim: {claimName: not-here}}
  volumeClaimTemplates:
  - metadata:
      name: data
      annotations: {volume.beta.kubernetes.io/storage-class: fast}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: backup-claim}
spec: {storageClassName: slow, resources: {requests: {storage: 20Gi}}}
"""


def test_claims_tell_size_and_class(tmp_path: Path) -> None:
    cassandra = by_name(read(tmp_path, {"cassandra.yaml": CLAIMED}))["cassandra"]
    told = {i["path"]: (i.get("size"), i.get("class")) for i in items(cassandra, "volumes")}
    assert told == {
        "/cassandra_data": ("1Gi", "fast"),
        "/backup": ("20Gi", "slow"),
        "/elsewhere": (None, None),
    }


def test_rights_of_a_container(tmp_path: Path) -> None:
    cassandra = by_name(read(tmp_path, {"cassandra.yaml": CLAIMED}))["cassandra"]
    names = [i["name"] for i in items(cassandra, "security.capabilities")]
    assert names == ["IPC_LOCK", "SYS_NICE"]
    assert cassandra.value("security.privileged") is True


@pytest.mark.parametrize(
    ("image", "fact", "version"),
    [
        ("confluentinc/cp-zookeeper:5.5.0", "zookeeper.version", None),
        ("zookeeper:3.5.8", "zookeeper.version", "3.5.8"),
        ("timescale/timescaledb:2.9.1-pg14", "postgresql.version", None),
        ("postgis/postgis:13-3.1", "postgresql.version", "13"),
        ("opensearchproject/opensearch:2.11.0", "elasticsearch.version", None),
    ],
)
def test_tags_that_are_versions_of_something_else(
    image: str, fact: str, version: str | None, tmp_path: Path
) -> None:
    pod = (
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
        f"spec: {{containers: [{{name: a, image: '{image}'}}]}}\n"
    )
    assert by_name(read(tmp_path, {"pod.yaml": pod}))["a"].value(fact) == version


FIRST = """\
{
  "id": "phabricator-controller",
  "kind": "ReplicationController",
  "apiVersion": "v1beta1",
  "desiredState": {
    "replicas": 2,
    "replicaSelector": {"name": "phabricator"},
    "podTemplate": {
      "desiredState": {"manifest": {
        "version": "v1beta1", "id": "pod",
        "containers": [{
          "name": "web", "image": "example/phabricator:3",
          "env": [
            {"name": "MYSQL_HOST", "value": "173.194.242.66"},
            {"name": "MYSQL_PASSWORD", "value": "m4rkedpw"},
          ],
          "volumeMounts": [{"name": "repo", "mountPath": "/repo"}],
          "ports": [{"name": "http-server", "containerPort": 80}]
        }],
        "volumes": [{"name": "repo", "source": {"hostDir": {"path": "/data/repo"}}}]
      }},
      "labels": {"name": "phabricator"}
    }
  },
  "labels": {"name": "phabricator"}
}
"""
FIRST_SERVICE = """\
id: phabricator
kind: Service
apiVersion: v1beta2
port: 8080
containerPort: 80
selector: {name: phabricator}
"""


def test_objects_of_the_first_api(tmp_path: Path) -> None:
    reading = read(tmp_path, {"controller.json": FIRST, "service.yaml": FIRST_SERVICE})
    found = by_name(reading)["phabricator-controller"]
    assert (found.value("kubernetes.kind"), found.value("replicas")) == ("ReplicationController", 2)
    assert found.value("image") == "example/phabricator:3"
    assert [p["port"] for p in items(found, "ports")] == [80]
    assert [(v["path"], v["type"], v["source"]) for v in items(found, "volumes")] == [
        ("/repo", "hostPath", "/data/repo")
    ]
    assert [(s["name"], s["port"], s["target"]) for s in items(found, "kubernetes.services")] == [
        ("phabricator", 8080, "80")
    ]
    retired = {
        (i["kind"], i["api_version"], i["removed_in"]) for i in items(found, "kubernetes.retired")
    }
    assert retired == {("ReplicationController", "v1beta1", "1.0"), ("Service", "v1beta2", "1.0")}
    assert ("173.194.242.66", "mysql", "MYSQL_HOST") in calls(found)


def test_a_pod_of_the_api_before_v1(tmp_path: Path) -> None:
    pod = (
        "apiVersion: v1beta3\nkind: Pod\nmetadata: {name: redis}\n"
        "spec: {containers: [{name: redis, image: 'redis:2.8'}]}\n"
    )
    redis = by_name(read(tmp_path, {"pod.yaml": pod}))["redis"]
    assert [i["api_version"] for i in items(redis, "kubernetes.retired")] == ["v1beta3"]
