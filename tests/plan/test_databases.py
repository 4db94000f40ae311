"""What an old MySQL server becomes: options, accounts, definitions, replication."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from migrate import pipeline
from migrate.knowledge.databases import dialects
from migrate.model.facts import Component, Fact
from migrate.model.origin import Origin
from migrate.model.plan import MigrationPlan, PlannedFile, Workload
from migrate.model.settings import SettingFile, Text
from migrate.plan.database_options import options
from migrate.plan.database_schema import LARGEST, schema
from tests.conftest import make_workspace

CNF = Origin("captures/db/my.cnf", "3")


@pytest.fixture(scope="module", params=["official", "debian"])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    workspace = make_workspace(tmp_path_factory.mktemp("plan") / "w", catalogue=request.param)
    return pipeline.plan(workspace)[1]


def file(workload: Workload, ending: str) -> PlannedFile:
    return next(f for f in workload.files if f.mount_path.endswith(ending))


def server(**settings: str) -> Component:
    listed = [
        {"name": name, "value": value, "origins": [{"source": CNF.source, "place": CNF.place}]}
        for name, value in settings.items()
    ]
    return Component("db", "mysql", "db", facts={"mysql.settings": Fact(listed)})


def read_back(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if "=" in line]
    return {k.strip(): v.strip() for k, v in (line.split("=", 1) for line in lines)}


def carried(dialect: str, **settings: str) -> dict[str, str]:
    known = dialects()[dialect]
    found = read_back(options(server(**settings), known, {}).text)
    return {name: value for name, value in found.items() if name not in known.always}


def test_known_options_are_kept_renamed_and_converted() -> None:
    old = {"max_connections": "500", "log_slave_updates": "1", "expire_logs_days": "7"}
    assert carried("mysql-8.4", **old, innodb_log_file_size="64M") == {
        "max_connections": "500",
        "log_replica_updates": "1",
        "binlog_expire_logs_seconds": "604800",
        "innodb_redo_log_capacity": "128M",
    }
    assert carried("mariadb-10.11", **old) == old


def test_modes_that_the_new_server_refuses_are_dropped() -> None:
    modes = "STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION"
    assert carried("mysql-8.4", sql_mode=modes) == {
        "sql_mode": "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION"
    }


def test_an_option_nobody_knows_is_named_and_not_written() -> None:
    made = options(server(thread_concurrency="8", datadir="/data"), dialects()["mysql-8.4"], {})
    assert "thread_concurrency" not in made.text
    (found,) = made.findings
    assert found.params["options"] == "thread_concurrency"
    assert found.origins == (CNF,)


def test_a_value_cannot_break_out_of_its_line() -> None:
    made = options(server(init_connect='x"\n[client]\npassword=1'), dialects()["mysql-8.4"], {})
    assert made.text.count("\n") == 2 + len(dialects()["mysql-8.4"].always)
    assert "[client]\n" not in made.text


def test_the_servers_keep_their_identity(plan: MigrationPlan) -> None:
    for name, identity in (("mysql-master", "1"), ("mysql-slave", "2")):
        assert read_back(file(plan.workload(name), ".cnf").text)["server_id"] == identity


def test_only_the_slave_is_read_only(plan: MigrationPlan) -> None:
    assert read_back(file(plan.workload("mysql-slave"), ".cnf").text)["read_only"] == "ON"
    assert "read_only" not in read_back(file(plan.workload("mysql-master"), ".cnf").text)


def test_accounts_are_created_where_they_are_used(plan: MigrationPlan) -> None:
    text = file(plan.workload("mysql-master"), "accounts.sql").text
    created = re.findall(r"CREATE USER IF NOT EXISTS '(\w+)'@'%'", text)
    assert created == ["hpe_app", "portal", "repl"]
    assert r"GRANT ALL PRIVILEGES ON `hpe\_app`.* TO 'hpe_app'@'%';" in text
    assert "GRANT REPLICATION SLAVE ON *.* TO 'repl'@'%';" in text
    assert "GRANT ALL PRIVILEGES ON *.*" not in text
    assert not [f for f in plan.workload("mysql-slave").files if "accounts" in f.mount_path]


def test_the_slave_follows_the_master_by_its_service(plan: MigrationPlan) -> None:
    replication = file(plan.workload("mysql-slave"), "replication.sql")
    assert "_HOST='mysql-master'" in replication.text
    assert "_USER='repl'" in replication.text
    assert "_PASSWORD='${SECRET:mysql-master.repl:sql}'" in replication.text
    assert replication.secret


def test_definitions_are_carried_and_rows_are_not(plan: MigrationPlan) -> None:
    text = file(plan.workload("mysql-master"), "schema.sql").text
    assert "CREATE TABLE `t_score`" in text
    assert "INSERT" not in text
    assert "DEFINER=`hpe_app`@`%`" in text
    rules = {f.rule for f in plan.workload("mysql-master").findings}
    assert {"database-rows-not-moved", "database-rights-assumed"} <= rules


def test_the_change_of_server_is_said(plan: MigrationPlan) -> None:
    wanted = {"official": "database-upgraded", "debian": "mysql-becomes-mariadb"}
    for name in ("mysql-master", "mysql-slave"):
        rules = {f.rule for f in plan.workload(name).findings}
        assert wanted[plan.catalogue.value] in rules


def test_memory_follows_the_buffer_pool(plan: MigrationPlan) -> None:
    limit = plan.workload("mysql-master").resources.memory_limit
    assert limit.value == "3776Mi"  # 2 GiB x 1.4 + 500 x 1 MiB + 384 MiB, in steps of 64 MiB
    assert any(origin.source.endswith("my.cnf") for origin in limit.origins)


def dumped(text: str) -> Component:
    file = SettingFile("schema.sql", "server", "sql", "utf-8", (Text(text),))
    return replace(server(), settings=(file,))


def test_a_view_of_an_account_that_will_not_exist_is_named() -> None:
    made = schema(dumped("CREATE DEFINER=`old`@`10.%` VIEW v AS SELECT 1;\n"), ("app",))
    assert "DEFINER=`old`@`10.%`" in made.text
    assert [f.params for f in made.findings if f.rule == "database-definer-unknown"] == [
        {"account": "old"}
    ]


def test_definitions_that_no_config_map_holds_are_refused() -> None:
    made = schema(dumped("x" * (LARGEST + 1)), ())
    assert made.text == ""
    assert [f.rule for f in made.findings] == ["database-schema-too-large"]


def test_a_missing_dump_is_said() -> None:
    assert [f.rule for f in schema(server(), ()).findings] == ["database-schema-missing"]
