"""Pods start on an engine that holds what a run that was cut off left behind."""

from __future__ import annotations

from pathlib import Path

import docker
import pytest
import testbed

from tests.pods import Pods

pytestmark = pytest.mark.engine
NAME = "cut-off-test"


def test_what_a_cut_off_run_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    engine = docker.DockerClient(base_url=testbed.require(testbed.docker))
    image = testbed.require(testbed.base_image)
    cut_off = Pods(engine, tmp_path, {}, NAME)
    engine.volumes.create(f"{NAME}-data", labels={"pods": NAME})
    left = engine.containers.run(
        image,
        ["sleep", "600"],
        name=f"{NAME}-database",
        labels={"pods": NAME},
        volumes={f"{NAME}-data": {"bind": "/data", "mode": "rw"}},
        network=cut_off.network.name,
        detach=True,
    )

    again = Pods(engine, tmp_path, {}, NAME)

    assert left.id not in [c.id for c in engine.containers.list(all=True)]
    assert [n.id for n in engine.networks.list(names=[NAME])] == [again.network.id]
    again.remove()
    ours = {"label": f"pods={NAME}"}
    assert engine.volumes.list(filters=ours) == engine.networks.list(filters=ours) == []
