"""Captures of hosts add to the surveyed hosts, or make hosts nobody surveyed."""

from __future__ import annotations

import random

from migrate.analyse import merge
from migrate.model.decisions import Decisions
from migrate.model.facts import Component, Fact, Reading
from migrate.model.inventory import Inventory
from migrate.model.origin import Origin
from migrate.model.survey import Row, Survey

COLUMNS = {"name": "A", "addresses": "B"}
SURVEY = Survey(
    {
        "hosts": (
            Row(
                "hosts", "s.xlsx", "主机", 3, {"name": "DB-01", "addresses": ["10.0.0.1"]}, COLUMNS
            ),
            Row(
                "hosts", "s.xlsx", "主机", 4, {"name": "web-01", "addresses": ["10.0.0.2"]}, COLUMNS
            ),
        )
    }
)


def capture(name: str, *addresses: str, **facts: object) -> Component:
    own = [
        {
            "address": a,
            "interface": "eth0",
            "origins": [{"source": f"captures/{name}", "place": "1"}],
        }
        for a in addresses
    ]
    held = {key.replace("__", "."): Fact(value) for key, value in facts.items()}
    if own:
        held["host.addresses"] = Fact(own)
    return Component(name, "host", name, held, sources=(f"captures/{name}/ss.txt",))


def inventory(*components: Component, survey: Survey = SURVEY) -> Inventory:
    return merge(Reading(components), survey, Decisions())


def test_a_capture_adds_to_the_host_of_its_name() -> None:
    found = inventory(capture("db-01", "10.0.0.1", "10.0.0.99", host__listening=[{"port": 22}]))
    assert [host.id for host in found.hosts] == ["db-01", "web-01"]
    host = found.host("db-01")
    assert host.name == "DB-01"
    assert [a.value for a in host.addresses] == ["10.0.0.1", "10.0.0.99"]
    assert Origin("captures/db-01", "1") in host.addresses[0].origins
    assert host.facts["host.listening"].value == [{"port": 22}]
    assert found.members == ()


def test_or_to_the_host_of_its_address_or_own_name() -> None:
    by_address = inventory(capture("unknown-folder", "10.0.0.2"))
    assert "host.addresses" in by_address.host("web-01").facts
    by_name = inventory(capture("x", host__hostname="web-01.corp.example"))
    assert "host.hostname" in by_name.host("web-01").facts


def test_addresses_of_bridges_mean_no_host() -> None:
    docker = [{"address": "10.0.0.2", "interface": "docker0", "origins": []}]
    found = inventory(capture("x", host__addresses=docker))
    assert [host.id for host in found.hosts] == ["db-01", "web-01", "x"]
    assert found.host("x").addresses == ()


def test_a_host_nobody_surveyed_is_made() -> None:
    found = inventory(capture("app-7", "10.0.0.7"), survey=Survey())
    assert [(h.id, h.addresses[0].value) for h in found.hosts] == [("app-7", "10.0.0.7")]
    assert found.hosts[0].origins == (Origin("captures/app-7/ss.txt"),)


def test_what_lies_in_the_same_folder_runs_there() -> None:
    database = Component("db-01", "mysql", "db-01", sources=("captures/db-01",))
    other = Component("db-011", "mysql", "db-011", sources=("captures/db-011",))
    found = inventory(capture("db-01"), database, other)
    assert found.member("db-01").hosts == ("db-01",)
    assert found.member("db-011").hosts == ()


def test_files_handed_over_alone_place_nothing() -> None:
    alone = Component("web-07", "host", "web-07", sources=("captures/web-07.txt",))
    other = Component("db-09", "mysql", "db-09", sources=("captures/db-09",))
    found = inventory(alone, other, survey=Survey())
    assert [host.id for host in found.hosts] == ["web-07"]
    assert found.member("db-09").hosts == ()


def test_the_folder_names_the_host() -> None:
    beside = Component("db-01-host", "host", "db-01-host", sources=("captures/db-01/ss.txt",))
    assert [host.id for host in inventory(beside, survey=Survey()).hosts] == ["db-01"]


def test_two_captures_of_one_host_are_joined_in_any_order() -> None:
    first = capture("web-01", host__listening=[{"port": 80}], host__aliases=[{"name": "a"}])
    second = capture("later", "10.0.0.2", host__listening=[{"port": 80}, {"port": 443}])
    expected = inventory(first, second)
    listening = expected.host("web-01").facts["host.listening"].value
    assert listening in ([{"port": 80}, {"port": 443}], [{"port": 443}, {"port": 80}])
    for seed in range(4):
        mixed = random.Random(seed).sample([first, second], 2)
        assert inventory(*mixed) == expected
