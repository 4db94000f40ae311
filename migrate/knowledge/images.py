"""images/*.yaml as typed values: which base image, packages and paths each kind gets."""

from __future__ import annotations

import datetime
import functools

from msgspec import Struct, field

from migrate.knowledge import load_folder


class Base(Struct, frozen=True, forbid_unknown_fields=True):
    """One base image, with the tag that exists."""

    image: str
    runtime: str
    """Version of Java, PHP or the database server in it."""
    serves: str = ""
    """javax or jakarta, for servlet containers."""
    supported_until: datetime.date | None = None
    params: dict[str, str] = field(default_factory=dict)


class Scratch(Struct, frozen=True, forbid_unknown_fields=True):
    """A path that must be writable and need not outlive the container."""

    name: str
    path: str
    size: str


class ListeningPort(Struct, frozen=True, forbid_unknown_fields=True):
    """The port the server in the image listens on."""

    name: str
    number: int


class Extension(Struct, frozen=True, forbid_unknown_fields=True):
    """How a PHP extension gets into an image; nothing to install when it is built in."""

    install: str = ""
    configure: str = ""
    build: tuple[str, ...] = ()
    runtime: tuple[str, ...] = ()


class Database(Struct, frozen=True, forbid_unknown_fields=True):
    """What differs between database images."""

    dialect: str
    """A file of knowledge/databases."""
    options_file: str
    root_password_variable: str
    admin: str


class Technology(Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of component is packed in one catalogue."""

    recipe: str
    workdir: str
    applications: str
    """Folder of web applications, document root or data folder."""
    port: ListeningPort
    bases: tuple[Base, ...]
    scratch: tuple[Scratch, ...] = ()
    packages: tuple[str, ...] = ()
    extensions: dict[str, Extension] = field(default_factory=dict)
    database: Database | None = None


class Catalogue(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"java_war": "java-war", "php_site": "php-site"},
):
    """One source of images."""

    checked: datetime.date
    """When the tags and package names were last seen to exist."""
    source: str
    java_war: Technology
    php_site: Technology
    mysql: Technology

    def technology(self, kind: str) -> Technology | None:
        """Return how a kind of component is packed, None when this catalogue cannot."""
        return {"java-war": self.java_war, "php-site": self.php_site, "mysql": self.mysql}.get(kind)


@functools.cache
def catalogues() -> dict[str, Catalogue]:
    """Return every catalogue by name.

    Raises:
        KnowledgeError: a file is wrong.
    """
    return load_folder("images", Catalogue)
