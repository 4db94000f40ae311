"""MyCAT and ShardingSphere behind a JDBC URL: application → proxy → databases, from their files."""

from __future__ import annotations

from pathlib import Path

from migrate import graph
from migrate.analyse import merge
from migrate.model.decisions import Decisions
from migrate.model.survey import Survey
from migrate.pipeline import read_paths
from tests.read.java.packing import packed

Edges = set[tuple[str, str, int, str]]

MYCAT = """<?xml version="1.0"?>
<mycat:schema xmlns:mycat="http://io.mycat/">
<schema name="shop"><table name="orders" dataNode="dn1,dn2" rule="mod"/></schema>
<dataNode name="dn1" dataHost="h1" database="shop_1"/>
<dataNode name="dn2" dataHost="h2" database="shop_2"/>
<dataHost name="h1" dbType="mysql" balance="0"><writeHost host="m1" url="db1.shop.cn:3306" user="u"
  password="p1"/></dataHost>
<dataHost name="h2" dbType="mysql" balance="0"><writeHost host="m2" url="db2.shop.cn:3306" user="u"
  password="p2"/></dataHost>
</mycat:schema>"""
MYCAT_SERVER = """<mycat:server xmlns:mycat="http://io.mycat/"><system>
<property name="serverPort">8066</property></system></mycat:server>"""
PROXY = """databaseName: shop
dataSources:
  ds_0: {url: "jdbc:mysql://db1.shop.cn:3306/shop_0", username: u, password: p1}
  ds_1: {url: "jdbc:mysql://db2.shop.cn:3306/shop_1", username: u, password: p2}
"""


def edges(folder: Path, files: dict[str, str], war: dict[str, str]) -> Edges:
    """Read shop.war beside other inputs; an edge's end outside is its address."""
    (folder / "shop.war").write_bytes(packed({"WEB-INF/web.xml": "<web-app/>", **war}))
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        (folder / path).write_text(text)
    reading = read_paths(sorted(folder.iterdir()), folder)
    topology = graph.build(merge(reading, Survey(), Decisions()))
    names = {node.id: node.address or node.id for node in topology.nodes}
    return {(edge.source, names[edge.target], edge.port, edge.database) for edge in topology.edges}


def jdbc(url: str) -> dict[str, str]:
    return {"WEB-INF/classes/db.properties": f"jdbc.url={url}\n"}


def test_mycat_stands_between(tmp_path: Path) -> None:
    files = {"mycat/schema.xml": MYCAT, "mycat/server.xml": MYCAT_SERVER}
    assert edges(tmp_path, files, jdbc("jdbc:mysql://mycat:8066/shop")) == {
        ("shop", "mycat", 8066, "shop"),
        ("mycat", "db1.shop.cn:3306", 3306, "shop_1"),
        ("mycat", "db2.shop.cn:3306", 3306, "shop_2"),
    }


def test_shardingspheres_proxy_stands_between(tmp_path: Path) -> None:
    files = {"proxy/conf/config-shop.yaml": PROXY}
    assert edges(tmp_path, files, jdbc("jdbc:mysql://proxy:3307/shop")) == {
        ("shop", "proxy", 3307, "shop"),
        ("proxy", "db1.shop.cn:3306", 3306, "shop_0"),
        ("proxy", "db2.shop.cn:3306", 3306, "shop_1"),
    }


def test_inside_of_the_application_it_is_no_hop(tmp_path: Path) -> None:
    settings = """spring.shardingsphere.datasource.names=ds0,ds1
spring.shardingsphere.datasource.ds0.jdbc-url=jdbc:mysql://db1.shop.cn:3306/shop_0
spring.shardingsphere.datasource.ds1.jdbc-url=jdbc:mysql://db2.shop.cn:3306/shop_1
"""
    assert edges(tmp_path, {}, {"WEB-INF/classes/application.properties": settings}) == {
        ("shop", "db1.shop.cn:3306", 3306, "shop_0"),
        ("shop", "db2.shop.cn:3306", 3306, "shop_1"),
    }


def test_the_drivers_own_file_names_the_real_databases(tmp_path: Path) -> None:
    war = {
        **jdbc("jdbc:shardingsphere:classpath:sharding-shop.yaml"),
        "WEB-INF/classes/sharding-shop.yaml": PROXY,
    }
    assert edges(tmp_path, {}, war) == {
        ("shop", "db1.shop.cn:3306", 3306, "shop_0"),
        ("shop", "db2.shop.cn:3306", 3306, "shop_1"),
    }
