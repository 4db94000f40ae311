"""What descriptors start by the clock: Quartz, Spring, EJB timers, Elastic-Job -> `schedules`."""

from __future__ import annotations

from migrate.model.origin import Origin
from migrate.read.java import services
from migrate.read.java.application import Application
from migrate.read.java.collected import Schedule
from migrate.read.java.cron import cron_of_ejb, is_cron
from migrate.read.java.documents import Node
from migrate.read.java.placeholders import open_ones

_MOST = 500
_ELASTIC_KIND = "elastic-job"
_ELASTIC = ("schema/ddframe/job", "schema/ddframe/reg", "schema/elasticjob")
_ELASTIC_JOBS = "elasticjob.jobs."
_SHARED = ("xxl-job", _ELASTIC_KIND)
"""Kinds of which a scheduler outside decides which copy runs a job."""


def spring(root: Node, application: Application) -> None:
    """Read triggers and `<task:scheduled>` of Spring's XML."""
    for bean in root.all("bean"):
        class_ = bean.get("class").rpartition(".")[2]
        said = _said(bean)
        if class_ in ("CronTriggerBean", "CronTriggerFactoryBean"):
            what = said.get("jobDetail") or bean.get("id", "name")
            add(application, "quartz", bean.origin, what, cron=said.get("cronExpression", ""))
        elif class_ in ("SimpleTriggerBean", "SimpleTriggerFactoryBean"):
            what = said.get("jobDetail") or bean.get("id", "name")
            add(application, "quartz", bean.origin, what, every=said.get("repeatInterval", ""))
        elif class_ == "ScheduledTimerTask":
            what = said.get("timerTask") or bean.get("id", "name")
            add(application, "timer", bean.origin, what, every=said.get("period", ""))
    elastic_jobs(root, application)
    for task in root.all("scheduled"):
        what = ".".join(part for part in (task.get("ref"), task.get("method")) if part)
        every = task.get("fixed-rate", "fixed-delay")
        add(application, "spring", task.origin, what, cron=task.get("cron"), every=every)


def elastic_jobs(root: Node, application: Application) -> None:
    """Read jobs of Elastic-Job's schemas: Dangdang's (1 and 2) and ShardingSphere's (3)."""
    for node in root.all():
        if not any(part in node.namespace for part in _ELASTIC):
            continue
        if node.get("cron"):
            what = node.get("class", "job-ref", "elastic-job-class", "id")
            add(application, _ELASTIC_KIND, node.origin, what, cron=node.get("cron"))
        elif node.name == "zookeeper" and node.get("server-lists"):
            services.registry(application, node.get("server-lists"), "zookeeper", node.origin)


def quartz(root: Node, application: Application) -> None:
    """Read jobs of Quartz' own XML (`quartz_data.xml`, 1.8 and 2)."""
    for cron in root.all("cron"):
        what = cron.said("job-name") or cron.said("name")
        add(application, "quartz", cron.origin, what, cron=cron.said("cron-expression"))
    for simple in root.all("simple"):
        what = simple.said("job-name") or simple.said("name")
        if simple.said("repeat-interval"):
            add(application, "quartz", simple.origin, what, every=simple.said("repeat-interval"))


def ejb_timers(root: Node, application: Application) -> None:
    """Read the timers of ejb-jar.xml."""
    for bean in root.all("session", "message-driven"):
        for timer in bean.children("timer"):
            schedule = timer.child("schedule")
            fields = schedule.children() if schedule else ()
            said = {_camel(field.name): field.text for field in fields}
            method = timer.child("timeout-method")
            name = method.said("method-name") if method else ""
            what = ".".join(part for part in (bean.said("ejb-name"), name) if part)
            add(application, "ejb", timer.origin, what, cron=cron_of_ejb(said))


def in_settings(application: Application) -> None:
    """Note whether Quartz keeps its jobs in a database that several copies share."""
    for file in application.settings:
        said = {pair.key.removeprefix("spring.quartz.properties."): pair for pair in file.pairs}
        clustered = said.get("org.quartz.jobStore.isClustered")
        if clustered is not None:
            application.clustered = clustered.meaning.strip().lower() == "true"
    _elastic_settings(application)


def _elastic_settings(application: Application) -> None:
    """Read the jobs that Elastic-Job's starter for Spring Boot is told."""
    for rest, said in application.spring.starting(_ELASTIC_JOBS):
        name, _, what = rest.rpartition(".")
        if what == "cron" and name:
            class_ = application.spring.value(f"{_ELASTIC_JOBS}{name}.elastic-job-class")
            add(application, _ELASTIC_KIND, said.origins[0], class_ or name, cron=said.value)
    center = application.spring.get("elasticjob.reg-center.server-lists")
    if center is not None:
        services.registry(application, center.value, "zookeeper", *center.origins)


def conclude(application: Application) -> None:
    """Write every schedule down, with what Quartz' settings say of clusters."""
    for schedule in application.schedules[:_MOST]:
        application.found.item(
            "schedules",
            schedule.origin,
            cron=schedule.cron or None,
            every=schedule.every or None,
            what=schedule.what,
            kind=schedule.kind,
            clustered=_clustered(schedule.kind, application),
        )


def _clustered(kind: str, application: Application) -> bool | None:
    """Tell whether several copies agree on who runs it: in-process timers never do."""
    if kind == "quartz":
        return application.clustered
    if kind in ("quarkus", "micronaut"):
        return None
    if kind in ("spring", "timer"):
        return application.library("shedlock-") is not None
    return True if kind in _SHARED else None


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part.capitalize() for part in rest)


def _said(bean: Node) -> dict[str, str]:
    said: dict[str, str] = {}
    for node in bean.children("property"):
        inner = node.child("value")
        said[node.get("name")] = node.get("value", "ref") or (inner.text if inner else "")
        for ref in node.children("ref"):
            said[node.get("name")] = ref.get("bean", "local")
    for name, value in bean.attributes.items():
        said.setdefault(name.removesuffix("-ref"), value)
    return said


def add(
    application: Application,
    kind: str,
    origin: Origin,
    what: str,
    *,
    cron: str = "",
    every: str = "",
) -> None:
    """Take a schedule; text that is no cron expression, and one switched off, is none."""
    cron, every = application.filled(cron).strip(), application.filled(every).strip()
    if cron == "-":
        # Spring's way to switch one off.
        return
    if cron and not is_cron(cron) and not open_ones(cron):
        cron = ""
    if kind != "timer" and kind != "xxl-job" and not (cron or every):
        return
    application.schedules.append(Schedule(kind, what, origin, cron, every))
