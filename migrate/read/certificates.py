"""Certificates and key stores go in: names and expiry come out, never a key.

X.509 is RFC 5280; PKCS#12 is RFC 7292; the layout of JKS is that of OpenJDK's JavaKeyStore class.
"""

from __future__ import annotations

import binascii
import ipaddress
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from migrate.model.reason import Because
from migrate.read import der
from migrate.read.findings import Found
from migrate.read.keystores import Store, java_store, pkcs7, pkcs12
from migrate.read.tree import Entry, Tree

_SUFFIXES = frozenset(
    {
        ".pem", ".crt", ".cer", ".cert", ".der", ".key", ".jks", ".jceks", ".keystore", ".ks",
        ".truststore", ".p12", ".pfx", ".p7b", ".p7c", ".bks",
    }
)  # fmt: skip
_NAMES = frozenset(
    {"cacerts", "keystore", "truststore", "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"}
)
_LARGEST = 4 << 20
_MOST = 500
_PEM = re.compile(
    rb"-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----(?P<body>[^-]{1,200000})-----END ", re.S
)
_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]{1,20} ){0,2}PRIVATE KEY(?: BLOCK)?-----")
_JAVA = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
_NAME_PARTS = {
    "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O",
    "2.5.4.11": "OU", "2.5.4.5": "serialNumber", "0.9.2342.19200300.100.1.25": "DC",
    "0.9.2342.19200300.100.1.1": "UID", "1.2.840.113549.1.9.1": "emailAddress",
}  # fmt: skip
_ALTERNATIVE = "2.5.29.17"
_ENCODINGS = {12: "utf-8", 30: "utf-16-be", 28: "utf-32-be"}


class Certificate(Struct, frozen=True):
    """What a certificate says."""

    subject: str
    issuer: str
    san: tuple[str, ...]
    not_after: str
    """ISO 8601, UTC."""
    self_signed: bool


def held(tree: Tree) -> Iterator[Entry]:
    """Yield the files that by their names hold certificates or keys."""
    for entry in tree.entries():
        if entry.suffix in _SUFFIXES or entry.name.lower() in _NAMES:
            yield entry


def read_all(entries: Iterable[Entry], found: Found) -> None:
    """Read every file of certificates and keys into a component."""
    for entry in entries:
        read(entry, found)


def read(entry: Entry, found: Found) -> None:
    """Read one file; what is neither certificate nor key says nothing."""
    data = entry.content()
    if not data or len(data) > _LARGEST:
        return
    try:
        _read(data, entry, found)
    except ValueError:
        if entry.suffix != ".key":
            entry.fault = Because("read.damaged", {"detail": "certificate or key store"})


def _read(data: bytes, entry: Entry, found: Found) -> None:
    if data.startswith(_JAVA):
        _store(java_store(data), entry, found)
    elif data[0] == 0x30 and data[1:2] >= b"\x80":
        _binary(data, entry, found)
    else:
        has_key = bool(_KEY.search(data))
        if has_key:
            _secret(entry, found, "private-key")
        _certificates(_armoured(data), entry, found, has_key=has_key)


def _binary(data: bytes, entry: Entry, found: Found) -> None:
    """Tell a certificate from stores and keys by its first part."""
    first = der.node(data).child(0)
    if first.oid:
        _certificates(pkcs7(data), entry, found, has_key=False)
    elif first.tag == 2 and first.content == b"\x03":
        _store(pkcs12(data), entry, found)
    elif first.tag == 2:
        _secret(entry, found, "private-key")
    elif first.tag == 0x30 and first.children()[:1] and first.child(0).oid:
        # PKCS#8 with a password starts with the algorithm that locked it.
        _secret(entry, found, "private-key")
    else:
        _certificates([data], entry, found, has_key=False)


def _store(store: Store, entry: Entry, found: Found) -> None:
    found.item(
        "keystores",
        entry.origin(),
        file=entry.path,
        format=store.format,
        aliases=list(store.aliases),
        keys=store.keys,
        locked=store.locked,
    )
    if store.keys or store.locked:
        _secret(entry, found, "keystore")
    _certificates(store.certificates, entry, found, has_key=store.keys > 0)
    if store.damaged:
        raise ValueError("cut off")


def _armoured(data: bytes) -> Iterator[bytes]:
    for match in _PEM.finditer(data):
        body = match["body"]
        if b":" in body:
            continue
        try:
            yield binascii.a2b_base64(body)
        except binascii.Error as wrong:
            raise ValueError("broken base64") from wrong


def _certificates(encoded: Iterable[bytes], entry: Entry, found: Found, *, has_key: bool) -> None:
    for number, data in enumerate(encoded):
        if number >= _MOST:
            break
        said = certificate(data)
        found.item(
            "certificates",
            entry.origin(),
            file=entry.path,
            subject=said.subject,
            issuer=said.issuer,
            san=list(said.san),
            not_after=said.not_after,
            self_signed=said.self_signed,
            key_present=has_key,
        )


def _secret(entry: Entry, found: Found, what: str) -> None:
    found.item("secrets.files", entry.origin(), path=entry.path, what=what)


def certificate(data: bytes) -> Certificate:
    """Return what a certificate says.

    Raises:
        ValueError: it is none.
    """
    parts = der.node(data).child(0).children()
    if parts and parts[0].tag == 0xA0:
        parts = parts[1:]
    if len(parts) < 6:
        raise ValueError("no certificate")
    _serial, _algorithm, issuer, validity, subject = parts[:5]
    extensions = next((part for part in parts[5:] if part.tag == 0xA3), None)
    return Certificate(
        subject=_name(subject),
        issuer=_name(issuer),
        san=tuple(_alternatives(extensions)) if extensions else (),
        not_after=_time(validity.child(1)),
        self_signed=issuer.whole == subject.whole,
    )


def _name(node: der.Node) -> str:
    """Return a name as people write it, `CN=shop.example, O=Example`, the last part first."""
    parts = []
    for group in node.children():
        for each in group.children():
            oid, value = each.child(0).oid, each.child(1)
            parts.append(f"{_NAME_PARTS.get(oid, oid)}={_text(value)}")
    return ", ".join(reversed(parts))[:1000]


def _text(node: der.Node) -> str:
    text = node.content.decode(_ENCODINGS.get(node.tag, "latin-1"), errors="replace")
    return "".join(c for c in text if c.isprintable())[:300]


def _alternatives(extensions: der.Node) -> Iterator[str]:
    for extension in extensions.child(0).children():
        parts = extension.children()
        if len(parts) < 2 or parts[0].oid != _ALTERNATIVE:
            continue
        for name in der.node(parts[-1].content).children()[:_MOST]:
            if name.tag in (0x81, 0x82, 0x86):
                yield _text(name)
            elif name.tag == 0x87 and len(name.content) in (4, 16):
                yield str(ipaddress.ip_address(name.content))


def _time(node: der.Node) -> str:
    """Return `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` as ISO 8601; two digits mean 1950 to 2049."""
    text = node.content.decode("ascii", errors="replace")
    if node.tag == 0x17:
        text = ("20" if text[:2] < "50" else "19") + text
    if not re.fullmatch(r"\d{14}Z", text, re.A):
        raise ValueError("no time")
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"
