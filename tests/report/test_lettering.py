from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from migrate.report.lettering import fit, printable, width


@given(st.text(), st.floats(20, 400))
def test_fitted_text_fits(text: str, room: float) -> None:
    assert width(fit(text, 12, room), 12) <= room


def test_short_text_stays_whole() -> None:
    assert fit("成绩管理", 15, 60) == "成绩管理"
    assert fit("成绩管理系统", 15, 60) == "成绩管…"


@given(st.text(st.characters(codec=None)))
def test_printable_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("a")
    element.text = printable(text)
    assert "\n" not in element.text
