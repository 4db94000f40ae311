"""The readiness report says what a manager has to know, in both languages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_whole(finished: Path, language: str) -> None:
    page = (finished / "out/report" / f"readiness.{language}.html").read_text("utf-8")
    for name in ("score-record", "portal", "mysql-master", "mysql-slave", "10.99.8.20:8088"):
        assert name in page
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    drawn = [p for p in pictures if "mysql:3306" in p and "http:8088" in p and "门户站点" in p]
    assert len(drawn) == 1
    assert "db.properties" in page
    assert "Dockerfile" in page
    assert ("就绪" if language == "zh" else "ready") in page
    assert 'src="http' not in page
    assert 'href="http' not in page.replace('href="https://www.w3.org', "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_is_whole(finished: Path, language: str) -> None:
    data = (finished / "out/report" / f"readiness.{language}.xlsx").read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = [
        str(c)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for c in row
    ]
    for name in ("score-record", "portal", "mysql-master", "mysql-slave"):
        assert any(name in cell for cell in cells)
    assert any("db.properties" in cell for cell in cells)
