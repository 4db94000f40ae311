"""The plan of the sample estate, written by hand: what generators are tried on."""

from __future__ import annotations

from typing import TypeVar

from migrate.model.origin import Origin
from migrate.model.plan import (
    Cluster,
    Copy,
    Exposure,
    Filled,
    Image,
    MigrationPlan,
    Peer,
    PlannedFile,
    PlannedPart,
    Port,
    Probe,
    Probes,
    Resources,
    Schedule,
    SecretNeed,
    SecretToken,
    Service,
    TargetSystem,
    Variable,
    Volume,
    Workload,
)
from migrate.model.reason import Because, Chosen, Reason
from migrate.model.settings import Text

T = TypeVar("T")

HOST = Origin("survey/estate.xlsx", "主机!C5")
JDBC = Origin("artifacts/score-record/jdbc.properties", "2")
WAR = "artifacts/score-record/score-record.war"
SETTINGS = Origin("artifacts/portal", "sites/default/settings.php:12")
WHY = Because("plan.default.value")
USER = 10001


def chosen(value: T, *origins: Origin) -> Chosen[T]:
    return Chosen(value, WHY, origins)


def reason(*origins: Origin) -> Reason:
    return Reason(WHY, origins)


def token(account: str, quoting: str) -> SecretToken:
    return SecretToken(f"mysql-master.{account}", quoting, reason())  # type: ignore[arg-type]


def filled(text: str) -> Filled:
    return Filled(text, "10.20.3.11", reason(JDBC, HOST))


def planned(
    path: str, object_name: str, *parts: PlannedPart, fixed: bool = False, key: str = ""
) -> PlannedFile:
    name = key or path.rsplit("/", 1)[1]
    return PlannedFile(path, object_name, name, parts, reason(JDBC), fixed=fixed)


def scratch(name: str, path: str, size: str = "64Mi") -> Volume:
    return Volume(name, path, "scratch", chosen(size))


def image(recipe: str, base: str, name: str, workdir: str, **more: object) -> Image:
    repository = chosen(f"registry.example.com/edu/{name}")
    return Image(recipe, chosen(base), repository, chosen("2026-06-30"), USER, workdir, **more)  # type: ignore[arg-type]


def resources(cpu: str, memory: str) -> Resources:
    return Resources(
        cpu_request=chosen(cpu, HOST),
        memory_request=chosen(memory, HOST),
        memory_limit=chosen(memory, HOST),
        ephemeral_request=chosen("256Mi"),
        ephemeral_limit=chosen("1Gi"),
    )


def egress(port: int, workload: str = "", namespace: str = "", cidr: str = "") -> Peer:
    return Peer("egress", port, reason(JDBC, HOST), workload, namespace, cidr)


def ingress(port: int, workload: str = "", namespace: str = "") -> Peer:
    return Peer("ingress", port, reason(JDBC), workload, namespace)


def score_record() -> Workload:
    home = "/usr/local/tomcat"
    app = f"{home}/webapps/score-record"
    return Workload(
        id="score-record",
        component="score-record",
        name="学员分数管理",
        system="score",
        namespace="score",
        controller=chosen("Deployment"),
        replicas=chosen(1, Origin(WAR, "WEB-INF/classes/LoginServlet.class")),
        image=image(
            "tomcat-official",
            "tomcat:9.0.121-jre8-temurin-noble",
            "score-record",
            home,
            copies=(
                Copy(
                    WAR,
                    app,
                    ("WEB-INF/classes/db.properties", "WEB-INF/classes/log4j.properties"),
                ),
            ),
            params={"unpack_base": chosen("tomcat:9.0.121-jdk8-temurin-noble")},
        ),
        ports=(Port("http", chosen(8080)),),
        resources=resources("250m", "832Mi"),
        probes=Probes(
            startup=Probe("http", reason(), "http", "/score-record/index.jsp", (), 5, 3, 60),
            readiness=Probe("http", reason(), "http", "/score-record/index.jsp", (), 10, 3, 3),
            liveness=Probe("tcp", reason(), "http", "", (), 20, 3, 3),
        ),
        grace_seconds=chosen(45),
        wave=2,
        variables=(
            Variable("CATALINA_OPTS", chosen("-XX:MaxRAMPercentage=62.0 -Dfile.encoding=UTF-8")),
            Variable("TZ", chosen("Asia/Shanghai")),
        ),
        files=(
            planned(
                f"{app}/WEB-INF/classes/db.properties",
                "score-record-settings",
                Text("jdbc.url=jdbc:mysql://"),
                filled("mysql-master"),
                Text(":3306/hpe_app\njdbc.user=hpe_app\njdbc.password="),
                token("hpe_app", "properties"),
                Text("\n"),
            ),
            planned(
                f"{home}/jdbc.properties",
                "score-record-settings",
                Text("mysql_ip="),
                filled("mysql-master"),
                Text("\nmysql_port=3306\nuser=hpe_app\npassword="),
                token("hpe_app", "properties"),
                Text("\n"),
            ),
            planned(
                f"{app}/WEB-INF/classes/log4j.properties",
                "score-record-config",
                Text("log4j.rootLogger=INFO, console\n"),
                fixed=True,
            ),
        ),
        volumes=(
            scratch("tmp", "/tmp", "256Mi"),
            scratch("tomcat-temp", f"{home}/temp", "256Mi"),
            scratch("tomcat-work", f"{home}/work", "256Mi"),
            scratch("tomcat-logs", f"{home}/logs"),
        ),
        services=(Service(chosen("score-record"), "http"),),
        exposure=Exposure(
            kind=chosen("HTTPRoute"),
            hostname=chosen("score.example.com"),
            path=chosen("/score-record"),
            service="score-record",
            parent=chosen("gateway"),
        ),
        peers=(
            egress(3306, "mysql-master", "score"),
            egress(8088, cidr="10.99.8.20/32"),
            ingress(8080),
        ),
    )


def portal() -> Workload:
    root = "/var/www/html"
    return Workload(
        id="portal",
        component="portal",
        name="门户网站",
        system="portal",
        namespace="portal",
        controller=chosen("Deployment"),
        replicas=chosen(1),
        image=image(
            "php-apache-official",
            "php:8.3.32-apache-bookworm",
            "portal",
            root,
            copies=(Copy("artifacts/portal", root, ("sites/default/settings.php",)),),
            packages=chosen(("gd", "mbstring", "pdo_mysql")),
        ),
        ports=(Port("http", chosen(8080)),),
        resources=resources("200m", "512Mi"),
        probes=Probes(
            startup=Probe("tcp", reason(), "http", "", (), 3, 3, 20),
            readiness=Probe("http", reason(), "http", "/", (), 10, 5, 3),
            liveness=Probe("tcp", reason(), "http", "", (), 20, 3, 3),
        ),
        grace_seconds=chosen(30),
        wave=2,
        variables=(Variable("TZ", chosen("Asia/Shanghai")),),
        files=(
            planned(
                f"{root}/sites/default/settings.php",
                "portal-settings",
                Text("<?php\n$databases = array('default' => array('password' => '"),
                token("portal", "php"),
                Text("', 'host' => '"),
                filled("mysql-master.score.svc"),
                Text("'));\n$hash_salt = '"),
                SecretToken("portal.hash_salt", "php", reason(SETTINGS)),
                Text("';\n"),
            ),
        ),
        volumes=(
            Volume(
                "files",
                f"{root}/sites/default/files",
                "claim",
                chosen("5Gi"),
                chosen("ReadWriteOnce"),
            ),
            scratch("tmp", "/tmp", "256Mi"),
            scratch("apache-run", "/run/apache2"),
            scratch("apache-lock", "/run/lock/apache2"),
        ),
        services=(Service(chosen("portal"), "http"),),
        exposure=Exposure(
            kind=chosen("HTTPRoute"),
            hostname=chosen("www.example.com"),
            path=chosen("/"),
            service="portal",
            parent=chosen("gateway"),
        ),
        schedules=(
            Schedule(
                name="portal-cron",
                cron=chosen("*/15 * * * *", Origin("artifacts/portal", "crontab:3")),
                command=chosen(("php", f"{root}/cron.php")),
                timezone=chosen("Asia/Shanghai"),
            ),
        ),
        peers=(egress(3306, "mysql-master", "score"), ingress(8080)),
    )


def mysql(
    name: str, role: str, wave: int, files: tuple[PlannedFile, ...], peers: tuple[Peer, ...]
) -> Workload:
    ping = ("/usr/bin/mysqladmin", "ping", "--host=127.0.0.1", "--silent")
    return Workload(
        id=name,
        component=name,
        name=name,
        system="score",
        namespace="score",
        controller=chosen("StatefulSet"),
        replicas=chosen(1),
        image=image("mysql-official", "mysql:8.4.11", name, "/var/lib/mysql"),
        ports=(Port("mysql", chosen(3306)),),
        resources=resources("500m", "3328Mi"),
        probes=Probes(
            startup=Probe("tcp", reason(), "mysql", "", (), 10, 3, 180),
            readiness=Probe("exec", reason(), "", "", ping, 10, 5, 3),
            liveness=Probe("tcp", reason(), "mysql", "", (), 30, 5, 10),
        ),
        grace_seconds=chosen(180),
        wave=wave,
        role=role,
        variables=(
            Variable("MYSQL_ROOT_PASSWORD_FILE", chosen("/run/secrets/migrated/root-password")),
            Variable("TZ", chosen("Asia/Shanghai")),
        ),
        files=files,
        volumes=(
            Volume("data", "/var/lib/mysql", "claim", chosen("20Gi"), chosen("ReadWriteOnce")),
            scratch("tmp", "/tmp", "1Gi"),
            scratch("run", "/run/mysqld"),
        ),
        services=(
            Service(chosen(name), "mysql"),
            Service(chosen(f"{name}-pods"), "mysql", headless=True),
        ),
        peers=peers,
    )


def root_password(name: str) -> PlannedFile:
    return planned(
        "/run/secrets/migrated/root-password",
        f"{name}-root",
        SecretToken(f"{name}.root", "raw", reason()),
        fixed=True,
    )


def mysql_master() -> Workload:
    initdb = "/docker-entrypoint-initdb.d"
    accounts = planned(
        f"{initdb}/10-accounts.sql",
        "mysql-master-accounts",
        Text("CREATE USER 'hpe_app'@'%' IDENTIFIED BY '"),
        token("hpe_app", "sql"),
        Text("';\nCREATE USER 'repl'@'%' IDENTIFIED BY '"),
        token("repl", "sql"),
        Text("';\nGRANT REPLICATION SLAVE ON *.* TO 'repl'@'%';\n"),
        fixed=True,
    )
    schema = planned(
        f"{initdb}/20-schema.sql",
        "mysql-master-schema",
        Text("CREATE DATABASE `hpe_app`;\n"),
        fixed=True,
    )
    cnf = planned(
        "/etc/mysql/conf.d/migrated.cnf",
        "mysql-master-config",
        Text("[mysqld]\nserver-id = 1\nlog-bin = mysql-bin\n"),
        fixed=True,
    )
    peers = (
        ingress(3306, "mysql-slave", "score"),
        ingress(3306, "portal", "portal"),
        ingress(3306, "score-record", "score"),
    )
    return mysql(
        "mysql-master", "source", 1, (root_password("mysql-master"), accounts, schema, cnf), peers
    )


def mysql_slave() -> Workload:
    replication = planned(
        "/docker-entrypoint-initdb.d/10-replication.sql",
        "mysql-slave-replication",
        Text("CHANGE REPLICATION SOURCE TO SOURCE_HOST='"),
        filled("mysql-master"),
        Text("', SOURCE_USER='repl', SOURCE_PASSWORD='"),
        token("repl", "sql"),
        Text("', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1;\nSTART REPLICA;\n"),
        fixed=True,
    )
    cnf = planned(
        "/etc/mysql/conf.d/migrated.cnf",
        "mysql-slave-config",
        Text("[mysqld]\nserver-id = 2\nread_only = 1\n"),
        fixed=True,
    )
    return mysql(
        "mysql-slave",
        "replica",
        2,
        (root_password("mysql-slave"), replication, cnf),
        (egress(3306, "mysql-master", "score"),),
    )


def cluster(version: str = "1.34") -> Cluster:
    return Cluster(
        version=chosen(version),
        api_versions={
            "Namespace": "v1",
            "ServiceAccount": "v1",
            "Service": "v1",
            "ConfigMap": "v1",
            "Secret": "v1",
            "PersistentVolumeClaim": "v1",
            "Deployment": "apps/v1",
            "StatefulSet": "apps/v1",
            "CronJob": "batch/v1",
            "PodDisruptionBudget": "policy/v1",
            "NetworkPolicy": "networking.k8s.io/v1",
            "Ingress": "networking.k8s.io/v1",
            "HTTPRoute": "gateway.networking.k8s.io/v1",
        },
        rejected_fields={},
    )


def score_record_plan() -> MigrationPlan:
    return MigrationPlan(
        project="edu",
        name="教育云平台",
        language="zh",
        as_of="2026-06-30",
        cluster=cluster(),
        catalogue=chosen("official"),
        registry=chosen("registry.example.com"),
        systems=(
            TargetSystem("portal", "门户网站", chosen("portal")),
            TargetSystem("score", "学员分数管理系统", chosen("score")),
        ),
        workloads=(mysql_master(), mysql_slave(), portal(), score_record()),
        secrets=(
            SecretNeed("mysql-master.hpe_app", reason(JDBC), ("mysql-master", "score-record")),
            SecretNeed("mysql-master.portal", reason(SETTINGS), ("mysql-master", "portal")),
            SecretNeed("mysql-master.repl", reason(), ("mysql-master", "mysql-slave")),
            SecretNeed("mysql-master.root", reason(), ("mysql-master",)),
            SecretNeed("mysql-slave.root", reason(), ("mysql-slave",)),
            SecretNeed("portal.hash_salt", reason(SETTINGS), ("portal",)),
        ),
    )
