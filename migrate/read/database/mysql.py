"""What was captured of MySQL and MariaDB servers goes in: my.cnf, SHOW outputs, dumps, scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.read.database import (
    mysql_captures,
    mysql_dump,
    mysql_facts,
    mysql_files,
    mysql_instances,
    mysql_scripts,
    mysql_sizes,
)
from migrate.read.database.mysql_instances import Instance
from migrate.read.database.mysql_schema import Schema
from migrate.read.database.mysql_server import Server
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "mysql"


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds captures of a MySQL server."""
    alone = not any(entry.suffix in (".war", ".ear", ".jar") for entry in tree.entries())
    held = any(mysql_files.shows_server(entry, alone=alone) for entry in tree.entries())
    return ("",) if held else ()


def read(site: Site) -> Iterable[Found]:
    """Read every server that the captures tell of."""
    instances = mysql_instances.instances(site.tree)
    for instance in instances:
        found = _read(instance, site.tree)
        if found is not None:
            found.name = instance.name if len(instances) > 1 else ""
            yield found


def _read(instance: Instance, tree: Tree) -> Found | None:
    found, server = Found(), Server()
    texts = [(entry, mysql_files.text(entry)) for entry in instance.others]
    shown = [(entry, text) for entry, text in texts if text and mysql_files.is_capture(entry)]
    for entry, text in shown:
        mysql_captures.read(entry, text, server, found)
    # After the captures: which groups of a file count depends on the server's version.
    mysql_instances.Options(server, found, tree, instance).read()
    for entry, text in shown:
        mysql_sizes.disk_usage(entry, text, server, found)
    for entry, text in texts:
        if text and mysql_files.is_script(entry) and mysql_scripts.mentions(text):
            mysql_scripts.read(entry, text, server, found)
    for entry, text in texts if server.is_server else ():
        if text and mysql_files.is_script(entry):
            mysql_scripts.calls(entry, text, server, found)
    schema = Schema(server, found)
    for entry in instance.others:
        if entry.suffix == ".sql":
            with mysql_files.opened(entry) as stream:
                schema.read(entry, mysql_dump.statements(stream))
    schema.close()
    mysql_facts.conclude(server, found)
    return found if server.is_server or found.has("mysql.databases") else None
