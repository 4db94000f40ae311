"""How an application's configuration files travel: text with the addresses and secrets cut out."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from migrate.model.origin import Origin

Quoting: TypeAlias = Literal[
    "raw", "properties", "php", "sql", "xml", "yaml", "json", "cnf", "shell",
    "line", "double", "single",
]  # fmt: skip
"""How a value must be escaped at its place (`php`, `sql`: inside single quotes; `yaml`, `json`,
`cnf`, `shell`: with quotes of their own; `line`, `double`, `single`: in ini files and the like,
bare up to the line's end or in the quotes that stand there)."""


class Text(Struct, frozen=True, tag="text"):
    """Characters that stay as they are."""

    text: str


class AddressSlot(Struct, frozen=True, tag="address"):
    """A host name or IP address that the new environment replaces."""

    target: str
    """The `Reference.target` this belongs to, `10.20.3.11:3306`."""
    text: str
    """What stood there, `10.20.3.11` or `10.20.3.11:3306`."""
    form: Literal["host", "host:port", "port"] = "host"
    line: int = 0


class SecretSlot(Struct, frozen=True, tag="secret"):
    """A secret that stood here. Its value was dropped while reading."""

    setting: str
    """The key that held it, `password`."""
    target: str = ""
    """The `Reference.target` that the secret opens, empty when it opens nothing known."""
    account: str = ""
    """The user that goes with it, empty when unknown."""
    quoting: Quoting = "raw"
    line: int = 0


Part: TypeAlias = Text | AddressSlot | SecretSlot


class SettingFile(Struct, frozen=True):
    """A configuration file of an application, redacted."""

    path: str
    """Path inside the application (`WEB-INF/classes/db.properties`) or below `location`."""
    location: Literal["application", "working-directory", "server"]
    """`application`: in the archive or folder; `working-directory`: read by a relative path;
    `server`: the configuration of the server process itself (my.cnf)."""
    format: str
    """properties, php, log4j, cnf, xml, yaml, sql, text"""
    encoding: str
    parts: tuple[Part, ...]
    origins: tuple[Origin, ...] = ()

    @property
    def has_secret(self) -> bool:
        """Whether it must become a Secret rather than a ConfigMap."""
        return any(isinstance(part, SecretSlot) for part in self.parts)

    @property
    def has_address(self) -> bool:
        """Whether the new environment changes anything in it."""
        return any(isinstance(part, AddressSlot) for part in self.parts)
