"""Topics and queues that an application sends to or listens at -> `messaging.*` facts."""

from __future__ import annotations

import re

from msgspec import Struct

from migrate.knowledge.java_messaging import java_messaging
from migrate.model.origin import Origin
from migrate.read.java import messaging_annotations, messaging_calls, messaging_xml
from migrate.read.java.application import Application
from migrate.read.java.brokers import Brokers
from migrate.read.java.destinations import CONSUMES, PRODUCES, Destination, Destinations
from migrate.read.java.spring_keys import Said

_STREAM = "spring.cloud.stream.bindings."
_DIRECTION = re.compile(r"-(?P<way>in|out)-\d{1,3}$")


def read(application: Application) -> None:
    """Read annotations, beans, settings; what only code knows is said to be unknown."""
    into = Destinations(application, Brokers(application))
    messaging_annotations.read(application, into)
    messaging_xml.read(application, into)
    _defaults(application, into)
    _stream(application, into)
    messaging_calls.read(application, into)
    _in_code(application)


def _defaults(application: Application, into: Destinations) -> None:
    """Read where templates send when the code names nothing."""
    for key, what in java_messaging().defaults.items():
        said = application.spring.get(key)
        if said is not None:
            found = Destination(said.value, what.broker, "properties", what.kind)
            into.add(PRODUCES, found, *said.origins)


class _Binding(Struct):
    """One binding of Spring Cloud Stream."""

    destination: Said | None = None
    group: str = ""
    listens: bool = False
    sends: bool = False


def _stream(application: Application, into: Destinations) -> None:
    """Read the bindings of Spring Cloud Stream whose direction something tells."""
    bindings: dict[str, _Binding] = {}
    for rest, said in application.spring.starting(_STREAM):
        name, _, what = rest.partition(".")
        binding = bindings.setdefault(name, _Binding())
        if what == "destination":
            binding.destination = said
        elif what == "group":
            binding.group, binding.listens = said.value, True
        binding.listens = binding.listens or what.startswith("consumer.")
        binding.sends = binding.sends or what.startswith("producer.")
    listened, sent = _channels(application)
    for name, binding in bindings.items():
        way = _DIRECTION.search(name)
        listens = way["way"] == "in" if way else name in listened or name == "input"
        sends = way["way"] == "out" if way else name in sent or name == "output"
        if not (listens or sends):
            listens, sends = binding.listens, binding.sends
        _bound(binding, (listens, sends), into)


def _bound(binding: _Binding, ways: tuple[bool, bool], into: Destinations) -> None:
    if binding.destination is None:
        return
    origins: tuple[Origin, ...] = binding.destination.origins
    for fact, meant in zip((CONSUMES, PRODUCES), ways, strict=True):
        for name in binding.destination.value.split(",") if meant else ():
            group = binding.group if fact == CONSUMES else ""
            broker = into.brokers.streamed
            into.add(
                fact, Destination(name.strip(), broker, "properties", "topic", group), *origins
            )


def _channels(application: Application) -> tuple[set[str], set[str]]:
    """Return the names of channels that annotations declare: to listen at, and to send to."""
    space = "org.springframework.cloud.stream.annotation."
    listened: set[str] = set()
    sent: set[str] = set()
    for found, _ in application.index.annotations():
        name = found.elements.get("value") or found.elements.get("target") or found.member
        if found.name in (f"{space}Input", f"{space}StreamListener"):
            listened.add(name)
        elif found.name == f"{space}Output":
            sent.add(name)
    return listened, sent


def _in_code(application: Application) -> None:
    """Say that code sends or listens where nothing that was found tells to what."""
    tables = ((PRODUCES, java_messaging().sends), (CONSUMES, java_messaging().listens))
    for fact, calls in tables:
        if application.index.calls_any(calls):
            application.found.unknown(fact, "read.messaging.in_code")
