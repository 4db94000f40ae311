"""The listeners of a Kafka container and their protocols -> whether it is open, and to whom.

By Kafka's documentation: the name of a listener is its protocol unless the map says another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from migrate.read.containers.environment import Setting
from migrate.read.findings import Found

_LISTENER = re.compile(r"(?P<name>[\w.\-]{1,100})://")
_MAPPED = re.compile(r"(?P<name>[\w.\-]{1,100}):(?P<protocol>\w{1,40})")
_PROTOCOLS = frozenset({"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"})
_LONGEST = 4000


def tell(given: Mapping[str, Setting], found: Found) -> None:
    """Add what its variables tell; nothing where the protocol of a listener is not known."""
    listeners = _named(given, "LISTENERS") or _named(given, "ADVERTISED_LISTENERS")
    if listeners is None:
        return
    mapped = _named(given, "LISTENER_SECURITY_PROTOCOL_MAP")
    protocols = {m["name"].upper(): m["protocol"].upper() for m in _MAPPED.finditer(_text(mapped))}
    names = {match["name"].upper() for match in _LISTENER.finditer(_text(listeners))}
    used = {protocols.get(name, name) for name in names}
    if not used or not used <= _PROTOCOLS:
        return
    origins = [each.origin for each in (listeners, mapped) if each is not None]
    found.fact("tls", {"enabled": any(each.endswith("SSL") for each in used)}, *origins)
    said = _named(given, "SASL_ENABLED_MECHANISMS")
    if any(each.startswith("SASL") for each in used):
        mechanism = _text(said) or "GSSAPI"
        origins += [said.origin] if said else []
        found.fact("auth", {"enabled": True, "mechanism": mechanism}, *origins)
    elif _text(_named(given, "SSL_CLIENT_AUTH")) == "required":
        found.fact("auth", {"enabled": True, "mechanism": "certificate"}, *origins)
    else:
        found.fact("auth", {"enabled": False, "mechanism": None}, *origins)


def _named(given: Mapping[str, Setting], name: str) -> Setting | None:
    """Return a setting under the name that Confluent's image or Bitnami's gives it."""
    return next(
        (given[f"{p}{name}"] for p in ("KAFKA_", "KAFKA_CFG_") if f"{p}{name}" in given), None
    )


def _text(setting: Setting | None) -> str:
    value = (setting.value or "") if setting else ""
    return value[:_LONGEST].strip() if "$" not in value else ""
