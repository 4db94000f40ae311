"""The read stage: artifacts and captures go in; components with facts come out."""

from migrate.read.cache import Cache
from migrate.read.stage import read

__all__ = ["Cache", "read"]
