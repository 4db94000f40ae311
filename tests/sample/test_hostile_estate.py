"""Everything in the estate is hostile at once: the chain ends, nothing leaks, all is valid."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import helm_python
import openpyxl
import pytest

from migrate import pipeline
from migrate.pipeline import Outcome
from migrate.workspace import Workspace
from tests.conftest import make_workspace

SECRET = "S3cretXYZ"
TOKEN = "${SECRET:mysql-master.root:raw}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace, in a folder with an awkward name, in which people meant harm."""
    workspace = make_workspace(tmp_path_factory.mktemp("hostile") / "it's $(a) b")
    spoil_archive(workspace.root / "artifacts/score-record")
    spoil_site(workspace.root / "artifacts/portal")
    spoil_captures(workspace.root / "captures")
    spoil_survey(next(iter(workspace.workbooks())))
    return workspace


@pytest.fixture(scope="module")
def outcome(hostile: Workspace) -> Outcome:
    return pipeline.run(hostile, ("zh", "en"))


def spoil_archive(folder: Path) -> None:
    war = folder / "score-record.war"
    with zipfile.ZipFile(war) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["WEB-INF/classes/app.properties"] = (
        f"# old db.password={SECRET}\nurl=jdbc:mysql://root:{SECRET}@10.20.3.11:3306/x\n"
        f"api.key={SECRET}\nevil={{{{ .Values.x }}}} {TOKEN}\n"
    ).encode()
    members['WEB-INF/classes/$(reboot)\n".properties'] = f"password={SECRET}\n".encode()
    with zipfile.ZipFile(war, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    (folder / "setenv.sh").write_text(
        f'CATALINA_OPTS="-Xmx512m -Ddb.password={SECRET} -Dfoo=$(reboot) -Dx=`id`"\n'
        f'JAVA_OPTS="-Djdbc.url=jdbc:mysql://u:{SECRET}@h/db -Duser.timezone=../../etc"\n'
    )


def spoil_site(folder: Path) -> None:
    settings = folder / "sites/default/settings.php"
    settings.write_text(
        settings.read_text("utf-8")
        + f"\ndefine('DB_PASSWORD', '{SECRET}');\n// password: {SECRET}\n"
        + f"putenv('REDIS_URL=redis://:{SECRET}@10.20.3.11:6379');\n$x = '{TOKEN}';\n",
        "utf-8",
    )
    (folder / "crontab").write_text(
        f"*/15 * * * * www-data php /var/www/portal/cron.php --token={SECRET}\n"
        '* * * * * root rm -rf / ; echo {{ x }} "\n@reboot root /x\n61 99 * * * root /x\n'
    )


def spoil_captures(folder: Path) -> None:
    cnf = folder / "db-01/my.cnf"
    cnf.write_text(
        cnf.read_text("utf-8")
        + f'\nmaster-password = {SECRET}\ninit_connect = "x\n[client]\npassword={SECRET}\n'
    )
    status = folder / "db-02/show_slave_status.txt"
    text = status.read_text("utf-8")
    status.write_text(text.replace("Master_User: repl", f"Master_User: re'pl{TOKEN}`; DROP"))
    dump = folder / "db-01/schema.sql"
    dump.write_text(
        dump.read_text("utf-8")
        + f"\nSET PASSWORD FOR 'y' = '{SECRET}';\n"
        + f"CREATE TABLE `e` (a int) COMMENT='{{{{ x }}}}' CONNECTION='mysql://u:{SECRET}@h/d';\n",
        "utf-8",
    )


def spoil_survey(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "portal.example.com":
                    cell.value = "x.com\n{{ evil }}"
                if cell.value == "门户站点":
                    cell.value = '=cmd|"/c calc"!A1 ${x} {{ y }} <b>\nRUN evil'
    workbook.save(book)


def test_nothing_fails_the_checks(outcome: Outcome) -> None:
    assert [(r.path, r.place, r.because) for r in outcome.check.results] == []
    assert {w.id for w in outcome.plan.workloads} >= {"mysql-master", "mysql-slave", "score-record"}


def test_no_secret_is_written_anywhere(hostile: Workspace, outcome: Outcome) -> None:
    leaks = [
        file.relative_to(hostile.root).as_posix()
        for folder in ("out", ".migrate")
        for file in (hostile.root / folder).rglob("*")
        if file.is_file() and SECRET.encode() in file.read_bytes()
    ]
    assert leaks == []


def test_only_the_plan_puts_placeholders(hostile: Workspace, outcome: Outcome) -> None:
    asked = {need.id for need in outcome.plan.secrets}
    for file in (hostile.out / "secrets").rglob("*.yaml"):
        found = set(re.findall(r"\$\{SECRET:([^:}]+):", file.read_text("utf-8")))
        assert found <= asked
        # The estate says that an application connects as root: the plan's own statement has it.
        if TOKEN in file.read_text("utf-8"):
            assert file.name == "secret-mysql-master-root.yaml"


def test_charts_still_render(hostile: Workspace, outcome: Outcome) -> None:
    for chart in sorted((hostile.out / "charts").iterdir()):
        rendered = helm_python.chart.Chart.load(str(chart)).render({}, name="x", namespace="x")
        assert any(text.strip() for text in rendered.values())


def test_no_line_of_a_dockerfile_is_theirs(hostile: Workspace, outcome: Outcome) -> None:
    for file in (hostile.out / "images").rglob("Dockerfile"):
        lines = file.read_text("utf-8").splitlines()
        assert [line for line in lines if line.startswith(("RUN evil", "RUN reboot"))] == []


def test_a_command_that_lost_its_secret_waits_for_a_person(outcome: Outcome) -> None:
    jobs = {job.name: job for job in outcome.plan.workload("portal").schedules}
    assert [job.suspend for job in jobs.values()] == [True, False, False][: len(jobs)]
    rules = {finding.rule for finding in outcome.plan.workload("portal").findings}
    assert {"schedule-needs-secret", "schedule-not-moved"} <= rules
