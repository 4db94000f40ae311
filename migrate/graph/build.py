"""Inventory -> topology: every reference resolved, or said to be unresolved."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from migrate.graph import captured, nodes, waves
from migrate.graph.captured import Seen
from migrate.graph.directory import Directory
from migrate.graph.links import Link, Links
from migrate.graph.market import Market
from migrate.graph.outside import Outside, Outsider
from migrate.graph.resolve import Found, resolve, resolve_component
from migrate.graph.targets import is_address, parse
from migrate.graph.wants import Want, surveyed, written
from migrate.model.facts import Finding
from migrate.model.inventory import Inventory, Member
from migrate.model.origin import Origin
from migrate.model.topology import Edge, Node, Resolution, Topology


def build(inventory: Inventory) -> Topology:
    """Return components, hosts and outside systems, and who needs whom.

    The result does not depend on the order of members, hosts or references.
    """
    drawing = _Drawing(inventory)
    drawing.draw(written(inventory))
    drawing.look_up()
    drawing.confirm(surveyed(inventory))
    drawing.observe()
    return drawing.topology()


class _Wished(Struct, frozen=True):
    """A wish for something outside; its node's id is given when all are known."""

    want: Want
    address: str
    port: int
    protocol: str
    from_survey: bool
    origins: tuple[Origin, ...] = ()
    """Why it means this address: a hosts file that gives the name."""


class _Drawing:
    """The graph while it is being drawn."""

    def __init__(self, inventory: Inventory) -> None:
        self._inventory = inventory
        self._directory = Directory(inventory)
        self._hosts = nodes.host_ids(inventory)
        self._links = Links()
        self._outside = Outside()
        self._wished: list[_Wished] = []
        self._resolutions: dict[tuple[str, str], Resolution] = {}
        self._findings: list[Finding] = []
        self._market = Market(inventory, self._place)

    def draw(self, wants: Iterable[Want]) -> None:
        """Resolve what artifacts and captures want."""
        for want in wants:
            found = resolve(want, self._directory)
            if found is None:
                self._doubt("unresolved-reference", want, {})
            elif _outside(found) and self._by_service(want, found):
                continue
            elif _outside(found):
                self._wish(want, found, from_survey=False)
            else:
                self._inside(want, found, from_survey=False)

    def _by_service(self, want: Want, found: Found) -> bool:
        """Link to the components whose service a host name is: `http://STOCK/list`."""
        offering = self._market.offering(want, found.target.host)
        for member in offering:
            meant = resolve_component(member, replace(want, target=member.component.id))
            self._link(want, meant, member.component.id, from_survey=False)
        return bool(offering)

    def look_up(self) -> None:
        """Add the calls whose target a registry gives at run time, and what they lack."""
        for call in self._market.calls():
            self._links.add(call)
        self._findings.extend(self._market.findings())

    def _place(self, want: Want) -> str:
        """Return what an address stands for: a node, or the address of something outside."""
        found = resolve(want, self._directory)
        if found is None:
            return ""
        return found.target.written if _outside(found) else self._node(found)

    def confirm(self, wants: Iterable[Want]) -> None:
        """Add what the survey's rows say: evidence, or relations nobody else tells of."""
        for want in wants:
            member = self._directory.component(want.target, want.member.system)
            if member is not None:
                found = resolve_component(member, want)
                self._link(want, found, member.component.id, from_survey=True)
            else:
                self._confirm_unnamed(want, resolve(want, self._directory))

    def observe(self) -> None:
        """Add what was seen on the hosts: evidence of known relations, or further ones."""
        observed = [
            (each, replace(found, origins=(*found.origins, *each.evidence)))
            for each in captured.seen(self._inventory, self._directory, self._hosts)
            if (found := resolve(each.want, self._directory)) is not None
        ]
        # Whose a connection is, is told by what is written, not by other connections.
        decided = [(each, found, self._owners(each, found)) for each, found in observed]
        for each, found, owners in decided:
            for want in [replace(each.want, member=m) for m in owners] or [each.want]:
                self._observe_one(want, found)
            if not owners and each.doubt:
                names = ", ".join(sorted(m.component.id for m in each.candidates)) or "-"
                process = each.process or "?"
                self._doubt(each.doubt, each.want, {"process": process, "candidates": names})
        callers = captured.callers(self._inventory, self._directory, self._hosts)
        for call, sources in [(call, self._answered(call)) for call in callers]:
            for want, found in sources:
                self._observe_one(replace(want, origins=call.want.origins), found)

    def _owners(self, each: Seen, found: Found) -> tuple[Member, ...]:
        if each.want.kind == "shares":
            return each.candidates
        known = self._callers(found)
        owners = tuple(m for m in each.candidates if m.component.id in known)
        if not owners and len(each.candidates) == 1 and each.process:
            return each.candidates
        return owners

    def _answered(self, call: Seen) -> list[tuple[Want, Found]]:
        """Return the known callers of a service that its own host saw them call."""
        found = resolve(call.want, self._directory)
        if found is None or found.member is None:
            return []
        known = self._links.between(found.member.component.id, found.port)
        sources = (m for m in call.candidates if m.component.id in known)
        return [(replace(call.want, member=m), replace(found, origins=())) for m in sources]

    def _callers(self, found: Found) -> frozenset[str]:
        """Return the components that are known to call what was found."""
        if not _outside(found):
            return self._links.between(self._node(found), found.port)
        address = found.target.written
        return frozenset(w.want.member.component.id for w in self._wished if w.address == address)

    def _observe_one(self, want: Want, found: Found) -> None:
        if _outside(found):
            self._wish(want, found, from_survey=True)
            return
        if found.doubt and want.kind != "shares":
            self._doubt(found.doubt, want, _doubted(found))
        self._link(want, found, self._node(found, want), from_survey=True)

    def _node(self, found: Found, want: Want | None = None) -> str:
        """Return the node that something inside stands for; of a share it is the server."""
        if found.member and not (want and want.kind == "shares" and found.host):
            return found.member.component.id
        return self._hosts[found.host.id] if found.host else ""

    def topology(self) -> Topology:
        """Return what was drawn."""
        outsiders = tuple(self._outside)
        inside = nodes.inside(self._inventory, self._hosts)
        ids = nodes.external_ids((o.address for o in outsiders), (node.id for node in inside))
        for wished in self._wished:
            self._link_outside(wished, ids[wished.address])
        edges = self._links.edges(ids)
        components = sorted(member.component.id for member in self._inventory.members)
        groups, layers = waves.order(components, edges)
        found = (*self._findings, *(f for o in outsiders for f in _external(o, edges, ids)))
        return Topology(
            nodes=(*inside, *(_node(outsider, ids) for outsider in outsiders)),
            edges=edges,
            resolutions=tuple(self._resolutions[key] for key in sorted(self._resolutions)),
            groups=groups,
            waves=layers,
            findings=tuple(sorted(_merged(found), key=_order)),
        )

    def _confirm_unnamed(self, want: Want, found: Found | None) -> None:
        target = parse(want.target)
        if found and (found.member or found.host or found.doubt):
            self._inside(want, found, from_survey=True)
        elif found and target and (target.port or is_address(target.host)):
            self._wish(want, found, from_survey=True)
        else:
            address = self._outside.named(want)
            self._wished.append(_Wished(want, address, want.port, want.protocol, True))

    def _inside(self, want: Want, found: Found, *, from_survey: bool) -> None:
        if found.doubt:
            self._doubt(found.doubt, want, _doubted(found))
        if found.member:
            self._link(want, found, found.member.component.id, from_survey=from_survey)
        elif found.host:
            self._link(want, found, self._hosts[found.host.id], from_survey=from_survey)

    def _link(self, want: Want, found: Found, node: str, *, from_survey: bool) -> None:
        link = Link(
            source=want.member.component.id,
            target=node,
            kind=want.kind,
            protocol=found.protocol or want.protocol,
            port=found.port or want.port,
            database=want.database,
            wanted=want.origins,
            resolved=found.origins,
            carries=want.carries,
        )
        if from_survey:
            self._links.confirm(link)
            return
        self._links.add(link)
        self._resolve(want, node, found)

    def _wish(self, want: Want, found: Found, *, from_survey: bool) -> None:
        address = found.target.written
        self._outside.add(address, want)
        self._wished.append(
            _Wished(want, address, found.port, want.protocol, from_survey, found.origins)
        )

    def _link_outside(self, wished: _Wished, node: str) -> None:
        want = wished.want
        target = parse(want.target)
        if target is not None and not wished.from_survey:
            self._resolve(want, node, Found(target, port=wished.port, origins=wished.origins))
        link = Link(
            source=want.member.component.id,
            target=node,
            kind=want.kind,
            protocol=wished.protocol,
            port=wished.port,
            database=want.database,
            wanted=want.origins,
            resolved=wished.origins,
            carries=want.carries,
        )
        if wished.from_survey:
            self._links.confirm(link)
        else:
            self._links.add(link)

    def _resolve(self, want: Want, node: str, found: Found) -> None:
        key = (want.member.component.id, want.target)
        known = self._resolutions.get(key)
        if known is None:
            self._resolutions[key] = Resolution(*key, node, found.port, found.origins)

    def _doubt(self, rule: str, want: Want, params: dict[str, str]) -> None:
        self._findings.append(
            Finding(
                rule=rule,
                severity="potential",
                subject=want.member.component.id,
                params={"target": want.target, "setting": want.setting, **params},
                effort=1,
                origins=want.origins,
            )
        )


def _outside(found: Found) -> bool:
    return found.member is None and found.host is None and not found.doubt


def _doubted(found: Found) -> dict[str, str]:
    """Return what a sentence of doubt names; a virtual address belongs to no server."""
    host = found.host.name if found.host else found.target.host
    return {"host": host, "candidates": ", ".join(found.candidates)}


def _node(outsider: Outsider, ids: dict[str, str]) -> Node:
    return Node(
        id=ids[outsider.address],
        kind="external",
        name=outsider.name,
        address=outsider.address,
        origins=outsider.origins,
    )


def _external(
    outsider: Outsider, edges: tuple[Edge, ...], ids: dict[str, str]
) -> Iterable[Finding]:
    for edge in edges:
        if edge.target == ids[outsider.address]:
            yield Finding(
                rule="external-dependency",
                severity="potential",
                subject=edge.source,
                params={"address": outsider.address, "protocol": edge.protocol or "tcp"},
                effort=1,
                origins=edge.origins,
            )


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings without repeats: of equal ones, one with the evidence of all."""
    merged: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.rule, finding.subject, tuple(sorted(finding.params.items())))
        known = merged.get(key)
        origins = sorted({*(known.origins if known else ()), *finding.origins})
        merged[key] = Finding(
            finding.rule,
            finding.severity,
            finding.subject,
            finding.params,
            finding.effort,
            tuple(origins),
        )
    return list(merged.values())


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.rule, finding.subject, sorted(finding.params.items()))
