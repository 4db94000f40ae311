"""The readiness report as a workbook, read back with another library."""

import io
import zipfile

import openpyxl
import pytest
from msgspec.structs import replace

from migrate.model.facts import Unknown
from migrate.model.reason import Because
from migrate.report import xlsx
from tests.report import estate
from tests.report.estate import MATERIAL


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    from migrate import text

    patch = pytest.MonkeyPatch()
    for name, words in estate.TEXTS.items():
        patch.setitem(text.catalogue("en"), name, words)
    yield opened(xlsx.render(MATERIAL, "en"))
    patch.undo()


def test_sheets(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        "Summary",
        "Components",
        "Findings",
        "Dependencies",
        "Waves",
        "Capacity",
        "Files",
        "Questions",
        "Not known",
    ]
    assert opened(xlsx.render(MATERIAL, "zh")).sheetnames[1:3] == ["组件", "问题"]


def test_tables_are_frozen_filtered_and_ready_to_print(book: openpyxl.Workbook) -> None:
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_components(book: openpyxl.Workbook) -> None:
    head, *table = rows(book["Components"])
    first = dict(zip(head, table[0], strict=True))
    assert first["Component"] == "score-record"
    assert first["Verdict"] == "Needs a decision"
    assert (first["Score"], first["Data"], first["Effort"], first["Wave"]) == (62, 80, 4, 2)
    assert first["Becomes"] == "Deployment × 1"
    assert first["Evidence"] == "artifacts/score-record/score-record.war web.xml:3"


def test_findings_come_most_weighty_first_and_each_once(book: openpyxl.Workbook) -> None:
    head, *table = rows(book["Findings"])
    ids = [row[head.index("Rule")] for row in table]
    assert ids == ["test-uploads", "test-session", "test-log", "test-conflict"]


def test_waves_name_what_must_be_reachable(book: openpyxl.Workbook) -> None:
    table = {row[1]: row for row in rows(book["Waves"])[1:]}
    assert table["mysql-master"][0] == 1
    assert table["portal"][4] == "portal → mysql-master mysql:3306"


def test_no_cell_is_a_formula_or_a_link() -> None:
    evil = '=HYPERLINK("http://x","y")'
    component = replace(
        estate.SCORE_RECORD,
        name="=1+1",
        unknown=(Unknown(evil, Because("test.unknown", {"what": "@SUM(A1)"})),),
    )
    members = (estate.member(component, "score", "app-01"), *MATERIAL.inventory.members[1:])
    inventory = replace(MATERIAL.inventory, members=members, name="=cmd|' /C calc'!A0")
    content = xlsx.render(replace(MATERIAL, inventory=inventory), "en")
    book = opened(content)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert evil in [cell.value for cell in cells]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())
        assert not any("externalLink" in name for name in parts.namelist())


def test_the_same_estate_gives_the_same_bytes(tmp_path) -> None:
    first = xlsx.render(MATERIAL, "zh")
    xlsx.write(MATERIAL, tmp_path / "report.xlsx", "zh")
    assert (tmp_path / "report.xlsx").read_bytes() == first


def test_a_cell_holds_no_more_than_it_can() -> None:
    long = replace(estate.SCORE_RECORD, unknown=(Unknown("x" * 40_000, Because("test.unread")),))
    inventory = replace(MATERIAL.inventory, members=(estate.member(long, "score"),))
    sheet = opened(xlsx.render(replace(MATERIAL, inventory=inventory), "en"))["Not known"]
    assert max(len(cell.value or "") for row in sheet.iter_rows() for cell in row) == 32_767
