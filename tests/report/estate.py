"""The score-record estate as stage values, written by hand: what a report is made of."""

from migrate.model.artifact import CheckReport, CheckResult, NotChecked
from migrate.model.assessment import Assessment, ComponentAssessment, Question
from migrate.model.facts import Alternative, Component, Fact, Finding, Unknown, Unread
from migrate.model.inventory import Host, Inventory, Member, System
from migrate.model.origin import Origin
from migrate.model.plan import (
    Cluster,
    Image,
    MigrationPlan,
    Probe,
    Probes,
    Resources,
    TargetSystem,
    Volume,
    Workload,
)
from migrate.model.reason import Because, Chosen, Reason
from migrate.model.topology import Edge, Node, Topology
from migrate.report.content import Material

SURVEY = "survey/estate.xlsx"
WAR = "artifacts/score-record/score-record.war"


def because(why: str = "test.reason", **params: str) -> Because:
    return Because(why, params)


def chosen(value, *places: Origin):
    return Chosen(value, because(), places)


def cell(place: str) -> Origin:
    return Origin(SURVEY, place)


def host(name: str, room: str, cores: float | None, memory: float, cpu: float) -> Host:
    facts = {
        "host.room": Fact(room, (cell("主机!C4"),)),
        "host.environment": Fact("test" if "test" in name else "production"),
        "host.memory_gb": Fact(memory),
        "host.cpu_utilisation": Fact(cpu),
        "host.memory_utilisation": Fact(60),
    }
    if cores is not None:
        facts["host.cores"] = Fact(cores)
    return Host(name, name, (), facts, (cell("主机!B4"),))


def member(component: Component, system: str, *hosts: str) -> Member:
    return Member(f"edu/{system}/{component.id}", component, system, hosts)


SCORE_RECORD = Component(
    "score-record",
    "java-war",
    "score-record",
    facts={
        "java.class_major": Fact(52, (Origin(WAR, "WEB-INF/classes/LoginServlet.class"),)),
        "java.libraries": Fact([{"name": "log4j", "version": "1.2.17", "origins": []}]),
        "java.version": Fact(
            {"min": "8", "max": None},
            (Origin(WAR),),
            alternatives=(Alternative("7", (cell("组件!F7"),)),),
        ),
        "session.use": Fact("memory", (Origin(WAR, "WEB-INF/classes/LoginServlet.class"),)),
    },
    unknown=(Unknown("jvm.options", because("test.unknown", what="<start script>")),),
)

SESSION = Finding(
    "test-session",
    "mandatory",
    "score-record",
    {"file": "LoginServlet"},
    3,
    (Origin(WAR, "WEB-INF/classes/LoginServlet.class"),),
)
LOG = Finding(
    "test-log",
    "optional",
    "score-record",
    {},
    1,
    (Origin(WAR, "WEB-INF/classes/log4j.properties:4"),),
)
UPLOADS = Finding(
    "test-uploads",
    "mandatory",
    "portal",
    {},
    5,
    (Origin("artifacts/portal", "sites/default/files"),),
)
CONFLICT = Finding("test-conflict", "information", "", {}, 0, (cell("组件!F7"),))

INVENTORY = Inventory(
    project="edu",
    name="教育云平台 <一期>",
    members=(
        member(SCORE_RECORD, "score", "app-01"),
        member(Component("portal", "php-site", "portal"), "portal", "web-01", "web-02"),
        member(Component("mysql-master", "mysql", "mysql-master"), "score", "db-01"),
        member(Component("mysql-slave", "mysql", "mysql-slave"), "score", "db-02"),
    ),
    hosts=(
        host("app-01", "亦庄生产机房", 8, 16, 12),
        host("web-01", "亦庄生产机房", 4, 8, 20),
        host("web-02", "亦庄生产机房", None, 8, 18),
        host("db-01", "亦庄生产机房", 16, 64, 35),
        host("db-02", "亦庄生产机房", 16, 64, 9),
        host("idle-test-01", "测试机房", 4, 8, 1),
    ),
    systems=(System("score", "成绩管理系统"), System("portal", "门户网站")),
    findings=(CONFLICT,),
    unread=(Unread("artifacts/broken/broken.war", because("test.unread")),),
)

TOPOLOGY = Topology(
    nodes=(
        Node("score-record", "component", "score-record", ("app-01",)),
        Node("portal", "component", "portal", ("web-01", "web-02")),
        Node("mysql-master", "component", "mysql-master", ("db-01",)),
        Node("mysql-slave", "component", "mysql-slave", ("db-02",)),
        Node("external-10.99.8.20-8443", "external", "10.99.8.20", (), "10.99.8.20:8443"),
        *(Node(known.id, "host", known.name) for known in INVENTORY.hosts),
    ),
    edges=(
        Edge(
            "score-record",
            "mysql-master",
            "calls",
            "mysql",
            3306,
            "hpe_app",
            (
                Origin("artifacts/score-record/jdbc.properties", "1"),
                Origin(WAR, "index.jsp:14"),
                cell("主机!C9"),
                Origin("captures/db-01/my.cnf", "4"),
            ),
        ),
        Edge(
            "portal",
            "mysql-master",
            "calls",
            "mysql",
            3306,
            "portal",
            (Origin("artifacts/portal", "sites/default/settings.php:12"),),
        ),
        Edge("mysql-slave", "mysql-master", "replicates", "mysql", 3306),
        Edge("score-record", "external-10.99.8.20-8443", "calls", "http", 8443),
    ),
    waves=(("mysql-master",), ("mysql-slave", "portal", "score-record")),
)


def judged(component: str, verdict: str, score: int, *findings: Finding) -> ComponentAssessment:
    reasons = (Reason(because("test.verdict", component=component), (Origin(WAR, "web.xml:3"),)),)
    effort = sum(found.effort for found in findings)
    wave = 1 if component == "mysql-master" else 2
    return ComponentAssessment(component, verdict, score, 80, effort, reasons, findings, wave)


ASSESSMENT = Assessment(
    (
        judged("score-record", "needs-decision", 62, SESSION, LOG),
        judged("portal", "ready-with-changes", 74, UPLOADS),
        judged("mysql-master", "ready", 95),
        judged("mysql-slave", "blocked", 20),
    ),
    (CONFLICT,),
)


def workload(component: str, controller: str, replicas: int, cpu: str, memory: str) -> Workload:
    probe = Probe("tcp", Reason(because()), "http")
    return Workload(
        id=component,
        component=component,
        name=component,
        system="score",
        namespace="score",
        controller=chosen(controller),
        replicas=chosen(replicas, Origin(WAR, "WEB-INF/classes/LoginServlet.class")),
        image=Image("any", chosen("base:1"), chosen("reg/x"), chosen("1"), 10001, "/app"),
        ports=(),
        resources=Resources(chosen(cpu), chosen(memory), chosen(memory)),
        probes=Probes(probe, probe, probe),
        grace_seconds=chosen(30),
        volumes=(Volume("data", "/var/lib/mysql", "claim", chosen("20Gi")),)
        if controller == "StatefulSet"
        else (),
    )


PLAN = MigrationPlan(
    project="edu",
    name="教育云平台 <一期>",
    language="zh",
    as_of="2026-11-24",
    cluster=Cluster(chosen("1.34"), {}, {}),
    catalogue=chosen("debian"),
    registry=chosen("registry.example.com/edu"),
    systems=(TargetSystem("score", "成绩管理系统", chosen("score")),),
    workloads=(
        workload("score-record", "Deployment", 1, "500m", "1Gi"),
        workload("portal", "Deployment", 2, "250m", "512Mi"),
        workload("mysql-master", "StatefulSet", 1, "2", "8Gi"),
        workload("mysql-slave", "StatefulSet", 1, "2", "8Gi"),
    ),
    questions=(
        Question("catalogue", "test-kind", ("official", "debian"), chosen("debian"), answered=True),
        Question("score-record/replicas", "test-kind", (), chosen("1"), subject="score-record"),
    ),
)

CHECK = CheckReport(
    "1.34",
    23,
    (
        CheckResult(
            "manifests/score/deployment-score-record.yaml",
            "/spec/replicas",
            "schema",
            "failed",
            because("test.failed"),
        ),
    ),
    (NotChecked("manifests/portal/httproute-portal.yaml", because("test.skipped")),),
)

FILES = (
    "images/portal/Dockerfile",
    "images/score-record/Dockerfile",
    "manifests/portal/deployment-portal.yaml",
    "manifests/portal/httproute-portal.yaml",
    "manifests/score/deployment-score-record.yaml",
    "secrets.template.yaml",
)

MATERIAL = Material(INVENTORY, TOPOLOGY, ASSESSMENT, PLAN, CHECK, FILES)

TEXTS = {
    "test.reason": "The survey says so.",
    "test.unknown": "nobody handed over {what}",
    "test.unread": "this is no zip archive",
    "test.verdict": "{component} keeps <b>sessions</b> in memory",
    "test.failed": "must be a number",
    "test.skipped": "no schema is known",
    "question.test-kind.title": "Question on {subject}",
    "question.test-kind.help": "What to think of.",
    "question.test-kind.option.debian": "Debian packages",
    "question.test-kind.option.official": "Official images",
    **{
        f"rule.{rule}.{part}": f"{rule} {part} {{file}}"
        if rule == "test-session"
        else f"{rule} {part}"
        for rule in ("test-session", "test-log", "test-uploads", "test-conflict")
        for part in ("title", "message", "remedy")
    },
}
"""What the rooms that make these values would say of them."""
