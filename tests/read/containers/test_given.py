"""A container and the configuration that it is given: one component."""

from __future__ import annotations

from pathlib import Path

from tests.read.containers.reading import by_name, calls, items, read

NGINX = (
    "http {\n  upstream app { server app:8080; }\n"
    "  server { listen 8081; location / { proxy_pass http://app; } }\n}\n"
)
REDIS = "port 6380\nappendonly yes\nrequirepass hunter2\nmaxmemory 100mb\n"


def test_a_service_takes_the_facts_of_the_file_it_mounts(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": (
            "services:\n  web:\n    image: nginx:1.19\n    ports: ['80:80']\n"
            "    volumes: ['./conf/nginx.conf:/etc/nginx/nginx.conf:ro', '.:/var/www']\n"
            "  db:\n    image: mariadb:10.4\n    volumes:\n"
            "      - {type: bind, source: ./my.cnf, target: /etc/mysql/my.cnf}\n"
        ),
        "conf/nginx.conf": NGINX,
        "my.cnf": "[mysqld]\nserver-id=3\nlog-bin=mysql-bin\nport=3307\n",
    }
    found = by_name(read(tmp_path, files))
    assert set(found) == {"web", "db"}
    web, db = found["web"], found["db"]
    assert (web.kind, db.kind) == ("nginx", "mariadb")
    assert [(r.target, str(r.origins[0])) for r in web.references] == [
        ("app:8080", "shop/conf/nginx.conf 2")
    ]
    assert {e.port for e in web.endpoints} == {80, 8081}
    assert (db.value("mysql.server_id"), db.value("mysql.version")) == (3, "10.4")
    assert [str(o) for o in db.origins("mysql.server_id")] == ["shop/my.cnf 2"]
    assert [(e.port, e.protocol) for e in db.endpoints] == [(3307, "mysql")]
    assert "shop/my.cnf" in db.sources


def test_two_services_of_one_file_both_take_it(tmp_path: Path) -> None:
    service = (
        "    image: redis:5\n    command: redis-server /etc/redis.conf --maxmemory 7mb\n"
        "    volumes: ['./redis.conf:/etc/redis.conf']\n"
    )
    text = f"services:\n  a:\n{service}  b:\n{service}"
    found = by_name(read(tmp_path, {"docker-compose.yml": text, "redis.conf": REDIS}))
    assert set(found) == {"a", "b"}
    for each in found.values():
        assert each.value("auth") == {"enabled": True, "mechanism": "password"}
        assert [e.port for e in each.endpoints] == [6380]
        # What stands in the command counts more than the file.
        assert each.value("memory.limit") == 7 << 20


def test_each_service_takes_its_own_file_of_one_name(tmp_path: Path) -> None:
    services = "".join(
        f"  {name}:\n    image: nginx\n    volumes: ['./{name}:/etc/nginx/conf.d']\n"
        for name in ("outer", "inner")
    )
    files: dict[str, str | bytes] = {
        "docker-compose.yml": f"services:\n{services}",
        "outer/default.conf": "server { listen 81; location / { proxy_pass http://inner:82; } }",
        "inner/default.conf": "server { listen 82; location / { proxy_pass http://10.8.0.9; } }",
    }
    found = by_name(read(tmp_path, files))
    assert set(found) == {"outer", "inner"}
    assert [r.target for r in found["outer"].references] == ["inner:82"]
    assert [r.target for r in found["inner"].references] == ["10.8.0.9:80"]


def test_redis_reads_no_file_that_it_is_not_started_with(tmp_path: Path) -> None:
    text = "services:\n  a:\n    image: redis:5\n    volumes: ['./r.conf:/etc/redis.conf']\n"
    kinds = {
        c.name: c.value("auth")
        for c in read(tmp_path, {"docker-compose.yml": text, "r.conf": REDIS}).components
    }
    assert kinds.pop("a") is None
    assert list(kinds.values()) == [{"enabled": True, "mechanism": "password"}]


def test_a_file_of_another_kind_stays_a_component(tmp_path: Path) -> None:
    text = (
        "services:\n  web:\n    image: nginx\n    volumes: ['./redis.conf:/etc/redis.conf']\n"
        "  backup:\n    image: shop/backup\n"
        "    volumes: ['./my.cnf:/etc/my.cnf', './redis.conf:/etc/r.conf']\n"
    )
    files: dict[str, str | bytes] = {
        "docker-compose.yml": text, "redis.conf": REDIS, "my.cnf": "[mysqld]\nserver-id=3\n",
    }  # fmt: skip
    kinds = sorted(c.kind for c in read(tmp_path, files).components)
    assert kinds == ["compose-service", "mysql", "nginx", "redis"]


def test_a_client_beside_the_server_does_not_take_its_file(tmp_path: Path) -> None:
    text = (
        "services:\n  db:\n    image: mysql:8\n    volumes: ['./my.cnf:/etc/my.cnf']\n"
        "  backup:\n    image: shop/backup\n    volumes: ['./my.cnf:/etc/my.cnf']\n"
    )
    files: dict[str, str | bytes] = {
        "docker-compose.yml": text,
        "my.cnf": "[mysqld]\nserver-id=3\n",
    }
    found = by_name(read(tmp_path, files))
    assert found["db"].value("mysql.server_id") == 3
    assert found["backup"].value("mysql.server_id") is None


def test_what_lies_in_the_documents_of_a_site_configures_nobody(tmp_path: Path) -> None:
    text = "services:\n  web: {image: nginx, volumes: ['.:/var/www/html']}\n"
    files: dict[str, str | bytes] = {"docker-compose.yml": text, "etc/nginx/nginx.conf": NGINX}
    assert sorted(c.kind for c in read(tmp_path, files).components) == ["nginx", "nginx"]


def test_an_image_has_what_it_copies(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker/web/Dockerfile": (
            "FROM node:12 AS build\nCOPY package.json /\nFROM nginx:1.19\nWORKDIR /etc/nginx\n"
            "COPY --from=build /dist /usr/share/nginx/html\nCOPY conf/*.conf conf.d/\n"
        ),
        "docker/web/conf/site.conf": "server { listen 88; location / { proxy_pass http://a:9; } }",
        "docker/cache/Dockerfile": (
            "FROM redis:6\nADD docker/cache/redis.conf /etc/redis.conf\n"
            'CMD ["redis-server", "/etc/redis.conf"]\n'
        ),
        "docker/cache/redis.conf": REDIS,
    }
    found = by_name(read(tmp_path, files))
    assert {name: c.kind for name, c in found.items()} == {"web": "nginx", "cache": "redis"}
    assert {r.target for r in found["web"].references} == {"a:9"}
    assert found["cache"].value("memory.limit") == 100 << 20


def test_a_built_service_has_what_its_image_copies(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "docker-compose.yml": "services:\n  db: {build: {context: ., dockerfile: db/Dockerfile}}\n",
        "db/Dockerfile": "FROM mysql:5.7\nCOPY db/conf/ /etc/mysql/conf.d/\n",
        "db/conf/my.cnf": "[mysqld]\nserver-id=7\n",
        "conf/my.cnf": "[mysqld]\nserver-id=8\n",
    }
    found = by_name(read(tmp_path, files))
    assert found["db"].value("mysql.server_id") == 7
    assert {c.value("mysql.server_id") for c in found.values()} == {7, 8}


def test_a_file_of_no_server_is_kept_for_what_it_names(tmp_path: Path) -> None:
    text = (
        "services:\n  mon:\n    image: prom/prometheus\n"
        "    volumes: ['./p.yml:/etc/prometheus/prometheus.yml']\n    configs: [app]\n"
        "configs: {app: {file: ./app.properties}}\n"
    )
    files: dict[str, str | bytes] = {
        "docker-compose.yml": text,
        "p.yml": "scrape_configs:\n- static_configs: [{targets: ['10.8.0.4:9100']}]\n",
        "app.properties": "db.url=jdbc:mysql://10.8.0.5:3306/shop\ndb.password=hunter2\n",
    }
    reading = read(tmp_path, files)
    (mon,) = reading.components
    assert {target for target, _, _ in calls(mon)} == {"10.8.0.4:9100", "10.8.0.5:3306"}
    assert {i["path"] for i in items(mon, "config.files")} == {
        "etc/prometheus/prometheus.yml", "app",
    }  # fmt: skip
    assert "hunter2" not in repr(reading)


def test_php_of_a_container_keeps_the_login_of_its_sessions_to_itself(tmp_path: Path) -> None:
    ini = (
        '[PHP]\nsession.save_handler = redis\nsession.save_path = "tcp://cache:6379?auth=letmein"\n'
    )
    service = "{image: shop/fpm, volumes: ['./php.ini:/usr/local/php/lib/php.ini']}"
    text = f"services:\n  php: {service}\n"
    reading = read(tmp_path, {"docker-compose.yml": text, "php.ini": ini})
    (php,) = reading.components
    assert [(r.target, str(r.origins[0])) for r in php.references] == [
        ("cache:6379", "shop/php.ini 3")
    ]
    assert "letmein" not in repr(reading)


def test_many_containers_of_much_configuration_cost_no_more_than_there_is_room(
    tmp_path: Path,
) -> None:
    services = "".join(
        f"  s{n}: {{image: nginx, volumes: ['./c:/etc/nginx']}}\n" for n in range(300)
    )
    files: dict[str, str | bytes] = {"docker-compose.yml": f"services:\n{services}"}
    for number in range(200):
        files[f"c/{number}.conf"] = (
            "server { listen 80; location / { proxy_pass http://10.8.0.1; } }"
        )
    found = by_name(read(tmp_path, files))
    assert "lb.rules" in found["s0"].facts
    assert "lb.rules" not in found["s299"].facts
