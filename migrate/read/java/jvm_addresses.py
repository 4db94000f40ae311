"""Start scripts of Java servers -> whom their `-D` options and variables say that it calls.

Settings of other things than calls are left out: what the server itself is called or listens at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from msgspec.structs import replace

from migrate.knowledge.jvm_options import jvm_options
from migrate.knowledge.settings import joined
from migrate.model.facts import Reference
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.formats import option_lines
from migrate.read.pair import Pair
from migrate.read.tree import Entry
from migrate.read.values import addresses

_UNIT = re.compile(r"(?m)^[ \t]{0,20}Environment=(?=[\"']?\w)([\"']?)")
"""How systemd sets a variable."""
_VARIABLE = re.compile(r"\$(?P<unix>[A-Za-z_]\w{0,80})|%(?P<windows>[A-Za-z_]\w{0,80})%")
_QUOTE = re.compile(r"\\[\"']")
_MOST = 2000
_LONGEST = 5000


def read(entry: Entry, found: Found) -> None:
    """Read one start script."""
    told: set[tuple[str, str]] = set()
    for address in addresses(list(itertools.islice(_pairs(entry.text() or ""), _MOST))):
        key = (address.target, address.database)
        if key in told:
            # Most often a variable, and the option that is made of it.
            continue
        told.add(key)
        reference = Reference(
            target=address.target,
            protocol=address.protocol,
            database=address.database,
            setting=address.pair.key,
            account=address.account,
            origins=(entry.origin(address.pair.line),),
        )
        found.references.append(reference)
        config_files.datasource(reference, found)


def _pairs(text: str) -> Iterator[Pair]:
    """Yield what the script sets, with the script's own variables as placeholders."""
    for pair in option_lines.shell(_UNIT.sub("export ", text)):
        if len(pair.value) > _LONGEST or re.search(jvm_options().own_addresses, joined(pair.key)):
            continue
        value = _VARIABLE.sub(_placeholder, _QUOTE.sub("", pair.value))
        yield replace(pair, value=value, plain=None, places=(), literal=None)


def _placeholder(match: re.Match[str]) -> str:
    return f"${{{match['unix'] or match['windows']}}}"
