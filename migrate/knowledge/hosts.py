"""hosts.yaml as typed values: what the programs and ports of a server are."""

from __future__ import annotations

import functools

from msgspec import Struct

from migrate.knowledge import load


class HostKnowledge(Struct, frozen=True, forbid_unknown_fields=True):
    """What programs are."""

    programs: dict[str, tuple[str, ...]]
    infrastructure: tuple[str, ...]
    services: dict[str, int]

    def kinds(self, program: str) -> tuple[str, ...]:
        """Return the kinds of components that a program can be; none when it is not known."""
        name = program.strip().lower()
        found = self.programs.get(name)
        if found is None:
            # php-fpm7.4, php-fpm: pool www, mysqld_safe, postgres: writer
            found = next(
                (self.programs[p] for p in self.programs if _begins(name, p)),
                (),
            )
        return found

    def is_infrastructure(self, program: str) -> bool:
        """Tell a program of the system itself."""
        return program.strip().lower().rstrip(":") in self.infrastructure


def _begins(name: str, program: str) -> bool:
    rest = name.removeprefix(program)
    return rest != name and (not rest[:1].isalpha()) and program not in ("java", "php", "oracle")


@functools.cache
def host_knowledge() -> HostKnowledge:
    """Return the tables.

    Raises:
        KnowledgeError: the file is wrong.
    """
    return load("hosts.yaml", HostKnowledge)
