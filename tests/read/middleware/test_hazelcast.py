"""Hazelcast members: port, cluster, TCP list or multicast; clients are none."""

from __future__ import annotations

from pathlib import Path

from tests.read.reading import items, one, ports, reading, targets, unknown

XML = """\
<?xml version="1.0"?>
<hazelcast xmlns="http://www.hazelcast.com/schema/config">
  <group><name>shop-cache</name><password>gr0upSecret</password></group>
  <network>
    <port auto-increment="true">5801</port>
    <join>
      <multicast enabled="false"><multicast-group>224.2.2.3</multicast-group></multicast>
      <tcp-ip enabled="true">
        <member>10.4.0.1</member>
        <member-list><member>10.4.0.2:5901</member></member-list>
        <!-- <member>10.4.0.99</member> -->
      </tcp-ip>
    </join>
  </network>
  <hot-restart-persistence enabled="true"><base-dir>/data/hz</base-dir></hot-restart-persistence>
</hazelcast>
"""
YML = """\
hazelcast:
  cluster-name: session-store
  network:
    join:
      multicast: {enabled: true}
      tcp-ip: {enabled: false, member-list: [10.4.1.1]}
"""


def test_a_member_in_xml(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hazelcast.xml": XML,
        "hz.log": "INFO: Hazelcast 3.12.6 (20200130 - be02cb5) starting at [10.4.0.1]:5801\n",
    }
    found = one(tmp_path, files, "hazelcast")
    assert ports(found) == [(5801, "hazelcast")]
    assert (found.value("cluster.name"), found.value("cluster.discovery")) == (
        "shop-cache",
        "tcp-ip",
    )
    assert targets(found) == [
        ("10.4.0.1:5801", "hazelcast", "call"),
        ("10.4.0.2:5901", "hazelcast", "call"),
    ]
    assert [(m["host"], m["port"]) for m in items(found, "cluster.members")] == [
        ("10.4.0.1", 5801),
        ("10.4.0.2", 5901),
    ]
    assert found.value("hazelcast.version") == "3.12.6"
    assert found.value("data.dir") == "/data/hz"
    assert "gr0upSecret" not in repr(found)


def test_a_member_in_yaml(tmp_path: Path) -> None:
    found = one(tmp_path, {"hazelcast-prod.yaml": YML}, "hazelcast")
    assert ports(found) == [(5701, "hazelcast")]
    assert found.value("cluster.name") == "session-store"
    assert found.value("cluster.discovery") == "multicast"
    assert targets(found) == []
    assert "hazelcast.version" in unknown(found)


def test_clients_and_broken_files(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "hazelcast-client.xml": "<hazelcast-client><name>x</name></hazelcast-client>",
        "hazelcast.xml": "<hazelcast><network><port>99999999</port><join>",
        "hazelcast.yml": "hazelcast: [\n",
    }
    for found in reading(tmp_path, files).components:
        assert found.references == ()
