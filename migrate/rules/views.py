"""What rules may ask of a component beyond its facts, in the shape of facts.

`component.kind`, `component.references`, `component.endpoints`, `component.settings`,
`component.secrets`, `component.unknown`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from migrate.model.facts import Component, Fact, Plain, Reference
from migrate.model.origin import Origin
from migrate.model.settings import SecretSlot, SettingFile


def fact(component: Component, name: str) -> Fact | None:
    """Return a fact or view of a component, None when it is not known."""
    view = _VIEWS.get(name)
    return view(component) if view else component.facts.get(name)


def origins_of(item: object) -> tuple[Origin, ...]:
    """Return the origins that an item of a list fact carries."""
    if not isinstance(item, Mapping):
        return ()
    found = item.get("origins")
    return tuple(
        Origin(str(each.get("source", "")), str(each.get("place", "")))
        for each in (found if isinstance(found, list | tuple) else ())
        if isinstance(each, Mapping)
    )


def _item(origins: Iterable[Origin], **values: Plain) -> dict[str, Plain]:
    return {**values, "origins": [{"source": o.source, "place": o.place} for o in origins]}


def _kind(component: Component) -> Fact:
    return Fact(component.kind)


def _references(component: Component) -> Fact:
    return Fact([_reference(reference) for reference in component.references])


def _reference(reference: Reference) -> dict[str, Plain]:
    return _item(
        reference.origins,
        target=reference.target,
        protocol=reference.protocol,
        database=reference.database,
        setting=reference.setting,
        purpose=reference.purpose,
    )


def _endpoints(component: Component) -> Fact:
    return Fact([_item(e.origins, port=e.port, protocol=e.protocol) for e in component.endpoints])


def _settings(component: Component) -> Fact:
    return Fact(
        [
            _item(
                file.origins,
                file=file.path,
                location=file.location,
                format=file.format,
                encoding=file.encoding,
            )
            for file in component.settings
        ]
    )


def _secrets(component: Component) -> Fact:
    """Return the secrets of the files that are kept, and those that others are told to hold."""
    kept = [item for file in component.settings for item in _secrets_of(file)]
    paths = {file.path for file in component.settings}
    return Fact([*kept, *(item for item in _held(component) if item["path"] not in paths)])


def _held(component: Component) -> Iterator[dict[str, Plain]]:
    files = component.value("config.files")
    for file in files if isinstance(files, list) else ():
        holds, origins = file.get("holds"), file.get("origins")
        places = [Origin(str(o["source"]), str(o["place"])) for o in origins or ()][:1]
        for held in holds if isinstance(holds, list) else ():
            if held.get("holds") == "secret":
                at = tuple(_at(place, int(held.get("line") or 0)) for place in places)
                yield _item(at, path=file.get("path"), setting=held.get("key"), account="")


def _at(file: Origin, line: int) -> Origin:
    """Place a line of a file: behind the entry's name, or alone in a plain file."""
    return Origin(file.source, f"{file.place}:{line}".lstrip(":")) if line else file


def _secrets_of(file: SettingFile) -> list[dict[str, Plain]]:
    return [
        _item(_line(file, part.line), path=file.path, setting=part.setting, account=part.account)
        for part in file.parts
        if isinstance(part, SecretSlot)
    ]


def _line(file: SettingFile, line: int) -> tuple[Origin, ...]:
    """Place a line of a settings file: behind the entry's name, or alone in a plain file."""
    if not line:
        return file.origins
    files = [origin.file for origin in file.origins[:1]]
    return tuple(_at(file, line) for file in files)


def _unknown(component: Component) -> Fact:
    return Fact([_item((), fact=unknown.fact) for unknown in component.unknown])


_VIEWS: Mapping[str, Callable[[Component], Fact]] = {
    "component.kind": _kind,
    "component.references": _references,
    "component.endpoints": _endpoints,
    "component.settings": _settings,
    "component.secrets": _secrets,
    "component.unknown": _unknown,
}
