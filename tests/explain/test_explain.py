"""Each value says why it is there; what a person changed is never put down to a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from migrate import pipeline, text
from migrate.explain import Explained, ExplainError
from migrate.workspace import Workspace, WorkspaceError

DEPLOYMENT = "manifests/score-record/deployment-score-record.yaml"
SECRET = "secrets/score-record/secret-score-record-settings.yaml"
CONTAINER = "/spec/template/spec/containers/0"


def why(root: Path, file: str) -> tuple[Explained, ...]:
    return pipeline.explain(Workspace(root), file, "en")


def test_memory_names_the_old_start_script(finished: Path) -> None:
    (found,) = why(finished, f"{DEPLOYMENT}#{CONTAINER}/resources/limits/memory")
    assert found.value == "832Mi"
    assert "512Mi" in found.sentence
    assert {o.source for o in found.origins} == {"artifacts/score-record/setenv.sh"}


def test_replicas_name_the_class_that_keeps_sessions(finished: Path) -> None:
    (found,) = why(finished, f"{DEPLOYMENT}#/spec/replicas")
    assert found.value == "1"
    assert any("LoginServlet.class" in origin.place for origin in found.origins)


def test_a_line_of_a_settings_file_names_the_survey(finished: Path) -> None:
    (found,) = why(finished, f"{SECRET}#/stringData/db.properties#L1")
    assert "mysql-master.database.svc" in found.value
    sources = {origin.source for origin in found.origins}
    assert any(source.startswith("survey/") for source in sources)
    assert any(source.endswith("my.cnf") for source in sources)


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_value_of_every_manifest_is_explained(finished: Path, language: str) -> None:
    workspace = Workspace(finished)
    for path in pipeline.generated_files(workspace):
        if path.startswith(("manifests/", "secrets/")):
            found = pipeline.explain(workspace, path, language)
            assert {each.state for each in found} == {"generated"}, path
            assert all(each.sentence for each in found)


def test_a_decision_is_named_as_one(finished: Path, workspace: Path) -> None:
    opened = Workspace(workspace)
    opened.decide({"score-record/sessions": "affinity", "score-record/replicas": "4"})
    pipeline.generate(opened)
    (found,) = why(workspace, f"{DEPLOYMENT}#/spec/replicas")
    assert found.value == "4"
    assert [str(origin) for origin in found.origins] == [
        "migration.yaml decisions.score-record/replicas"
    ]


def test_what_a_person_changed_is_theirs(workspace: Path) -> None:
    file = workspace / "out" / DEPLOYMENT
    file.write_text(file.read_text("utf-8").replace("replicas: 1", "replicas: 7"), "utf-8")
    (found,) = why(workspace, f"{DEPLOYMENT}#/spec/replicas")
    assert (found.state, found.value, found.origins) == ("edited", "7", ())
    assert "generated was: 1" in found.sentence


def test_what_a_person_added_is_theirs(workspace: Path) -> None:
    file = workspace / "out" / DEPLOYMENT
    content = yaml.safe_load(file.read_text("utf-8"))
    content["metadata"]["annotations"] = {"owner": "wang"}
    file.write_text(yaml.safe_dump(content), "utf-8")
    (found,) = why(workspace, f"{DEPLOYMENT}#/metadata/annotations")
    assert (found.state, found.value) == ("edited", "wang")
    others = why(workspace, DEPLOYMENT)
    assert {each.state for each in others if each.place != found.place} == {"generated"}


def test_lines_keep_their_reasons_when_others_are_added(workspace: Path) -> None:
    path = "images/score-record/Dockerfile"
    before = {each.value: each.sentence for each in why(workspace, path)}
    file = workspace / "out" / path
    file.write_text("# mine\n# mine too\n" + file.read_text("utf-8"), "utf-8")
    after = {
        each.value: each.sentence for each in why(workspace, path) if each.state == "generated"
    }
    assert after == before
    (mine,) = why(workspace, f"{path}#L1")
    assert mine.state == "edited"


def test_a_line_is_asked_for_alone(finished: Path) -> None:
    path = "images/score-record/Dockerfile"
    lines = (finished / "out" / path).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("USER"))
    (found,) = why(finished, f"{path}#L{number}")
    assert found.value == lines[number - 1]
    assert "root" in found.sentence


def test_a_place_that_does_not_exist_names_the_nearest(finished: Path) -> None:
    with pytest.raises(ExplainError) as wrong:
        why(finished, f"{DEPLOYMENT}#/spec/replica")
    said = text.say("en", wrong.value.because.id, wrong.value.because.params)
    assert "/spec/replicas" in said
    assert wrong.value.exit_code == 2


@pytest.mark.parametrize("path", ["no/such/file.yaml", "../migration.yaml", "/etc/passwd"])
def test_only_generated_files_are_explained(finished: Path, path: str) -> None:
    with pytest.raises(WorkspaceError):
        why(finished, path)


def test_no_explanation_leaves_a_placeholder(finished: Path) -> None:
    for path in pipeline.generated_files(Workspace(finished)):
        for each in why(finished, path) if not path.endswith(".helmignore") else ():
            assert not re.search(r"\{[a-z_]+\}", each.sentence), (path, each.sentence)


def test_a_line_of_a_manifest_is_what_stands_there(finished: Path) -> None:
    lines = (finished / "out" / DEPLOYMENT).read_text("utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.strip() == "memory: 832Mi")
    (found,) = why(finished, f"{DEPLOYMENT}#L{number}")
    assert found.place == f"{CONTAINER}/resources/requests/memory"
    number = next(n for n, line in enumerate(lines, 1) if line.strip() == "resources:")
    assert len(why(finished, f"{DEPLOYMENT}#L{number}")) == 5
