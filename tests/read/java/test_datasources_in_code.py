"""Databases that classes name or define, databases that are files, and logins set up in code."""

from __future__ import annotations

import pytest

from tests.read.java.applications import items, read_war
from tests.read.java.class_builder import ClassBuilder


def java_class(name: str, *strings: str) -> ClassBuilder:
    built = ClassBuilder(f"com/shop/{name}", "java/lang/Object")
    for text in strings:
        built.string(text)
    return built


def test_constants_that_are_addresses_or_names():
    shop = java_class(
        "Shop",
        "jdbc:mysql://10.1.1.5:3306/shop?user=a&password=geheim",
        "java:comp/env/jdbc/stock",
        "java:/OldDS",
        "jms/orders",
        "jdbc:mysql://",
        "see jdbc/stock",
        "java:comp/UserTransaction",
    )
    found = read_war({"WEB-INF/classes/com/shop/Shop.class": shop.bytes()})
    assert items(found, "datasources", "jndi", "kind", "host") == [
        ("java:comp/env/jdbc/stock", "jdbc", None),
        ("java:/OldDS", "jdbc", None),
        ("jms/orders", "jms", None),
        (None, "jdbc", "10.1.1.5"),
    ]
    assert "geheim" not in repr(found)


def test_annotations_that_name_or_define():
    shop = java_class("Shop")
    shop.annotate("javax/annotation/Resource", {"lookup": "java:jboss/datasources/Shop"}, "db")
    shop.annotate("javax/annotation/Resource", {"name": "cartService"}, "cart")
    other = java_class("Other").annotate(
        "javax/annotation/sql/DataSourceDefinition",
        {"name": "java:app/jdbc/pay", "className": "org.postgresql.Driver", "serverName": "pg1"},
    )
    found = read_war(
        {
            "WEB-INF/classes/com/shop/Shop.class": shop.bytes(),
            "WEB-INF/classes/com/shop/Other.class": other.bytes(),
        }
    )
    assert items(found, "datasources", "jndi", "host") == [
        ("java:jboss/datasources/Shop", None),
        ("java:app/jdbc/pay", "pg1"),
    ]


DESTINATION = "javax/jms/JMSDestinationDefinition"


@pytest.mark.parametrize("together", [True, False])
def test_destinations_that_the_application_makes_miss_no_definition(together: bool) -> None:
    made = {"name": "java:/queue/Orders", "interfaceName": "javax.jms.Queue"}
    shop = java_class("Shop")
    if together:
        more = {"interfaceName": "javax.jms.Topic", "name": "java:/topic/News"}
        shop.annotate(f"{DESTINATION}s", {"value": [(DESTINATION, made), (DESTINATION, more)]})
    else:
        shop.annotate(DESTINATION, made)
    shop.annotate("javax/annotation/Resource", {"lookup": "java:/queue/Orders"}, "orders")
    shop.annotate("javax/annotation/Resource", {"lookup": "java:/topic/News"}, "news")
    found = read_war({"WEB-INF/classes/com/shop/Shop.class": shop.bytes()})
    assert items(found, "datasources", "jndi") == ["java:/queue/Orders", "java:/topic/News"]
    missing = [u.because.params for u in found.unknown if u.fact == "datasources.definition"]
    assert missing == ([] if together else [{"names": "java:/topic/News"}])


def test_databases_that_are_files():
    text = (
        "a.url=jdbc:h2:file:/data/h2/shop;MODE=MySQL\nb.url=jdbc:h2:mem:test\n"
        "c.url=jdbc:sqlite:/var/lib/shop.db\nd.url=jdbc:h2:tcp://10.1.1.1/x\n"
        "e.url=jdbc:derby://10.1.1.2:1527/x\nf.url=jdbc:hsqldb:hsql://10.1.1.3/x\n"
    )
    found = read_war({"WEB-INF/classes/jdbc.properties": text})
    assert items(found, "files.written", "path", "holds", "how") == [
        ("/data/h2/shop", "data", "h2 database"),
        ("/var/lib/shop.db", "data", "sqlite database"),
    ]


def test_a_login_set_up_in_code_is_not_denied():
    page = {"a.jsp": "<html/>"}
    chain = java_class("Safe").call("org/springframework/security/web/SecurityFilterChain", "x")
    found = read_war({**page, "WEB-INF/classes/com/shop/Safe.class": chain.bytes()})
    assert items(found, "http.paths", "path", "login") == [("/a.jsp", None)]
    assert items(read_war(page), "http.paths", "path", "login") == [("/a.jsp", False)]
