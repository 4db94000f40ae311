"""MyCAT's schema.xml and server.xml go in; its databases, backends, shards and ports come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from migrate.model.facts import Reference
from migrate.model.reason import Because
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.middleware.balancing import endpoint, host_port
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

if TYPE_CHECKING:
    from lxml import etree

KIND = "mycat"
_WRITES = {"0": False, "1": True, "2": True, "3": True}
"""`balance`: whether reads go to other servers than writes."""


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds a MyCAT schema."""
    return ("",) if any(_is_schema(entry) for entry in tree.entries()) else ()


def read(site: Site) -> Iterable[Found]:
    """Read one MyCAT."""
    found = Found()
    for entry in site.tree.entries():
        if _is_schema(entry):
            _schema(entry, found)
            config_files.held(entry, found)
        elif entry.name == "server.xml" and b"mycat:server" in entry.content()[:4096]:
            _server(entry, found)
            config_files.held(entry, found)
        elif entry.suffix == ".xml" and b"mycat:rule" in entry.content()[:4096]:
            _rules(entry, found)
    yield found


def _is_schema(entry: Entry) -> bool:
    return entry.suffix == ".xml" and b"mycat:schema" in entry.content()[:4096]


def _root(entry: Entry) -> etree._Element | None:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(entry.content(), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        detail = " ".join(str(wrong).split())[:120]
        entry.fault = Because("read.damaged", {"detail": detail})
        return None


def _all(root: etree._Element, *names: str) -> Iterator[tuple[etree._Element, int]]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in names:
            line = element.sourceline
            yield element, line if isinstance(line, int) else 0


def _schema(entry: Entry, found: Found) -> None:
    root = _root(entry)
    if root is None:
        return
    databases: dict[str, list[str]] = {}
    for node, line in _all(root, "dataNode"):
        host, database = node.get("dataHost", ""), node.get("database", "")
        databases.setdefault(host, []).append(database)
        found.item("mycat.nodes", entry.origin(line), name=node.get("name", ""), host=host,
                   database=database)  # fmt: skip
    for schema, line in _all(root, "schema"):
        if schema.get("name"):
            tables = [t.get("name", "") for t, _ in _all(schema, "table")]
            found.item("mycat.schemas", entry.origin(line), name=schema.get("name"), tables=tables,
                       node=schema.get("dataNode"))  # fmt: skip
            for table, at in _all(schema, "table"):
                nodes = [n.strip() for n in (table.get("dataNode") or "").split(",") if n.strip()]
                if table.get("rule"):
                    found.item("mycat.sharded", entry.origin(at), table=table.get("name", ""),
                               nodes=nodes, rule=table.get("rule"))  # fmt: skip
    for group, line in _all(root, "dataHost"):
        _host(group, line, databases.get(group.get("name", ""), []), entry, found)


def _host(
    host: etree._Element, line: int, databases: Sequence[str], entry: Entry, found: Found
) -> None:
    name, protocol = host.get("name", ""), (host.get("dbType") or "mysql").lower()
    members = list(_all(host, "writeHost", "readHost"))
    for member, at in members:
        where = host_port((member.get("url") or "").removeprefix("jdbc:mysql://").partition("/")[0])
        if where is None or not where[0]:
            continue
        role = "write" if str(member.tag).endswith("writeHost") else "read"
        origin = entry.origin(at)
        port = where[1] or 3306
        found.item("proxy.backends", origin, host=where[0], port=port, group=name, role=role)
        for database in dict.fromkeys(databases) or ("",):
            found.references.append(
                Reference(f"{where[0]}:{port}", protocol, database, f"dataHost {name}",
                          member.get("user") or "", "call", (origin,))
            )  # fmt: skip
    found.item(
        "proxy.groups", entry.origin(line), name=name, balance=host.get("balance"),
        read_write_split=_WRITES.get(host.get("balance") or "0", False),
        heartbeat=next((h.text for h, _ in _all(host, "heartbeat")), None),
    )  # fmt: skip
    found.fact(
        "proxy.routing",
        {"read_write_split": _WRITES.get(host.get("balance") or "0", False), "rules": []},
        entry.origin(line),
    )


def _server(entry: Entry, found: Found) -> None:
    root = _root(entry)
    if root is None:
        return
    for node, line in _all(root, "property"):
        text = (node.text or "").strip()
        if (
            node.get("name") in ("serverPort", "managerPort")
            and text.isdecimal()
            and int(text) < 65536
        ):
            endpoint(found, int(text), "mysql", entry.origin(line))
    for user, line in _all(root, "user"):
        schemas = next(
            (p.text or "" for p, _ in _all(user, "property") if p.get("name") == "schemas"), ""
        )
        if user.get("name"):
            names = [s.strip() for s in schemas.split(",") if s.strip()]
            found.item("proxy.accounts", entry.origin(line), name=user.get("name"), schemas=names)


def _rules(entry: Entry, found: Found) -> None:
    root = _root(entry)
    for rule, line in _all(root, "tableRule") if root is not None else ():
        columns = [c.text or "" for c, _ in _all(rule, "columns")]
        algorithm = next((a.text for a, _ in _all(rule, "algorithm")), None)
        found.item("mycat.rules", entry.origin(line), name=rule.get("name", ""),
                   columns=columns, algorithm=algorithm)  # fmt: skip
