"""The sample, built from the Debian catalogue, runs on a real engine as its manifests say."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import docker
import pytest
import testbed
import yaml

from migrate import pipeline
from migrate.workspace import Workspace
from tests.conftest import SAMPLE, make_workspace
from tests.pods import Pods, pods, until

pytestmark = pytest.mark.engine
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return the sample generated with the Debian catalogue, its images built."""
    address = testbed.require(testbed.docker)
    testbed.require(testbed.base_image)
    workspace = make_workspace(tmp_path_factory.mktemp("runs") / "w", catalogue="debian")
    pipeline.generate(workspace)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCKER_HOST", address)
        outcomes = pipeline.build(workspace, network="host")
    assert {o.workload: o.detail for o in outcomes if o.state != "built"} == {}
    return workspace


@pytest.fixture(scope="module")
def estate(built: Workspace) -> Iterator[Pods]:
    """Return the running estate, its databases filled with the sample's rows."""
    wanted = yaml.safe_load((built.out / "secrets.template.yaml").read_text("utf-8"))
    secrets = {name: f"it's \\ {n}" for n, name in enumerate(sorted(wanted))}
    engine = docker.DockerClient(base_url=testbed.docker())
    with pods(engine, built.out, secrets, "score-record-test") as running:
        running.start("mysql-master")
        until(90, lambda: sql(running, "mysql-master", "SELECT COUNT(*) FROM hpe_app.t_student"))
        running.start("mysql-slave")
        rows = (SAMPLE / "build" / "rows.sql").read_text("utf-8")
        sql(running, "mysql-master", rows)
        running.start("score-record")
        running.start("portal")
        yield running


def sql(running: Pods, workload: str, statements: str) -> str:
    """Run SQL as the database's own administrator."""
    script = (
        "exec mariadb --default-character-set=utf8mb4 --skip-column-names -uroot"
        ' -p"$(cat "$MARIADB_ROOT_PASSWORD_FILE")" -e "$0"'
    )
    return running.run(workload, ["sh", "-c", script, statements])


def page(running: Pods, workload: str, path: str) -> str:
    address = f"http://{running.address(workload)}:{running.port(workload)}{path}"
    with urllib.request.urlopen(address, timeout=20) as response:
        return str(response.read().decode("utf-8"))


def test_the_page_shows_rows_that_came_from_the_master(estate: Pods) -> None:
    query = (
        "SELECT student_name FROM hpe_app.t_student JOIN hpe_app.t_score USING (student_no) LIMIT 3"
    )
    names = sql(estate, "mysql-master", query).split()
    assert names
    shown = until(120, lambda: page(estate, "score-record", "/score-record/scores.jsp"))
    assert [name for name in names if name not in shown] == []


def test_what_is_written_on_the_master_is_read_on_the_slave(estate: Pods) -> None:
    sql(estate, "mysql-master", "CREATE TABLE hpe_app.written_here (n INT PRIMARY KEY)")
    sql(estate, "mysql-master", "INSERT INTO hpe_app.written_here VALUES (42)")
    found = until(60, lambda: sql(estate, "mysql-slave", "SELECT n FROM hpe_app.written_here"))
    assert found.strip() == "42"


def test_the_slave_is_read_only_for_applications(estate: Pods) -> None:
    assert sql(estate, "mysql-slave", "SELECT @@global.read_only").strip() == "1"


def test_the_portal_answers_with_clean_urls(estate: Pods) -> None:
    until(60, lambda: page(estate, "portal", "/"))
    assert "<html" in page(estate, "portal", "/news")
    with pytest.raises(urllib.error.HTTPError, match="404"):
        page(estate, "portal", "/no-such-page")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        page(estate, "portal", "/includes/bootstrap.inc")


def test_an_uploaded_file_survives_a_restart(estate: Pods) -> None:
    until(60, lambda: page(estate, "portal", "/"))
    upload(estate, "photo.png", PNG)
    assert download(estate, "/sites/default/files/photo.png") == PNG
    estate.restart("portal")
    until(60, lambda: page(estate, "portal", "/"))
    assert download(estate, "/sites/default/files/photo.png") == PNG


def upload(estate: Pods, name: str, data: bytes) -> None:
    jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"http://{estate.address('portal')}:{estate.port('portal')}/upload"
    form = jar.open(address, timeout=20).read().decode("utf-8")
    token = form.split('name="token" value="')[1].split('"')[0]
    mark = "----------boundary"
    parts = (
        f'--{mark}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{token}\r\n'
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: image/png\r\n\r\n"
    ).encode()
    body = parts + data + f"\r\n--{mark}--\r\n".encode()
    request = urllib.request.Request(
        address, body, {"Content-Type": f"multipart/form-data; boundary={mark}"}
    )
    assert name in jar.open(request, timeout=20).read().decode("utf-8")


def download(estate: Pods, path: str) -> bytes:
    address = f"http://{estate.address('portal')}:{estate.port('portal')}{path}"
    with urllib.request.urlopen(address, timeout=20) as response:
        return bytes(response.read())


@pytest.mark.parametrize("workload", ["mysql-master", "mysql-slave", "score-record", "portal"])
def test_containers_run_as_their_manifests_say(estate: Pods, workload: str) -> None:
    until(60, lambda: estate.run(workload, ["true"]))
    assert estate.run(workload, ["id", "-u"]).strip() == "10001"
    code, output = estate.containers[workload].exec_run(["touch", "/usr/here"])
    assert code != 0
    assert b"Read-only file system" in output


def test_the_applications_log_goes_to_standard_output(estate: Pods) -> None:
    until(120, lambda: page(estate, "score-record", "/score-record/index.jsp"))
    data = b"login=nobody&password=wrong"
    address = f"http://{estate.address('score-record')}:{estate.port('score-record')}"
    urllib.request.urlopen(f"{address}/score-record/login", data, timeout=20).read()

    def logged() -> None:
        assert "LoginServlet" in estate.logs("score-record")

    until(20, logged)


def test_no_image_holds_a_secret_of_the_old_estate(built: Workspace, estate: Pods) -> None:
    secrets = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
    for workload in ("score-record", "portal"):
        (image,) = {estate.containers[workload].image}
        layers = b"".join(image.save())
        assert [s for s in secrets if s.encode() in layers] == []


def test_the_scheduled_command_works(estate: Pods, built: Workspace) -> None:
    (file,) = Path(built.out / "manifests").rglob("cronjob-*.yaml")
    pod = yaml.safe_load(file.read_text("utf-8"))["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    container = pod["containers"][0]
    command = container.get("command", []) + container.get("args", [])
    assert "published:" in estate.run("portal", command)
