"""The same bytes, whatever the order of sets, the number of processes and what is kept."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import make_workspace
from tests.read.fuzz import seeds

ROOT = Path(__file__).parents[2]
READ = """
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from migrate import pipeline, published, rules
from migrate.read import Cache, read
from migrate.workspace import CacheFolder

if __name__ == "__main__":
    root, processes, kept = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    ruleset = rules.load()
    scan = rules.Scan(ruleset)
    cache = Cache(CacheFolder(Path(kept)), rules.digest(ruleset)) if kept else None
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as executor:
        found = read(sorted(root.iterdir()), root, executor=executor, scan=scan, cache=cache)
    findings = pipeline.findings_of(found, "2026-01-01", ruleset)
    print(published.to_json(published.reading(found, findings, "zh", ruleset)))
"""


def run(script: Path, *arguments: object, seed: int) -> bytes:
    done = subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Every small input once in a folder of its own, some together, some packed."""
    root = tmp_path / "in"
    small = seeds()
    for name, data in small.items():
        folder = root / f"{name.replace('.', '-')}"
        folder.mkdir(parents=True)
        (folder / name).write_bytes(data)
    together = root / "together"
    together.mkdir()
    for name, data in small.items():
        (together / name).write_bytes(data)
    with zipfile.ZipFile(root / "shop.war", "w") as war:
        for name, data in small.items():
            war.writestr(f"WEB-INF/classes/{name}", data)
    return root


def test_reading_gives_the_same_bytes(tmp_path: Path, inputs: Path) -> None:
    assert len(list(inputs.iterdir())) > 30
    script = tmp_path / "script.py"
    script.write_text(READ)
    kept = tmp_path / "kept"
    first = run(script, inputs, 1, "", seed=1)
    assert len(json.loads(first)["components"]) > 30
    for processes, cache, seed in ((1, "", 77), (2, "", 2), (2, kept, 3), (1, kept, 4)):
        assert run(script, inputs, processes, cache, seed=seed) == first, (processes, cache, seed)


def test_a_whole_run_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = [whole_run(tmp_path / f"w{seed}", seed) for seed in (1, 77)]
    assert any(name.startswith("out/") and name.endswith(".xlsx") for name in digests[0])
    assert digests[0] == digests[1]


def whole_run(folder: Path, seed: int) -> dict[str, str]:
    """Run the sample in a folder of its own and return the digest of each file that was made."""
    make_workspace(folder)
    subprocess.run(
        [sys.executable, "-m", "migrate", "run", str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=False,
        timeout=300,
    )
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }
