"""The testbed's parts are real: each does here what the other tests rely on."""

import http.server
import os
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import kubernetes
import pytest
import testbed
from testbed import Cluster, Missing, require

UNIQUE = f"testbed-{os.getpid()}"
UNREACHABLE_ENGINE = "tcp://127.0.0.1:9"


@pytest.fixture(scope="module")
def engine() -> Iterator[Any]:
    client = docker.DockerClient(base_url=require(testbed.docker))
    yield client
    client.close()


@pytest.fixture(scope="module")
def image(engine: Any) -> str:
    return require(testbed.base_image)


@pytest.fixture
def network(engine: Any) -> Iterator[Any]:
    network = engine.networks.create(UNIQUE, driver="bridge")
    yield network
    network.remove()


@pytest.fixture
def neighbour(engine: Any, image: str, network: Any) -> Iterator[Any]:
    container = engine.containers.run(
        image, ["sleep", "60"], name=UNIQUE, network=network.name, detach=True
    )
    yield container
    container.remove(force=True)


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    return require(testbed.kubernetes)


@pytest.fixture(scope="module")
def api(cluster: Cluster) -> Any:
    return kubernetes.config.new_client_from_config(str(cluster.kubeconfig), cluster.context)


@pytest.fixture
def page() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ScriptedPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


class ScriptedPage(http.server.BaseHTTPRequestHandler):
    body = b"<p id=p></p><script>p.textContent = 'sum ' + (40 + 2)</script>"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.mark.engine
def test_engine_runs_a_container(engine: Any, image: str) -> None:
    engine.containers.run(image, ["true"], remove=True)
    with pytest.raises(docker.errors.ContainerError):
        engine.containers.run(image, ["false"], remove=True)


@pytest.mark.engine
def test_containers_find_each_other_by_name(
    engine: Any, image: str, network: Any, neighbour: Any
) -> None:
    answer = engine.containers.run(
        image, ["getent", "hosts", neighbour.name], network=network.name, remove=True
    )
    neighbour.reload()
    address = neighbour.attrs["NetworkSettings"]["Networks"][network.name]["IPAddress"]
    assert answer.decode().split() == [address, neighbour.name]


@pytest.mark.engine
def test_packages_can_be_installed_in_a_build(engine: Any, image: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(
        f"FROM {image}\nRUN apt-get update && apt-get install -y --no-install-recommends tree\n"
    )
    built, _ = engine.images.build(path=str(tmp_path), network_mode="host", nocache=True, rm=True)
    assert b"tree v" in engine.containers.run(built.id, ["tree", "--version"], remove=True)
    engine.images.remove(built.id)


@pytest.mark.engine
def test_registry_takes_a_push_and_gives_it_back(engine: Any, image: str) -> None:
    name = f"{require(testbed.registry)}/testbed/pushed"
    engine.images.get(image).tag(name, "1")
    lines = engine.images.push(name, "1", stream=True, decode=True)
    assert not [line for line in lines if "error" in line]
    engine.images.remove(f"{name}:1")
    assert engine.images.pull(name, "1").id == engine.images.get(image).id
    engine.images.remove(f"{name}:1")


@pytest.mark.cluster
@pytest.mark.skipif(
    "MIGRATE_TEST_KUBECONFIG" in os.environ, reason="a user's cluster has a version of its own"
)
def test_api_server_is_1_20(cluster: Cluster, api: Any) -> None:
    version = kubernetes.client.VersionApi(api).get_code()
    assert (version.major, version.minor, cluster.context) == ("1", "20", "testbed")


@pytest.mark.cluster
def test_server_side_apply_dry_run_leaves_nothing(api: Any) -> None:
    core = kubernetes.client.CoreV1Api(api)
    applied = _apply_dry(core, {"data": {"key": "value"}})
    assert applied.data == {"key": "value"}
    with pytest.raises(kubernetes.client.ApiException) as gone:
        core.read_namespaced_config_map("testbed-dry-run", "default")
    assert gone.value.status == 404


@pytest.mark.cluster
def test_api_server_rejects_what_is_wrong(api: Any) -> None:
    with pytest.raises(kubernetes.client.ApiException) as refused:
        _apply_dry(kubernetes.client.CoreV1Api(api), {"data": {"no/slash": "value"}})
    assert refused.value.status == 422


def _apply_dry(core: Any, body: dict[str, Any]) -> Any:
    name = "testbed-dry-run"
    return core.patch_namespaced_config_map(
        name,
        "default",
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, **body},
        dry_run="All",
        field_manager="testbed",
        _content_type="application/apply-patch+yaml",
    )


@pytest.mark.browser
def test_chromium_renders_a_page_and_runs_its_script(page: str, tmp_path: Path) -> None:
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking"]
    options = ["--headless", "--no-sandbox", *quiet, f"--user-data-dir={tmp_path}"]
    rendered = subprocess.run(
        [require(testbed.chromium), *options, "--dump-dom", page],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "sum 42" in rendered.stdout


def test_helm_3_and_4_tell_their_versions() -> None:
    program = require(testbed.helm3)
    told = subprocess.run([program, "version", "--short"], capture_output=True, text=True)
    assert told.stdout.startswith("v3.")
    assert require(testbed.helm4) == "helm_python"


def test_mariadb_tells_its_version() -> None:
    told = subprocess.run([require(testbed.mariadb), "--version"], capture_output=True, text=True)
    assert "MariaDB" in told.stdout


def test_missing_part_skips_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MIGRATE_REQUIRE_TESTBED", raising=False)
    monkeypatch.setenv("DOCKER_HOST", UNREACHABLE_ENGINE)
    with pytest.raises(pytest.skip.Exception) as skipped:
        require(testbed.docker)
    assert str(skipped.value) == f"no Docker engine answers at {UNREACHABLE_ENGINE}."


def test_missing_part_fails_where_everything_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIGRATE_REQUIRE_TESTBED", "1")
    monkeypatch.setenv("DOCKER_HOST", UNREACHABLE_ENGINE)
    with pytest.raises(pytest.fail.Exception, match="no Docker engine answers"):
        require(testbed.docker)


def test_users_own_kubeconfig_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kubeconfig = tmp_path / "config"
    kubeconfig.write_text("current-context: theirs\n")
    monkeypatch.setenv("MIGRATE_TEST_KUBECONFIG", str(kubeconfig))
    assert testbed.kubernetes() == Cluster(kubeconfig, "theirs")
    kubeconfig.write_text("contexts: []\n")
    with pytest.raises(Missing, match="no current-context"):
        testbed.kubernetes()


def test_scripts_can_be_run_and_refuse_unknown_verbs() -> None:
    scripts = [path for path in testbed.SCRIPTS.glob("*.sh") if path.stem not in {"lib", "apt"}]
    assert len(scripts) > 8
    assert all(path.stat().st_mode & stat.S_IXUSR for path in scripts)
    for name in ("docker", "kube", "registry"):
        assert subprocess.run([testbed.SCRIPTS / f"{name}.sh", "sideways"]).returncode == 2
