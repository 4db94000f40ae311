"""The wheel holds everything a user needs: installed elsewhere, it runs without checkout or JDK."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a virtual environment that has the wheel and this one's libraries."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "venv"
    venv.create(environment, with_pip=False)
    site = next((environment / "lib").glob("python*")) / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(site)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True, timeout=120)
    libraries = next(p for p in sys.path if p.endswith("site-packages"))
    (site / "libraries.pth").write_text(_without_this_checkout(Path(libraries), folder))
    return environment


def _without_this_checkout(libraries: Path, folder: Path) -> str:
    """Return a .pth line for the libraries, less the editable install of this checkout."""
    clean = folder / "libraries"
    clean.mkdir()
    for entry in libraries.iterdir():
        if "container_migrate" not in entry.name and entry.suffix != ".pth":
            (clean / entry.name).symlink_to(entry)
    return f"{clean}\n"


def run(installed: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(installed / "bin"), "HOME": str(cwd), "LANG": "C.UTF-8"}
    command = [str(installed / "bin" / "python"), "-m", "migrate", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_init_and_run_on_the_sample(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "init", "w", "--sample", "score-record").returncode == 0
    result = run(installed, tmp_path, "run", "w")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "w/out/report/readiness.zh.html").is_file()
    template = run(installed, tmp_path, "survey", "template", "survey.xlsx", "--lang", "zh")
    assert template.returncode == 0, template.stderr


def test_the_app_answers(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    command = [str(installed / "bin" / "python"), "-m", "migrate", "app", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=environment) as app:
        try:
            assert answer(f"http://127.0.0.1:{port}/_stcore/health") == "ok"
        finally:
            app.terminate()


def answer(address: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
