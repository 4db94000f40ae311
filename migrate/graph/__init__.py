"""The graph stage: inventory -> topology. The only room that knows networkx."""

from migrate.graph.build import build
from migrate.graph.replication import replication_topology, with_shapes

__all__ = ["build", "replication_topology", "with_shapes"]
