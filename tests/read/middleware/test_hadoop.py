"""Hadoop, HBase and Hive from their site files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.read.reading import components, items, one, places, ports, reading, targets, unknown

MARK = "LEAKMARK"


def site(**properties: str) -> str:
    inside = "".join(
        f"<property>\n<name>{key.replace('__', '-').replace('_', '.')}</name>"
        f"<value>{value}</value>\n</property>\n"
        for key, value in properties.items()
    )
    return f'<?xml version="1.0"?>\n<configuration>\n{inside}</configuration>\n'


SIMPLE = {
    "core-site.xml": site(fs_defaultFS="hdfs://master:9000", hadoop_tmp_dir="/data/tmp"),
    "hdfs-site.xml": site(
        dfs_replication="2",
        dfs_namenode_name_dir="file:///data/nn",
        dfs_datanode_data_dir="/data1/dn,[SSD]file:///data2/dn",
        dfs_namenode_secondary_http__address="master:50090",
    ),
    "yarn-site.xml": site(yarn_resourcemanager_hostname="master"),
    "mapred-site.xml": site(mapreduce_jobhistory_address="master:10020"),
    "slaves": "slave1\nslave2 # new\n# slave3\n",
}
AVAILABLE = {
    "core-site.xml": site(fs_defaultFS="hdfs://prod", ha_zookeeper_quorum="zk1:2181,zk2:2181"),
    "hdfs-site.xml": site(
        dfs_nameservices="prod",
        dfs_ha_namenodes_prod="nn1,nn2",
        dfs_namenode_rpc__address_prod_nn1="nn1.corp:8020",
        dfs_namenode_rpc__address_prod_nn2="nn2.corp:8020",
        dfs_namenode_http__address_prod_nn1="nn1.corp:50070",
        dfs_namenode_shared_edits_dir="qjournal://j1:8485;j2:8485/prod",
        dfs_journalnode_edits_dir="/data/jn",
        dfs_ha_automatic__failover_enabled="true",
    ),
}
HIVE = {
    "hive-site.xml": site(
        javax_jdo_option_ConnectionURL="jdbc:mysql://hivedb:3306/hive?useSSL=false&amp;x=1",
        javax_jdo_option_ConnectionUserName="hive",
        javax_jdo_option_ConnectionPassword=MARK,
        hive_metastore_uris="thrift://meta:9083",
    )
}


def roles(found: object) -> set[tuple[object, object, object]]:
    return {(r["role"], r["host"], r["port"]) for r in items(found, "hadoop.roles")}  # type: ignore[arg-type]


def test_a_simple_cluster(tmp_path: Path) -> None:
    found = one(tmp_path, {f"conf/{k}": v for k, v in SIMPLE.items()}, "hadoop")
    assert {
        ("namenode", "master", 9000),
        ("secondarynamenode", "master", 50090),
        ("resourcemanager", "master", 8032),
        ("historyserver", "master", 10020),
        ("datanode", None, None),
    } <= roles(found)
    assert (9000, "hdfs") in ports(found)
    assert found.value("hadoop.filesystem") == "hdfs://master:9000"
    assert items(found, "hadoop.folders") == [
        {"role": "namenode", "path": "/data/nn"},
        {"role": "datanode", "path": "/data1/dn"},
        {"role": "datanode", "path": "/data2/dn"},
    ]
    assert found.value("data.dir") == "/data/nn"
    assert [m["host"] for m in items(found, "cluster.members")] == ["slave1", "slave2"]
    assert {"name": "dfs.replication", "value": "2"} in items(found, "settings")
    assert targets(found) == [("master:9000", "hdfs", "call")]
    assert places(found, "hadoop.filesystem") == ["core-site.xml:3"]
    assert "hadoop.version" in unknown(found)


def test_a_cluster_with_two_name_nodes(tmp_path: Path) -> None:
    files = {**AVAILABLE, "version.txt": "Hadoop 2.7.3\nSubversion x\n"}
    found = one(tmp_path, files, "hadoop")
    assert found.value("cluster.name") == "prod"
    assert items(found, "hadoop.nameservices") == [{"name": "prod", "nodes": ["nn1", "nn2"]}]
    assert {
        ("namenode", "nn1.corp", 8020),
        ("namenode", "nn2.corp", 8020),
        ("namenode", "nn1.corp", 50070),
        ("journalnode", "j1", 8485),
        ("journalnode", "j2", 8485),
        ("zkfc", None, None),
    } <= roles(found)
    assert ("zk1:2181", "zookeeper", "call") in targets(found)
    assert ("j2:8485", "qjournal", "call") in targets(found)
    assert found.value("hadoop.version") == "2.7.3"


def test_hive_and_its_database(tmp_path: Path) -> None:
    found = one(tmp_path, dict(HIVE), "hadoop")
    database = next(r for r in found.references if r.protocol == "mysql")
    assert (database.target, database.database, database.account) == ("hivedb:3306", "hive", "hive")
    assert ("meta:9083", "thrift", "call") in targets(found)
    assert ("hive-metastore", "meta", 9083) in roles(found)
    assert MARK.encode() not in msgspec.json.encode(reading(tmp_path / "x", dict(HIVE)))


def test_hbase(tmp_path: Path) -> None:
    text = site(
        hbase_rootdir="hdfs://nn1.corp:8020/hbase",
        hbase_zookeeper_quorum="zk1,zk2",
        hbase_zookeeper_property_clientPort="2182",
        hbase_master_port="16000",
    )
    found = one(tmp_path, {"hbase-site.xml": text, "regionservers": "r1\nr2\n"}, "hadoop")
    assert targets(found)[:2] == [
        ("zk1:2182", "zookeeper", "call"),
        ("zk2:2182", "zookeeper", "call"),
    ]
    assert ("nn1.corp:8020", "hdfs", "call") in targets(found)
    assert ports(found) == [(16000, "hbase")]
    assert items(found, "cluster.members")[0] == {"host": "r1", "role": "hbase-regionserver"}


def test_variables_and_damage_cost_themselves(tmp_path: Path) -> None:
    files = {
        "a/core-site.xml": site(fs_defaultFS="hdfs://${host}:9000"),
        "b/core-site.xml": "<configuration><property><name>fs.defaultFS",
        "c/workers": "w1\n",
    }
    read = reading(tmp_path, files)
    assert [len(c.references) for c in read.components] == [0, 0]
    assert read.unread
    assert components(tmp_path, {"workers": "w1\n"}, "hadoop", "other") == []
