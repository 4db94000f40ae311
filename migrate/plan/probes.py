"""Start-up, readiness and liveness: three questions, three different probes."""

from __future__ import annotations

from urllib.parse import quote

from migrate.knowledge.sizing import Rhythm, probe_rhythms
from migrate.model.facts import Component
from migrate.model.plan import Probe, Probes
from migrate.model.reason import Reason
from migrate.plan.listed import Item, items
from migrate.plan.shapes import PATH_SIGNS
from migrate.plan.why import reason

_KINDS = ("health", "page", "front-controller")
"""What can be asked without side effects, best first."""


def of_web(component: Component, port: str, prefix: str) -> Probes:
    """Return the probes of a web application; `prefix` is its context path.

    Start-up and liveness only ask whether the server takes connections: a database that is away,
    or not there yet, must not restart every application that uses it.
    """
    rhythms = probe_rhythms()[component.kind]
    best = _page(component)
    if best is None:
        said = reason("plan.probe.no_page")
        readiness = _tcp(rhythms.readiness, port, said)
    else:
        path = prefix + quote(best.text("path"), safe=PATH_SIGNS)
        said = reason("plan.probe.page", best.origins, path=path)
        readiness = _http(rhythms.readiness, port, path, said)
    startup = _tcp(rhythms.startup, port, reason("plan.probe.startup"))
    liveness = _tcp(rhythms.liveness, port, reason("plan.probe.liveness"))
    return Probes(startup, readiness, liveness)


def of_database(port: str, number: int, admin: str) -> Probes:
    """Return the probes of a database server."""
    rhythms = probe_rhythms()["mysql"]
    command = (admin, "--no-defaults", "--host=127.0.0.1", f"--port={number}", "ping", "--silent")
    ready = rhythms.readiness
    readiness = Probe(
        kind="exec",
        reason=reason("plan.probe.ping"),
        command=command,
        period_seconds=ready.period,
        timeout_seconds=ready.timeout,
        failure_threshold=ready.failures,
    )
    startup = _tcp(rhythms.startup, port, reason("plan.probe.recovery"))
    return Probes(startup, readiness, _tcp(rhythms.liveness, port, reason("plan.probe.liveness")))


def _page(component: Component) -> Item | None:
    open_to_all = [item for item in items(component, "http.paths") if _askable(item)]
    return min(open_to_all, key=_rank, default=None)


def _askable(item: Item) -> bool:
    path = item.text("path")
    plain = path.startswith("/") and not any(sign in path for sign in "*{?# ")
    return plain and item.text("kind") in _KINDS and item.values.get("login") is not True


def _rank(item: Item) -> tuple[int, bool, int, str]:
    path = item.text("path")
    start = path in ("/", "/index.jsp", "/index.html", "/index.php")
    return _KINDS.index(item.text("kind")), not start, len(path), path


def _http(rhythm: Rhythm, port: str, path: str, why: Reason) -> Probe:
    return Probe("http", why, port, path, (), rhythm.period, rhythm.timeout, rhythm.failures)


def _tcp(rhythm: Rhythm, port: str, why: Reason) -> Probe:
    return Probe("tcp", why, port, "", (), rhythm.period, rhythm.timeout, rhythm.failures)
