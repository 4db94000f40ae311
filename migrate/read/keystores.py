"""Key stores of Java and PKCS#12 go in: certificates that lie in the open, and what is locked."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct

from migrate.read import der

_MOST = 2_000
_DATA = "1.2.840.113549.1.7.1"
_SIGNED = "1.2.840.113549.1.7.2"
_BAGS = "1.2.840.113549.1.12.10.1."
_FRIENDLY_NAME = "1.2.840.113549.1.9.20"


class Store(Struct, frozen=True):
    """What a key store shows without its password."""

    format: str
    """jks, jceks or pkcs12."""
    certificates: tuple[bytes, ...]
    aliases: tuple[str, ...]
    keys: int
    """How many private keys lie in it, as far as that can be seen."""
    locked: bool
    """Whether certificates may lie in a part that only the password opens."""
    damaged: bool = False


def java_store(data: bytes) -> Store:
    """Read JKS or JCEKS: keys are skipped, certificates lie in the open.

    The digest at the end, which proves the password, is not looked at.
    """
    form = "jks" if data[:1] == b"\xfe" else "jceks"
    file = BytesIO(data)
    file.seek(4)
    certificates: list[bytes] = []
    aliases: list[str] = []
    keys, damaged, hidden = 0, False, False
    try:
        version, count = _number(file), _number(file)
        for _ in range(min(count, _MOST)):
            what = _number(file)
            aliases.append(_short(file).decode("utf-8", errors="replace")[:200])
            file.read(8)
            if what == 1:
                keys += 1
                _block(file)
                certificates.extend(_chain(file, version))
            elif what == 2:
                certificates.append(_certificate(file, version))
            else:
                hidden = True  # A serialised object of unknown length: nothing behind it is seen.
                break
    except ValueError:
        damaged = True
    return Store(form, tuple(certificates), tuple(aliases), keys, hidden, damaged)


def _chain(file: BytesIO, version: int) -> Iterator[bytes]:
    for _ in range(min(_number(file), 100)):
        yield _certificate(file, version)


def _certificate(file: BytesIO, version: int) -> bytes:
    if version == 2:
        _short(file)
    return _block(file)


def _number(file: BytesIO) -> int:
    return int.from_bytes(_exactly(file, 4), "big")


def _short(file: BytesIO) -> bytes:
    return _exactly(file, int.from_bytes(_exactly(file, 2), "big"))


def _block(file: BytesIO) -> bytes:
    return _exactly(file, _number(file))


def _exactly(file: BytesIO, count: int) -> bytes:
    found = file.read(count)
    if len(found) != count:
        raise ValueError("cut off")
    return found


def pkcs12(data: bytes) -> Store:
    """Read PKCS#12: parts that a password locks are told, the others are read.

    Raises:
        ValueError: it is none.
    """
    safe = der.node(data).child(1)
    if safe.child(0).oid != _DATA:
        return Store("pkcs12", (), (), 0, locked=True)
    certificates: list[bytes] = []
    aliases: list[str] = []
    keys, locked = 0, False
    for part in der.node(safe.child(1, 0).content).children():
        if part.child(0).oid != _DATA:
            locked = True
            continue
        for bag in der.node(part.child(1, 0).content).children():
            kind = bag.child(0).oid.removeprefix(_BAGS)
            keys += kind in ("1", "2")
            if kind == "3":
                certificates.append(bag.child(1, 0, 1, 0).content)
            aliases.extend(_friendly(bag))
    return Store("pkcs12", tuple(certificates), tuple(dict.fromkeys(aliases)), keys, locked)


def _friendly(bag: der.Node) -> Iterator[str]:
    attributes = bag.children()[2:3]
    for attribute in attributes[0].children() if attributes else ():
        if attribute.child(0).oid == _FRIENDLY_NAME:
            name = attribute.child(1, 0).content
            yield name.decode("utf-16-be", errors="replace")[:200]


def pkcs7(data: bytes) -> list[bytes]:
    """Return the certificates of a PKCS#7 bundle.

    Raises:
        ValueError: it is none.
    """
    outer = der.node(data)
    if outer.child(0).oid != _SIGNED:
        raise ValueError("no bundle of certificates")
    parts = outer.child(1, 0).children()
    bundle = next((part for part in parts if part.tag == 0xA0), None)
    return [each.whole for each in bundle.children()] if bundle else []
