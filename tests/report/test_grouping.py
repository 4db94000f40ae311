"""Findings are told by topic, each rule once; long lists are cut and say by how much."""

from __future__ import annotations

from migrate.model.facts import Finding
from migrate.report.words import Words, grouped

NAMES = {"shop": "Shop", "blog": "Blog"}


def finding(number: int, subject: str = "shop") -> Finding:
    params = {"target": f"h{number}"}
    return Finding("unresolved-reference", "potential", subject, params, 1, topic="network")


def test_one_rule_is_told_once_with_every_message() -> None:
    words = Words("en")
    other = Finding("encoded-php", "mandatory", "shop", effort=7, topic="native")
    views = words.findings([*(finding(n) for n in range(9)), other], NAMES)
    topics = words.topics(views)
    assert [topic.name for topic in topics] == ["Native code", "Addresses and connections"]
    assert [len(group.findings) for topic in topics for group in topic.groups] == [1, 9]
    assert sum(len(g.findings) for t in topics for g in t.groups) == len(views)


def test_one_rule_about_several_components_is_one_group() -> None:
    views = Words("zh").findings([finding(1), finding(1, "blog")], NAMES)
    (group,) = grouped(views)
    assert {view.subject for view in group.findings} == {"Shop", "Blog"}


def test_what_has_no_topic_is_told_among_the_further_points() -> None:
    words = Words("en")
    (topic,) = words.topics(words.findings([Finding("encoded-php", "mandatory")], {}))
    assert topic.name == "Further points"


def test_a_long_list_is_cut_and_says_so() -> None:
    assert Words("en").value([str(n) for n in range(12)]).endswith("10; 11")
    assert Words("en").value([str(n) for n in range(300)]).endswith("11; … (+288)")
