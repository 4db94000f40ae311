"""Java web archives on Tomcat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from msgspec import Struct

from migrate.knowledge.images import Base, Technology
from migrate.model.assessment import Question
from migrate.model.facts import Component, Finding
from migrate.model.inventory import Member
from migrate.model.plan import Copy, Image, Port, Service, Variable
from migrate.model.reason import Chosen
from migrate.plan import probes, volumes
from migrate.plan.asking import ask
from migrate.plan.draft import Draft
from migrate.plan.images import image, listed_packages
from migrate.plan.jvm import plan_jvm
from migrate.plan.listed import text
from migrate.plan.resources import measured_memory
from migrate.plan.sessions import of_application
from migrate.plan.settings import Places, Settings, plan_settings
from migrate.plan.shapes import PATH_SIGNS
from migrate.plan.situation import Situation
from migrate.plan.timezone import timezone
from migrate.plan.why import choose, finding

_FIRST_CLASS_MAJOR = 44
"""Class files of Java 8 have major version 52."""


class Runtime(Struct, frozen=True):
    """The base image, and what it takes to run the application on it."""

    base: Chosen[Base]
    params: dict[str, Chosen[str]]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def plan_java(situation: Situation, member: Member, technology: Technology) -> Draft:
    """Return how a WAR runs."""
    component = member.component
    runtime = _runtime(situation, component, technology)
    context = _context(component)
    places = Places(f"{technology.applications}/{_folder(context.value)}", technology.workdir)
    settings = plan_settings(situation, member, places)
    jvm = plan_jvm(component, int(runtime.base.value.runtime), measured_memory(situation, member))
    replication = of_application(component, situation.decisions)
    port = Port(technology.port.name, situation.port(member))
    prefix = "" if context.value == "/" else context.value
    claims = volumes.uploads(situation, component, places.workdir, replication.replicas.value)
    turned = _logs_handled(settings)
    scratch = (
        *volumes.scratch(technology),
        *volumes.log_folders(component, turned),
    )
    taken = (*scratch, *claims)
    return Draft(
        controller=choose("Deployment", "plan.controller.stateless"),
        replication=replication,
        image=_image(situation, member, runtime, places, settings),
        port=port,
        memory=jvm.memory,
        probes=probes.of_web(component, port.name, prefix),
        services=(_service(component, port, replication.affinity),),
        path=context,
        variables=_variables(component, jvm.options),
        files=settings.files,
        volumes=(
            *taken,
            *volumes.passing(component, places.workdir, taken, logs=not turned),
        ),
        questions=(*replication.questions, *runtime.questions),
        findings=(
            *runtime.findings,
            *settings.findings,
            *jvm.findings,
            *volumes.to_be_copied(component, claims),
        ),
    )


def _runtime(situation: Situation, component: Component, technology: Technology) -> Runtime:
    needed = _java(component)
    namespace = text(component, "servlet.namespace")
    wanted = namespace if namespace in ("javax", "jakarta") else ""
    fitting = [base for base in technology.bases if wanted in ("", base.serves)]
    convert = not fitting
    candidates = fitting or list(technology.bases)
    enough = [base for base in candidates if int(base.runtime) >= needed]
    base = (enough or candidates[-1:])[0]
    origins = component.origins("java.class_major", "servlet.namespace")
    chosen = choose(
        base,
        "plan.base.java",
        origins,
        java=base.runtime,
        needed=needed,
        namespace=namespace or "?",
    )
    findings = list(_runtime_findings(component, base, needed))
    if not convert:
        return Runtime(chosen, _uri_encoding(component), (), tuple(findings))
    asked = _jakarta(situation, component)
    params = {**_uri_encoding(component), "build_packages": _build_packages(technology)}
    if asked.answer.value == "convert":
        params["converts"] = asked.answer
        origins = component.origins("servlet.namespace")
        findings.append(finding("converted-to-jakarta", "potential", component.id, origins))
    return Runtime(chosen, params, (asked,), tuple(findings))


def _jakarta(situation: Situation, component: Component) -> Question:
    default = choose("convert", "plan.jakarta.convert", component.origins("servlet.namespace"))
    return ask(situation.decisions, "jakarta", default, ("convert", "keep"), component.id)


def _build_packages(technology: Technology) -> Chosen[str]:
    runtime = [name for name in technology.packages if "jre" in name]
    names = [*runtime, "tomcat-jakartaee-migration", "unzip"]
    return choose(" ".join(sorted(names)), "plan.packages.catalogue")


def _runtime_findings(component: Component, base: Base, needed: int) -> Iterator[Finding]:
    origins = component.origins("java.class_major")
    runtime = int(base.runtime)
    if runtime < needed:
        yield finding(
            "java-too-old", "mandatory", component.id, origins, java=runtime, needed=needed
        )
    elif runtime > needed >= 5:
        yield finding("java-newer", "potential", component.id, origins, java=runtime, old=needed)


def _java(component: Component) -> int:
    major = component.value("java.class_major")
    return major - _FIRST_CLASS_MAJOR if isinstance(major, int) else 0


def _context(component: Component) -> Chosen[str]:
    known = text(component, "war.context_path")
    if known:
        path = quote("/" + known.strip("/"), safe=PATH_SIGNS)
        return choose(path, "plan.path.context", component.origins("war.context_path"), path=path)
    path = quote(f"/{PurePosixPath(_archive(component)).stem}", safe=PATH_SIGNS)
    return choose(path, "plan.path.file_name", path=path)


def _folder(context: str) -> str:
    """Return the folder below webapps that Tomcat serves at a context path."""
    return unquote(context).strip("/").replace("/", "#") or "ROOT"


def _archive(component: Component) -> str:
    """Return the application itself among the component's sources."""
    archives = [source for source in component.sources if source.lower().endswith(".war")]
    return (archives or list(component.sources) or [component.id])[0]


def _image(
    situation: Situation, member: Member, runtime: Runtime, places: Places, settings: Settings
) -> Image:
    technology = situation.technology(member)
    source = _archive(member.component)
    return image(
        situation,
        member,
        runtime.base,
        copies=(Copy(source, places.application, settings.covered),),
        packages=listed_packages(technology) if technology else None,
        params=runtime.params,
    )


def _uri_encoding(component: Component) -> dict[str, Chosen[str]]:
    """Tomcat reads addresses as UTF-8 unless the old one was told otherwise."""
    charset = text(component, "uri.encoding")
    if not charset:
        return {}
    return {"uri_encoding": choose(charset, "plan.charset", component.origins("uri.encoding"))}


def _service(component: Component, port: Port, affinity: Chosen[str] | None) -> Service:
    return Service(choose(component.id, "plan.service"), port.name, affinity=affinity)


def _variables(component: Component, options: Chosen[str]) -> tuple[Variable, ...]:
    found = [Variable("CATALINA_OPTS", options)]
    zone = timezone(component)
    if zone:
        found.append(Variable("TZ", zone))
    return tuple(found)


def _logs_handled(settings: Settings) -> bool:
    return any(file.reason.because.id == "plan.settings.log" for file in settings.files)
