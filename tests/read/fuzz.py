"""Mutated archives, configuration files and sites: whatever comes, reading ends, soon and small.

`python -m tests.read.fuzz [CASES] [SEED]` hunts (`make fuzz`); test_fuzz.py runs a short hunt. A
case is found again by its seed: `python -m tests.read.fuzz 1 SEED`.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sys
import tarfile
import tempfile
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from migrate import rules
from migrate.read.input import read_input
from migrate.rules import content_incidents
from tests.read.java.class_builder import ClassBuilder

SEEDS = Path(__file__).parent / "seeds"
SAMPLE = Path(__file__).parents[2] / "samples" / "score-record" / "input"
MOST_SECONDS = 5
"""Of processor time, for one input."""
MOST_MEGABYTES = 300
# What formats trip over, to be put in anywhere.
_WORDS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"${", b"}", b"<!--", b"-->", b"<![CDATA[",
    b"<!DOCTYPE a [", b'<!ENTITY x "&x;&x;">', b"&x;", b"&*", b"*a", b"&a ", b"<<: *a\n", b"'",
    b'"', b"\\", b"\n", b"\r", b"\t", b"[", b"]", b"{", b"(", b")", b"=", b":", b"://", b"@",
    b"%", b"10.1.2.3:99999", b"999999999999999999999", b"-1", b"1e999", b"/*", b"*/", b"<?php",
    b"?>", b"<<<EOT\n", b"\xb0\xa1", b"password=", b"jdbc:mysql://", b"PK\x03\x04",
    b"PK\x01\x02", b"!include /etc/my.cnf\n", b"{{", b"}}",
)  # fmt: skip


class Hang(Exception):  # noqa: N818 - reads as what it says
    """One input took too long."""


def seeds() -> dict[str, bytes]:
    """Return real inputs by name: of the sample, and a small one of every format."""
    found = {p.name: p.read_bytes() for p in sorted(SEEDS.iterdir()) if p.is_file()}
    for path in sorted(SAMPLE.rglob("*")):
        if path.is_file() and path.suffix != ".xlsx" and path.stat().st_size < 64 << 10:
            found.setdefault(path.name, path.read_bytes())
    built = ClassBuilder("com/shop/Cart", "javax/servlet/http/HttpServlet", ["java/io/Closeable"])
    built.call("java/io/File", "delete").annotate("javax/ejb/Schedule", {"hour": [1, "2"]}, "run")
    built.string("jdbc:mysql://10.1.1.1/shop?password=x")
    found["Cart.class"] = built.bytes()
    return found


def mutated(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Return data with a few things wrong in it."""
    work = bytearray(data)
    for _ in range(chance.randrange(1, 6)):
        work = chance.choice(_CHANGES)(work, chance, others)
    return bytes(work[: 2 << 20])


def _flipped(work: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    for _ in range(min(len(work), chance.randrange(1, 9))):
        work[chance.randrange(len(work))] = chance.randrange(256)
    return work


def _shortened(work: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    place = chance.randrange(len(work) + 1)
    del work[place : place + chance.choice((1, 20, 200, 1 << 20))]
    return work


def _with_words(work: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    place = chance.randrange(len(work) + 1)
    work[place:place] = chance.choice(_WORDS) * chance.choice((1, 1, 1, 3, 400, 20_000))
    return work


def _repeated(work: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    place, start = chance.randrange(len(work) + 1), chance.randrange(len(work) + 1)
    work[place:place] = work[start : start + chance.randrange(1, 400)] * chance.choice((1, 2, 300))
    return work


def _spliced(work: bytearray, chance: random.Random, others: list[bytes]) -> bytearray:
    other, place = chance.choice(others), chance.randrange(len(work) + 1)
    start = chance.randrange(len(other) + 1)
    work[place:place] = other[start : start + chance.randrange(1, 2000)]
    return work


def _recoded(work: bytearray, chance: random.Random, _: list[bytes]) -> bytearray:
    return bytearray(bytes(work).decode("latin-1").encode(chance.choice(("utf-16", "utf-8"))))


_CHANGES = (_flipped, _flipped, _shortened, _with_words, _with_words, _repeated, _spliced, _recoded)


def made(folder: Path, chance: random.Random, known: dict[str, bytes]) -> Path:
    """Write one hostile input and return its path."""
    others = list(known.values())
    names = chance.sample(sorted(known), chance.randrange(1, 6))
    files = {name: mutated(known[name], chance, others) for name in names}
    match chance.randrange(5):
        case 0:
            name = names[0]
            path = folder / name
            path.write_bytes(files[name])
            return path
        case 1 | 2:
            return _folder(folder / "input", files, chance)
        case 3:
            path = folder / chance.choice(("a.war", "a.jar", "a.ear", "a.zip"))
            path.write_bytes(_zip(files, chance))
            return path
        case _:
            path = folder / chance.choice(("a.tar", "a.tgz", "a.tar.gz"))
            path.write_bytes(_tar(files, chance, packed=path.suffix != ".tar"))
            return path


_PLACES = (
    "",
    "",
    "WEB-INF/",
    "WEB-INF/classes/",
    "META-INF/",
    "BOOT-INF/classes/",
    "conf/",
    "sub/",
)


def _folder(folder: Path, files: dict[str, bytes], chance: random.Random) -> Path:
    for name, data in files.items():
        path = folder / chance.choice(_PLACES) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_bytes(data)
    return folder


def _zip(files: dict[str, bytes], chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(
        stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    ) as out:
        for name, data in files.items():
            out.writestr(chance.choice(_PLACES) + name, data)
        if chance.random() < 0.2 and len(files) > 1:
            out.writestr("WEB-INF/lib/inner-1.0.jar", _zip(dict(list(files.items())[:1]), chance))
    return _broken(stream.getvalue(), chance)


def _tar(files: dict[str, bytes], chance: random.Random, *, packed: bool) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz" if packed else "w") as out:
        for name, data in files.items():
            info = tarfile.TarInfo(chance.choice(_PLACES) + name)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))
    return _broken(stream.getvalue(), chance)


def _broken(data: bytes, chance: random.Random) -> bytes:
    work = bytearray(data)
    if chance.random() < 0.5:
        for _ in range(chance.randrange(1, 12)):
            work[chance.randrange(len(work))] = chance.randrange(256)
    if chance.random() < 0.1:
        del work[chance.randrange(len(work)) :]
    return bytes(work)


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise Hang when more processor time is used."""

    def stop(*_: object) -> None:
        raise Hang(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hunt(cases: int, seed: int) -> list[str]:
    """Read mutated inputs; return what went wrong, one text each."""
    known, wrong = seeds(), []
    ruleset = rules.load()
    for number in range(seed, seed + cases):
        chance = random.Random(number)
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            path = made(root, chance, known)
            try:
                with limited(MOST_SECONDS):
                    # read_input, not read: read would turn a crash into a sentence.
                    reading = read_input(path, root, lambda t: content_incidents(ruleset, t))
                    msgspec.json.encode(reading)
            except Exception:
                wrong.append(f"seed {number}, {path.name}:\n{traceback.format_exc(limit=-6)}")
                continue
            if not reading.components and not reading.unread:
                wrong.append(f"seed {number}, {path.name}: neither facts nor a word")
    return wrong


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    wrong = hunt(cases, seed)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if memory > MOST_MEGABYTES:
        wrong.append(f"{memory:.0f} MB of memory")
    print("\n\n".join(wrong))
    print(f"{cases} cases, {len(wrong)} wrong, {memory:.0f} MB")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
