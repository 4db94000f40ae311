"""Files that configuration includes: redis.conf, postgresql.conf, slapd.conf."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import components, items, one, places, ports, targets


def test_redis_reads_what_it_includes_at_its_place(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "etc/redis/redis.conf": (
            "protected-mode no\ninclude /etc/redis/common.conf\ninclude /etc/redis/conf.d/*.conf\n"
            "include /etc/redis/gone.conf\nport 6385\n"
        ),
        "etc/redis/common.conf": "port 6380\nappendonly yes\ndir /data/redis\nmaxmemory 1gb\n",
        "etc/redis/conf.d/b.conf": "replicaof 10.6.0.1 6390\nrequirepass Incl0dedPass\n",
        "other/common.conf": "dir /wrong\n",
    }
    found = one(tmp_path, files, "redis")
    # What stands below the include counts more than what is included.
    assert ports(found) == [(6385, "redis")]
    assert found.value("data.dir") == "/data/redis"
    assert places(found, "data.dir") == ["common.conf:3"]
    assert targets(found) == [("10.6.0.1:6390", "redis", "replicate")]
    assert items(found, "config.missing") == [{"path": "/etc/redis/gone.conf"}]
    assert "Incl0dedPass" not in repr(found)


def test_redis_servers_that_share_a_file(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "redis-6379.conf": "include common.conf\nport 6379\nappendonly yes\n",
        "redis-6380.conf": "include common.conf\nport 6380\nappendonly yes\n",
        "common.conf": "dir /srv/redis\nmaxmemory 100mb\n",
    }
    found = components(tmp_path, files, "redis")
    assert sorted(p for c in found for p in ports(c)) == [(6379, "redis"), (6380, "redis")]
    assert {c.value("data.dir") for c in found} == {"/srv/redis"}


def test_files_that_include_each_other(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "redis.conf": "port 6379\nappendonly yes\ninclude redis-b.conf\n",
        "redis-b.conf": "include redis.conf\ndir /b\n" + "include redis-b.conf\n" * 50,
    }
    for found in components(tmp_path, files, "redis"):
        assert found.value("data.dir") == "/b"


def test_postgresql_includes(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pg/postgresql.conf": (
            "port = 5432\ninclude_dir = 'conf.d'\ninclude_if_exists 'maybe.conf'\n"
            "include 'site.conf'\n"
        ),
        "pg/conf.d/01-port.conf": "port = 5433\n",
        "pg/conf.d/02-data.conf": "data_directory = '/data/pg'\nmax_connections = 300\n",
        "pg/site.conf": "listen_addresses = '10.7.0.1'\nssl = on\n",
    }
    found = one(tmp_path, files, "postgresql")
    assert ports(found) == [(5433, "postgresql")]
    assert found.value("data.dir") == "/data/pg"
    assert found.value("bind.addresses") == ["10.7.0.1"]
    assert "config.missing" not in found.facts


def test_slapd_includes(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "openldap/slapd.conf": (
            "include /etc/openldap/schema/core.schema\ninclude\t/etc/openldap/db.conf\n"
        ),
        "openldap/db.conf": (
            'database mdb\nsuffix "dc=corp,dc=cn"\ndirectory /var/lib/ldap\n'
            "rootpw {SSHA}abcdefghij\n"
        ),
    }
    found = one(tmp_path, files, "ldap")
    assert [d["name"] for d in items(found, "databases")] == ["dc=corp,dc=cn"]
    assert found.value("data.dir") == "/var/lib/ldap"
    assert items(found, "config.missing") == [{"path": "/etc/openldap/schema/core.schema"}]
