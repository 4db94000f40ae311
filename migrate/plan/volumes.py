"""Claims for what must outlive the pod, scratch space for what need not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath

from migrate.knowledge.images import Technology
from migrate.knowledge.sizing import sizing
from migrate.model.facts import Component, Finding
from migrate.model.inventory import Member
from migrate.model.plan import Volume
from migrate.model.reason import Chosen
from migrate.plan.listed import Item, items
from migrate.plan.quantities import gib, to_bytes
from migrate.plan.situation import Situation
from migrate.plan.why import choose, finding

_TEMPORARY = ("/tmp", "/var/tmp", "/dev", "/proc")
_PASSING = {
    "cache": "plan.scratch_cache",
    "session": "plan.scratch_session",
    "log": "plan.scratch_log",
    "temp": "plan.scratch_temp",
}
"""What written folders may hold that need not outlive the pod, and what is said of each."""


def scratch(technology: Technology) -> Iterator[Volume]:
    """Yield the writable places that the server in an image needs."""
    for place in technology.scratch:
        size = choose(place.size, "plan.scratch", path=place.path)
        yield Volume(place.name, place.path, "scratch", size)


def log_folders(component: Component, handled: bool) -> Iterator[Volume]:
    """Yield scratch space for log files whose configuration could not be turned to the console."""
    folders = {} if handled else _folders(items(component, "log.files"), "")
    for number, (folder, item) in enumerate(sorted(folders.items()), 1):
        size = choose("256Mi", "plan.scratch_logs", item.origins, path=folder)
        yield Volume(f"logs-{number}", folder, "scratch", size)


def uploads(
    situation: Situation, component: Component, root: str, replicas: int
) -> tuple[Volume, ...]:
    """Return a claim for each folder that the application keeps data in; nested ones share one.

    Caches, sessions, logs and heap dumps are no data: they get scratch space, or their
    configuration is turned.
    """
    written = items(component, "files.written")
    kept = [item for item in written if item.text("holds") not in (*_PASSING, "dump")]
    folders = _folders(kept, root)
    outermost = [path for path in folders if not _inside_another(path, folders)]
    technology = situation.target.catalogue.technology(component.kind)
    taken = {place.name for place in technology.scratch} if technology else set()
    claims = []
    for path in sorted(path for path in outermost if path != root):
        name = _free(_name(path, root), taken)
        taken.add(name)
        claims.append(_claim(situation, name, path, folders[path], replicas))
    return tuple(claims)


def passing(
    component: Component, root: str, taken: Iterable[Volume], *, logs: bool = True
) -> Iterator[Volume]:
    """Yield scratch space for the folders whose files need not outlive the pod.

    Where a claim lies around such a folder, it is writable already. Without `logs`, those are
    written elsewhere: their configuration was turned.
    """
    known = list(taken)
    places = [volume.mount_path for volume in known]
    meant = set(_PASSING) - (set() if logs else {"log"})
    written = [i for i in items(component, "files.written") if i.text("holds") in meant]
    folders = _folders(written, root)
    names = {volume.name for volume in known}
    for path in sorted(path for path in folders if path != root):
        if path in places or _inside_another(path, (*places, *folders)):
            continue
        name = _free(_name(path, root), names)
        names.add(name)
        item = folders[path]
        because = _PASSING[item.text("holds")]
        size = choose("256Mi", because, item.origins, path=item.text("path"))
        yield Volume(name, path, "scratch", size)


def _free(wanted: str, taken: Collection[str]) -> str:
    """Return a name that no other volume has: folders named in Chinese leave little of theirs."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def to_be_copied(component: Component, claims: Iterable[Volume]) -> Iterator[Finding]:
    """Yield a finding for each claim of an application: it starts empty, the files do not come."""
    for claim in claims:
        yield finding(
            "files-not-moved", "mandatory", component.id, claim.size.origins, path=claim.mount_path
        )


def writes_beside_code(component: Component, root: str) -> tuple[Item, ...]:
    """Return what is written straight into the application's own folder."""
    written = items(component, "files.written")
    return tuple(item for item in written if root in _folders([item], root))


def data(situation: Situation, member: Member, path: str) -> Volume:
    """Return the claim of a database server."""
    return Volume(
        name="data",
        mount_path=path,
        kind="claim",
        size=_data_size(situation, member),
        access_mode=choose("ReadWriteOnce", "plan.claim.one_writer"),
        storage_class=situation.target.storage_class,
    )


def _claim(situation: Situation, name: str, path: str, item: Item, replicas: int) -> Volume:
    size = sizing().storage.uploads_gib
    mode = choose("ReadWriteOnce", "plan.claim.one_writer")
    if replicas > 1:
        mode = choose("ReadWriteMany", "plan.claim.many_writers", replicas=replicas)
    return Volume(
        name=name,
        mount_path=path,
        kind="claim",
        size=choose(f"{size}Gi", "plan.claim.uploads", item.origins, path=item.text("path")),
        access_mode=mode,
        storage_class=situation.target.storage_class,
    )


def _data_size(situation: Situation, member: Member) -> Chosen[str]:
    figures, component = sizing().storage, member.component
    known = to_bytes(component.value("data.size") or "")
    if known:
        size = min(gib(known * figures.data_factor, figures.step_gib), figures.largest_gib)
        origins = component.origins("data.size")
        return choose(f"{size}Gi", "plan.claim.data", origins, factor=f"{figures.data_factor:g}")
    disks = [
        host.facts["host.disk_gb"]
        for host in situation.hosts(member)
        if "host.disk_gb" in host.facts
    ]
    sizes = [disk for disk in disks if isinstance(disk.value, int | float)]
    if sizes:
        disk = sizes[0]
        wanted = float(str(disk.value)) * figures.disk_share * (1 << 30)
        size = min(gib(wanted, figures.step_gib), figures.largest_gib)
        share = f"{figures.disk_share:.0%}"
        return choose(f"{size}Gi", "plan.claim.disk", disk.origins, share=share, disk=disk.value)
    return choose(f"{figures.database_gib}Gi", "plan.claim.default")


def _folders(written: Iterable[Item], root: str) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in written:
        folder = _folder(item.text("path"), root)
        if folder and not folder.startswith(_TEMPORARY):
            found.setdefault(folder, item)
    return found


def _folder(path: str, root: str) -> str:
    """Return the folder of a written path; a last part with an ending is a file."""
    if not path or not path.isprintable() or any(sign in path for sign in '${}*%":<>'):
        return ""
    whole = PurePosixPath(path) if path.startswith("/") else PurePosixPath(root) / path
    if ".." in whole.parts:
        return ""
    return str(whole.parent if whole.suffix else whole)


def _inside_another(path: str, folders: Iterable[str]) -> bool:
    return any(path != other and PurePosixPath(path).is_relative_to(other) for other in folders)


def _name(path: str, root: str) -> str:
    """Return a volume name from the last two parts of a path below the application."""
    whole = PurePosixPath(path)
    parts = whole.relative_to(root).parts if whole.is_relative_to(root) else whole.parts[1:]
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(parts[-2:]).lower()).strip("-")
    return name[:40].strip("-") or "files"
