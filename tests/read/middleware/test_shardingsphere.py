"""ShardingSphere-Proxy: the databases it serves and the ones behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.captured import captured, items, only
from tests.read.middleware.balancers import targets

SECRET = "S3cretXYZ"
SHARDED = f"""databaseName: shop
dataSources:
  ds_0:
    url: jdbc:mysql://10.1.0.21:3306/shop_0?useSSL=false
    username: app
    password: {SECRET}
  ds_1:
    url: jdbc:mysql://10.1.0.22/shop_1
    username: app
    password: {SECRET}
rules:
- !SHARDING
  tables:
    orders:
      actualDataNodes: ds_${{0..1}}.orders_${{0..1}}
"""
OLD = f"""schemaName: old
dataSources:
  master: !!org.apache.shardingsphere.core.YamlDataSourceParameter
    url: jdbc:postgresql://pg.shop.cn:5432/old
    username: u
    password: {SECRET}
shardingRule:
  tables:
    t_log: {{actualDataNodes: master.t_log}}
"""
SERVER = f"""mode:
  type: Cluster
  repository: {{type: ZooKeeper, props: {{namespace: ns, server-lists: "zk1:2181,zk2"}}}}
rules:
- !AUTHORITY
  users: ["root@%:{SECRET}"]
props:
  proxy-default-port: 3317
"""


def rows(component: Component, fact: str, *keys: str) -> list[tuple[object, ...]]:
    return sorted(tuple(item[key] for key in keys) for item in items(component, fact))


def hosts(component: Component) -> set[str]:
    return {target for target, _ in targets(component)}


def test_databases_and_what_lies_behind(tmp_path: Path) -> None:
    files = {"conf/config-shop.yaml": SHARDED, "conf/config-old.yaml": OLD}
    found = only(tmp_path, {**files, "conf/server.yaml": SERVER})
    assert found.kind == "shardingsphere"
    assert rows(found, "shardingsphere.databases", "name", "sources", "tables") == [
        ("old", ["master"], ["t_log"]),
        ("shop", ["ds_0", "ds_1"], ["orders"]),
    ]
    assert rows(found, "proxy.backends", "host", "port", "group", "database") == [
        ("10.1.0.21", 3306, "ds_0", "shop_0"),
        ("10.1.0.22", 3306, "ds_1", "shop_1"),
        ("pg.shop.cn", 5432, "master", "old"),
    ]
    assert {"zk1:2181", "zk2:2181", "10.1.0.21:3306"} <= hosts(found)
    assert [(e.port, e.protocol) for e in found.endpoints] == [(3317, "mysql")]
    assert SECRET not in repr(found)


def test_without_a_server_file_its_usual_port_counts(tmp_path: Path) -> None:
    found = only(tmp_path, {"config-x.yml": OLD})
    assert [(e.port, e.origins) for e in found.endpoints] == [(3307, ())]


@pytest.mark.parametrize(
    "text",
    [
        "dataSources:\n  a: {url: 'jdbc:mysql://h/x'}\n",
        "# databaseName: x\n# dataSources:\n",
        "databaseName: x\n",
    ],
)
def test_other_files_with_such_names_are_none(tmp_path: Path, text: str) -> None:
    found = captured(tmp_path, {"config-a.yaml": text, "my.cnf": "[mysqld]\nport=3306\n"})
    assert [c.kind for c in found if c.kind == "shardingsphere"] == []


def test_a_broken_file_says_what_stands_before_the_break(tmp_path: Path) -> None:
    found = only(tmp_path, {"config-x.yaml": SHARDED + "\n  : [}"})
    assert "10.1.0.21:3306" in hosts(found)
