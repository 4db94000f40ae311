"""Services of compose files laid over each other as Compose does: maps joined, lists added."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate.read.containers.document import Value

_AS_MAPS = ("environment", "labels", "annotations", "extra_hosts", "sysctls", "args")
"""Written as `KEY=value` lists or as maps; equal keys are one."""
_REPLACED = ("command", "entrypoint", "test")
_SEPARATORS = {"extra_hosts": ":="}


def normal(service: Value) -> Value:
    """Return a service with its lists of `KEY=value` as maps."""
    fields = {
        key: as_map(value, _SEPARATORS.get(key, "=")) if key in _AS_MAPS else value
        for key, value in service.fields.items()
    }
    build = service.at("build")
    if build.at("args").shape == "list":
        fields["build"] = build.with_fields({**build.fields, "args": as_map(build.at("args"))})
    return service.with_fields(fields)


def as_map(value: Value, separators: str = "=") -> Value:
    """Return a list of `KEY=value` as a map; a key alone has no value."""
    if value.shape != "list":
        return value
    fields: dict[str, Value] = {}
    for item in value.items:
        at = next((item.text.find(s) for s in separators if s in item.text), -1)
        if at < 0:
            fields[item.text.strip()] = Value("none", item.origin)
        else:
            fields[item.text[:at].strip()] = Value("text", item.origin, item.text[at + 1 :])
    return value.with_fields(fields)


def laid_over(base: Value, over: Value, key: str = "") -> Value:
    """Return one value laid over another."""
    if over.shape == "none" and over.origin.source == "":
        return base
    if base.shape == over.shape == "map":
        fields: Mapping[str, Value] = {
            name: laid_over(base.at(name), over.at(name), name)
            for name in (*base.fields, *(f for f in over.fields if f not in base.fields))
        }
        return Value("map", over.origin, "", fields)
    if base.shape == over.shape == "list" and key not in _REPLACED:
        taken = {mount_point(item) for item in over.items} if key == "volumes" else set()
        kept = (i for i in base.items if i not in over.items and mount_point(i) not in taken)
        return Value("list", over.origin, items=(*kept, *over.items))
    return over


_SHARE = re.compile(r"//[^\n]{1,1000}?:(?P<path>/[^:\n]{0,1000})(?::[\w,]{0,100})?$")
"""A share of another machine; a login with a colon may stand before its host."""


def _is_drive(parts: list[str]) -> bool:
    r"""Tell `C:\data` and `c:/data:/d` from a volume whose name is one letter."""
    if len(parts) < 2 or len(parts[0]) != 1:
        return False
    return parts[1][:1] == "\\" or (
        parts[1][:1] == "/" and len(parts) > 2 and parts[2][:1] in ("/", "\\")
    )


def mount_point(volume: Value) -> str:
    """Return where a volume is seen in the container."""
    if volume.shape == "map":
        return volume.said("target")
    share = _SHARE.match(volume.text)
    if share:
        return share["path"]
    parts = volume.text.split(":")
    if _is_drive(parts):
        parts = [f"{parts[0]}:{parts[1]}", *parts[2:]]
    return parts[1] if len(parts) > 1 else parts[0]
