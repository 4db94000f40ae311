"""What starts by the clock: Quartz, Spring, EJB, XXL-Job, timers; placeholders filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.read.java.cron import is_cron
from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.reading import one

SPRING = """<beans xmlns="http://www.springframework.org/schema/beans"
    xmlns:task="http://www.springframework.org/schema/task">
  <bean id="nightlyTrigger" class="org.springframework.scheduling.quartz.CronTriggerFactoryBean">
    <property name="jobDetail" ref="nightlyJob"/>
    <property name="cronExpression"><value>0 30 2 * * ?</value></property></bean>
  <bean class="org.springframework.scheduling.quartz.SimpleTriggerBean">
    <property name="jobDetail"><ref bean="pollJob"/></property>
    <property name="repeatInterval" value="60000"/></bean>
  <task:scheduled-tasks>
    <task:scheduled ref="mailer" method="send" cron="${mail.cron}"/>
    <task:scheduled ref="cache" method="clean" fixed-delay="5000"/>
    <task:scheduled ref="off" method="never" cron="-"/>
  </task:scheduled-tasks></beans>"""
QUARTZ = """<job-scheduling-data xmlns="http://www.quartz-scheduler.org/xml/JobSchedulingData"
   version="2.0"><schedule>
  <trigger><cron><name>t</name><job-name>report</job-name>
    <cron-expression>0 0 6 ? * MON-FRI</cron-expression></cron></trigger>
  <trigger><simple><name>s</name><job-name>sync</job-name><repeat-count>-1</repeat-count>
    <repeat-interval>10000</repeat-interval></simple></trigger></schedule></job-scheduling-data>"""
EJB = """<ejb-jar version="3.1"><enterprise-beans><session><ejb-name>Clean</ejb-name>
  <timer><schedule><minute>*/5</minute><hour>*</hour><day-of-week>Mon, Fri</day-of-week></schedule>
  <timeout-method><method-name>run</method-name></timeout-method></timer>
  </session></enterprise-beans></ejb-jar>"""


def test_springs_xml() -> None:
    war = read_war(
        {"WEB-INF/spring.xml": SPRING, "WEB-INF/classes/a.properties": "mail.cron=0 0/5 * * * ?\n"}
    )
    assert items(war, "schedules", "kind", "cron", "every", "what") == [
        ("quartz", "0 30 2 * * ?", None, "nightlyJob"),
        ("quartz", None, "60000", "pollJob"),
        ("spring", "0 0/5 * * * ?", None, "mailer.send"),
        ("spring", None, "5000", "cache.clean"),
    ]
    assert item(war, "schedules", what="mailer.send")["places"] == ["WEB-INF/spring.xml:10"]


@pytest.mark.parametrize(("said", "shared"), [("true", True), ("false", False), ("", None)])
def test_quartz_own_xml_and_its_cluster(said: str, shared: bool | None) -> None:
    settings = f"org.quartz.jobStore.isClustered = {said}\n" if said else ""
    war = read_war(
        {"WEB-INF/classes/jobs.xml": QUARTZ, "WEB-INF/classes/quartz.properties": settings}
    )
    assert items(war, "schedules", "kind", "cron", "every", "what", "clustered") == [
        ("quartz", "0 0 6 ? * MON-FRI", None, "report", shared),
        ("quartz", None, "10000", "sync", shared),
    ]


def test_ejb_timers() -> None:
    war = read_war({"WEB-INF/ejb-jar.xml": EJB})
    found = item(war, "schedules", kind="ejb")
    assert (found["cron"], found["what"]) == ("0 */5 * * * Mon,Fri", "Clean.run")
    bean = ClassBuilder("shop/Clean")
    bean.annotate("javax/ejb/Schedule", {"hour": "3", "persistent": False}, "run")
    war = read_war({"WEB-INF/classes/shop/Clean.class": bean.bytes()})
    found = item(war, "schedules", kind="ejb")
    assert (found["cron"], found["what"]) == ("0 0 3 * * *", "shop.Clean.run")


def test_annotations() -> None:
    scheduled = "org/springframework/scheduling/annotation/Scheduled"
    job = ClassBuilder("shop/Jobs")
    job.annotate("org/springframework/stereotype/Component", {})
    job.annotate(scheduled, {"cron": "${night.cron}"}, "night")
    job.annotate(scheduled, {"fixedRate": 30000}, "often")
    job.annotate(scheduled, {"fixedDelayString": "${delay:7000}"}, "later")
    job.annotate("com/xxl/job/core/handler/annotation/XxlJob", {"value": "shopHandler"}, "x")
    war = read_war(
        {
            "WEB-INF/classes/shop/Jobs.class": job.bytes(),
            "WEB-INF/classes/application.properties": "night.cron=0 15 1 * * *\n",
        }
    )
    assert items(war, "schedules", "kind", "cron", "every", "what", "clustered") == [
        ("spring", "0 15 1 * * *", None, "shop.Jobs.night", False),
        ("spring", None, "30000", "shop.Jobs.often", False),
        ("spring", None, "7000", "shop.Jobs.later", False),
        ("xxl-job", None, None, "shopHandler", True),
    ]
    open_one = read_war({"WEB-INF/classes/shop/Jobs.class": job.bytes()})
    assert items(open_one, "schedules", "cron")[0] == "${night.cron}", "unknown, not guessed"


def test_timers_and_triggers_in_code() -> None:
    start = ClassBuilder("shop/Start", interfaces=["javax/servlet/ServletContextListener"])
    start.call("java/util/Timer", "scheduleAtFixedRate", "(Ljava/util/TimerTask;JJ)V")
    build = ClassBuilder("shop/Build")
    build.call("org/quartz/CronScheduleBuilder", "cronSchedule", "(Ljava/lang/String;)V")
    build.string("0 0 12 * * ?")
    build.string("a b c d e f")
    other = ClassBuilder("shop/Text")
    other.string("0 0 13 * * ?")
    classes = {"Start": start, "Build": build, "Text": other}
    war = read_war({f"WEB-INF/classes/shop/{n}.class": c.bytes() for n, c in classes.items()})
    assert items(war, "schedules", "kind", "cron", "what") == [
        ("timer", None, "listener shop.Start"),
        ("quartz", "0 0 12 * * ?", "shop.Build"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0 0 12 * * ?", True),
        ("0 0/5 14,18 * * MON-FRI", True),
        ("0 0 L * ? 2026", True),
        ("*/5 * * * *", True),
        ("@daily", True),
        ("this is not a cron at all", False),
        ("1 2 3", False),
        ("@me", False),
        ("", False),
        ("2026-01-02 03:04:05 a b c", False),
    ],
)
def test_what_is_a_cron_expression(text: str, told: bool) -> None:
    assert is_cron(text) is told


QUARKUS = """package shop;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
@ApplicationScoped public class Jobs {
  @Scheduled(every = "10s") void tick() {}
  @Scheduled(cron = "{clean.cron}") void clean() {}
  @Scheduled(cron = "{never.cron:off}") void never() {}
  @Scheduled(every = "disabled") void off() {}
}"""


def test_quarkus_in_sources(tmp_path: Path) -> None:
    pom = """<project><groupId>a</groupId><artifactId>a</artifactId><version>1</version>
      <packaging>war</packaging></project>"""
    files: dict[str, str | bytes] = {
        "pom.xml": pom,
        "src/main/java/shop/Jobs.java": QUARKUS,
        "src/main/resources/application.properties": "clean.cron=0 15 10 * * ?\n",
    }
    shop = one(tmp_path, files, "java-war")
    assert items(shop, "schedules", "kind", "cron", "every", "what", "clustered") == [
        ("quarkus", None, "10s", "shop.Jobs.tick", None),
        ("quarkus", "0 15 10 * * ?", None, "shop.Jobs.clean", None),
    ]


def test_micronaut_in_classes() -> None:
    job = ClassBuilder("shop/Jobs")
    scheduled = "io/micronaut/scheduling/annotation/Scheduled"
    job.annotate(scheduled, {"fixedDelay": "5m"}, "poll")
    job.annotate(scheduled, {"cron": "${night.cron:0 0 2 * * ?}"}, "night")
    job.annotate("shop/Scheduled", {"cron": "0 0 3 * * ?"}, "other")
    war = read_war({"WEB-INF/classes/shop/Jobs.class": job.bytes()})
    assert items(war, "schedules", "kind", "cron", "every", "what") == [
        ("micronaut", None, "5m", "shop.Jobs.poll"),
        ("micronaut", "0 0 2 * * ?", None, "shop.Jobs.night"),
    ]
