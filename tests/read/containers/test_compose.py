"""Compose files of every version: a component per service, with what it runs and whom it calls."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from migrate import text
from tests.read.containers.reading import by_name, calls, items, places, read

SHOP = """\
version: "2.1"
x-common: &common
  restart: always
  environment: &env
    TZ: Asia/Shanghai
    DB_PASSWORD: "s3cr3tpw"
services:
  db:
    image: mysql:${MYSQL_TAG:-5.7.44}
    command: ["mysqld", "--character-set-server=utf8mb4"]
    volumes: ["dbdata:/var/lib/mysql", "./my.cnf:/etc/mysql/my.cnf:ro"]
    environment:
      - MYSQL_ROOT_PASSWORD=${ROOT_PW}
      - MYSQL_DATABASE=shop
  cache:
    image: registry.local:5000/base/redis
    command: redis-server --requirepass hunter2
  web:
    <<: *common
    build: {context: ., dockerfile: docker/Dockerfile}
    ports: ["8080:80", "127.0.0.1:9000-9001:9000-9001", {target: 443, published: 8443}]
    environment:
      <<: *env
      DB_HOST: db
      DB_PORT: 3306
      DB_USER: shop
      DB_DATABASE: shop
      CACHE_DRIVER: cache
      REDIS_URL: redis://:pw99@cache:6379/0
      VERSION: 1.2.3.4
      LEGACY: ${NOT_SET}
    depends_on: {db: {condition: service_healthy}}
    links: ["cache:kv"]
    env_file: web.env
volumes: {dbdata: {driver: local, driver_opts: {type: nfs, device: ":/export/db"}}}
"""

FIG = """\
web:
  image: tomcat:8.5-jdk8
  ports:
    - "22:22"
  links:
    - mq:broker
  mem_limit: 512m
  net: host
mq:
  image: rabbitmq:3.6-management
  expose: ["5672"]
  privileged: true
  volumes: [/data/mq:/var/lib/rabbitmq]
"""


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


def test_variables_are_filled_in_from_the_environment_file(tmp_path: Path) -> None:
    plain = by_name(read(tmp_path, {"docker-compose.yml": SHOP}, "a"))["db"]
    filled = by_name(read(tmp_path, {"docker-compose.yml": SHOP, ".env": "MYSQL_TAG=5.6"}, "b"))
    assert plain.value("mysql.version") == "5.7.44"
    assert filled["db"].value("mysql.version") == "5.6"
    assert filled["db"].value("image") == "mysql:5.6"


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        ("${A:-x}", "x"),
        ("${A-x}", "x"),
        ("${EMPTY:-x}", "x"),
        ("${EMPTY-x}", ""),
        ("${B:+x}", "x"),
        ("${A:+x}", ""),
        ("${A:-${B}}", "b"),
        ("$$B", "$B"),
        ("a$B.c", "ab.c"),
        ("${B}/${B}", "b/b"),
        ("${A", "${A"),
        ("$", "$"),
    ],
)
def test_every_form_of_a_variable(tmp_path: Path, written: str, filled: str) -> None:
    file = f"services:\n  one:\n    image: x\n    environment: {{V: '{written}'}}\n"
    found = by_name(read(tmp_path, {"compose.yaml": file, ".env": "EMPTY=\nB=b\n"}))["one"]
    assert [i["value"] for i in items(found, "environment")] == [filled]


def test_what_nothing_sets_is_said_and_stays_as_it_is_written(tmp_path: Path) -> None:
    found = by_name(read(tmp_path, {"docker-compose.yml": SHOP}))
    assert items(found["web"], "compose.unset") == [{"name": "NOT_SET", "required": False}]
    assert places(found["web"], "compose.unset") == ["shop/docker-compose.yml 31"]
    legacy = [i for i in items(found["web"], "environment") if i["name"] == "LEGACY"]
    assert legacy == [{"name": "LEGACY", "value": "${NOT_SET}", "secret": False}]
    file = "services: {a: {image: 'app:${TAG:?give a tag}'}}"
    app = by_name(read(tmp_path, {"docker-compose.yml": file}, "app"))["a"]
    assert items(app, "compose.unset") == [{"name": "TAG", "required": True}]
    assert [u.fact for u in app.unknown] == ["image.tag"]
    assert "TAG" in text.say("en", app.unknown[0].because.id, app.unknown[0].because.params)


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


def test_an_override_file_counts_and_other_files_are_told(tmp_path: Path) -> None:
    override = 'services:\n  web:\n    ports: ["8081:81"]\n    environment: ["TZ=UTC"]\n'
    prod = "services:\n  web: {restart: 'no'}\n  lb: {image: 'nginx:1.14-alpine'}\n"
    files = {
        "docker-compose.yml": SHOP,
        "docker-compose.override.yml": override,
        "docker-compose.prod.yml": prod,
    }
    found = by_name(read(tmp_path, files))
    assert 8081 in [p["published"] for p in items(found["web"], "ports")]
    zone = [i["value"] for i in items(found["web"], "environment") if i["name"] == "TZ"]
    assert zone == ["UTC"]
    assert found["web"].value("restart") == "always"
    assert items(found["web"], "compose.variants") == [
        {"file": "docker-compose.prod.yml", "keys": ["restart"]}
    ]
    assert found["lb"].value("nginx.version") == "1.14"


def test_services_that_extend_others(tmp_path: Path) -> None:
    base = (
        "services:\n  app: {image: 'openjdk:8-jre', environment: {A: 1, B: 2}, links: [gone]}\n"
        "  worker: {extends: app, command: work}\n"
    )
    files = {
        "common/base.yml": base,
        "docker-compose.yml": (
            "version: '2'\nservices:\n  api:\n"
            "    extends: {file: common/base.yml, service: worker}\n    environment: [B=3]\n"
        ),
    }
    found = by_name(read(tmp_path, files))
    api = found["api"]
    assert api.value("image") == "openjdk:8-jre"
    assert api.value("command") == "work"
    assert [(i["name"], i["value"]) for i in items(api, "environment")] == [("A", "1"), ("B", "3")]
    assert calls(api) == []
    assert places(api, "environment") == [
        "shop/common/base.yml 2",
        "shop/docker-compose.yml 5",
    ]


def test_a_service_that_extends_itself_ends(tmp_path: Path) -> None:
    file = "services:\n  a: {image: x, extends: b}\n  b: {image: y, extends: a}\n"
    assert set(by_name(read(tmp_path, {"compose.yml": file}))) == {"a", "b"}


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


@pytest.mark.parametrize(
    "content",
    [
        b"services:\n  a: {image: [x\n",
        b"\xff\xfe\x00",
        b"",
        b"services: [1, 2]",
        b"just text",
        b"services: {a: 3, b: {image: {x: y}, ports: {a: b}, environment: 7, volumes: 1}}",
        b"a: &a [*a]",
        b"services:\n" + b"".join(b" " * n + b"a:\n" for n in range(1, 3000)),
        b"x: !!python/object:os.system x\nservices: {a: {image: x}}",
    ],
)
def test_broken_files_cost_themselves(tmp_path: Path, content: bytes) -> None:
    found = read(tmp_path, {"docker-compose.yml": content, "b/docker-compose.yml": FIG})
    assert {"web", "mq"} <= set(by_name(found))
    assert all(text.say("zh", u.because.id, u.because.params) for u in found.unread)


def test_windows_lines_marks_and_chinese(tmp_path: Path) -> None:
    file = (
        "version: '3'\r\nservices:\r\n  库:\r\n    image: redis:4\r\n    labels: {说明: 缓存}\r\n"
    )
    gbk = read(tmp_path, {"docker-compose.yml": file.encode("gb18030")}, "a")
    marked = read(tmp_path, {"docker-compose.yml": b"\xef\xbb\xbf" + file.encode()}, "b")
    for found in (gbk, marked):
        assert [c.value("redis.version") for c in found.components] == ["4"]
        assert items(found.components[0], "labels") == [{"name": "说明", "value": "缓存"}]


def test_a_volume_of_the_override_takes_the_place_of_the_other_at_its_path(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "services: {a: {image: x, volumes: [old:/data, logs:/log]}}",
        "docker-compose.override.yml": "services: {a: {volumes: ['/srv/new:/data']}}",
    }
    found = by_name(read(tmp_path, files))["a"]
    assert [(v["source"], v["path"]) for v in items(found, "volumes")] == [
        ("logs", "/log"),
        ("/srv/new", "/data"),
    ]


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


def test_nested_variables_cost_what_they_are(tmp_path: Path) -> None:
    opened, closed = "${A:-" * 50_000, "${A:-" * 50_000 + "x" + "}" * 50_000
    content = (
        f"version: '2'\nservices:\n  a:\n    image: b\n    environment:\n      X: '{opened}'\n"
    )
    content += f"      Y: '{closed}'\n      Z: '${{B:-${{C:-d}}}}'\n"
    before = time.process_time()
    (found,) = read(tmp_path, {"docker-compose.yml": content}).components
    assert time.process_time() - before < 5
    assert items(found, "environment")[-1]["value"] == "d"


def test_what_anchors_bring_is_cut(tmp_path: Path) -> None:
    content = (
        f'x: &a ["{"a" * 500_000}"]\ny: &b {{K: "{"b" * 500_000}"}}\nversion: "3"\nservices:\n'
    )
    for number in range(500):
        content += f"  s{number}: {{image: i, command: *a, environment: *a, labels: *b}}\n"
    before = time.process_time()
    reading = read(tmp_path, {"docker-compose.yml": content})
    assert time.process_time() - before < 20
    assert len(reading.components) == 500
    assert len(str(reading.components[0].value("command"))) <= 4000


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
