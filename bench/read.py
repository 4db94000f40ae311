"""How long `migrate read` takes on a large WAR, beside a bare read of all members and `jdeps -s`.

Run with `make bench` or `python bench/read.py [CLASSES]`. Prints a table with ratios; the archive
is made here from the sample's own class, so nothing is downloaded.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from migrate import pipeline

SAMPLE = Path(__file__).parent.parent / "samples/score-record/input/artifacts/score-record"
CLASS = "WEB-INF/classes/LoginServlet.class"
REPEATS = 3


def main() -> None:
    classes = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as folder:
        war = Path(folder) / "large.war"
        war.write_bytes(large_war(classes))
        print(f"{classes} classes, {war.stat().st_size / 1e6:.1f} MB")
        bare = best(lambda: read_all(war))
        ours = best(lambda: pipeline.read_paths([war], war.parent))
        row("bare read of all members", bare, bare)
        row("migrate read", ours, bare)
        if shutil.which("jdeps"):
            # jdeps reads no .war, and no classes below WEB-INF/classes: it gets them as a jar.
            jar = Path(folder) / "classes.jar"
            jar.write_bytes(classes_alone(war))
            command = ["jdeps", "-s", "--ignore-missing-deps", str(jar)]
            row("jdeps -s (own process)", best(lambda: run(command)), bare)
        else:
            print("jdeps is not installed: not compared")


def large_war(classes: int) -> bytes:
    sample = zipfile.ZipFile(SAMPLE / "score-record.war")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sample.namelist():
            archive.writestr(name, sample.read(name))
        for number in range(classes):
            archive.writestr(f"WEB-INF/classes/p{number % 97}/C{number}.class", sample.read(CLASS))
    return stream.getvalue()


def classes_alone(war: Path) -> bytes:
    stream, start = io.BytesIO(), "WEB-INF/classes/"
    with zipfile.ZipFile(war) as source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            if name.startswith(start) and name.endswith(".class"):
                target.writestr(name.removeprefix(start), source.read(name))
    return stream.getvalue()


def read_all(war: Path) -> None:
    with zipfile.ZipFile(war) as archive:
        for name in archive.namelist():
            archive.read(name)


def run(command: list[str]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def row(name: str, seconds: float, bare: float) -> None:
    print(f"{name:28} {seconds:8.3f} s  {seconds / bare:6.2f} x")


if __name__ == "__main__":
    main()
