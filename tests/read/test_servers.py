"""Which files make a server, and which server a file belongs to."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from migrate.knowledge.servers import file_forms, matcher, refuser
from migrate.read import server_facts as facts
from migrate.read.findings import Found
from tests.read.reading import components, items, reading

ZOO = "dataDir=/data/{0}\nclientPort=218{0}\n"


def test_every_form_is_of_its_kind_and_named_once() -> None:
    forms = [form.form for form in file_forms()]
    assert len(forms) == len(set(forms))
    for form in file_forms():
        assert form.form.startswith(f"{form.kind}.")
        matcher(form.form)
        refuser(form.form)


def test_patterns_of_names_do_not_reach_over_folders() -> None:
    path, _ = matcher("postgresql.conf")
    assert path.match("etc/postgresql/15/main/postgresql.conf")
    assert not path.match("etc/postgresql/15/main/pg_ident.conf")


def test_a_file_goes_to_the_server_it_is_named_after(tmp_path: Path) -> None:
    files = {
        "zoo1.cfg": ZOO.format(1),
        "zoo2.cfg": ZOO.format(2),
        "mntr-2.txt": "zk_version\t3.4.6\nzk_server_state\tleader\n",
    }
    found = {c.name: c.value("zookeeper.version") for c in components(tmp_path, files, "zookeeper")}
    assert found == {"zoo1": None, "zoo2": "3.4.6"}


def test_a_file_goes_to_the_nearest_server(tmp_path: Path) -> None:
    files = {
        "a/conf/zoo.cfg": ZOO.format(1),
        "a/data/myid": "7",
        "b/conf/zoo.cfg": ZOO.format(2),
        "b/data/myid": "8",
    }
    found = {c.name: c.value("zookeeper.myid") for c in components(tmp_path, files, "zookeeper")}
    assert found == {"a": 7, "b": 8}


def test_what_fits_no_server_is_told_apart(tmp_path: Path) -> None:
    files = {
        "zoo1.cfg": ZOO.format(1),
        "zoo2.cfg": ZOO.format(2),
        "mntr.txt": "zk_version\t3.4.6\n",
    }
    found = components(tmp_path, files, "zookeeper")
    assert [c.value("zookeeper.version") for c in found] == [None, None, "3.4.6"]


def test_servers_of_several_kinds_in_one_input(tmp_path: Path) -> None:
    files = {
        "zoo.cfg": ZOO.format(1),
        "redis.conf": "port 6379\nappendonly no\n",
        "readme.txt": "Mode: see below. redis_version is told by INFO.\n",
    }
    found = reading(tmp_path, files).components
    assert [(c.kind, c.id) for c in found] == [("redis", "input"), ("zookeeper", "input-zookeeper")]
    assert [s.rsplit("/", 1)[-1] for c in found for s in c.sources] == ["redis.conf", "zoo.cfg"]


def test_one_damaged_file_costs_itself(tmp_path: Path) -> None:
    files = {"redis.conf": b"port 6379\n\0\0\0appendonly yes\n", "zoo.cfg": ZOO.format(1)}
    read = reading(tmp_path, files)
    assert [c.kind for c in read.components] == ["zookeeper"]


def test_hosts_of_lists() -> None:
    written = "zk1:2181, zk2 ;10.0.0.3:99999 [fe80::1]:5 http://u:p@h.corp:80/x ${a}:1 -x"
    assert list(facts.hosts(written, 7)) == [
        ("zk1", 2181),
        ("zk2", 7),
        ("10.0.0.3", 0),
        ("fe80::1", 5),
        ("h.corp", 80),
    ]


def test_sizes() -> None:
    assert facts.size("2gb", thousand_without_b=True) == 2 << 30
    assert facts.size("2g", thousand_without_b=True) == 2 * 10**9
    assert facts.size("64 mb") == 64 << 20
    assert facts.size("1048576") == 1 << 20
    assert facts.size("lots") is None
    assert facts.size("9" * 400) is None


def test_folders_are_kept_once_and_relative_ones_are_not_written_places(tmp_path: Path) -> None:
    found = reading(tmp_path, {"redis.conf": "appendonly yes\ndir /d\n"}).components[0]
    assert items(found, "files.written") == [{"path": "/d", "holds": "data"}]
    other = Found()
    facts.data_dir(other, "file:relative", found.facts["data.dir"].origins[0])
    assert other.value("data.dir") == "relative"
    assert not other.has("files.written")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("zoo.cfg", "dataDir=/x\n" + "".join(f"server.{n}=h{n}:1:2\n" for n in range(30_000))),
        ("repl.txt", "application_name sent_lsn\n" + "| 10.0.0.1 | streaming\n" * 40_000),
        ("topics.txt", "Topic:t\tPartitionCount:6\tReplicationFactor:2\n" * 20_000),
        ("tnsnames.ora", "A=" + "(B=(C=1)" * 5_000),
        ("hdfs-site.xml", "<configuration>" + "<property>" * 50_000),
        ("x.pem", "-----BEGIN CERTIFICATE-----\n" * 30_000),
    ],
)
def test_large_files_take_no_longer_than_their_size(tmp_path: Path, file: str, text: str) -> None:
    started = time.process_time()
    reading(tmp_path, {file: text})
    assert time.process_time() - started < 5
