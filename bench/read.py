"""How long `migrate read` takes, beside a bare read of all members and beside `jdeps -s`.

Run with `make bench` or `python -m bench.read [tiny|small|large|libraries|many ...]`. Every figure
of a row comes from the same file in the same run: ours and the bare read inside of one process,
jdeps as the process it is. The archives are made here (bench/archives.py).
"""

from __future__ import annotations

import functools
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench import archives
from migrate import pipeline, rules
from migrate.read import read

REPEATS = 5
CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "tiny": ("40 classes, 20 pages", lambda: archives.war(40, pages=20)),
    "small": (
        "40 classes, 20 pages, 8 libraries",
        lambda: archives.war(40, libraries=8, pages=20),
    ),
    "large": ("20,000 classes", lambda: archives.war(20_000)),
    "libraries": ("100 libraries, 200 classes", lambda: archives.war(200, libraries=100)),
}


def main() -> None:
    asked = sys.argv[1:] or [*CASES, "many"]
    print("| archive | size | bare read | migrate read | | jdeps -s | | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for name in asked:
            if name in CASES:
                title, make = CASES[name]
                row(title, Path(folder), make())
        if "many" in asked:
            many(Path(folder) / "many")


def row(title: str, folder: Path, data: bytes) -> None:
    war = folder / "app.war"
    war.write_bytes(data)
    bare, ours = alternately(lambda: read_all(war), lambda: pipeline.read_paths([war], folder))
    theirs = jdeps(war, folder)
    print(
        f"| {title} | {len(data) / 1e6:.1f} MB | {bare:.3f} s | {ours:.3f} s | {ours / bare:.1f} x "
        f"the bare read | {theirs:.2f} s | {theirs / ours:.1f} x ours | {peak(war):.0f} MB |"
    )


def alternately(
    first: Callable[[], object], second: Callable[[], object], repeats: int = REPEATS
) -> tuple[float, float]:
    """Return the best time of each; taken in turns, so that a busy machine slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for work, found in ((first, times[0]), (second, times[1])):
            start = time.perf_counter()
            work()
            found.append(time.perf_counter() - start)
    return min(times[0]), min(times[1])


def read_all(war: Path) -> None:
    with zipfile.ZipFile(war) as archive:
        for name in archive.namelist():
            archive.read(name)


def jdeps(war: Path, folder: Path) -> float:
    """Return seconds; jdeps reads no .war and no WEB-INF, so it gets the classes as jars."""
    if not shutil.which("jdeps"):
        return float("nan")
    given = folder / "jars"
    shutil.rmtree(given, ignore_errors=True)
    given.mkdir()
    with zipfile.ZipFile(war) as source, zipfile.ZipFile(given / "classes.jar", "w") as own:
        for name in source.namelist():
            if name.endswith(".jar"):
                (given / name.rpartition("/")[2]).write_bytes(source.read(name))
            elif name.endswith(".class"):
                own.writestr(name.removeprefix("WEB-INF/classes/"), source.read(name))
    command = ["jdeps", "-s", "--ignore-missing-deps", *map(str, sorted(given.glob("*.jar")))]
    times = []
    for _ in range(2):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def peak(war: Path) -> float:
    """Return the peak memory in MB of a process that reads one archive and nothing else."""
    with ProcessPoolExecutor(1) as executor:
        return executor.submit(_read_alone, war).result()


def _read_alone(war: Path) -> float:
    pipeline.read_paths([war], war.parent)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def many(folder: Path) -> None:
    """Print how 200 archives scale over two processes."""
    folder.mkdir()
    data = archives.war(400, libraries=2)
    for number in range(200):
        (folder / f"app{number:03}.war").write_bytes(data)
    paths = sorted(folder.iterdir())
    with ProcessPoolExecutor(1) as one, ProcessPoolExecutor(2) as two:
        for executor in (one, two):
            list(executor.map(len, paths[:0]))
        alone, both = alternately(lambda: _over(one, paths), lambda: _over(two, paths), 2)
    print(f"\n200 archives: one process {alone:.2f} s, two {both:.2f} s: {alone / both:.2f} x")


def _over(executor: ProcessPoolExecutor, paths: list[Path]) -> None:
    scan = functools.partial(rules.content_incidents, rules.load())
    read(paths, paths[0].parent, executor=executor, scan=scan)


if __name__ == "__main__":
    main()
