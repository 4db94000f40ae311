"""Real parts for tests: a Docker engine, an API server, a browser and others.

Each function makes sure that its part is up, by its script beside this file, and
returns what reaches it, or raises Missing with one sentence. In a fixture say
`require(testbed.docker)`: a missing part skips the test with that sentence, and
fails it where MIGRATE_REQUIRE_TESTBED=1.
"""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest
import yaml

SCRIPTS = Path(__file__).resolve().parent
LONGEST_BUILD_SECONDS = 3600

Handle = TypeVar("Handle")


class Missing(Exception):  # noqa: N818 - reads as what it says
    """A part cannot be had on this machine; the message is one sentence."""


@dataclass(frozen=True)
class Cluster:
    """A Kubernetes API server, reached through one context of a kubeconfig."""

    kubeconfig: Path
    context: str


def docker() -> str:
    """URL of a Docker engine: the one in DOCKER_HOST, else the testbed's own."""
    return _bring_up("docker")


def base_image() -> str:
    """Tag of the local Debian base image, present in the engine of `docker()`."""
    return _bring_up("base-image")


def registry() -> str:
    """Address (host:port, plain HTTP) of an image registry."""
    return _bring_up("registry")


def kubernetes() -> Cluster:
    """The cluster in MIGRATE_TEST_KUBECONFIG, else a 1.20 control plane of our own."""
    kubeconfig = Path(_bring_up("kube"))
    return Cluster(kubeconfig, _current_context(kubeconfig))


def chromium() -> Path:
    """Program file of a Chromium browser."""
    return Path(_bring_up("chromium"))


def mariadb() -> Path:
    """Program file of the MariaDB server; tests start servers of their own."""
    return Path(_bring_up("mariadb"))


def debian_apps() -> Path:
    """Folder that holds one folder per Debian package, its files as installed."""
    return Path(_bring_up("debian-apps"))


def helm3() -> Path:
    """Program file of Helm 3."""
    return Path(_bring_up("helm3"))


def helm4() -> str:
    """Name of the importable module that holds Helm 4's SDK."""
    module = "helm_python"
    if find_spec(module) is None:
        raise Missing("Helm 4 is missing: the Python package helm-python-sdk is not installed.")
    return module


def require(part: Callable[[], Handle]) -> Handle:
    """What `part` returns; skips the test when it is missing, or fails it."""
    try:
        return part()
    except Missing as missing:
        reason = str(missing)
    if os.environ.get("MIGRATE_REQUIRE_TESTBED") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _bring_up(part: str) -> str:
    try:
        done = subprocess.run(
            [SCRIPTS / f"{part}.sh", "up"],
            capture_output=True,
            text=True,
            timeout=LONGEST_BUILD_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Missing(f"The testbed's part {part} could not be brought up: {error}.") from error
    if done.returncode != 0:
        raise Missing(_last_line(done.stderr) or f"{part}.sh failed without saying why.")
    return _last_line(done.stdout).partition(": ")[2]


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


def _current_context(kubeconfig: Path) -> str:
    config = yaml.safe_load(kubeconfig.read_text(encoding="utf-8"))
    context = config.get("current-context") if isinstance(config, dict) else None
    if not context:
        raise Missing(f"{kubeconfig} names no current-context, so no cluster is chosen.")
    return str(context)
