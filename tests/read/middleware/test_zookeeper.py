"""ZooKeeper servers and ensembles."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import components, items, one, places, ports, targets, unknown

ENSEMBLE = """tickTime=2000
initLimit=10
syncLimit=5
dataDir=/data/zk
dataLogDir=/data/zklog
clientPort=2182
# server.9=old:2888:3888
server.1=zk1.corp:2888:3888
server.2=10.2.0.2:2888:3888
server.3=zk3:2888:3888:observer
"""


def test_a_member_of_an_ensemble(tmp_path: Path) -> None:
    files = {"conf/zoo.cfg": ENSEMBLE, "data/myid": "2\n"}
    found = one(tmp_path, files, "zookeeper")
    assert ports(found) == [(2182, "zookeeper")]
    assert found.value("data.dir") == "/data/zk"
    assert {"path": "/data/zklog", "holds": "data"} in items(found, "files.written")
    assert found.value("zookeeper.myid") == 2
    assert [(m["id"], m["host"], m["role"]) for m in items(found, "cluster.members")] == [
        (1, "zk1.corp", "participant"),
        (2, "10.2.0.2", "participant"),
        (3, "zk3", "observer"),
    ]
    assert places(found, "cluster.members")[0] == "zoo.cfg:8"
    assert ("zk1.corp:2888", "zookeeper-peer", "call") in targets(found)
    assert unknown(found)["cluster.role"] == "read.server.no_status"


def test_a_server_on_its_own(tmp_path: Path) -> None:
    text = "tickTime=2000\ndataDir=/tmp/zookeeper\nclientPort=2181\nadmin.serverPort=8081\n"
    found = one(tmp_path, {"zoo.cfg": text}, "zookeeper")
    assert found.value("cluster.role") == "standalone"
    assert ports(found) == [(2181, "zookeeper"), (8081, "http")]
    assert {"name": "tickTime", "value": "2000"} in items(found, "settings")
    assert found.references == ()


def test_status_outputs(tmp_path: Path) -> None:
    mntr = (
        "zk_version\t3.4.14-4c25d480e66aadd371de8bd2fd8da255ac140bcf, built on 03/06/2019\n"
        "zk_server_state\tleader\nzk_approximate_data_size\t27\n"
    )
    srvr = "Zookeeper version: 3.8.0-5a02a05, built on 2022\nLatency: 0\nMode: follower\n"
    first = one(tmp_path / "a", {"mntr.txt": mntr}, "zookeeper")
    second = one(tmp_path / "b", {"srvr.txt": srvr}, "zookeeper")
    assert (first.value("zookeeper.version"), first.value("cluster.role")) == ("3.4.14", "leader")
    assert (second.value("zookeeper.version"), second.value("cluster.role")) == (
        "3.8.0",
        "follower",
    )
    assert first.value("data.size") == 27


def test_three_servers_in_one_folder(tmp_path: Path) -> None:
    files = {f"zoo{n}.cfg": ENSEMBLE.replace("2182", f"218{n}") for n in (1, 2, 3)}
    found = components(tmp_path, files, "zookeeper")
    assert [(c.name, ports(c)[0][0]) for c in found] == [
        ("zoo1", 2181),
        ("zoo2", 2182),
        ("zoo3", 2183),
    ]


def test_broken_members_cost_themselves(tmp_path: Path) -> None:
    text = "dataDir=/d\nserver.x=a:1:2\nserver.1=\nserver.2=:::\nserver.3=[fe80::1]:2888:3888\n"
    found = one(tmp_path, {"zoo.cfg": text}, "zookeeper")
    assert [(m["id"], m["host"]) for m in items(found, "cluster.members")] == [(3, "fe80::1")]
    assert targets(found) == [("[fe80::1]:2888", "zookeeper-peer", "call")]


def test_myid_that_is_none(tmp_path: Path) -> None:
    files = {"zoo.cfg": ENSEMBLE, "myid": "replace this text\n"}
    assert one(tmp_path, files, "zookeeper").value("zookeeper.myid") is None
