"""What the readers of an application's contents collect before the whole can be judged."""

from __future__ import annotations

from msgspec import Struct

from migrate.model.origin import Origin


class Path(Struct, frozen=True):
    """A path that the application answers at, before it is judged who may ask."""

    path: str
    kind: str
    origin: Origin
    methods: tuple[str, ...] = ()
    """Empty when nothing restricts or tells them."""
    login: bool | None = None
    """What the place itself tells; a guard counts more."""


class Guard(Struct, frozen=True):
    """A rule that lets everyone, or only who logged in, ask for paths."""

    pattern: str
    """As web.xml (`/admin/*`, `*.do`) or Ant (`/admin/**`) write it."""
    login: bool | None
    """None: it decides, but what it asks for is not understood."""
    origin: Origin
    methods: tuple[str, ...] = ()


class SessionUse(Struct, frozen=True):
    """One sign of how sessions are kept."""

    use: str
    origin: Origin
    confidence: float = 1.0


class Resource(Struct, frozen=True):
    """A database, queue or mail server as one place tells it."""

    origin: Origin
    setting: str = ""
    """The key, JNDI name or bean that holds it."""
    jndi: str = ""
    kind: str = "jdbc"
    driver: str = ""
    url: str = ""
    host: str = ""
    """Where it is given on its own rather than in a URL."""
    port: str = ""
    database: str = ""
    account: str = ""
    where: str = "application"
    defined: bool = True
    """False: only named here."""
    more: tuple[Origin, ...] = ()
    """Places that its placeholders were filled from."""
    own: bool = False
    """Whether the server has it for this application alone."""


class Schedule(Struct, frozen=True):
    """Something that starts by the clock."""

    kind: str
    what: str
    origin: Origin
    cron: str = ""
    every: str = ""
    """Milliseconds, or a duration as written."""
