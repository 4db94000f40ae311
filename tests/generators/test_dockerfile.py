"""Dockerfiles keep the packaging rules, and nothing in a file's name runs while building."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser
from msgspec.structs import replace

from generators import dockerfile
from migrate import pipeline, text
from migrate.model.artifact import Artifact
from migrate.model.plan import Copy, MigrationPlan
from tests.conftest import SAMPLE, make_workspace

HADOLINT = Path(sys.executable).with_name("hadolint")
WORKLOADS = ("mysql-master", "mysql-slave", "portal", "score-record")


@pytest.fixture(scope="module", params=["official", "debian"])
def plan(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> MigrationPlan:
    workspace = make_workspace(tmp_path_factory.mktemp("plan") / "w", catalogue=request.param)
    return pipeline.plan(workspace)[1]


@pytest.fixture(scope="module")
def files(plan: MigrationPlan) -> dict[str, Artifact]:
    return {artifact.path: artifact for artifact in dockerfile.generate(plan)}


def parsed(artifact: Artifact) -> list[tuple[str, str]]:
    parser = DockerfileParser(fileobj=io.BytesIO(artifact.text.encode()))
    return [(step["instruction"], step["value"]) for step in parser.structure]


def last(steps: list[tuple[str, str]], instruction: str) -> str:
    return [value for name, value in steps if name == instruction][-1]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_linter_has_nothing_to_say(files: dict[str, Artifact], workload: str) -> None:
    text = files[f"images/{workload}/Dockerfile"].text
    result = subprocess.run(
        [HADOLINT, "--no-color", "-"], input=text, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_packaging_rules_hold(files: dict[str, Artifact], workload: str) -> None:
    steps = parsed(files[f"images/{workload}/Dockerfile"])
    assert last(steps, "USER") == "10001:10001"
    assert isinstance(json.loads(last(steps, "CMD")), list)
    assert last(steps, "EXPOSE").isdecimal()
    labels = last(steps, "LABEL")
    for label in ("title", "version", "created", "base.name"):
        assert f"org.opencontainers.image.{label}=" in labels
    for name, value in steps:
        if name == "FROM":
            assert re.fullmatch(r"[\w./-]+:[\w.-]+( AS \w+)?", value), value
            assert ":latest" not in value


@pytest.mark.parametrize("workload", ["portal", "score-record"])
def test_applications_are_put_together_in_a_stage_of_their_own(
    files: dict[str, Artifact], workload: str
) -> None:
    steps = parsed(files[f"images/{workload}/Dockerfile"])
    assert sum(name == "FROM" for name, _ in steps) >= 2
    final = steps[max(i for i, (name, _) in enumerate(steps) if name == "FROM") :]
    copied = [value for name, value in final if name == "COPY"]
    assert not [value for value in copied if '"artifacts/' in value]


def test_files_that_hold_secrets_stay_out(plan: MigrationPlan, files: dict[str, Artifact]) -> None:
    for workload in plan.workloads:
        text = files[f"images/{workload.id}/Dockerfile"].text
        ignored = files[f"images/{workload.id}/Dockerfile.dockerignore"].text
        for file in workload.files:
            inside = [
                (copy, file.mount_path.removeprefix(f"{copy.destination}/"))
                for copy in workload.image.copies
                if file.mount_path.startswith(f"{copy.destination}/")
            ]
            for copy, path in inside:
                assert f'"{file.mount_path}"' in text
                if not copy.source.endswith(".war"):
                    assert f"\n{copy.source}/{path}\n" in ignored


def test_no_secret_and_no_crontab_is_sent(files: dict[str, Artifact]) -> None:
    everything = "".join(artifact.text for artifact in files.values())
    secrets = (SAMPLE / "build" / "secrets.txt").read_text("utf-8").split()
    assert [secret for secret in secrets if secret in everything] == []
    assert "artifacts/portal/crontab\n" in files["images/portal/Dockerfile.dockerignore"].text
    assert "crontab" not in files["images/portal/Dockerfile"].text


def test_every_reason_names_a_line_and_can_be_said(files: dict[str, Artifact]) -> None:
    for artifact in files.values():
        lines = artifact.text.count("\n")
        for place, reason in artifact.reasons.items():
            assert 1 <= int(place.removeprefix("L")) <= lines
            for language in text.LANGUAGES:
                assert text.say(language, reason.because.id, reason.because.params)


def test_a_name_cannot_become_an_instruction(plan: MigrationPlan) -> None:
    evil = 'x"\nRUN rm -rf /\n$(reboot) `reboot` ;reboot'
    workload = plan.workload("portal")
    copies = (Copy(f"artifacts/{evil}", "/var/www/html", (f"{evil}.php",)),)
    changed = replace(workload, name=evil, image=replace(workload.image, copies=copies))
    hostile = replace(plan, name=evil, workloads=(changed,))
    made = {a.path: a for a in dockerfile.generate(hostile)}
    good = {a.path: a for a in dockerfile.generate(replace(plan, workloads=(workload,)))}
    path = "images/portal/Dockerfile"
    runs = [value for name, value in parsed(made[path]) if name == "RUN"]
    assert [v for v in runs if "reboot" in v and not v.startswith("[")] == []
    assert len(made[path].text.splitlines()) <= len(good[path].text.splitlines())


def test_an_excluded_entry_of_an_archive_is_removed(plan: MigrationPlan) -> None:
    workload = plan.workload("score-record")
    (copy,) = workload.image.copies
    copies = (replace(copy, exclude=(*copy.exclude, "WEB-INF/keys/private.pem")),)
    changed = replace(workload, image=replace(workload.image, copies=copies))
    (made,) = [
        a
        for a in dockerfile.generate(replace(plan, workloads=(changed,)))
        if a.path == "images/score-record/Dockerfile"
    ]
    removed = [v for name, v in parsed(made) if name == "RUN" and v.startswith('["rm"')]
    assert [json.loads(v)[-1] for v in removed] == [f"{copy.destination}/WEB-INF/keys/private.pem"]
