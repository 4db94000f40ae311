"""Connections in XML of persistence libraries: JPA, Hibernate, MyBatis, iBATIS, c3p0, Proxool."""

from __future__ import annotations

from migrate.read.java import datasources
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource
from migrate.read.java.documents import Node

_JNDI = ("jta-data-source", "non-jta-data-source")


def jpa(root: Node, application: Application) -> None:
    """Read persistence.xml: data sources by name, or a connection of its own."""
    for unit in root.all("persistence-unit"):
        for node in unit.children(*_JNDI):
            if node.text:
                datasources.named(application, node.text, "jdbc", node.origin)
        said = {p.get("name"): p.get("value") or p.text for p in unit.all("property")}
        connection = {k: v for k, v in said.items() if _about_connection(k)}
        _define(unit, application, connection, unit.get("name"))


def hibernate(root: Node, application: Application) -> None:
    """Read hibernate.cfg.xml."""
    for factory in root.all("session-factory"):
        said = {p.get("name"): p.text or p.get("value") for p in factory.children("property")}
        connection = {k: v for k, v in said.items() if _about_connection(k)}
        _define(factory, application, connection, "session-factory")


def mybatis(root: Node, application: Application) -> None:
    """Read MyBatis' environments or iBATIS' transaction manager."""
    for source in root.all("dataSource"):
        said = {p.get("name"): p.get("value") for p in source.all("property", "Property")}
        _define(source, application, said, source.get("type") or "dataSource")


def pools(root: Node, application: Application) -> None:
    """Read c3p0-config.xml and proxool.xml."""
    for config in root.all("default-config", "named-config"):
        said = {p.get("name"): p.text or p.get("value") for p in config.children("property")}
        _define(config, application, said, config.get("name") or config.name)
    for pool in root.all("proxool"):
        said = {p.get("name"): p.get("value") for p in pool.all("property")}
        said |= {child.name: child.text for child in pool.children() if child.text}
        _define(pool, application, said, pool.said("alias") or "proxool")


def _about_connection(name: str) -> bool:
    words = name.lower()
    return "jdbc" in words or "connection" in words or "datasource" in words


def _define(node: Node, application: Application, said: dict[str, str], setting: str) -> None:
    datasources.from_properties(application, node, said, Resource(node.origin, setting=setting))
