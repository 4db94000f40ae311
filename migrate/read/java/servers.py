"""What an application demands of its server: full or not, by what; whose descriptors it carries."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.knowledge.java import Lacking, both_spaces, java_servers, one_of
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java.used import Used
from migrate.read.tree import Tree

FULL, CONTAINER = "full server", "servlet container"
_DESCRIPTOR_FOLDERS = ("META-INF/", "WEB-INF/", "WEB-INF/classes/META-INF/")


def tell(tree: Tree, used: Used, found: Found) -> None:
    """Add what demands a full server, `server.addable` and `server.vendor`."""
    asked = ((each, _of(each, tree, used, found)) for each in java_servers().full)
    demands = [(each, origins) for each, origins in asked if origins]
    for each, origins in demands:
        for origin in origins:
            found.item("server.required_by", origin, api=each.api)
    if demands:
        found.fact("server.required", FULL, *(o for _, origins in demands for o in origins))
    _addable(used, found)
    tell_vendors(tree, used, found)


def descriptors(tree: Tree, names: Iterable[str]) -> tuple[Origin, ...]:
    """Return the descriptors of some names; a name with a folder counts only there."""
    wanted = [n if "/" in n else f"{folder}{n}" for n in names for folder in _DESCRIPTOR_FOLDERS]
    return tuple(entry.origin() for path in wanted if (entry := tree.get(path)))


def _of(each: Lacking, tree: Tree, used: Used, found: Found) -> tuple[Origin, ...]:
    """Return what demands an API, nothing when a library brings it."""
    if any(one_of(library.name, each.unless) for library in found.libraries):
        return ()
    if each.without and used.type(*both_spaces(each.without)):
        return ()
    in_code = (
        *used.below(*both_spaces(each.packages)),
        *used.type(*both_spaces(each.types)),
    )
    return (*descriptors(tree, each.descriptors), *in_code)


def _addable(used: Used, found: Found) -> None:
    for each in java_servers().addable:
        if any(one_of(library.name, each.brought_by) for library in found.libraries):
            continue
        for origin in used.below(*both_spaces(each.packages)):
            found.item("server.addable", origin, api=each.api)


def tell_vendors(tree: Tree, used: Used, found: Found) -> None:
    """Add `server.vendor` by descriptors and by the use of a server's own classes."""
    for name, vendor in java_servers().vendors.items():
        for origin in descriptors(tree, vendor.descriptors):
            found.item("server.vendor", origin, vendor=name, by="descriptor")
        for origin in used.below(*vendor.packages):
            found.item("server.vendor", origin, vendor=name, by="classes")
