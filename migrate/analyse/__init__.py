"""The analyse stage: what was read and what was surveyed become one inventory."""

from migrate.analyse.merge import merge, new_names

__all__ = ["merge", "new_names"]
