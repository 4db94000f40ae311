"""Recurring work of a site: crontabs handed over, and what its framework does or wants done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from migrate.knowledge.php import Framework
from migrate.read import crontab
from migrate.read.findings import Found
from migrate.read.php import product_tasks, tasks
from migrate.read.php.constants import constants
from migrate.read.php.layout import is_aside, roots
from migrate.read.php.parser import LARGEST
from migrate.read.php.settings import Setting
from migrate.read.php.survey import Survey
from migrate.read.reader import Site
from migrate.read.tree import Entry

_QUEUE = re.compile(r"(?i)^QUEUE_(?:CONNECTION|DRIVER)$")
_PLACES = ("app/Console/Kernel.php", "routes/console.php", "bootstrap/app.php")
_SCHEDULES = re.compile(rb"(?i)schedule|RecurringMessage|As(?:Cron|Periodic)Task")
_LARAVEL_TASKS = ("crontab", tasks.laravel)
_LARAVEL = re.compile(r"(?:\$schedule\s{0,5}->|\bSchedule::)\s{0,5}(?:command|call|job|exec)\b")


def tell(
    site: Site,
    survey: Survey,
    framework: Framework | None,
    settings: Sequence[Setting],
    found: Found,
) -> None:
    """Add crontab lines as `schedules`, and what else recurs as `schedules.internal`."""
    for entry in site.tree.entries():
        if _is_crontab(entry):
            crontab.read(entry, found)
    own = {entry.origin() for entry in site.tree.entries()}
    outside = [e for e in site.around.entries() if _is_crontab(e) and e.origin() not in own]
    alone = len(outside) > 0 and len(roots(site.around)) == 1
    for entry in outside:
        text = entry.text() or ""
        if not is_aside(entry.path) and (alone or f"/{site.name}/" in text):
            crontab.read(entry, found)
    _internal(site, framework, settings, found)
    _tasks(site, framework, found)
    _timed(site, survey, framework, found)


def _tasks(site: Site, framework: Framework | None, found: Found) -> None:
    """Add what the framework's own scheduler starts, each task with its time."""
    name = framework.name if framework else ""
    places: Iterable[Entry] = ()
    if name in ("Laravel", "Lumen"):
        places = (entry for path in _PLACES if (entry := site.tree.get(path)))
    elif name == "Symfony":
        places = site.tree.below("src/", ".php")
    for entry in places:
        source = entry.content()
        if len(source) > LARGEST or not _SCHEDULES.search(source):
            continue
        trigger, read = ("daemon", tasks.symfony) if name == "Symfony" else _LARAVEL_TASKS
        for task in read(source):
            found.item(
                "schedules.internal",
                entry.origin(task.line),
                trigger=trigger,
                command=task.what,
                cron=task.cron,
                every=task.every,
            )


def _timed(site: Site, survey: Survey, framework: Framework | None, found: Found) -> None:
    """Add what a product does by the clock when somebody comes."""
    name = framework.name if framework else ""
    known: Iterable[product_tasks.Timed] = ()
    if name == "WordPress":
        known = product_tasks.wordpress(survey)
    elif name == "Drupal":
        known = product_tasks.drupal(survey)
    elif name == "Discuz!":
        known = product_tasks.discuz(site.tree)
    off = _is_off(site)
    for one in known:
        found.item(
            "schedules.internal",
            one.origin,
            trigger="crontab" if off else "visits",
            command=one.what,
            cron=one.cron,
            every=one.every,
        )


def _is_crontab(entry: Entry) -> bool:
    return entry.name in crontab.NAMES or "cron.d/" in entry.path or "spool/cron/" in entry.path


def _internal(
    site: Site, framework: Framework | None, settings: Sequence[Setting], found: Found
) -> None:
    origins = found.origins("php.framework")[:1] if not _is_off(site) else ()
    for command in framework.schedules if framework else ():
        for origin in origins:
            if framework and framework.name == "Laravel" and not _uses_scheduler(site):
                continue
            trigger = "visits" if command == "web" else "crontab"
            shown = "" if command == "web" else command
            found.item("schedules.internal", origin, trigger=trigger, command=shown)
    for setting in settings:
        origin = setting.entry.origin(setting.pair.line)
        if _QUEUE.match(setting.pair.key) and setting.pair.value.lower() not in (
            "sync",
            "null",
            "",
        ):
            found.item(
                "schedules.internal", origin, trigger="daemon", command="php artisan queue:work"
            )


def _is_off(site: Site) -> bool:
    """Tell whether visits start nothing: `define('DISABLE_WP_CRON', true)`."""
    entry = site.tree.get("wp-config.php")
    source = entry.content() if entry else b""
    known = constants(source) if len(source) <= LARGEST else {}
    return "DISABLE_WP_CRON" in known and known["DISABLE_WP_CRON"].text.lower() in ("true", "1")


def _uses_scheduler(site: Site) -> bool:
    entries = (site.tree.get(path) for path in _PLACES)
    return any(_LARAVEL.search(entry.text() or "") for entry in entries if entry)
