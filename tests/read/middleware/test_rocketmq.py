"""RocketMQ brokers and name servers."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import components, items, one, ports, targets

BROKER = """brokerClusterName=OrderCluster
brokerName=broker-a
brokerId=0
brokerRole=SYNC_MASTER
flushDiskType=SYNC_FLUSH
namesrvAddr=ns1:9876;10.8.0.2:9877
storePathRootDir=/data/rocketmq/store
listenPort=10921
deleteWhen=04
"""


def test_a_source(tmp_path: Path) -> None:
    found = one(tmp_path, {"broker-a.properties": BROKER}, "rocketmq")
    assert ports(found) == [(10921, "rocketmq")]
    assert found.value("cluster.name") == "OrderCluster"
    assert found.value("cluster.role") == "broker"
    assert found.value("replication.role") == "source"
    assert found.value("persistence") == ["sync_flush"]
    assert found.value("data.dir") == "/data/rocketmq/store"
    assert targets(found) == [
        ("ns1:9876", "rocketmq", "call"),
        ("10.8.0.2:9877", "rocketmq", "call"),
    ]
    assert items(found, "settings")[0]["name"] == "brokerId"


def test_a_replica_and_a_name_server(tmp_path: Path) -> None:
    files = {
        "broker-a-s.properties": BROKER.replace("SYNC_MASTER", "SLAVE").replace("10921", "10931"),
        "namesrv.properties": "listenPort=9877\nkvConfigPath=/data/ns/kv.json\n",
        "clusters.txt": (
            "#Cluster Name     #Broker Name            #BID  #Addr                  #Version\n"
            "OrderCluster      broker-a                1     10.8.0.5:10931         V4_9_4\n"
        ),
    }
    found = {c.name: c for c in components(tmp_path, files, "rocketmq")}
    assert found["broker-a-s"].value("replication.role") == "replica"
    assert ports(found["broker-a-s"]) == [(10931, "rocketmq")]
    assert found["namesrv"].value("cluster.role") == "name server"
    assert ports(found["namesrv"]) == [(9877, "rocketmq")]
    assert found["namesrv"].value("data.dir") == "/data/ns"


def test_the_list_of_a_cluster(tmp_path: Path) -> None:
    text = (
        "#Cluster Name     #Broker Name            #BID  #Addr                  #Version\n"
        "OrderCluster      broker-a                0     10.8.0.4:10921         V4_9_4\n"
        "OrderCluster      broker-a                1     10.8.0.5:10931         V4_9_4\n"
    )
    found = one(tmp_path, {"clusters.txt": text}, "rocketmq")
    assert found.value("rocketmq.version") == "4.9.4"
    assert [(m["port"], m["role"]) for m in items(found, "cluster.members")] == [
        (10921, "source"),
        (10931, "replica"),
    ]


def test_a_client_is_no_broker(tmp_path: Path) -> None:
    files = {"application.properties": "rocketmq.namesrvAddr=10.0.0.1:9876\n"}
    assert components(tmp_path, files, "rocketmq") == []
