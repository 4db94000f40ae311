"""The dependency graph goes in; a drawing of it comes out, one SVG file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from migrate import render, text
from migrate.model.assessment import Verdict
from migrate.model.topology import Edge, Node, Topology
from migrate.report import graph_fold, graph_layers, graph_lines, graph_place
from migrate.report.lettering import fit, printable, width

Theme: TypeAlias = Literal["light", "dark", "auto"]

_MARGIN = 32.0
_HEADER = 74.0
_LEGEND = 64.0
_LEAST_WIDTH = 920.0
_CARD = 66.0
_LINE = 19.0
_GRID_GAP = 20.0
_TEXT_ROOM = 178.0
_NAMED = 4
"""Of the outside systems of one card, as many stand on it; the rest when it is pointed at."""


class Mark(Struct, frozen=True):
    """What a card says of a component besides what the graph knows."""

    kind: str = ""
    """In words: Java web application."""
    verdict: Verdict | None = None


class Card(Struct, frozen=True):
    """One node, placed."""

    x: float
    y: float
    height: float
    shape: Literal["application", "store", "host", "external"]
    name: str
    title: str
    lines: tuple[str, ...]
    wave: str
    verdict: str
    verdict_text: str


def draw(
    topology: Topology,
    language: str,
    *,
    theme: Theme = "light",
    marks: Mapping[str, Mark] | None = None,
    heading: bool = True,
) -> str:
    """Return the graph as an SVG document.

    Components and external nodes are drawn, hosts only where a connection ends at one; a
    component's hosts stand on its card; many outside systems of the same callers share one.
    `marks` by component id. `auto` follows the reader's light or dark setting. `heading` False
    leaves the title to the page around the drawing.
    """
    shown = graph_fold.folded(topology)
    layers = graph_layers.arrange(shown.topology.edges)
    writer = _CardWriter(topology, shown, language, marks or {})
    values = {**_picture(layers, writer, _HEADER if heading else 0.0), "theme": theme}
    return render.render("migrate.report", "graph.svg.j2", values, html=True)


def _picture(layers: graph_layers.Layers, writer: _CardWriter, top: float) -> dict[str, object]:
    needs = graph_lines.sockets(layers)
    heights = {node: writer.height(node, needs.most(node)) for node, _side in needs.by_card}
    centre = {item: y + top + _MARGIN for item, y in graph_place.centres(layers, heights).items()}
    steepest = max((abs(centre[a] - centre[b]) for a, b in layers.segments), default=0.0)
    strips = graph_lines.strips(layers, _MARGIN, min(170.0, 64.0 + steepest * 0.09))
    column = {item: at for at, items in enumerate(layers.columns) for item in items}
    far = graph_lines.far_ends(layers, centre)
    router = graph_lines.Router(layers, column, centre, needs.heights(centre, far), strips)
    left = [_MARGIN, *(strip.end for strip in strips)]
    cards = [
        writer.card(node, left[column[node]], centre[node] - height / 2, height)
        for node, height in heights.items()
    ]
    right = max(left[-1] + graph_lines.CARD_WIDTH + _MARGIN, _LEAST_WIDTH)
    bottom = max((card.y + card.height for card in cards), default=top + _HEADER)
    lone, bottom = _grid(writer, heights, right, bottom + _GRID_GAP)
    return {
        **writer.words(layers, bool(lone)),
        "heading": top > 0,
        "width": round(right),
        "height": round(bottom + _LEGEND),
        "legend_y": round(bottom + _LEGEND - 26),
        "card_width": graph_lines.CARD_WIDTH,
        "lines": router.lines(),
        "labels": router.labels(),
        "cards": [*cards, *lone],
        "lone_y": min((card.y for card in lone), default=0) - 14,
    }


def _grid(
    writer: _CardWriter, joined: Mapping[str, float], right: float, top: float
) -> tuple[list[Card], float]:
    """Return the cards of nodes without connections, in rows, and where they end."""
    lone = writer.without(joined)
    if not lone:
        return [], top
    step = graph_lines.CARD_WIDTH + _GRID_GAP
    columns = max(1, int((right - 2 * _MARGIN + _GRID_GAP) // step))
    height = max(writer.height(node, 0) for node in lone)
    top += 28
    cards = [
        writer.card(
            node,
            _MARGIN + (at % columns) * step,
            top + (at // columns) * (height + _GRID_GAP),
            height,
        )
        for at, node in enumerate(lone)
    ]
    return cards, cards[-1].y + height + _GRID_GAP


class _CardWriter:
    """Says in one language what stands on the cards."""

    def __init__(
        self,
        topology: Topology,
        shown: graph_fold.Folded,
        language: str,
        marks: Mapping[str, Mark],
    ) -> None:
        self._nodes = {node.id: node for node in (*shown.topology.nodes, *topology.nodes)}
        self._topology = topology
        self._drawn = shown.topology.nodes
        self._held = shown.held
        self._language = language
        self._marks = marks
        self._wave = {
            node: number for number, wave in enumerate(topology.waves, 1) for node in wave
        }
        self._stores = {
            edge.target
            for edge in topology.edges
            if edge.database or edge.kind in ("replicates", "shares")
        } | {edge.source for edge in topology.edges if edge.kind == "replicates"}

    def height(self, node: str, ports: int) -> float:
        """Return how high a card must be for its text and its ports."""
        lines = len(self._lines(self._node(node)))
        foot = 26.0 if self._mark(node).verdict or node in self._wave else 0.0
        needed = _CARD + max(0, lines - 1) * _LINE + foot
        return max(needed, (ports + 1) * graph_lines.PORT_STEP)

    def card(self, node: str, x: float, y: float, height: float) -> Card:
        """Return a node's card at a place."""
        shown = self._node(node)
        wave, verdict = self._wave.get(node), self._mark(node).verdict
        name = self._name(node)
        lines = self._lines(shown)
        return Card(
            x=x,
            y=round(y, 1),
            height=height,
            shape=self._shape(shown),
            name=fit(name, 15, _TEXT_ROOM),
            title="\n".join((name, *(self._all_held(node) or lines))),
            lines=tuple(fit(line, 12, _TEXT_ROOM) for line in lines),
            wave=self._say("wave", number=wave) if wave else "",
            verdict=verdict or "",
            verdict_text=text.say(self._language, f"report.verdict.{verdict}") if verdict else "",
        )

    def without(self, joined: Mapping[str, float]) -> list[str]:
        """Return the nodes worth a card that no line joins."""
        return sorted(
            node.id for node in self._drawn if node.id not in joined and node.kind != "host"
        )

    def words(self, layers: graph_layers.Layers, lone: bool) -> dict[str, object]:
        """Return the drawing's heading, its legend and its description."""
        kinds = [node.kind for node in self._topology.nodes]
        counts = {
            "components": kinds.count("component"),
            "connections": len(self._topology.edges),
            "externals": kinds.count("external"),
        }
        return {
            "language": "zh-CN" if self._language == "zh" else self._language,
            "title": self._say("title"),
            "subtitle": self._say("subtitle", **counts),
            "description": self._description(),
            "lone_title": self._say("lone") if lone else "",
            "empty": "" if self._topology.nodes else self._say("empty"),
            "legend": self._legend(layers),
            "line_title": lambda line: self._line_title(line),
        }

    def _legend(self, layers: graph_layers.Layers) -> list[tuple[str, str, float]]:
        """Return the kinds of lines and frames there are, in words, with their places."""
        kinds: set[str] = {way.kind for way in layers.ways}
        if any(node.kind == "external" for node in self._topology.nodes):
            kinds.add("external")
        placed: list[tuple[str, str, float]] = []
        x = _MARGIN
        for kind in ("calls", "replicates", "shares", "external"):
            if kind in kinds:
                words = self._say(f"legend.{kind}")
                placed.append((kind, words, x))
                x += 72 + width(words, 12)
        return placed

    def _description(self) -> str:
        return printable(" ".join(self._sentence(edge) for edge in self._topology.edges))

    def _sentence(self, edge: Edge) -> str:
        told = graph_layers.label(edge)
        return self._say(
            f"sentence.{edge.kind}",
            source=self._name(edge.source),
            target=self._name(edge.target),
            label=self._say("sentence.label", label=told) if told else "",
        )

    def _line_title(self, line: graph_lines.Line) -> str:
        source, target, label = line.title
        ends = " → ".join(self._name(node) for node in (source, target) if node)
        return f"{ends} {label}".rstrip() if source else f"→ {ends} {label}".rstrip()

    def _lines(self, node: Node) -> tuple[str, ...]:
        held = self._all_held(node.id)
        if held:
            left = len(held) - _NAMED
            # A line that says "and 1 more" has room for that one.
            return held if left <= 1 else (*held[:_NAMED], self._say("more", count=left))
        if node.kind == "external":
            return tuple(line for line in (self._say("external"), printable(node.address)) if line)
        if node.kind == "host":
            return (self._say("host"),)
        hosts = ", ".join(self._name(host) for host in node.hosts)
        kind = self._mark(node.id).kind or self._say("component")
        return (printable(kind), hosts) if hosts else (printable(kind),)

    def _shape(self, node: Node) -> Literal["application", "store", "host", "external"]:
        if node.kind in ("external", "host"):
            return node.kind
        return "store" if node.id in self._stores else "application"

    def _node(self, node: str) -> Node:
        return self._nodes.get(node) or Node(id=node, kind="external", name=node)

    def _name(self, node: str) -> str:
        if node in self._held:
            return self._say("outsiders", count=len(self._held[node]))
        shown = self._node(node)
        return printable(shown.name or shown.id)

    def _all_held(self, node: str) -> tuple[str, ...]:
        """Return what a card of several outside systems stands for."""
        return tuple(printable(each.address or each.name) for each in self._held.get(node, ()))

    def _mark(self, node: str) -> Mark:
        return self._marks.get(node, Mark())

    def _say(self, word: str, **params: object) -> str:
        return text.say(self._language, f"report.graph.{word}", params)
