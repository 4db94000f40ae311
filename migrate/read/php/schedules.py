"""Recurring work of a site: crontabs handed over, and what its framework does or wants done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.knowledge.php import Framework
from migrate.read import crontab
from migrate.read.findings import Found
from migrate.read.php.constants import constants
from migrate.read.php.layout import is_aside, roots
from migrate.read.php.parser import LARGEST
from migrate.read.php.settings import Setting
from migrate.read.reader import Site
from migrate.read.tree import Entry

_QUEUE = re.compile(r"(?i)^QUEUE_(?:CONNECTION|DRIVER)$")
_LARAVEL = re.compile(r"\$schedule\s{0,5}->\s{0,5}(?:command|call|job|exec)\b")


def tell(
    site: Site, framework: Framework | None, settings: Sequence[Setting], found: Found
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
    places = ("app/Console/Kernel.php", "routes/console.php", "bootstrap/app.php")
    entries = (site.tree.get(path) for path in places)
    return any(_LARAVEL.search(entry.text() or "") for entry in entries if entry)
