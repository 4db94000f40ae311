"""The readiness report as a page."""

import re

import pytest
from lxml import html as parser
from lxml.html import HtmlElement
from msgspec.structs import replace

from migrate import text
from migrate.model.artifact import CheckReport
from migrate.model.assessment import Assessment
from migrate.model.inventory import Inventory
from migrate.model.topology import Topology
from migrate.report import html
from migrate.report.content import Material
from tests.report import estate
from tests.report.estate import MATERIAL


def words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def rows(page: str, section: str) -> list[str]:
    found = parser.fromstring(page).xpath(f"//section[@id='{section}']//tr")
    return [words(row) for row in found]


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_it_needs_nothing_from_outside(language: str) -> None:
    page = html.render(MATERIAL, language)
    root = parser.fromstring(page)
    assert not root.xpath("//script | //link | //img | //iframe | //object | //@onload")
    assert [h for h in root.xpath("//@href | //@src") if not h.startswith("#")] == []
    assert "url(" not in re.sub(r"url\(#mg-", "", page)
    assert "@import" not in page
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_every_link_within_the_page_leads_somewhere(language: str) -> None:
    root = parser.fromstring(html.render(MATERIAL, language))
    names = root.xpath("//@id")
    assert len(names) == len(set(names))
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(names)


def test_it_speaks_its_language() -> None:
    chinese, english = (
        words(parser.fromstring(html.render(MATERIAL, language))) for language in ("zh", "en")
    )
    assert "教育云平台 <一期>：迁移就绪度报告" in chinese
    assert "2 个现在即可迁移" in chinese
    assert "Needs a decision" in english
    assert "有待决策" in chinese
    assert "Needs a decision" not in chinese


def test_verdicts_come_with_reasons_and_origins() -> None:
    root = parser.fromstring(html.render(MATERIAL, "en"))
    (card,) = root.xpath("//article[@id='c-score-record']")
    told = words(card)
    assert "Needs a decision" in told
    assert "score-record keeps <b>sessions</b> in memory" in told
    assert "artifacts/score-record/score-record.war web.xml:3" in told
    assert "test-session remedy LoginServlet" in told
    assert "Replicas" in told
    assert "nobody handed over <start script>" in told
    assert "Another source says: 7 · survey/estate.xlsx 组件!F7" in told


def test_facts_say_what_they_mean(language: str) -> None:
    told = words(parser.fromstring(html.render(MATERIAL, language)))
    assert text.say(language, "fact.java.class_major") in told


def test_edges_carry_their_evidence() -> None:
    told = words(parser.fromstring(html.render(MATERIAL, "en")))
    for place in ("jdbc.properties 1", "score-record.war index.jsp:14", "主机!C9", "my.cnf 4"):
        assert place in told


def test_files_say_what_checking_said() -> None:
    found = rows(html.render(MATERIAL, "en"), "files")
    assert "deployment-score-record.yaml Failed /spec/replicas · must be a number" in found
    assert "httproute-portal.yaml Not checked no schema is known" in found
    assert "Dockerfile Nothing reported" in found


def test_what_is_not_known_is_said() -> None:
    root = parser.fromstring(html.render(MATERIAL, "en"))
    told = words(root.xpath("//section[@id='gaps']")[0])
    for gap in ("artifacts/broken/broken.war", "jvm.options", "httproute-portal.yaml"):
        assert gap in told


def test_questions_show_the_answer_in_force() -> None:
    found = rows(html.render(MATERIAL, "en"), "questions")
    assert "Question on score-record" in found[1]
    assert "Open, default in force 1" in found[1]
    assert "Decided Debian packages" in found[2]


def test_capacity_before_and_after() -> None:
    root = parser.fromstring(html.render(MATERIAL, "en"))
    told = words(root.xpath("//section[@id='capacity']")[0])
    assert "Installed today 44 In use today (by utilisation) 8.8 Requested in the cluster 5" in told
    assert (
        "Installed today 160 In use today (by utilisation) 96 Requested in the cluster 18" in told
    )
    assert "Size not known, therefore not counted: web-02." in told
    assert "idle-test-01" not in told


def test_text_from_the_estate_cannot_become_markup() -> None:
    evil = "</script><script>alert(1)</script>"
    named = replace(MATERIAL.inventory, name=evil)
    page = html.render(replace(MATERIAL, inventory=named), "en")
    assert "<script" not in page


def test_the_same_estate_gives_the_same_page(language: str) -> None:
    assert html.render(MATERIAL, language) == html.render(MATERIAL, language)


def test_an_empty_estate_still_has_a_report(language: str) -> None:
    nothing = Material(
        Inventory("none", ""),
        Topology(),
        Assessment(),
        replace(estate.PLAN, workloads=(), questions=(), systems=()),
        CheckReport("1.34"),
    )
    assert "none" in words(parser.fromstring(html.render(nothing, language)))
