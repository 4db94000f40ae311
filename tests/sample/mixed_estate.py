"""An estate of every sort, handed over as people do: archives, sites, captures, containers."""

from __future__ import annotations

from pathlib import Path

from migrate.model.survey import Row, Survey
from migrate.survey import template
from migrate.survey.cells import normal, parse
from migrate.survey.schema import schema
from tests.read.java.packing import Files, class_of, manifest, packed, pom, written
from tests.read.network.test_certificates import SHOP, jks

WEB_XML = (
    '<web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.1">'
    "<servlet><servlet-name>a</servlet-name><servlet-class>com.acme.Front</servlet-class></servlet>"
    "<servlet-mapping><servlet-name>a</servlet-name><url-pattern>/a</url-pattern>"
    "</servlet-mapping></web-app>"
)

WEB_PART: Files = {
    "WEB-INF/web.xml": WEB_XML,
    "WEB-INF/classes/com/acme/Front.class": class_of("com/acme/Front", "javax/servlet/Servlet"),
    "WEB-INF/classes/jdbc.properties": (
        "jdbc.url=jdbc:mysql://10.9.0.31:3306/orders\njdbc.username=shop\njdbc.password=Tr0ub4dor\n"
    ),
}

EJB_PART: Files = {
    "META-INF/ejb-jar.xml": (
        '<ejb-jar xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="3.2"><enterprise-beans>'
        "<session><ejb-name>Orders</ejb-name><ejb-class>com.acme.Orders</ejb-class>"
        "<session-type>Stateless</session-type></session></enterprise-beans></ejb-jar>"
    ),
    "com/acme/Orders.class": class_of("com/acme/Orders", "javax/ejb/SessionBean"),
}

EAR: Files = {
    "META-INF/application.xml": (
        '<application xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="7">'
        "<display-name>Orders</display-name>"
        "<module><web><web-uri>orders-web.war</web-uri><context-root>/orders</context-root></web>"
        "</module><module><ejb>orders-ejb.jar</ejb></module></application>"
    ),
    "orders-web.war": packed(WEB_PART),
    "orders-ejb.jar": packed(EJB_PART),
}

SPRING_BOOT: Files = {
    "META-INF/MANIFEST.MF": manifest(
        Main_Class="org.springframework.boot.loader.JarLauncher",
        Start_Class="com.acme.Billing",
        Spring_Boot_Version="2.3.4.RELEASE",
        Spring_Boot_Classes="BOOT-INF/classes/",
        Spring_Boot_Lib="BOOT-INF/lib/",
    ),
    "BOOT-INF/classes/com/acme/Billing.class": class_of("com/acme/Billing"),
    "BOOT-INF/classes/application.yml": (
        "server:\n  port: 8081\nspring:\n  redis:\n    host: 10.9.0.41\n    port: 6379\n"
        "  kafka:\n    bootstrap-servers: 10.9.0.42:9092\n  rabbitmq:\n    host: 10.9.0.43\n"
        "  datasource:\n    url: jdbc:mysql://10.9.0.31:3306/billing\n    username: billing\n"
        "    password: Wh1teRabb1t\n"
    ),
    "BOOT-INF/lib/spring-boot-2.3.4.RELEASE.jar": packed(
        pom("org.springframework.boot", "spring-boot", "2.3.4.RELEASE")
    ),
    "BOOT-INF/lib/log4j-core-2.14.0.jar": packed(
        pom("org.apache.logging.log4j", "log4j-core", "2.14.0")
    ),
}

MANY_KEYS = "".join(f"feature.{n}.url=http://10.9.0.{n % 200 + 1}:8080/f{n}\n" for n in range(300))

WAR: Files = {
    "WEB-INF/web.xml": WEB_XML,
    "WEB-INF/classes/com/acme/Shop.class": class_of("com/acme/Shop", "javax/servlet/Servlet"),
    "WEB-INF/classes/features.properties": MANY_KEYS,
    "WEB-INF/classes/db.properties": "url=jdbc:mysql://10.9.0.32:3306/shop\nuser=shop\n",
    "WEB-INF/lib/commons-lang-2.6.jar": packed(pom("commons-lang", "commons-lang", "2.6")),
}

WORDPRESS: Files = {
    "index.php": "<?php define('WP_USE_THEMES', true); require __DIR__ . '/wp-blog-header.php';",
    "wp-blog-header.php": "<?php require_once __DIR__ . '/wp-load.php'; wp();",
    "wp-load.php": "<?php require_once ABSPATH . 'wp-config.php';",
    "wp-settings.php": "<?php require ABSPATH . WPINC . '/version.php';",
    "wp-login.php": "<?php require __DIR__ . '/wp-load.php';",
    "wp-includes/version.php": "<?php\n$wp_version = '5.2.4';\n$required_php_version = '5.6.20';\n",
    "wp-config.php": (
        "<?php\ndefine('DB_NAME', 'blog');\ndefine('DB_USER', 'blog');\n"
        "define('DB_PASSWORD', getenv('DB_PASSWORD'));\ndefine('DB_HOST', '10.9.0.31');\n"
        "$table_prefix = 'wp_';\nrequire_once ABSPATH . 'wp-settings.php';\n"
    ),
    "wp-content/plugins/export/export.php": (
        "<?php file_put_contents($path . '/x.csv', $rows);\n"
        "file_put_contents(__DIR__ . '/../../cache/pages.html', $page);\n"
        "error_log('x', 3, '/var/log/blog/error.log');\n"
    ),
    "wp-content/uploads/2019/a.txt": "a",
    ".env": "DB_PASSWORD=Gr33nEggs\nREDIS_HOST=10.9.0.41\nREDIS_PORT=6379\n",
}

COMPOSE = """\
version: "2"
services:
  portal:
    image: nginx:1.15
    ports: ["8088:80"]
    depends_on: [api]
  api:
    build: ./api
    environment:
      DB_HOST: db
      DB_PASSWORD: Sn0wWh1te
    links: [db]
  db:
    image: mysql:5.6
    volumes: ["./data:/var/lib/mysql"]
"""

HAPROXY = """\
frontend www
    bind 10.9.0.100:80
    default_backend shop
backend shop
    balance source
    server s1 10.9.0.21:8080 check
    server s2 10.9.0.22:8080 check
"""

KEEPALIVED = """\
vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 100
    virtual_ipaddress { 10.9.0.100 }
}
"""

NGINX = """\
events {}
http {
    upstream blog { server 10.9.0.23:80; }
    server { listen 80; server_name blog.example.com; location / { proxy_pass http://blog; } }
}
"""

SS = """\
State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process
LISTEN 0 100 *:8080 *:* users:(("java",pid=7,fd=4))
ESTAB 0 0 10.9.0.21:40112 10.9.0.32:3306 users:(("java",pid=7,fd=9))
ESTAB 0 0 10.9.0.21:40113 203.0.113.9:443 users:(("java",pid=7,fd=10))
"""

OLD_KUBERNETES = """\
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: mailer}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: mailer}}
    spec:
      containers:
        - name: mailer
          image: registry.corp.example/mailer:latest
          env: [{name: SMTP_HOST, value: 10.9.0.60}]
---
apiVersion: v1
kind: Service
metadata: {name: mailer}
spec: {selector: {app: mailer}, ports: [{port: 25}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: leftover}
data: {a: b}
"""


def _mysql(server_id: int, *lines: str) -> str:
    return "\n".join(("[mysqld]", f"server-id = {server_id}", "port = 3306", *lines)) + "\n"


def _address(address: str) -> str:
    return f"2: eth0: <UP>\n    inet {address}/24 scope global eth0\n"


def _status(source: str) -> str:
    return (
        "*************************** 1. row ***************************\n"
        f"                  Master_Host: {source}\n                  Master_User: repl\n"
        "                  Master_Port: 3306\n             Slave_IO_Running: Yes\n"
        "            Slave_SQL_Running: Yes\n             Master_Server_Id: 1\n"
    )


STOCK = WEB_XML.replace(
    "<servlet>", "<display-name>Tomcat Manager Application</display-name><servlet>", 1
)

CAPTURES: Files = {
    "db-1/my.cnf": _mysql(1, "datadir = /data/mysql", "log-bin = mysql-bin"),
    "db-1/ip.txt": _address("10.9.0.31"),
    "db-2/my.cnf": _mysql(2, "read_only = 1"),
    "db-2/show_slave_status.txt": _status("10.9.0.31"),
    "db-2/ip.txt": _address("10.9.0.32"),
    "db-3/my.cnf": _mysql(3, "read_only = 1"),
    "db-3/show_slave_status.txt": _status("10.9.0.31"),
    "db-3/ip.txt": _address("10.9.0.33"),
    "cache-1/redis.conf": "bind 0.0.0.0\nport 6379\nappendonly yes\nrequirepass R3disPass\n",
    "cache-1/ip.txt": _address("10.9.0.41"),
    "queue-1/server.properties": (
        "broker.id=1\nlisteners=PLAINTEXT://10.9.0.42:9092\nlog.dirs=/data/kafka\n"
        "zookeeper.connect=10.9.0.44:2181\n"
    ),
    "queue-1/ip.txt": _address("10.9.0.42"),
    "queue-2/rabbitmq.config": "[{rabbit, [{tcp_listeners, [5672]}]}].\n",
    "queue-2/ip.txt": _address("10.9.0.43"),
    "lb-1/haproxy.cfg": HAPROXY,
    "lb-1/keepalived.conf": KEEPALIVED,
    "lb-2/nginx.conf": NGINX,
    "app-1/ss.txt": SS,
    "app-1/ip.txt": _address("10.9.0.21"),
}

_SURVEY = {
    "project": [{"name": "综合业务系统", "code": "mixed", "surveyed_on": "2026-06-01"}],
    "systems": [
        {"name": "订单系统", "code": "orders", "components": ["订单应用"]},
        {"name": "数据库服务", "code": "database", "components": ["主库"]},
    ],
    "components": [
        {
            "system": "订单系统",
            "name": "订单应用",
            "code": "orders",
            "technology": "WebLogic 12c",
            "artifact": "artifacts/orders.ear",
        },
        {
            "system": "订单系统",
            "name": "商城",
            "code": "shop",
            "technology": "Tomcat 8.5",
            "artifact": "artifacts/shop.war",
            "public_host": "shop.example.com",
        },
        {
            "system": "数据库服务",
            "name": "主库",
            "code": "mysql-main",
            "technology": "MySQL 5.7",
            "artifact": "captures/db-1",
        },
        {"system": "订单系统", "name": "缓存", "code": "redis-old", "technology": "Redis 4"},
    ],
    "dependencies": [{"source": "商城", "target": "缓存", "protocol": "redis", "port": 6379}],
}


def estate(root: Path) -> None:
    """Write the estate's inputs into a workspace."""
    artifacts: Files = {
        "orders.ear": packed(EAR),
        "billing.jar": packed(SPRING_BOOT),
        "shop.war": packed(WAR),
        "blog.zip": packed({f"blog/{name}": content for name, content in WORDPRESS.items()}),
        "forum/index.php": "<?php session_start(); echo mysql_query('select 1');",
        "stack/docker-compose.yml": COMPOSE,
        "stack/api/Dockerfile": "FROM openjdk:8\nCOPY app.jar /app.jar\nEXPOSE 8090\n",
        "k8s/mailer.yaml": OLD_KUBERNETES,
        "stores/shop.jks": jks(("shop", b"LEAKMARK-KEY", (SHOP,))),
        "tomcat/webapps/manager/WEB-INF/web.xml": STOCK,
        "tomcat/webapps/news/WEB-INF/web.xml": WEB_XML,
        "tomcat/conf/server.xml": (
            '<Server port="8005"><Service name="Catalina"><Connector port="8080"/>'
            '<Engine name="Catalina"/></Service></Server>'
        ),
        "tomcat/bin/catalina.sh": "#!/bin/sh\n",
    }
    written(root / "artifacts", artifacts)
    written(root / "captures", CAPTURES)


def survey(root: Path) -> None:
    """Write a survey workbook that knows a part of the estate."""
    rows: dict[str, tuple[Row, ...]] = {}
    for sheet in schema().sheets:
        found = []
        for number, record in enumerate(_SURVEY.get(sheet.id, []), 3):
            given: dict[str, object] = dict(record)
            values = {}
            for column in sheet.columns:
                value = given.get(column.id)
                if value:
                    joined = ", ".join(map(str, value)) if isinstance(value, list) else value
                    values[column.id] = parse(column, normal(joined))
            found.append(Row(sheet.id, "s.xlsx", sheet.label["zh"], number, values, {}))
        rows[sheet.id] = tuple(found)
    (root / "survey").mkdir(exist_ok=True)
    (root / "survey" / "estate.xlsx").write_bytes(template("zh", Survey(rows)))
