"""Which line of a generated file says what, and why."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.model.plan import Workload
from migrate.model.reason import Because, Chosen, Reason


def reasons(dockerfile: str, workload: Workload) -> dict[str, Reason]:
    """Return the reasons of a Dockerfile by line (`L12`)."""
    image = workload.image
    marks = [
        (f"FROM {image.base.value}", image.base.reason),
        ("org.opencontainers.image.version=", image.tag.reason),
        (f"EXPOSE {workload.ports[0].number.value}", workload.ports[0].number.reason),
        ("USER ", _house("generate.dockerfile.user")),
        ("LABEL ", _house("generate.dockerfile.labels")),
        ("CMD ", _house("generate.dockerfile.foreground")),
        ("COPY --from=application", _house("generate.dockerfile.unpacked")),
        ('RUN ["truncate"', _house("generate.dockerfile.placeholder")),
        ('RUN ["javax2jakarta"', _param(image.params, "converts")),
        ("FROM ", _param(image.params, "unpack_base")),
        ("ENV ", _house("generate.dockerfile.environment")),
    ]
    if image.packages:
        marks.extend((f"        {name} \\", image.packages.reason) for name in image.packages.value)
    marks.extend(
        (f"COPY {start}{copy.source}", _house("generate.dockerfile.application", copy.source))
        for copy in image.copies
        for start in ('["', "")
    )
    return _by_line(dockerfile, marks)


def helper_reasons(text: str, workload: Workload) -> dict[str, Reason]:
    """Return the reasons of a file beside a Dockerfile by line."""
    port = workload.ports[0].number
    marks = [
        (f'port="{port.value}"', port.reason),
        (f"Listen {port.value}", port.reason),
        ("<VirtualHost ", port.reason),
        ("AccessLogValve", _house("generate.dockerfile.logs")),
        ("ErrorLog ", _house("generate.dockerfile.logs")),
        ("CustomLog ", _house("generate.dockerfile.logs")),
        ("php_admin_flag engine Off", _house("generate.dockerfile.uploads")),
    ]
    return _by_line(text, marks)


def _by_line(text: str, marks: Iterable[tuple[str, Reason | None]]) -> dict[str, Reason]:
    """Give every line the reason of the first mark it holds."""
    known = [(mark, reason) for mark, reason in marks if reason]
    found: dict[str, Reason] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        reason = next((reason for mark, reason in known if mark in line), None)
        if reason:
            found[f"L{number}"] = reason
    return found


def _param(params: dict[str, Chosen[str]], name: str) -> Reason | None:
    return params[name].reason if name in params else None


def _house(text: str, source: str = "") -> Reason:
    return Reason(Because(text, {"source": source} if source else {}))
