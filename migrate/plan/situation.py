"""Everything that planning one component may look at."""

from __future__ import annotations

from msgspec import Struct

from migrate.knowledge.images import Technology
from migrate.model.decisions import Decisions
from migrate.model.inventory import Host, Inventory, Member
from migrate.model.reason import Chosen
from migrate.model.topology import Topology
from migrate.plan.left import Left, left
from migrate.plan.ports import main_port
from migrate.plan.target import Target
from migrate.plan.why import choose


class Situation(Struct, frozen=True):
    """The estate, its relations, the decisions and the target."""

    inventory: Inventory
    topology: Topology
    decisions: Decisions
    target: Target

    def technology(self, member: Member) -> Technology | None:
        """Return how a component is packed, None when the catalogue cannot."""
        return self.target.catalogue.technology(member.component.kind)

    def left(self, member: Member) -> Left | None:
        """Return why nothing is generated for a component, None when it becomes a workload."""
        return left(member, self.target.catalogue, self.decisions)

    @property
    def planned(self) -> tuple[Member, ...]:
        """Return the components that become workloads, by id."""
        found = [member for member in self.inventory.members if self.left(member) is None]
        return tuple(sorted(found, key=lambda member: member.component.id))

    def member(self, component: str) -> Member | None:
        """Return the planned component with this id."""
        return next((m for m in self.planned if m.component.id == component), None)

    def system(self, member: Member) -> str:
        """Return the system a component is deployed with; the project's own when none is named."""
        return member.system or self.inventory.project or "estate"

    def namespace(self, system: str) -> Chosen[str]:
        """Return the namespace of a system."""
        name = system or self.inventory.project or "estate"
        return choose(name, "plan.namespace", system=name)

    def hosts(self, member: Member) -> tuple[Host, ...]:
        """Return the servers that a component runs on today."""
        known = {host.id: host for host in self.inventory.hosts}
        return tuple(known[name] for name in member.hosts if name in known)

    def port(self, member: Member) -> Chosen[int]:
        """Return the port that a planned component listens on in its container."""
        technology = self.technology(member)
        if technology is None:
            raise ValueError(member.component.id)
        return main_port(member.component, technology.port)

    def address(self, consumer: Member, component: str) -> str:
        """Return the name under which one component reaches another."""
        target = self.member(component)
        if target is None or target.system == consumer.system:
            return component
        return f"{component}.{self.namespace(target.system).value}.svc"
