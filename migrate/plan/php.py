"""PHP sites on Apache."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate.knowledge.images import Base, Extension, Technology
from migrate.knowledge.sizing import sizing
from migrate.model.facts import Component, Finding
from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import Copy, Image, Port, Schedule, Service, Variable, Volume
from migrate.model.reason import Chosen
from migrate.plan import probes, volumes, written
from migrate.plan.draft import Draft
from migrate.plan.images import image
from migrate.plan.listed import Item, items, text
from migrate.plan.resources import measured_memory, of_command
from migrate.plan.schedules import schedules
from migrate.plan.sessions import of_application
from migrate.plan.settings import Places, Settings, plan_settings
from migrate.plan.situation import Situation
from migrate.plan.timezone import timezone
from migrate.plan.why import choose, finding

_SUPPORT = datetime.timedelta(days=365)
"""A move should not have to be repeated within a year."""


class Extensions(Struct, frozen=True):
    """What the site needs, as the catalogue installs it."""

    packages: Chosen[tuple[str, ...]] | None
    params: dict[str, Chosen[str]]
    findings: tuple[Finding, ...]


def plan_php(situation: Situation, member: Member, technology: Technology) -> Draft:
    """Return how a PHP site runs."""
    component, asked = written.asked(member.component, situation.decisions)
    base, too_far = _base(situation, component, technology)
    root = technology.applications
    settings = plan_settings(situation, member, Places(root, technology.workdir))
    replication = of_application(component, situation.decisions)
    zone = timezone(component)
    jobs = schedules(component, root, zone, of_command(component.kind))
    port = Port(technology.port.name, situation.port(member))
    claims = volumes.uploads(situation, component, root, replication.replicas.value)
    scratch = tuple(volumes.scratch(technology))
    extensions = _extensions(component, technology)
    return Draft(
        controller=choose("Deployment", "plan.controller.stateless"),
        replication=replication,
        image=_image(situation, member, base, extensions, (settings, claims)),
        port=port,
        memory=_memory(situation, member),
        probes=probes.of_web(component, port.name, ""),
        services=(
            Service(choose(component.id, "plan.service"), port.name, affinity=replication.affinity),
        ),
        path=choose("/", "plan.path.site"),
        variables=(Variable("TZ", zone),) if zone else (),
        files=settings.files,
        volumes=(*claims, *scratch, *volumes.passing(component, root, (*claims, *scratch))),
        schedules=jobs.jobs,
        questions=(*replication.questions, *asked),
        findings=(
            *too_far,
            *extensions.findings,
            *settings.findings,
            *jobs.findings,
            *_zone_lost(situation, component, jobs.jobs),
            *_written_beside_code(component, root),
            *volumes.to_be_copied(component, claims),
        ),
    )


def _base(
    situation: Situation, component: Component, technology: Technology
) -> tuple[Chosen[Base], tuple[Finding, ...]]:
    known = component.value("php.version")
    interval = known if isinstance(known, dict) else {}
    least, most = _version(interval.get("min")), _version(interval.get("max"))
    fitting = [
        base
        for base in technology.bases
        if (not least or _version(base.runtime) >= least)
        and (not most or _version(base.runtime) <= most)
    ]
    lasting = [base for base in fitting if _lasts(base, situation.decisions.as_of)]
    base = (lasting or fitting[-1:] or list(technology.bases[:1]))[0]
    origins = component.origins("php.version")
    span = f"{interval.get('min') or '…'} – {interval.get('max') or '…'}"
    chosen = choose(base, "plan.base.php", origins, php=base.runtime, span=span)
    if fitting or not (least or most):
        return chosen, ()
    wrong = finding(
        "php-version-unavailable",
        "mandatory",
        component.id,
        origins,
        span=span,
        php=base.runtime,
    )
    return chosen, (wrong,)


def _lasts(base: Base, as_of: str) -> bool:
    if base.supported_until is None or not as_of:
        return True
    return base.supported_until >= datetime.date.fromisoformat(as_of) + _SUPPORT


def _version(text: object) -> tuple[int, ...]:
    return tuple(int(part) for part in str(text or "").split(".")[:2] if part.isdecimal())


def _extensions(component: Component, technology: Technology) -> Extensions:
    needed = {item.text("name").lower(): item for item in items(component, "php.extensions")}
    known = {name: technology.extensions[name] for name in needed if name in technology.extensions}
    missing = [
        needed[name] for name in sorted(needed) if name not in known and _is_required(needed[name])
    ]
    installed = {entry.install for entry in known.values() if entry.install}
    origins = _origins(needed.values())
    names = tuple(sorted({*technology.packages, *installed}))
    params = {
        "build_packages": _joined(known.values(), "build", origins),
        "runtime_packages": _joined(known.values(), "runtime", origins),
        "configure": choose(_configure(known.values()), "plan.extensions", origins),
    }
    return Extensions(
        packages=choose(names, "plan.extensions", origins) if names else None,
        params={name: value for name, value in params.items() if value.value},
        findings=tuple(
            finding(
                "php-extension-unavailable",
                "mandatory",
                component.id,
                item.origins,
                extension=item.text("name"),
            )
            for item in missing
        ),
    )


def _is_required(item: Item) -> bool:
    """Tell whether a site does not run without an extension; it asks for optional ones."""
    return item.values.get("required") is not False


def _joined(entries: Iterable[Extension], what: str, origins: tuple[Origin, ...]) -> Chosen[str]:
    names = {name for e in entries for name in (e.build if what == "build" else e.runtime)}
    return choose(" ".join(sorted(names)), "plan.extensions", origins)


def _configure(entries: Iterable[Extension]) -> str:
    lines = {f"{entry.install} {entry.configure}" for entry in entries if entry.configure}
    return "\n".join(sorted(lines))


def _origins(found: Iterable[Item]) -> tuple[Origin, ...]:
    return tuple(dict.fromkeys(origin for item in found for origin in item.origins))


def _image(
    situation: Situation,
    member: Member,
    base: Chosen[Base],
    extensions: Extensions,
    outside: tuple[Settings, tuple[Volume, ...]],
) -> Image:
    component, root = member.component, base_root(situation, member)
    settings, claims = outside
    document_root = text(component, "web.document_root").strip("./")
    origins = component.origins("web.document_root")
    params = {
        **extensions.params,
        "runtime": Chosen(base.value.runtime, base.because, base.origins),
        "document_root": choose(
            f"{root}/{document_root}" if document_root else root, "plan.document_root", origins
        ),
    }
    source = component.sources[0] if component.sources else component.id
    uploads = [f"{volume.mount_path.removeprefix(f'{root}/')}/" for volume in claims]
    left = {*settings.covered, *_crontabs(component, source)}
    return image(
        situation,
        member,
        base,
        copies=(Copy(source, root, (*sorted(left), *sorted(uploads))),),
        packages=extensions.packages,
        params=params,
    )


def base_root(situation: Situation, member: Member) -> str:
    """Return where a site lies in its image."""
    technology = situation.technology(member)
    return technology.applications if technology else "/"


def _crontabs(component: Component, source: str) -> set[str]:
    """Return the crontab files among the site's own: no part of what is served."""
    places = [
        f"{origin.source}/{origin.place}".split(":")[0]
        for item in items(component, "schedules")
        for origin in item.origins
    ]
    inside = [place.removeprefix(f"{source}/") for place in places if place.startswith(source)]
    return {
        path.removesuffix(f"/{path.rsplit('/', 1)[-1]}") if _is_line(path) else path
        for path in inside
    }


def _is_line(path: str) -> bool:
    return path.rsplit("/", 1)[-1].isdecimal()


def _memory(situation: Situation, member: Member) -> Chosen[int]:
    """Return what the workers need, or what was measured when that is more."""
    figures = sizing().php
    needed = figures.base_mib + figures.workers * figures.worker_mib
    measured = measured_memory(situation, member)
    if measured.value >= needed:
        return measured
    step = sizing().memory.step_mib
    return choose(
        -(-needed // step) * step,
        "plan.memory.php",
        workers=figures.workers,
        worker=figures.worker_mib,
        base=figures.base_mib,
    )


def _written_beside_code(component: Component, root: str) -> tuple[Finding, ...]:
    return tuple(
        finding(
            "writes-into-application",
            "mandatory",
            component.id,
            item.origins,
            path=item.text("path"),
        )
        for item in volumes.writes_beside_code(component, root)
    )


def _zone_lost(
    situation: Situation, component: Component, jobs: tuple[Schedule, ...]
) -> Iterator[Finding]:
    """Yield a finding when old servers run schedules in a time zone of their own."""
    late = situation.target.profile.rejected_fields.get("CronJob", ())
    if jobs and "/spec/timeZone" in late:
        version = situation.target.version.value
        origins = tuple(origin for job in jobs for origin in job.cron.origins)
        yield finding("schedule-zone", "potential", component.id, origins, version=version)
