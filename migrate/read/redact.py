"""A settings file's text and keys go in; the file with addresses and secrets cut out comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.model.settings import AddressSlot, Part, Quoting, SecretSlot, SettingFile, Text
from migrate.read import leaks
from migrate.read.tree import Entry
from migrate.read.values import Address, Pair, addresses

_INSIDE = re.compile(
    r"://[^/\s:@]+:(?P<userinfo>[^@/\s]+)@|(?i:[?&;](?:password|passwd|pwd)=(?P<query>[^&;\s]+))"
)


_PHP_LITERAL = re.compile(
    r"(?<!\w)(?P<key>\w{1,80})['\"]?\]?\s{0,9}(?:=>|=|,|:)\s{0,9}"
    r"(?:getenv\([^)]{0,80}\)\s*\?:\s*)?'(?P<secret>[^'\n]{1,500})'"
)
"""Properties, constants, defaults of calls: `public $password = '…'`, `env('DB_PASSWORD', '…')`."""
_COMMENTS = re.compile(r"^[ \t]*(?:[#!;]|//|/?\*|<!--|--).*$", re.M)


class Settings(Struct, frozen=True):
    """One settings file, and what it refers to."""

    file: SettingFile
    references: tuple[Reference, ...]
    keys: tuple[str, ...]
    """Keys that hold an address, account, port or secret."""
    pairs: tuple[Pair, ...]
    """Every key with its value, those of secrets left out."""


class Form(Struct, frozen=True):
    """How a kind of settings file is written."""

    format: str
    quoting: Quoting
    location: str = "application"


def redact(entry: Entry, text: str, encoding: str, pairs: Sequence[Pair], form: Form) -> Settings:
    """Cut addresses and secrets out of a settings file."""
    keys = setting_keys()
    secret = [pair for pair in pairs if pair.value and keys.is_a("secret", pair.key)]
    open_pairs = tuple(pair for pair in pairs if pair not in secret)
    named = addresses(open_pairs)
    cuts: list[tuple[int, int, Part]] = sorted(
        [(a.start, a.length, _address_slot(a, text)) for a in named]
        + [(p.start, len(p.value), _secret_slot(p, named, form)) for p in secret]
        + [cut for pair in open_pairs for cut in _inside(pair, named, form)],
        key=lambda cut: cut[0],
    )
    cuts += list(_elsewhere(text, cuts, form))
    cuts.sort(key=lambda cut: cut[0])
    file = SettingFile(
        path=entry.path,
        location=form.location,  # type: ignore[arg-type]
        format=form.format,
        encoding=encoding,
        parts=_parts(text, cuts),
        origins=(entry.origin(),),
    )
    telling = {a.pair.key for a in named} | {p.key for p in secret}
    telling |= {p.key for p in open_pairs if any(keys.is_a(r, p.key) for r in ("account", "port"))}
    references = tuple(_reference(a, entry.origin(a.pair.line)) for a in named)
    shown = tuple(replace(pair, value=_without_secrets(pair.value)) for pair in open_pairs)
    return Settings(file, references, tuple(sorted(telling)), shown)


def _elsewhere(
    text: str, cuts: Sequence[tuple[int, int, Part]], form: Form
) -> Iterator[tuple[int, int, Part]]:
    """Yield secrets outside of keys: in comments, where nothing needs them, and in addresses."""
    taken = [(start, start + length) for start, length, _ in cuts]
    found: list[tuple[int, int, Part]] = []
    for comment in _COMMENTS.finditer(text):
        for leak in leaks.in_words(comment[0]):
            found.append((comment.start() + leak.start, leak.length, Text(leaks.MASK)))
    for literal in _PHP_LITERAL.finditer(text) if form.format == "php" else ():
        if setting_keys().is_a("secret", literal["key"]):
            line = text.count("\n", 0, literal.start("secret")) + 1
            slot = SecretSlot(literal["key"], quoting=form.quoting, line=line)
            found.append((literal.start("secret"), len(literal["secret"]), slot))
    for leak in leaks.in_addresses(text):
        line = text.count("\n", 0, leak.start) + 1
        slot = SecretSlot(leak.key, quoting=form.quoting, line=line)
        found.append((leak.start, leak.length, slot))
    for start, length, part in sorted(found, key=lambda cut: (cut[0], -cut[1])):
        if all(start + length <= begin or end <= start for begin, end in taken):
            taken.append((start, start + length))
            yield start, length, part


def _inside(
    pair: Pair, named: Sequence[Address], form: Form
) -> Iterator[tuple[int, int, SecretSlot]]:
    """Yield the secrets inside a value: `scheme://user:SECRET@host`, `…?password=SECRET`."""
    for match in _INSIDE.finditer(pair.value):
        start, end = match.span(match.lastgroup or 0)
        yield pair.start + start, end - start, _secret_slot(pair, named, form)


def _without_secrets(value: str) -> str:
    return _INSIDE.sub(lambda match: match[0].replace(match[match.lastgroup or 0], ""), value)


def _address_slot(address: Address, text: str) -> AddressSlot:
    written = text[address.start : address.start + address.length]
    form = "host:port" if ":" in written else "host"
    return AddressSlot(address.target, written, form, address.pair.line)  # type: ignore[arg-type]


def _secret_slot(pair: Pair, named: Sequence[Address], form: Form) -> SecretSlot:
    """Return the slot; it opens the only address of the file that has an account."""
    opened = {(a.target, a.account) for a in named if a.account}
    target, account = next(iter(opened)) if len(opened) == 1 else ("", "")
    if "salt" in pair.key.lower():
        target, account = "", ""
    return SecretSlot(pair.key, target, account, form.quoting, pair.line)


def _reference(address: Address, origin: Origin) -> Reference:
    return Reference(
        target=address.target,
        protocol=address.protocol,
        database=address.database,
        setting=address.pair.key,
        account=address.account,
        origins=(origin,),
    )


def _parts(text: str, cuts: Sequence[tuple[int, int, Part]]) -> tuple[Part, ...]:
    parts: list[Part] = []
    place = 0
    for start, length, slot in cuts:
        if text[place:start]:
            parts.append(Text(text[place:start]))
        parts.append(slot)
        place = start + length
    if text[place:]:
        parts.append(Text(text[place:]))
    return tuple(parts)
