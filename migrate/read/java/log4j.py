"""log4j 1 properties travel as a settings file of their own form: plans turn their appenders."""

from __future__ import annotations

from migrate.read.findings import Found
from migrate.read.formats import properties
from migrate.read.redact import Form, redact
from migrate.read.tree import Entry

NAME = "log4j.properties"


def read(entry: Entry, found: Found) -> None:
    """Keep one log4j 1 configuration, without addresses and secrets (SMTPPassword)."""
    text, encoding = entry.decoded()
    pairs = tuple(properties.pairs(text))
    settings = redact(entry, text, encoding, pairs, Form("log4j", "properties"))
    found.settings.append(settings.file)
    found.references.extend(settings.references)
