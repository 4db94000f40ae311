"""Generated files go in; images on an engine and objects on a cluster come out."""

from migrate.deploy.apply import deploy
from migrate.deploy.target import Target

__all__ = ["Target", "deploy"]
