"""Addresses in values: every form that names a host, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate.read import config_files
from migrate.read.formats import properties, xml_pairs, yaml_pairs
from migrate.read.tree import Entry
from migrate.read.values import Address, Pair, addresses
from tests.read.fuzz import MOST_SECONDS, limited


def of(value: str, key: str = "x.value") -> tuple[Address, ...]:
    return addresses([Pair(key, value, 1, 0)])


def told(value: str, key: str = "x.value") -> list[str]:
    """Return what one value names, and check that each host is cut where it stands."""
    found = of(value, key)
    for address in found:
        written = value[address.start : address.start + address.length]
        assert written.startswith(address.host) or not address.length
    return [" ".join(filter(None, (a.protocol, a.target, a.database, a.account))) for a in found]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("jdbc:mysql://db1:3306/shop?user=joe&useSSL=false", ["mysql db1:3306 shop joe"]),
        ("jdbc:mysql://h1:3306,h2:3307/d", ["mysql h1:3306 d", "mysql h2:3307 d"]),
        (
            "jdbc:mysql:loadbalance://10.0.0.1,10.0.0.2:3307/d",
            ["mysql 10.0.0.1:3306 d", "mysql 10.0.0.2:3307 d"],
        ),
        (
            "jdbc:mysql:replication://address=(type=master)(host=m)(port=3308),"
            "address=(type=slave)(host=s)/d",
            ["mysql m:3308 d", "mysql s:3306 d"],
        ),
        ("jdbc:mysql://(host=a,port=1),(host=b,port=2)/d", ["mysql a:1 d", "mysql b:2 d"]),
        ("jdbc:mysql:///d", ["mysql localhost:3306 d"]),
        ("jdbc:mariadb://h/d", ["mysql h:3306 d"]),
        ("jdbc:p6spy:mysql://h/d", ["mysql h:3306 d"]),
        ("jdbc:postgresql://[2001:db8::1]:5433/d", ["postgresql [2001:db8::1]:5433 d"]),
        ("http://es1:9200,es2:9200/x", ["http es1:9200", "http es2:9200"]),
        ("Us|http://a.com,Our Shop|http://b.com", ["http a.com:80", "http b.com:80"]),
        ("jdbc:postgresql://a,b:5433/d", ["postgresql a:5432 d", "postgresql b:5433 d"]),
        ("jdbc:oracle:thin:@10.1.1.1:1521:ORCL", ["oracle 10.1.1.1:1521 ORCL"]),
        ("jdbc:oracle:thin:@//ora:1522/svc.corp", ["oracle ora:1522 svc.corp"]),
        ("jdbc:oracle:thin:scott/tiger@ora:1521/svc", ["oracle ora:1521 svc scott"]),
        ("jdbc:oracle:oci:@ora:1521:X", ["oracle ora:1521 X"]),
        (
            "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=rac1)"
            "(PORT=1521))(ADDRESS=(PROTOCOL=TCP)(HOST = rac2)(PORT = 1522)))"
            "(CONNECT_DATA=(SERVICE_NAME=orcl)))",
            ["oracle rac1:1521 orcl", "oracle rac2:1522 orcl"],
        ),
        (
            r"jdbc:sqlserver://10.1.1.2\inst:1433;databaseName=shop;user=sa",
            ["sqlserver 10.1.1.2:1433 shop sa"],
        ),
        (
            "jdbc:sqlserver://;serverName=s1;portNumber=1444;databaseName=d",
            ["sqlserver s1:1444 d"],
        ),
        ("jdbc:jtds:sqlserver://h/d;instance=a", ["sqlserver h:1433 d"]),
        ("jdbc:sybase:Tds:10.1.1.3:5000/d", ["sybase 10.1.1.3:5000 d"]),
        ("jdbc:db2://h:50000/SAMPLE:user=u;", ["db2 h:50000 SAMPLE u"]),
        ("jdbc:dm://10.1.1.1:5236/D", ["dm 10.1.1.1:5236 D"]),
        ("jdbc:kingbase8://h:54321/d", ["kingbase h:54321 d"]),
        ("jdbc:oscar://h:2003/d", ["oscar h:2003 d"]),
        ("jdbc:gbasedbt-sqli://h:9088/d:GBASEDBTSERVER=x", ["gbase h:9088 d"]),
        ("jdbc:h2:tcp://h:9092/~/d", ["h2 h:9092"]),
        ("mysql:host=10.1.1.9;port=3307;dbname=shop", ["mysql 10.1.1.9:3307 shop"]),
        ("pgsql:host=pg1;dbname=d;user=u", ["postgresql pg1:5432 d u"]),
        (
            "mongodb://u:p@a:1,b:2,c/d?replicaSet=x",
            ["mongodb a:1 d u", "mongodb b:2 d u", "mongodb c:27017 d u"],
        ),
        ("mongodb+srv://cluster.corp.cn/d", ["mongodb cluster.corp.cn:27017 d"]),
        ("mysql2://u:p@h/d", ["mysql h:3306 d u"]),
        ("redis://:pw@10.1.1.1:6380/0", ["redis 10.1.1.1:6380"]),
        ("amqp://u:p@mq1/vhost", ["amqp mq1:5672"]),
        (
            "failover:(tcp://a:61616,tcp://b:61617)?randomize=false",
            ["tcp a:61616", "tcp b:61617"],
        ),
        (
            "zookeeper://z1:2181?backup=z2:2181,z3:2182",
            ["zookeeper z1:2181", "zookeeper z2:2181", "zookeeper z3:2182"],
        ),
        ("dubbo://10.1.1.1:20880", ["dubbo 10.1.1.1:20880"]),
        ("t3://w1:7001,w2:7001", ["t3 w1:7001", "t3 w2:7001"]),
        ("service:jmx:rmi:///jndi/rmi://h:1099/jmxrmi", ["rmi h:1099"]),
        ("corbaloc:iiop:h:2810/NameService", ["iiop h:2810"]),
        ("ldap://l1 ldaps://l2:1636", ["ldap l1:389", "ldaps l2:1636"]),
        ("http://10.1.1.1:8080/a,https://b.corp.cn/c",
         ["http 10.1.1.1:8080", "https b.corp.cn:443"]),
        ("http://127.0.0.1:8080/a", ["http 127.0.0.1:8080"]),
        (
            "Driver={SQL Server};Server=10.1.1.1,1434;Database=d;Uid=sa;Pwd=p",
            ["sqlserver 10.1.1.1:1434 d sa"],
        ),
        (
            "Data Source=h\\inst;Initial Catalog=shop;User ID=sa;Password=p",
            ["sqlserver h:1433 shop sa"],
        ),
        ("host=pg1 port=5433 dbname=d user=u password=p", ["postgresql pg1:5433 d u"]),
        ("\\\\files01\\share\\x", ["smb files01:445"]),
        ("10.1.1.1:8080", ["tcp 10.1.1.1:8080"]),
    ],
)  # fmt: skip
def test_a_value_names(value: str, expected: list[str]) -> None:
    assert told(value) == expected


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("kafka.bootstrap.servers", "k1:9092,k2:9093", ["kafka k1:9092", "kafka k2:9093"]),
        (
            "zookeeper.connect",
            "z1:2181,z2:2181/kafka",
            ["zookeeper z1:2181", "zookeeper z2:2181"],
        ),
        ("server.1", "zoo1:2888:3888", ["tcp zoo1:2888"]),
        ("controller.quorum.voters", "1@k1:9093,2@k2:9093", ["tcp k1:9093", "tcp k2:9093"]),
        ("rocketmq.namesrvAddr", "10.1.1.1:9876;10.1.1.2:9876",
         ["rocketmq 10.1.1.1:9876", "rocketmq 10.1.1.2:9876"]),
        ("spring.redis.cluster.nodes", "10.1.1.1:7000, 10.1.1.2:7001",
         ["redis 10.1.1.1:7000", "redis 10.1.1.2:7001"]),
        ("memcached.servers", "m1:11211 m2:11211", ["memcached m1:11211", "memcached m2:11211"]),
        ("mail.smtp.host", "localhost", ["smtp localhost:25"]),
        ("redis.host", "cache", ["redis cache:6379"]),
        ("db_host", "db01.corp.local", ["tcp db01.corp.local"]),
        ("dbhost", "10.1.1.1", ["tcp 10.1.1.1"]),
    ],
)  # fmt: skip
def test_a_key_tells_what_a_bare_host_is(key: str, value: str, expected: list[str]) -> None:
    assert told(value, key) == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("app.version", "1.2.3.4"),
        ("os.build", "10.0.19041.1"),
        ("mask", "255.255.255.0"),
        ("subnet.mask", "10.1.1.1:80"),
        ("server.address", "0.0.0.0"),
        ("x.host", "192.168.1.255"),
        ("x.value", "1.2.3.4"),
        ("x.value", "http://0.0.0.0:80/"),
        ("x.value", "http://www.w3.org/2001/XMLSchema"),
        ("x.value", "http://java.sun.com/dtd/web-app_2_3.dtd"),
        ("x.value", "http://intranet/schemas/a.xsd"),
        ("x.value", "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"),
        ("x.value", "urn:oid:1.3.6.1.4.1"),
        ("oid", "1.3.6.1"),
        ("licence.url", "http://10.1.1.1/licence"),
        ("beans.xmlns", "http://10.1.1.1/ns"),
        ("jdbc.driver", "com.mysql.jdbc.Driver"),
        ("db.server", "com.example.Server"),
        ("x.server", "true"),
        ("x.server", "tomcat"),
        ("x.value", "jdbc:h2:mem:test"),
        ("x.value", "jdbc:sqlite:/data/x.db"),
        ("x.value", "jdbc:derby:mydb;create=true"),
        ("x.value", "jdbc:oracle:thin:@ORCL"),
        ("x.value", "classpath:a/b.xml"),
        ("x.value", "file:///data/x"),
        ("x.value", "12:30"),
        ("x.value", "a,b,c"),
        ("listen", "10.1.1.1:80"),
        ("x.value", "${UNKNOWN}:8080"),
        ("x.value", "http://${host}:8080/"),
        ("x.value", ""),
    ],
)
def test_what_only_looks_like_an_address(key: str, value: str) -> None:
    assert told(value, key) == []


def siblings(text: str) -> dict[str, str]:
    return {
        a.pair.key: " ".join(filter(None, (a.protocol, a.target, a.database, a.account)))
        for a in addresses(list(properties.pairs(text)))
    }


def test_hosts_take_what_stands_beside_them() -> None:
    assert siblings(
        "db1.host=10.0.0.1\ndb1.port=3307\ndb1.name=one\ndb1.user=u1\n"
        "db2.host=10.0.0.2\ndb2.port=3308\ndb2.dbname=two\n"
        "spring.redis.host=cache\nspring.redis.port=6380\nmail.host=mx01\n"
    ) == {
        "db1.host": "tcp 10.0.0.1:3307 u1",
        "db2.host": "tcp 10.0.0.2:3308 two",
        "spring.redis.host": "redis cache:6380",
        "mail.host": "smtp mx01:25",
    }


def test_numbered_keys_go_together() -> None:
    assert siblings("host1=10.0.0.1\nport1=1111\nhost2=10.0.0.2\nport2=2222\n") == {
        "host1": "tcp 10.0.0.1:1111",
        "host2": "tcp 10.0.0.2:2222",
    }


def test_placeholders_take_defaults_and_keys_of_the_same_file() -> None:
    text = (
        "url=jdbc:mysql://${my.host}:${my.port:3306}/${NAME:shop}\nmy.host=10.9.9.9\n"
        "es=http://${ES_HOST:10.1.1.7}:9200\nmq=tcp://${A:${B:10.1.1.8}}:61616\n"
        "loop.a=http://${loop.b}/\nloop.b=${loop.a}\n"
    )
    found = addresses(list(properties.pairs(text)))
    assert [(a.pair.key, a.target, a.database) for a in found] == [
        ("url", "10.9.9.9:3306", "shop"),
        ("es", "10.1.1.7:9200", ""),
        ("mq", "10.1.1.8:61616", ""),
    ]
    cut = [text[a.start : a.start + a.length] for a in found]
    assert cut == ["10.9.9.9", "10.1.1.7", "10.1.1.8"]


def test_escapes_do_not_hide_an_address() -> None:
    text = "url=jdbc\\:mysql\\://10.1.1.1\\:3306/d\\u0062\n"
    (found,) = addresses(list(properties.pairs(text)))
    assert (found.target, found.database) == ("10.1.1.1:3306", "db")
    assert text[found.start : found.start + found.length] == "10.1.1.1\\:3306"
    xml = '<a url="http://10.1.1.1/?a&amp;b=http://10.1.1.2/"/>'
    assert [a.host for a in addresses(list(xml_pairs.pairs(xml)))] == ["10.1.1.1", "10.1.1.2"]


def test_documents_of_profiles_do_not_mix() -> None:
    text = "redis: {host: cache, port: 1}\n---\nspring: {profiles: prod}\nredis: {host: cache2}\n"
    found = addresses(list(yaml_pairs.pairs(text)))
    assert [a.target for a in found] == ["cache:1", "cache2:6379"]


@given(
    st.text("ab1.:/@,;=()\\ ${}[]-?&jdcmysqlhtp", max_size=120), st.sampled_from(["url", "host"])
)
def test_any_value_ends_with_places_inside_of_it(value: str, key: str) -> None:
    for address in of(value, key):
        assert 0 <= address.start + address.length <= len(value)
        assert address.start >= -1


@pytest.mark.parametrize(
    "piece", ["a:", "http://", "(host=", "a,", "://a:b", "${a:", "h:1,", "\\\\a\\b"]
)
def test_long_values_take_no_time(piece: str) -> None:
    import time

    started = time.process_time()
    of(piece * (200_000 // len(piece)), "servers")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("path", "text", "target"),
    [
        ("a.properties", "server.port=8080\nmysql.host=10.1.1.1\n", "10.1.1.1:3306"),
        ("b.properties", "port=8080\ndb.host=10.1.1.1\n", "10.1.1.1"),
        ("c.properties", "db.host=10.1.1.1\ndb.port=3307\nport=8080\n", "10.1.1.1:3307"),
        ("d.properties", "host=10.1.1.1\nport=3307\n", "10.1.1.1:3307"),
        (".env", "PORT=8080\nDB_HOST=10.1.1.1\n", "10.1.1.1"),
        (".env", "DB_PORT=3307\nPORT=8080\nDB_HOST=10.1.1.1\n", "10.1.1.1:3307"),
        ("e.ini", "dbhost=10.1.1.1\nredisport=6380\n", "10.1.1.1"),
        ("f.ini", "dbhost=10.1.1.1\ndbport=3307\n", "10.1.1.1:3307"),
        ("g.yml", "port: 8080\ndb:\n  host: 10.1.1.1\n", "10.1.1.1"),
        ("h.json", '{"port": 8080, "db": {"host": "10.1.1.1", "port": 3307}}', "10.1.1.1:3307"),
        ("i.xml", "<c><port>8080</port><db><host>10.1.1.1</host></db></c>", "10.1.1.1"),
        ("j.xml", "<a><b><syslogHost>10.1.1.1</syslogHost><port>99</port></b></a>", "10.1.1.1:99"),
        (
            "server.xml",
            "<server><httpEndpoint httpPort='9080'/><dataSource><properties.db2.jcc"
            " serverName='10.1.1.1' databaseName='HR'/></dataSource></server>",
            "10.1.1.1",
        ),
    ],
)
def test_a_port_is_of_the_same_thing_as_its_host(path: str, text: str, target: str) -> None:
    entry = Entry(path, "app", path, text.encode)
    known = config_files.format_of(entry)
    assert known is not None
    settings, _ = config_files.cut(entry, known)
    assert [reference.target for reference in settings.references] == [target]


def test_thousands_of_hosts_beside_one_port_take_no_time() -> None:
    keys = [f"db_host_{n}=10.1.{n // 250}.{n % 250 + 1}" for n in range(6000)]
    text = "\n".join((*keys, "db_port=3307", "db_user=shop"))
    with limited(MOST_SECONDS):
        found = {a.target for a in addresses(tuple(properties.pairs(text)))}
    assert len(found) == 6000
    assert "10.1.0.8:3307" in found
