"""The application's own settings as mounted files: names for addresses, tokens for secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.facts import Finding
from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import PlannedFile, PlannedPart, SecretToken
from migrate.model.settings import AddressSlot, SecretSlot, SettingFile, Text
from migrate.plan import logs
from migrate.plan.addresses import Addresses
from migrate.plan.secrets import PLACEHOLDER, token
from migrate.plan.situation import Situation
from migrate.plan.why import finding, reason

_UTF8 = ("utf-8", "utf8", "ascii", "us-ascii", "utf-8-sig")


class Places(Struct, frozen=True):
    """Where an application and its server's working directory lie in the container."""

    application: str
    workdir: str


class Settings(Struct, frozen=True):
    """Mounted files, the application's paths they cover, and what was noticed."""

    files: tuple[PlannedFile, ...]
    covered: tuple[str, ...]
    """Paths inside the application that stay out of the image."""
    findings: tuple[Finding, ...]


def plan_settings(situation: Situation, member: Member, places: Places) -> Settings:
    """Return the settings files of an application that the new environment changes."""
    chosen = [file for file in member.component.settings if _changes(file)]
    keys = _keys([file.path for file in chosen])
    planned = [_planned(situation, member, file, places, keys[file.path]) for file in chosen]
    return Settings(
        files=tuple(sorted((file for file, _ in planned), key=lambda file: file.mount_path)),
        covered=tuple(sorted(f.path for f in chosen if f.location == "application")),
        findings=tuple(found for _, findings in planned for found in findings),
    )


def _changes(file: SettingFile) -> bool:
    if file.location == "server":
        return False
    return file.has_secret or file.has_address or logs.writes_files(file)


def _planned(
    situation: Situation, member: Member, file: SettingFile, places: Places, key: str
) -> tuple[PlannedFile, Sequence[Finding]]:
    component = member.component.id
    parts = _parts(situation, member, file)
    why = reason("plan.settings.mounted", file.origins, path=file.path)
    if logs.writes_files(file):
        parts = logs.to_console(parts)
        why = reason("plan.settings.log", file.origins, path=file.path)
    root = places.application if file.location == "application" else places.workdir
    secret = any(isinstance(part, SecretToken) for part in parts)
    planned = PlannedFile(
        mount_path=f"{root}/{file.path}",
        object_name=f"{component}-{'settings' if secret else 'config'}",
        key=key,
        parts=parts,
        reason=why,
        encoding=file.encoding,
    )
    encoded, findings = _encoded(planned, file, component)
    return encoded, (*findings, *_imitations(file, component))


def _parts(situation: Situation, member: Member, file: SettingFile) -> tuple[PlannedPart, ...]:
    addresses = Addresses(situation, member)
    parts: list[PlannedPart] = []
    for number, part in enumerate(file.parts):
        if isinstance(part, Text):
            parts.append(part)
        elif isinstance(part, SecretSlot):
            parts.append(token(situation, member, part, _at(file, part.line)))
        else:
            parts.append(_filled(addresses, file, number, part))
    return tuple(parts)


def _imitations(file: SettingFile, component: str) -> Iterator[Finding]:
    """Yield a finding when the application's own text would be taken for a placeholder."""
    if any(isinstance(part, Text) and PLACEHOLDER in part.text for part in file.parts):
        yield finding(
            "settings-imitate-placeholder", "mandatory", component, file.origins, path=file.path
        )


def _filled(addresses: Addresses, file: SettingFile, number: int, slot: AddressSlot) -> PlannedPart:
    ported = any(
        isinstance(p, AddressSlot) and p.target == slot.target and p.form != "host"
        for p in file.parts
    )
    following = file.parts[number + 1] if number + 1 < len(file.parts) else Text("")
    written = isinstance(following, Text) and re.match(r":\d", following.text) is not None
    filled = addresses.fill(slot, ported=ported or written, origins=_at(file, slot.line))
    return filled or Text(slot.text)


def _at(file: SettingFile, line: int) -> tuple[Origin, ...]:
    """Return the place of a line of the file, in the style of the file's own origin."""
    if not file.origins or not line:
        return file.origins
    origin = file.origins[0]
    stem = re.sub(r":\d+$", "", origin.place)
    if stem.isdecimal():
        stem = ""
    return (Origin(origin.source, f"{stem}:{line}" if stem else str(line)),)


def _encoded(
    planned: PlannedFile, file: SettingFile, subject: str
) -> tuple[PlannedFile, Sequence[Finding]]:
    """Turn a file into UTF-8 where nothing that is read suffers; say so where it would."""
    if file.encoding.lower() in _UTF8 or planned.text.isascii():
        return replace(planned, encoding="utf-8"), ()
    if file.format in ("properties", "log4j") and _comments_only(planned.text):
        return replace(planned, encoding="utf-8"), ()
    if not planned.secret:
        return planned, ()
    found = finding(
        "settings-encoding",
        "potential",
        subject,
        file.origins,
        path=file.path,
        encoding=file.encoding,
    )
    return replace(planned, encoding="utf-8"), (found,)


def _comments_only(text: str) -> bool:
    """Tell whether every character beyond ASCII stands in a comment of a properties file."""
    return all(line.isascii() or line.lstrip()[:1] in ("#", "!") for line in text.splitlines())


def _keys(paths: Iterable[str]) -> dict[str, str]:
    """Return a key for each file: its name, or its path where names repeat."""
    found = list(paths)
    names = [path.rsplit("/", 1)[-1] for path in found]
    keys: dict[str, str] = {}
    for path, name in zip(found, names, strict=True):
        wanted = key = _legal(name if names.count(name) == 1 else path)
        number = 2
        while key in keys.values():
            key, number = f"{number}-{wanted}", number + 1
        keys[path] = key
    return keys


def _legal(text: str) -> str:
    return re.sub(r"[^-._a-zA-Z0-9]+", "-", text).strip("-") or "file"
