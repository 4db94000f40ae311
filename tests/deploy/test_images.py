"""Building on a real Docker engine."""

from pathlib import Path

import pytest
import testbed
from msgspec.structs import replace

from migrate import text
from migrate.deploy import images
from migrate.deploy.errors import EngineError
from tests.deploy.workloads import plan

pytestmark = pytest.mark.engine


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> str:
    url = testbed.require(testbed.docker)
    monkeypatch.setenv("DOCKER_HOST", url)
    return url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "artifacts/site/files").mkdir(parents=True)
    (tmp_path / "artifacts/site/index.php").write_text("<?php")
    (tmp_path / "artifacts/site/settings.php").write_text("pa55word")
    (tmp_path / "artifacts/site/files/upload.png").write_text("upload")
    return tmp_path


def dockerfile(root: Path, workload: str, content: str, ignore: str = "") -> None:
    folder = root / "out/images" / workload
    folder.mkdir(parents=True)
    (folder / "Dockerfile").write_text(content)
    (folder / "Dockerfile.dockerignore").write_text(ignore)


def test_an_image_holds_what_was_copied_and_nothing_that_was_excluded(
    engine: str, root: Path
) -> None:
    import docker

    base = testbed.require(testbed.base_image)
    ignore = "# settings hold secrets\nartifacts/site/settings.php\nartifacts/site/files\n"
    content = f"FROM {base}\nCOPY artifacts/site /srv\nUSER 10001:10001\n"
    dockerfile(root, "site", content, ignore)
    heard: list[tuple[str, str]] = []
    (outcome,) = images.build(
        root, root / "out", plan("local", "site"), progress=lambda *step: heard.append(step)
    )
    assert outcome.state == "built"
    assert outcome.reference == "local/migrate-test/site:t1"
    assert ("build", "site · Step 2/3 : COPY artifacts/site /srv") in heard
    client = docker.DockerClient(base_url=engine)
    try:
        assert client.images.get(outcome.reference).id == outcome.detail
        listed = client.containers.run(outcome.reference, ["ls", "/srv"], remove=True)
        assert listed.decode().split() == ["index.php"]
    finally:
        client.images.remove(outcome.reference, force=True)
        client.close()


def test_a_failing_step_is_told_with_its_last_lines_and_costs_only_its_image(
    engine: str, root: Path
) -> None:
    import docker

    base = testbed.require(testbed.base_image)
    dockerfile(root, "bad", f"FROM {base}\nRUN echo reading; echo broken pipe >&2; exit 3\n")
    dockerfile(root, "good", f"FROM {base}\nLABEL a=b\n")
    outcomes = images.build(root, root / "out", plan("local", "bad", "missing", "good"))
    assert [outcome.state for outcome in outcomes] == ["failed", "failed", "built"]
    assert outcomes[0].detail.startswith("Step 2/2 : RUN echo reading")
    assert "returned a non-zero code: 3" in outcomes[0].detail
    assert "broken pipe" in outcomes[0].detail
    assert outcomes[1].detail == (
        "There is no out/images/missing/Dockerfile; run `migrate generate` first."
    )
    client = docker.DockerClient(base_url=engine)
    client.images.remove(outcomes[2].reference, force=True)
    client.close()


def test_an_image_is_pushed_to_the_registry_it_is_named_for(engine: str, root: Path) -> None:
    import docker

    registry, base = testbed.require(testbed.registry), testbed.require(testbed.base_image)
    dockerfile(root, "pushed", f"FROM {base}\nLABEL pushed=yes\n")
    (outcome,) = images.build(root, root / "out", plan(registry, "pushed"), push=True)
    assert outcome.state == "pushed", outcome.detail
    client = docker.DockerClient(base_url=engine)
    try:
        assert client.images.get_registry_data(outcome.reference).id.startswith("sha256:")
    finally:
        client.images.remove(outcome.reference, force=True)
        client.close()


def test_a_registry_that_cannot_be_reached_is_said(engine: str, root: Path) -> None:
    import docker

    base = testbed.require(testbed.base_image)
    dockerfile(root, "lost", f"FROM {base}\nLABEL lost=yes\n")
    (outcome,) = images.build(root, root / "out", plan("127.0.0.1:9", "lost"), push=True)
    assert outcome.state == "failed"
    assert outcome.detail.startswith("The registry did not take the image: ")
    client = docker.DockerClient(base_url=engine)
    client.images.remove(outcome.reference, force=True)
    client.close()


def test_the_network_of_the_build_steps_can_be_chosen(engine: str, root: Path) -> None:
    import docker

    base = testbed.require(testbed.base_image)
    links = "test $(ls /sys/class/net | wc -l) -gt 1"
    dockerfile(root, "net", f"FROM {base}\nRUN {links}\n")
    closed = images.build(root, root / "out", plan("local", "net"), network="none")
    assert closed[0].state == "failed"
    (opened,) = images.build(root, root / "out", plan("local", "net"), network="host")
    assert opened.state == "built", opened.detail
    client = docker.DockerClient(base_url=engine)
    client.images.remove(opened.reference, force=True)
    client.close()


@pytest.mark.parametrize(
    "address", ["unix:///nowhere/docker.sock", "tcp://127.0.0.1:9", "nonsense"]
)
def test_no_engine_is_one_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DOCKER_HOST", address)
    with pytest.raises(EngineError) as refused:
        images.build(root, root / "out", plan("local", "site"))
    assert refused.value.exit_code == 3
    for language in text.LANGUAGES:
        said = text.say(language, refused.value.because.id, refused.value.because.params)
        assert "\n" not in said


def test_a_base_image_that_out_makes_is_asked_for_by_its_script(engine: str, root: Path) -> None:
    wanted = plan("local", "site")
    (workload,) = wanted.workloads
    base = replace(workload.image.base, value="made-here:nowhere")
    changed = replace(workload, image=replace(workload.image, base=base))
    dockerfile(root, "site", "FROM made-here:nowhere\n")
    script = root / "out/images/made-here/build.sh"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    (outcome,) = images.build(root, root / "out", replace(wanted, workloads=(changed,)))
    assert outcome.state == "failed"
    assert "sh out/images/made-here/build.sh" in outcome.detail
