"""The app driven once in a real browser, from an empty workspace to a download and a dry run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import testbed
from kubernetes import config
from kubernetes.client import CoreV1Api
from playwright.sync_api import Page, expect, sync_playwright

from migrate import pipeline
from migrate.workspace import Workspace
from tests.conftest import SAMPLE, make_workspace

pytestmark = pytest.mark.browser

QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an empty workspace."""
    folder = tmp_path_factory.mktemp("app")
    Workspace.create(folder / "w", "en", "2026-06-30")
    with served(folder / "w", kubeconfig=folder / "none") as where:
        yield where


@contextmanager
def served(workspace: Path, kubeconfig: Path) -> Iterator[str]:
    """Run the app on a workspace; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "migrate", "app", str(workspace), "--port", str(port)]
    environment = os.environ | {"HOME": str(workspace.parent), "KUBECONFIG": str(kubeconfig)}
    with subprocess.Popen(command, env=environment) as app:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
        app.terminate()


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    chromium = testbed.require(testbed.chromium)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser.new_page(viewport={"width": 1400, "height": 1000})
        browser.close()


def test_from_upload_to_download(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Workspace")).to_be_visible(timeout=30_000)
    inputs = page.locator("input[type=file]")
    expect(inputs).to_have_count(2, timeout=30_000)
    workbooks, artifacts = inputs.all()
    workbooks.set_input_files(sorted((SAMPLE / "input/survey").glob("*.xlsx")))
    expect(page.get_by_text("Kept as survey/")).to_be_visible(timeout=30_000)
    artifacts.set_input_files(SAMPLE / "input/artifacts/score-record/score-record.war")
    expect(page.get_by_text("Kept as artifacts/score-record/score-record.war")).to_be_visible()

    page.get_by_role("link", name="Run").click()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("Done. The pages on the left")).to_be_visible(timeout=120_000)

    page.get_by_role("link", name="Inventory").click()
    expect(page.get_by_role("heading", name="Inventory")).to_be_visible()
    page.get_by_role("link", name="Dependencies").click()
    picture = page.locator("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 200
    page.get_by_role("link", name="Readiness").click()
    expect(page.get_by_text("score-record").first).to_be_visible()

    page.get_by_role("link", name="Generated files").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Download all").click()
    download.value.save_as(tmp_path / "migration.zip")
    names = zipfile.ZipFile(tmp_path / "migration.zip").namelist()
    assert "images/score-record/Dockerfile" in names

    page.get_by_role("link", name="Build and deploy").click()
    expect(page.get_by_text("Your kubeconfig names no cluster")).to_be_visible()
    page.get_by_text("中文").click()
    expect(page.get_by_role("heading", name="构建与部署")).to_be_visible()


@pytest.mark.cluster
def test_a_dry_run_asks_a_real_server_and_changes_nothing(page: Page, tmp_path: Path) -> None:
    cluster = testbed.require(testbed.kubernetes)
    workspace = make_workspace(tmp_path / "w", kube_version="1.20")
    pipeline.run(workspace, ())
    with served(workspace.root, cluster.kubeconfig) as where:
        page.goto(f"{where}/deploy")
        expect(page.get_by_role("heading", name="构建与部署")).to_be_visible(timeout=30_000)
        page.get_by_role("combobox").click()
        page.get_by_role("option", name=cluster.context).click()
        page.get_by_role("button", name="部署").click()
        said = page.get_by_text("apps/v1 Deployment score-record/score-record")
        expect(said.first).to_be_visible(timeout=60_000)
    client = config.new_client_from_config(str(cluster.kubeconfig), cluster.context)
    found = CoreV1Api(client).list_namespace().items
    assert "score-record" not in {namespace.metadata.name for namespace in found}


def _wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
