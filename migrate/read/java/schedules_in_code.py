"""What classes start by the clock: annotations, timers, triggers that code builds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.knowledge.java_contents import java_contents
from migrate.read.java.application import Application
from migrate.read.java.beans import Beans
from migrate.read.java.cron import cron_of_ejb, is_cron
from migrate.read.java.schedules import add
from migrate.read.tree import Entry

_SPRING = "org.springframework.scheduling.annotation."
_EJB = ("javax.ejb.Schedule", "jakarta.ejb.Schedule")
_XXL = "com.xxl.job.core.handler.annotation."
_XXL_JOBS = tuple(f"{_XXL}{name}" for name in ("XxlJob", "JobHandler", "JobHander"))
"""The last is how the first versions spelt it."""
_OF_BEANS = (f"{_SPRING}Scheduled", f"{_SPRING}Schedules", f"{_XXL}XxlJob")
_ELASTIC = ("ElasticSimpleJob", "ElasticDataflowJob", "ElasticJobConf", "ElasticJobScheduler")
"""Annotations of the starters that people wrote for Elastic-Job, whatever their package."""
_OTHERS = {
    "io.quarkus.scheduler.Scheduled": "quarkus",
    "io.micronaut.scheduling.annotation.Scheduled": "micronaut",
}
_EVERY = ("fixedRate", "fixedDelay", "fixedRateString", "fixedDelayString")
_LISTENERS = ("javax.servlet.ServletContextListener", "jakarta.servlet.ServletContextListener")
_UNITS = {
    "MILLISECONDS": 1,
    "SECONDS": 1000,
    "MINUTES": 60_000,
    "HOURS": 3_600_000,
    "DAYS": 86_400_000,
}
_LONGEST_NUMBER = 16
_SETTING = re.compile(r"^\{(?P<key>[\w.\-]{1,150}(?::[^{}]{0,100})?)\}$")
_OFF = frozenset({"off", "disabled"})
_NESTED = re.compile(r"@[\w.]{5,120}\((?P<inside>[^()]{0,500})\)")


def read(application: Application) -> None:
    """Read annotations, and timers that listeners and other classes start."""
    beans = Beans(application)
    for found, entry in application.index.annotations():
        what = f"{found.owner}.{found.member}" if found.member else found.owner
        if found.name in _OF_BEANS and not beans.possible(found.owner):
            continue
        if found.name == f"{_SPRING}Scheduled":
            _scheduled(found.elements, what, entry, application)
        elif found.name == f"{_SPRING}Schedules":
            for elements in _inner(found.elements.get("value", "")):
                _scheduled(elements, what, entry, application)
        elif found.name in _OTHERS:
            _other(found.elements, _OTHERS[found.name], what, entry, application)
        elif found.name in _EJB:
            add(application, "ejb", entry.origin(), what, cron=cron_of_ejb(found.elements))
        elif found.name.rpartition(".")[2] in _ELASTIC:
            name = found.elements.get("jobName") or found.elements.get("name") or what
            cron = found.elements.get("cron") or found.elements.get("value", "")
            add(application, "elastic-job", entry.origin(), name, cron=cron)
        elif found.name in _XXL_JOBS:
            add(application, "xxl-job", entry.origin(), found.elements.get("value") or what)
    _timers(application)
    _builders(application)


def _scheduled(elements: dict[str, str], what: str, entry: Entry, application: Application) -> None:
    cron = elements.get("cron", "")
    every = next((elements[key] for key in _EVERY if elements.get(key) not in (None, "-1", "")), "")
    if every.isdecimal() and len(every) < _LONGEST_NUMBER:
        every = str(int(every) * _UNITS.get(elements.get("timeUnit", ""), 1))
    add(application, "spring", entry.origin(), what, cron=cron, every=every)


def _other(
    elements: dict[str, str], kind: str, what: str, entry: Entry, application: Application
) -> None:
    """Take a method that Quarkus or Micronaut starts: `every` and `cron`, `fixedDelay`, `10s`.

    Quarkus writes a setting as `{clean.every}` too, and switches one off by `off`.
    """
    cron, every = elements.get("cron", ""), elements.get("every", "")
    every = every or elements.get("fixedDelay", "") or elements.get("fixedRate", "")
    cron, every = (_SETTING.sub(r"${\g<key>}", text) for text in (cron, every))
    if _OFF.isdisjoint(application.filled(text).strip() for text in (cron, every)):
        add(application, kind, entry.origin(), what, cron=cron, every=every)


def _inner(text: str) -> Iterator[dict[str, str]]:
    """Yield the elements of annotations inside of another, as the index writes them."""
    for match in _NESTED.finditer(text):
        yield dict(re.findall(r"(\w+)=((?:[^,=]|,(?! ?\w+=))*)", match["inside"]))


def _builders(application: Application) -> None:
    """Take cron expressions that stand in classes that build Quartz triggers themselves."""
    builders = {
        entry.path: "elastic-job" if "elasticjob" in type_ or "ddframe" in type_ else "quartz"
        for type_, methods in java_contents().trigger_builders.items()
        for entry in application.index.callers(type_, *methods)
    }
    if not builders:
        return
    for text, entries in application.index.strings():
        for entry in entries:
            if entry.path in builders and len(text) < 100 and is_cron(text):
                kind = builders[entry.path]
                add(application, kind, entry.origin(), _class_of(entry), cron=text)


def _class_of(entry: Entry) -> str:
    return (
        entry.path.removesuffix(".class")
        .removesuffix(".java")
        .rpartition("classes/")[2]
        .replace("/", ".")
    )


def _timers(application: Application) -> None:
    if not application.index.calls_any(java_contents().timers):
        return
    listeners = {
        entry.path
        for _, _, interfaces, entry in application.index.supertypes()
        if set(interfaces) & set(_LISTENERS)
    }
    for type_, methods in java_contents().timers.items():
        for entry in application.index.callers(type_, *methods):
            where = "listener" if entry.path in listeners else "class"
            add(application, "timer", entry.origin(), f"{where} {_class_of(entry)}")
