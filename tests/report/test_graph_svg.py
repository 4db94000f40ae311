"""The dependency picture: complete, legible, safe, the same every time."""

import random
import re
from itertools import combinations

import pytest
from lxml import etree

from migrate.model.topology import Edge, Node, Topology
from migrate.report import graph_layers
from migrate.report.graph_svg import Mark, draw
from tests.report.estate import TOPOLOGY

SVG = "{http://www.w3.org/2000/svg}"
CARD_SHAPES = {"mg-application", "mg-store", "mg-host", "mg-external"}


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False))


def texts(svg: str) -> list[str]:
    return [element.text for element in parsed(svg).iter(f"{SVG}text")]


def boxes(svg: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every card."""
    found = []
    for group in parsed(svg).iter(f"{SVG}g"):
        if group.get("class") in CARD_SHAPES and group.get("transform"):
            x, y = map(float, re.findall(r"[\d.]+", group.get("transform")))
            card = group.find(f"{SVG}rect[@class='mg-card']")
            found.append((x, y, x + float(card.get("width")), y + float(card.get("height"))))
    return found


def lines(svg: str) -> list[list[tuple[float, float, float, float]]]:
    """The straight stretches of every line between cards, as left, top, right, bottom."""
    found = []
    for path in parsed(svg).iter(f"{SVG}path"):
        if path.find(f"{SVG}title") is None:
            continue
        x = y = 0.0
        stretches = []
        for command, numbers in re.findall(r"([MHC])([^MHC]+)", path.get("d")):
            values = [float(number) for number in numbers.split()]
            if command == "M":
                x, y = values
                continue
            end, level = (values[0], y) if command == "H" else (values[4], values[5])
            stretches.append((min(x, end), min(y, level), max(x, end), max(y, level)))
            x, y = end, level
        found.append(stretches)
    return found


def estate(seed: int, size: int) -> Topology:
    """A made-up estate with circles, replication and long connections."""
    dice = random.Random(seed)
    names = [f"c-{number}" for number in range(size)]
    nodes = [Node(name, "component", name, ("h",)) for name in names]
    edges = [
        Edge(*dice.sample(names, 2), dice.choice(["calls", "calls", "replicates", "shares"]), *what)
        for what in dice.choices(
            [("mysql", 3306), ("http", 8080), ("amqp", 5672), ()], k=size * 3 // 2
        )
    ]
    return Topology((*nodes, Node("h", "host", "server")), tuple(edges), waves=(tuple(names),))


def test_every_component_external_and_connection_is_there() -> None:
    svg = draw(TOPOLOGY, "en")
    shown = texts(svg)
    for name in ("score-record", "portal", "mysql-master", "mysql-slave", "10.99.8.20"):
        assert shown.count(name) == 1
    assert {"web-01, web-02", "mysql:3306", "http:8443", "Wave 1", "10.99.8.20:8443"} <= set(shown)
    titles = {path.findtext(f"{SVG}title") for path in parsed(svg).iter(f"{SVG}path")}
    assert {
        "score-record → mysql-master mysql:3306",
        "portal → mysql-master mysql:3306",
        "mysql-slave → mysql-master mysql:3306",
        "score-record → 10.99.8.20 http:8443",
    } <= titles
    assert not any("idle-test-01" in words for words in shown if words)


def test_replication_looks_different_from_calls() -> None:
    lines_of = {
        path.findtext(f"{SVG}title"): path.get("class")
        for path in parsed(draw(TOPOLOGY, "en")).iter(f"{SVG}path")
    }
    assert lines_of["mysql-slave → mysql-master mysql:3306"] == "mg-line mg-replicates"
    assert lines_of["portal → mysql-master mysql:3306"] == "mg-line mg-calls"


def test_it_is_described_for_those_who_do_not_see_it() -> None:
    root = parsed(draw(TOPOLOGY, "zh"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "mg-title mg-desc"
    assert root.find(f"{SVG}title").text == "依赖关系"
    assert "portal 依赖 mysql-master（mysql:3306）。" in root.find(f"{SVG}desc").text


def test_marks_stand_on_the_cards() -> None:
    svg = draw(TOPOLOGY, "en", marks={"portal": Mark("PHP site", "blocked")})
    assert {"PHP site", "Blocked"} <= set(texts(svg))


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
def test_every_theme_is_well_formed_and_needs_no_network(theme: str) -> None:
    svg = draw(TOPOLOGY, "en", theme=theme)
    parsed(svg)
    assert ("prefers-color-scheme" in svg) == (theme == "auto")
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_names_cannot_break_out() -> None:
    evil = "</text><script>alert(1)</script>\x00\x1b&"
    topology = Topology((Node("a", "component", evil), Node("b", "external", "]]>", (), evil)))
    root = parsed(draw(topology, "en"))
    assert not list(root.iter(f"{SVG}script"))


def test_nothing_known_gives_a_picture_that_says_so() -> None:
    assert "Nothing is known yet that could be drawn." in texts(draw(Topology(), "en"))


def test_the_order_of_the_input_does_not_matter_twice() -> None:
    topology = estate(7, 40)
    assert draw(topology, "en") == draw(topology, "en")
    shuffled = Topology(topology.nodes, topology.edges[::-1], waves=topology.waves)
    assert boxes(draw(topology, "en")) == boxes(draw(shuffled, "en"))


@pytest.mark.parametrize("size", [2, 5, 20, 60])
@pytest.mark.parametrize("seed", range(5))
def test_nothing_overlaps(seed: int, size: int) -> None:
    topology = estate(seed, size)
    svg = draw(topology, "en")
    cards = boxes(svg)
    assert len(cards) == size
    width, height = float(parsed(svg).get("width")), float(parsed(svg).get("height"))
    for left, top, right, bottom in cards:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for one, other in combinations(cards, 2):
        assert not _overlap(one, other)
    for stretches in lines(svg):
        assert not any(_overlap(stretch, card) for stretch in stretches for card in cards)


def test_sixty_callers_of_one_database_share_their_way() -> None:
    nodes = tuple(Node(f"a{n}", "component", f"a{n}") for n in range(60))
    edges = tuple(Edge(node.id, "db", "calls", "mysql", 3306) for node in nodes)
    svg = draw(Topology((*nodes, Node("db", "component", "db")), edges), "en")
    assert texts(svg).count("mysql:3306") == 1
    database = max(boxes(svg))
    assert database[3] - database[1] < 120


def test_circles_and_calls_to_oneself_do_not_hang() -> None:
    nodes = tuple(Node(name, "component", name) for name in "abc")
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")]
    svg = draw(Topology(nodes, tuple(Edge(s, t, "calls") for s, t in pairs)), "en")
    titles = {path.findtext(f"{SVG}title") for path in parsed(svg).iter(f"{SVG}path")}
    assert {"a → b", "b → c", "c → a"} <= titles


def test_ordering_removes_a_crossing_that_can_be_removed() -> None:
    edges = [Edge(f"s{n}", f"t{9 - n}", "calls", "http", 80) for n in range(10)]
    columns = graph_layers.arrange(edges).columns
    assert [name[1:] for name in columns[0]] == [str(9 - int(name[1:])) for name in columns[1]]


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Tell whether two boxes share more than a rim of one pixel."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down >= 0


@pytest.mark.parametrize("seed", range(3))
def test_lines_run_from_card_to_card_without_turning_back(seed: int) -> None:
    svg = draw(estate(seed, 20), "en")
    cards = boxes(svg)
    sides = {x for card in cards for x in (card[0], card[2])}
    for path in parsed(svg).iter(f"{SVG}path"):
        title = path.findtext(f"{SVG}title")
        if title is None:
            continue
        across = _across(path.get("d"))
        assert across in (sorted(across), sorted(across, reverse=True)), title
        ends = {across[-1], across[0]} if path.get("marker-end") else {across[0]}
        assert all(min(abs(end - side) for side in sides) <= 2.5 for end in ends), title


def _across(path: str) -> list[float]:
    """The horizontal places a path goes through."""
    places = []
    for command, numbers in re.findall(r"([MHC])([^MHC]+)", path):
        values = [float(number) for number in numbers.split()]
        places.extend(values[0::2] if command == "C" else values[:1])
    return places


def crowd(outside: int, more: tuple[Edge, ...] = ()) -> Topology:
    """Two applications that call the same outside systems, and one that calls its own."""
    names = [f"s{n:03}.corp.cn:8080" for n in range(outside)]
    nodes = [Node(id=name, kind="external", name=name, address=name) for name in names]
    edges = [Edge(app, name, "calls", "http", 8080) for name in names for app in ("shop", "crm")]
    own = Node(id="sms", kind="external", name="sms.corp.cn", address="sms.corp.cn:443")
    apps = [Node(id=app, kind="component", name=app) for app in ("shop", "crm")]
    edges.append(Edge("crm", "sms", "calls", "https", 443))
    return Topology(nodes=(*apps, *nodes, own), edges=(*edges, *more))


@pytest.mark.parametrize(
    ("language", "name", "more", "counts"),
    [
        ("en", "200 outside systems", "and 196 more", "Outside systems: 201"),
        ("zh", "200 个外部系统", "还有 196 个", "外部系统 201 个"),
    ],
)
def test_many_outside_systems_of_the_same_callers_share_a_card(
    language: str, name: str, more: str, counts: str
) -> None:
    topology = crowd(200)
    svg = draw(topology, language)
    assert len(boxes(svg)) == 4
    shown = texts(svg)
    assert {name, more, "s000.corp.cn:8080", "s003.corp.cn:8080", "http:8080"} <= set(shown)
    assert "s004.corp.cn:8080" not in shown
    assert counts in next(text for text in shown if "201" in text)
    # The whole list is told where the card is pointed at, and every connection in words.
    title = next(t.text for t in parsed(svg).iter(f"{SVG}title") if t.text.startswith(name))
    assert title.split("\n")[1:] == [f"s{n:03}.corp.cn:8080" for n in range(200)]
    assert next(parsed(svg).iter(f"{SVG}desc")).text.count(".corp.cn") >= 400
    assert len(topology.nodes) == 203


def test_few_outside_systems_are_all_drawn() -> None:
    assert len(boxes(draw(crowd(11), "en"))) == 2 + 12


def test_outside_systems_with_other_callers_or_ports_are_told_apart() -> None:
    one = "s007.corp.cn:8080"
    more = (
        Edge("sms", one, "calls"),
        Edge("shop", "s008.corp.cn:8080", "replicates", "mysql", 3306),
    )
    svg = draw(crowd(20, more), "en")
    shown = texts(svg)
    assert "18 outside systems" in shown
    assert {one, "s008.corp.cn:8080"} <= set(shown)
    mixed = Topology(
        nodes=crowd(20).nodes,
        edges=tuple(
            Edge("shop", n.id, "calls", "tcp", i) for i, n in enumerate(crowd(20).nodes[2:])
        ),
    )
    assert not [text for text in texts(draw(mixed, "en")) if text.startswith("tcp")]
