"""How long reading a folder of many small files takes, beside a bare read of them all.

Run with `python -m bench.folders [FOLDER ...]`: folders of one's own, or else one that is made
here. Both figures of a row come from the same files in the same run, in turns.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.read import alternately
from migrate import pipeline

FILES, BYTES = 4000, 2500
_WORDS = "the server host port value of configuration total file read write node 10.2 user".split()  # noqa: SIM905
_ENDINGS = (".txt", ".log", ".conf", ".cfg", ".sh", ".sql", ".md", ".ini", "", ".yml")


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]]
    print("| folder | files | size | bare read | migrate read | | peak memory |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        if not given:
            made(Path(name) / "made")
        for folder in given or [Path(name) / "made"]:
            row(folder)


def made(folder: Path) -> None:
    """Write small text files of every kind of ending that detectors look into."""
    chance = random.Random(1)
    for number in range(FILES):
        path = folder / f"d{number % 40}" / f"f{number}{_ENDINGS[number % len(_ENDINGS)]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        words = " ".join(chance.choice(_WORDS) for _ in range(BYTES // 6))
        path.write_text("\n".join(words[at : at + 60] for at in range(0, len(words), 60)))


def row(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    bare, ours = alternately(
        lambda: [path.read_bytes() for path in files],
        lambda: pipeline.read_paths([folder], folder.parent),
    )
    print(
        f"| {folder.name} | {len(files):,} | {size / 1e6:.1f} MB | {bare:.3f} s | {ours:.3f} s | "
        f"{ours / bare:.1f} x the bare read | {peak(folder):.0f} MB |"
    )


def peak(folder: Path) -> float:
    """Return the peak memory in MB of a process that reads one folder and nothing else."""
    with ProcessPoolExecutor(1) as executor:
        return executor.submit(_read_alone, folder).result()


def _read_alone(folder: Path) -> float:
    pipeline.read_paths([folder], folder.parent)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
