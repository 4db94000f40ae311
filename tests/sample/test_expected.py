"""What is said of a sample is what its expected/ folder says; `make accept` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.accept import cases, said


def test_there_are_samples() -> None:
    assert cases()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_output_is_the_expected_one(case: Path, tmp_path: Path) -> None:
    expected = case / "expected"
    files = {p.relative_to(expected).as_posix(): p for p in expected.rglob("*") if p.is_file()}
    found = said(case, tmp_path)
    assert set(found) == set(files)
    assert [path for path in found if found[path] != files[path].read_bytes()] == []
