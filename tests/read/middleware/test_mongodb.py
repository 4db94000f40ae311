"""MongoDB servers, routers and replica sets."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import components, items, one, places, ports, targets, unknown

YAML = """# mongod.conf
storage:
  dbPath: /data/mongo
  journal:
    enabled: true
  wiredTiger:
    engineConfig:
      cacheSizeGB: 2
systemLog:
  destination: file
  path: /var/log/mongodb/mongod.log
net:
  port: 27018
  bindIp: 127.0.0.1,10.5.0.1
replication:
  replSetName: rs0
security:
  authorization: enabled
  keyFile: /etc/mongo.key
"""
INI = "dbpath=/var/lib/mongodb\nlogpath=/var/log/m.log\nport = 27017\nnojournal = true\nfork=true\n"
STATUS = """{
  "set" : "rs0",
  "members" : [
    { "_id" : 0, "name" : "10.5.0.1:27018", "stateStr" : "PRIMARY", "self" : true },
    { "_id" : 1, "name" : "mongo2.corp:27018", "stateStr" : "SECONDARY" },
    { "_id" : 2, "name" : "10.5.0.3:27018", "stateStr" : "ARBITER" }
  ]
}
"""


def test_a_member_of_a_replica_set(tmp_path: Path) -> None:
    files = {"mongod.conf": YAML, "rs-status.txt": STATUS, "v.txt": "db version v4.0.28\n"}
    found = one(tmp_path, files, "mongodb")
    assert ports(found) == [(27018, "mongodb")]
    assert found.value("data.dir") == "/data/mongo"
    assert items(found, "log.files") == [{"path": "/var/log/mongodb/mongod.log"}]
    assert found.value("cluster.name") == "rs0"
    assert found.value("memory.limit") == 2 << 30
    assert found.value("bind.addresses") == ["127.0.0.1", "10.5.0.1"]
    assert found.value("auth") == {"enabled": True, "mechanism": "keyfile"}
    assert found.value("persistence") == ["data", "journal"]
    assert found.value("replication.role") == "source"
    assert [(m["host"], m["role"]) for m in items(found, "cluster.members")] == [
        ("10.5.0.1", "source"),
        ("mongo2.corp", "replica"),
        ("10.5.0.3", "arbiter"),
    ]
    assert places(found, "cluster.members")[1] == "rs-status.txt:5"
    assert ("mongo2.corp:27018", "mongodb", "call") in targets(found)
    assert found.value("mongodb.version") == "4.0.28"


def test_an_old_server_on_its_own(tmp_path: Path) -> None:
    found = one(tmp_path, {"mongodb.conf": INI}, "mongodb")
    assert ports(found) == [(27017, "mongodb")]
    assert found.value("data.dir") == "/var/lib/mongodb"
    assert found.value("replication.role") == "standalone"
    assert found.value("auth") == {"enabled": False, "mechanism": None}
    assert "mongodb.version" in unknown(found)


def test_a_router_and_a_configuration_server(tmp_path: Path) -> None:
    files = {
        "mongos.conf": "sharding:\n  configDB: cfg/c1:27019,c2\nnet:\n  port: 27017\n",
        "mongo-cfg.conf": "sharding:\n  clusterRole: configsvr\nstorage:\n  dbPath: /c\n",
    }
    found = {c.name: c for c in components(tmp_path, files, "mongodb")}
    assert found["mongos"].value("cluster.role") == "mongos"
    assert targets(found["mongos"]) == [
        ("c1:27019", "mongodb", "call"),
        ("c2:27019", "mongodb", "call"),
    ]
    assert found["mongo-cfg"].value("cluster.role") == "configsvr"
    assert ports(found["mongo-cfg"]) == [(27019, "mongodb")]


def test_a_replica_that_is_told_by_its_status(tmp_path: Path) -> None:
    text = STATUS.replace(', "self" : true', "").replace('DARY" }', 'DARY", "self" : true }')
    found = one(tmp_path, {"status.json": text}, "mongodb")
    assert found.value("replication.role") == "replica"
    assert found.value("cluster.name") == "rs0"
