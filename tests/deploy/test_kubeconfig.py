"""What keeps a deployment from reaching a cluster; none of these needs one."""

from pathlib import Path

import pytest
import yaml

from migrate import text
from migrate.deploy import Target, cluster, deploy
from migrate.deploy.errors import ClusterError, DeployError

OBJECT = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "b"}}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out" / "manifests"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(yaml.safe_dump(OBJECT))
    return tmp_path / "out"


def kubeconfig(tmp_path: Path, user: dict) -> Path:
    config = {
        "clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:9"}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "here", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "here",
    }
    file = tmp_path / "config"
    file.write_text(yaml.safe_dump(config))
    return file


def refusal(out: Path, target: Target) -> ClusterError:
    with pytest.raises(ClusterError) as refused:
        deploy(out, target)
    because = refused.value.because
    for language in text.LANGUAGES:
        assert "\n" not in text.say(language, because.id, because.params)
    assert refused.value.exit_code == 3
    return refused.value


def test_a_cluster_that_does_not_answer(out: Path, tmp_path: Path) -> None:
    said = refusal(out, Target("here", kubeconfig(tmp_path, {"token": "x"})))
    assert said.because.id == "deploy.cluster.no_answer"
    assert said.because.params == {"context": "here", "server": "http://127.0.0.1:9"}


def test_a_command_in_a_kubeconfig_is_not_run(out: Path, tmp_path: Path) -> None:
    trace = tmp_path / "it-ran"
    script = tmp_path / "login"
    script.write_text(f"#!/bin/sh\ntouch {trace}\n")
    script.chmod(0o755)
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(script)}}
    said = refusal(out, Target("here", kubeconfig(tmp_path, user)))
    assert said.because.id == "deploy.cluster.runs_command"
    assert said.because.params["command"] == str(script)
    assert not trace.exists()
    refusal(out, Target("here", kubeconfig(tmp_path, user), allow_commands=True))
    assert trace.exists()


def test_the_command_of_an_auth_provider_is_not_run(out: Path, tmp_path: Path) -> None:
    user = {"auth-provider": {"name": "gcp", "config": {"cmd-path": "/bin/false"}}}
    said = refusal(out, Target("here", kubeconfig(tmp_path, user)))
    assert said.because.id == "deploy.cluster.runs_command"


@pytest.mark.parametrize("content", ["a: [b", "", "just text", "[]", "clusters: 3"])
def test_a_file_that_is_no_kubeconfig(out: Path, tmp_path: Path, content: str) -> None:
    file = tmp_path / "config"
    file.write_text(content)
    said = refusal(out, Target("here", file))
    assert said.because.id in ("deploy.cluster.bad_file", "deploy.cluster.no_context")


def test_a_kubeconfig_that_is_not_there(out: Path, tmp_path: Path) -> None:
    said = refusal(out, Target("here", tmp_path / "none"))
    assert said.because.id == "deploy.cluster.no_file"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("a: [b", "not_yaml"),
        ("kind: ConfigMap", "no_object"),
        ("- a", "no_object"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata: {}", "no_object"),
    ],
)
def test_a_file_that_is_no_manifest_is_named(
    out: Path, tmp_path: Path, content: str, problem: str
) -> None:
    (out / "manifests" / "b.yaml").write_text(content)
    with pytest.raises(DeployError) as refused:
        deploy(out, Target("here", kubeconfig(tmp_path, {})))
    assert refused.value.because.id == f"deploy.manifests.{problem}"
    assert refused.value.because.params["file"] == "manifests/b.yaml"


def test_nothing_to_deploy(tmp_path: Path) -> None:
    with pytest.raises(DeployError) as refused:
        deploy(tmp_path, "here")
    assert refused.value.because.id == "deploy.manifests.none"


def test_the_current_context_is_never_used_by_itself(out: Path, tmp_path: Path) -> None:
    said = refusal(out, Target("", kubeconfig(tmp_path, {"token": "x"})))
    assert said.because.id == "deploy.cluster.no_context"


def test_contexts_of_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig(tmp_path, {})))
    assert cluster.contexts() == ["here"]
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    assert cluster.contexts() == []
