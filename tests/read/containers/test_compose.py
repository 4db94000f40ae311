"""Compose files of every version: a component per service, with what it runs and whom it calls."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from tests.read.containers.compose_projects import FIG, SHOP
from tests.read.containers.reading import by_name, calls, items, read


def test_each_service_is_a_component_by_its_image(tmp_path: Path) -> None:
    found = read(tmp_path, {"docker-compose.yml": SHOP})
    assert [(c.id, c.kind) for c in found.components] == [
        ("shop-db", "mysql"),
        ("shop-cache", "redis"),
        ("shop-web", "compose-service"),
    ]
    assert found.unread == ()


def test_version_one_has_its_services_at_the_top(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": FIG}, "old"))
    assert {name: c.kind for name, c in found.items()} == {
        "web": "compose-service",
        "mq": "rabbitmq",
    }
    assert found["mq"].value("rabbitmq.version") == "3.6"
    assert found["mq"].value("security.privileged") is True
    assert [(e.port, e.protocol) for e in found["mq"].endpoints] == [(5672, "amqp")]
    assert items(found["mq"], "volumes") == [
        {"path": "/var/lib/rabbitmq", "type": "bind", "source": "/data/mq", "read_only": False}
    ]
    assert items(found["web"], "links") == [{"name": "mq", "alias": "broker"}]
    assert calls(found["web"]) == [("mq", "tcp", "links")]
    assert found["web"].value("resources.memory_limit") == "512m"
    assert found["web"].value("image.tag") == "8.5-jdk8"


def test_secrets_stay_behind(tmp_path: Path) -> None:
    files = {
        "docker-compose.yml": SHOP,
        ".env": "ROOT_PW=r00tsecret\n",
        "web.env": "export MQ=amqp://u:mqsecret@10.1.1.5:5672\nAPI_TOKEN: 'tok3n'\nFROM_SHELL\n",
    }
    found = read(tmp_path, files)
    for secret in ("s3cr3tpw", "hunter2", "pw99", "r00tsecret", "mqsecret", "tok3n"):
        assert secret not in repr(found)
    web = by_name(found)["web"]
    assert {"name": "DB_PASSWORD", "value": None, "secret": True} in items(web, "environment")
    assert items(web, "environment.unset") == [{"name": "FROM_SHELL"}]


def test_whom_a_service_calls(tmp_path: Path) -> None:
    files = {"docker-compose.yml": SHOP, "web.env": "MQ=amqp://u:p@10.1.1.5\n"}
    web = by_name(read(tmp_path, files))["web"]
    assert calls(web) == [
        ("10.1.1.5:5672", "amqp", "MQ"),
        ("db:3306", "mysql", "DB_HOST"),
        ("cache:6379", "redis", "REDIS_URL"),
        ("db", "tcp", "depends_on"),
        ("cache", "tcp", "links"),
    ]
    database = next(r for r in web.references if r.setting == "DB_HOST")
    assert (database.database, database.account) == ("shop", "shop")
    assert [str(o) for o in database.origins] == ["shop/docker-compose.yml 24"]


@pytest.mark.parametrize(
    ("name", "value", "target"),
    [
        ("SPRING_DATASOURCE_URL", "jdbc:mysql://db:3307/app?useSSL=false", "db:3307"),
        ("DATABASE_DSN", "mysql:host=db;dbname=app", "db:3306"),
        ("ORACLE_URL", "jdbc:oracle:thin:@10.0.0.9:1521:orcl", "10.0.0.9:1521"),
        ("KAFKA_BROKERS", "db:9092", "db:9092"),
        ("ES_HOSTS", "10.0.0.7:9200", "10.0.0.7:9200"),
        ("UPSTREAM", "db:80/path", "db:80"),
        ("APP_VERSION", "1.2.3.4", None),
        ("DB_CONNECTION", "db", None),
        ("XMLNS", "urn:schemas:1.0", None),
        ("TZ", "Asia/Shanghai", None),
        ("GREETING", "db", None),
        ("LISTEN_ADDR", "0.0.0.0", None),
        ("MAX_HOSTS", "10", None),
        ("IP_RANGE_HOST", "10.0.0.999", None),
    ],
)
def test_values_that_name_somebody_and_values_that_do_not(
    tmp_path: Path, name: str, value: str, target: str | None
) -> None:
    file = (
        "services:\n  db: {image: mysql}\n"
        f"  app:\n    image: app\n    environment:\n      {name}: '{value}'\n"
    )
    app = by_name(read(tmp_path, {"compose.yml": file}))["app"]
    assert [r.target for r in app.references] == ([target] if target else [])


def test_ports_short_and_long(tmp_path: Path) -> None:
    web = by_name(read(tmp_path, {"docker-compose.yml": SHOP}))["web"]
    assert [
        (p["port"], p["published"], p["address"], p["transport"]) for p in items(web, "ports")
    ] == [
        (80, 8080, None, "tcp"),
        (9000, 9000, "127.0.0.1", "tcp"),
        (9001, 9001, "127.0.0.1", "tcp"),
        (443, 8443, None, "tcp"),
    ]
    file = """services: {a: {image: x, ports: ["53:53/udp", "6060", "[::1]:81:80", "huh", 9090]}}"""
    other = by_name(read(tmp_path, {"compose.yml": file}, "b"))["a"]
    assert [
        (p["port"], p["published"], p["address"], p["transport"]) for p in items(other, "ports")
    ] == [
        (53, 53, None, "udp"),
        (6060, None, None, "tcp"),
        (80, 81, "::1", "tcp"),
        (9090, None, None, "tcp"),
    ]
    assert items(other, "ports.unread") == [{"written": "huh"}]


def test_volumes_named_bound_and_in_memory(tmp_path: Path) -> None:
    db = by_name(read(tmp_path, {"docker-compose.yml": SHOP}))["db"]
    assert items(db, "volumes") == [
        {
            "path": "/var/lib/mysql",
            "type": "volume",
            "source": "dbdata",
            "read_only": False,
            "driver": "local",
            "device": ":/export/db",
            "options": None,
        },
        {"path": "/etc/mysql/my.cnf", "type": "bind", "source": "./my.cnf", "read_only": True},
    ]
    file = (
        "services: {a: {image: x, tmpfs: /run, volumes: [/anonymous, "
        "{type: bind, source: /srv, target: /data, read_only: true}]}}"
    )
    other = by_name(read(tmp_path, {"compose.yml": file}, "b"))["a"]
    assert [(v["path"], v["type"], v["source"]) for v in items(other, "volumes")] == [
        ("/anonymous", "volume", None),
        ("/data", "bind", "/srv"),
        ("/run", "tmpfs", None),
    ]


def test_running_is_told(tmp_path: Path) -> None:
    file = """\
services:
  a:
    image: x@sha256:abc
    healthcheck: {test: ["CMD", "curl", "-f", "http://localhost/"], interval: 30s, retries: 3}
    deploy:
      replicas: 3
      resources: {limits: {cpus: '0.5', memory: 256M}, reservations: {memory: 128M}}
      restart_policy: {condition: on-failure}
    labels: ["traefik.enable=true"]
    networks: {front: {aliases: [www], ipv4_address: 172.16.0.9}}
    extra_hosts: ["old.example.com:10.2.3.4"]
    user: "1000"
    read_only: true
    container_name: the-a
  b: {image: y, healthcheck: {disable: true}, network_mode: host, cap_add: [NET_ADMIN], scale: 2}
"""
    found = by_name(read(tmp_path, {"stack.yml": file}))
    a, b = found["a"], found["b"]
    assert a.value("healthcheck") == {
        "test": "curl -f http://localhost/",
        "interval": "30s",
        "timeout": None,
        "retries": "3",
        "start_period": None,
    }
    assert (a.value("replicas"), b.value("replicas")) == (3, 2)
    assert a.value("resources.cpu_limit") == "0.5"
    assert a.value("resources.memory_request") == "128M"
    assert (a.value("restart"), b.value("restart")) == ("on-failure", None)
    assert items(a, "labels") == [{"name": "traefik.enable", "value": "true"}]
    assert items(a, "networks") == [{"name": "front", "aliases": ["www"], "address": "172.16.0.9"}]
    assert items(a, "host.aliases") == [{"name": "old.example.com", "address": "10.2.3.4"}]
    assert [n["name"] for n in items(a, "compose.names")] == ["a", "the-a", "www"]
    assert a.value("container.user") == "1000"
    assert b.value("healthcheck") == {"disabled": True}
    assert b.value("network.mode") == "host"
    assert items(b, "security.capabilities") == [{"name": "NET_ADMIN"}]
    assert a.value("image.digest") == "sha256:abc"


@pytest.mark.parametrize(
    "path",
    ["vendor/x/docker-compose.yml", "node_modules/y/compose.yaml", "tests/docker-compose.yml"],
)
def test_files_of_libraries_and_tests_are_not_the_application(tmp_path: Path, path: str) -> None:
    site = {"index.php": "<?php echo 1;", path: SHOP}
    assert [c.kind for c in read(tmp_path, site).components] == ["php-site"]


def test_the_services_of_an_application_folder_stand_beside_it(tmp_path: Path) -> None:
    site = {"index.php": "<?php echo 1;", "docker-compose.yml": FIG}
    kinds = [c.kind for c in read(tmp_path, site).components]
    assert kinds == ["php-site", "compose-service", "rabbitmq"]


def test_the_version_of_an_image_is_the_fact_that_readers_of_its_files_set(tmp_path: Path) -> None:
    file = "services: {a: {image: 'mariadb:10.6'}, b: {image: 'mysql:5.7'}}"
    found = by_name(read(tmp_path, {"compose.yml": file}))
    assert (found["a"].kind, found["a"].value("mysql.version")) == ("mariadb", "10.6")
    assert (found["b"].kind, found["b"].value("mysql.version")) == ("mysql", "5.7")


@pytest.mark.parametrize(
    ("image", "command", "port", "protocol"),
    [
        ("redis", "redis-server --requirepass x --port 6380", 6380, "redis"),
        ("mysql:5.7", "[mysqld, --port=3307]", 3307, "mysql"),
        ("memcached", "memcached -m 64 -p 11212", 11212, "memcached"),
        ("postgres:9", "postgres -c port=5433", 5433, "postgresql"),
        ("mongo", "mongod --dbpath /port --port 27018", 27018, "mongodb"),
        ("mysql", "mysqld --report-port=3399", 3306, "mysql"),
        ("redis", "redis-server --port 99999", 6379, "redis"),
    ],
)
def test_the_port_on_the_command_line(
    tmp_path: Path, image: str, command: str, port: int, protocol: str
) -> None:
    content = f"version: '2'\nservices:\n  a:\n    image: {image}\n    command: {command}\n"
    (found,) = read(tmp_path, {"docker-compose.yml": content}).components
    assert [(e.port, e.protocol) for e in found.endpoints] == [(port, protocol)]
    said = port not in (3306, 6379)
    origins = [str(o) for e in found.endpoints for o in e.origins]
    assert origins == (["shop/docker-compose.yml 5"] if said else [])


def test_a_container_does_not_call_itself(tmp_path: Path) -> None:
    content = """\
version: '2'
services:
  kafka:
    image: wurstmeister/kafka
    hostname: broker1
    environment:
      KAFKA_ADVERTISED_LISTENERS: PLAINTEXT://kafka:9092,OUT://10.0.0.5:9094
      KAFKA_LISTENERS: PLAINTEXT://broker1:9092
      KAFKA_ZOOKEEPER_CONNECT: zk:2181
  zk: {image: zookeeper}
  app:
    image: app
    environment:
      BOOTSTRAP: PLAINTEXT://kafka:9092
      APP_URL: http://app:8080/
"""
    found = by_name(read(tmp_path, {"docker-compose.yml": content}))
    assert [r.target for r in found["kafka"].references] == ["zk:2181"]
    assert calls(found["app"]) == [("kafka:9092", "kafka", "BOOTSTRAP")]


@pytest.mark.parametrize(
    ("line", "targets"),
    [
        ("KAFKA_BROKERS: 'k1:9092,k2:9092'", ["k1:9092", "k2:9092"]),
        ("MEMCACHED_SERVERS: 'mc1:11211,mc2:11211'", ["mc1:11211", "mc2:11211"]),
        ("BROKERS: 'k3:9092'", ["k3:9092"]),
        ("MONGO_URL: mongodb://mongo/app", ["mongo:27017"]),
        ("R: 'amqp://u:p@rmq'", ["rmq:5672"]),
        ("discovery.zen.ping.unicast.hosts: es2", ["es2"]),
        ("VIRTUAL_HOST: www.shop.cn", []),
        ("APP_URL: http://www.shop.cn", []),
        ("LEVEL_HOST: 'true'", []),
        ("VERSIONS: 'a1:9092'", []),
        ("TEXT: http://word", []),
    ],
)
def test_hosts_without_a_dot(tmp_path: Path, line: str, targets: list[str]) -> None:
    content = f"version: '2'\nservices:\n  a:\n    image: i\n    environment:\n      {line}\n"
    (found,) = read(tmp_path, {"docker-compose.yml": content}).components
    assert [r.target for r in found.references] == targets


def test_shares_and_drives_are_told_from_names_of_one_letter(tmp_path: Path) -> None:
    written = ["//u:s3cr3tshare@nas/share:/mnt", "C:\\data:/d", "c:/data:/e", "x:/y:ro"]
    lines = "".join(f"      - {each}\n" for each in written)
    content = f"services:\n  a:\n    image: redis\n    volumes:\n{lines}"
    reading = read(tmp_path, {"docker-compose.yml": content})
    found = items(by_name(reading)["a"], "volumes")
    assert [(v["source"], v["path"], v["type"], v["read_only"]) for v in found] == [
        ("//u:***@nas/share", "/mnt", "bind", False),
        ("C:\\data", "/d", "bind", False),
        ("c:/data", "/e", "bind", False),
        ("x", "/y", "volume", True),
    ]
    assert b"s3cr3tshare" not in msgspec.json.encode(reading)
