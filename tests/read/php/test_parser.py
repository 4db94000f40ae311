"""What is no PHP, or hardly: given up soon, what stands before it is kept, the loss is told."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from migrate.read.php.parser import parse, understood
from tests.read.php.sites import items, site

GOOD = b"<?php\n$link = mysql_connect('10.3.3.3', 'shop', 'x');\n"
NOISE = random.Random(7).randbytes(900_000)
SIZE = 1_800_000
SECONDS = 5

HOSTILE = {
    "noise": b"<?php " + NOISE * 2,
    "code and noise": b"<?php " + b"".join(GOOD[6:] + NOISE[n : n + 900] for n in range(1900)),
    "brackets": b"<?php " + b"(" * SIZE,
    "interpolation": b"<?php " + b'"{$a' * (SIZE // 4),
    "ternaries": b"<?php " + b"$a?$b:" * (SIZE // 6),
    "old calls": b"<?php " + b"ereg($a);" * (SIZE // 9),
    "guarded calls": b"<?php " + b"if(a){ereg($a);" * 3000 + b"}" * 3000,
}
READ = """
import sys
from pathlib import Path
from migrate.read.stage import read
root = Path(sys.argv[1])
(component,) = read([root / "site"], root).components
print(component.kind, "php.unparsed" in component.facts)
"""


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_file_takes_longer_than_five_seconds(name: str, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.php").write_bytes(HOSTILE[name])
    command = [sys.executable, "-c", READ, str(tmp_path)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_bound)
    assert done.returncode == 0, done.stderr[-500:] or "killed: too much processor time"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < SECONDS
    assert done.stdout.split()[0] == "php-site"


def _bound() -> None:
    # C code hears of no signal that Python handles: the kernel ends it.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS + 1, SECONDS + 2))


def test_what_stands_before_noise_counts_and_the_rest_is_told(tmp_path: Path) -> None:
    source = GOOD + b"$a = 1;\n" * 200 + NOISE
    found = site(tmp_path, {"index.php": source})
    assert "mysql" in {item["name"] for item in items(found, "php.extensions")}
    (lost,) = items(found, "php.unparsed")
    assert lost["file"] == "index.php"
    assert len(NOISE) - 10_000 < lost["bytes"] <= len(NOISE)
    assert 203 <= lost["line"] < 240


def test_data_behind_the_end_of_the_code_is_no_loss(tmp_path: Path) -> None:
    source = GOOD + b"$a = 1;\n" * 200 + b"__HALT_COMPILER(); ?>\r\n" + NOISE
    found = site(tmp_path, {"index.php": source})
    assert "mysql" in {item["name"] for item in items(found, "php.extensions")}
    assert "php.unparsed" not in found.facts


@pytest.mark.parametrize(
    "source",
    [
        GOOD * 3000,
        GOOD * 3000 + b"function f( {",
        GOOD + b"} ) $x{0}; if (\n" + GOOD[6:] * 3000,
        b"<?php $a = [" + b"'k' => ['a', 'b'],\n" * 40_000 + b"];",
        b"<?php $sql = " + b"'SELECT a, b' .\n" * 3000 + b"'';",
        b"",
    ],
    ids=["code", "torn", "with errors", "data", "long string", "empty"],
)
def test_code_is_understood_to_its_end(source: bytes) -> None:
    assert understood(source) == len(source)


def test_the_parser_is_sound_again_after_it_was_lost() -> None:
    assert understood(b"<?php " + NOISE) < 10_000
    assert not parse(b"<?php $a = 1;").has_error
