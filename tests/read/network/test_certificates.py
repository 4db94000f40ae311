"""Certificates and key stores: what they say in the open, and that no key is ever told."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import msgspec
import pytest

from migrate import read
from migrate.read.certificates import certificate
from tests.read.reading import components, items, one, reading

KEY = b"LEAKMARK-PRIVATE-KEY-BYTES"


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    return bytes([tag, 0x82]) + struct.pack(">H", len(content)) + content


def oid(*numbers: int) -> bytes:
    def base128(value: int) -> bytes:
        parts = [value & 0x7F]
        while value := value >> 7:
            parts.append(value & 0x7F | 0x80)
        return bytes(reversed(parts))

    return der(6, bytes([numbers[0] * 40 + numbers[1]]), *map(base128, numbers[2:]))


def name(common: str, organisation: str = "") -> bytes:
    parts = [der(0x31, der(0x30, oid(2, 5, 4, 3), der(12, common.encode())))]
    if organisation:
        value = der(30, organisation.encode("utf-16-be"))
        parts.insert(0, der(0x31, der(0x30, oid(2, 5, 4, 10), value)))
    return der(0x30, *parts)


def made(subject: bytes, issuer: bytes, until: bytes, san: tuple[bytes, ...] = ()) -> bytes:
    """Return a certificate whose key and signature are no real ones."""
    time = der(0x17 if len(until) == 13 else 0x18, until)
    algorithm = der(0x30, oid(1, 2, 840, 113549, 1, 1, 11))
    fields = [
        der(0xA0, der(2, b"\x02")),
        der(2, b"\x01"),
        algorithm,
        issuer,
        der(0x30, der(0x17, b"200101000000Z"), time),
        subject,
        der(0x30, algorithm, der(3, b"\0" + b"k" * 140)),
    ]
    if san:
        extension = der(0x30, oid(2, 5, 29, 17), der(4, der(0x30, *san)))
        fields.append(der(0xA3, der(0x30, extension)))
    return der(0x30, der(0x30, *fields), algorithm, der(3, b"\0" + b"s" * 16))


SHOP = made(
    name("shop.example", "Läden"),
    name("Example CA"),
    b"271231235959Z",
    (
        der(0x82, b"shop.example"),
        der(0x82, b"*.shop.example"),
        der(0x87, bytes([10, 0, 0, 5])),
    ),
)
OWN = made(name("ldap.corp"), name("ldap.corp"), b"20510601120000Z")


def pem(data: bytes, what: str = "CERTIFICATE") -> bytes:
    body = base64.encodebytes(data)
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (what.encode(), body, what.encode())


def jks(*entries: tuple[str, bytes | None, tuple[bytes, ...]], magic: bytes = b"\xfe\xed") -> bytes:
    data = magic * 2 + struct.pack(">II", 2, len(entries))
    for alias, key, chain in entries:
        data += struct.pack(">IH", 1 if key else 2, len(alias)) + alias.encode() + b"\0" * 8
        if key:
            data += struct.pack(">I", len(key)) + key + struct.pack(">I", len(chain))
        for each in chain:
            data += struct.pack(">H", 5) + b"X.509" + struct.pack(">I", len(each)) + each
    return data + b"d" * 20


def pkcs12(*, locked: bool, certificates: tuple[bytes, ...] = ()) -> bytes:
    bags = [
        der(
            0x30,
            oid(1, 2, 840, 113549, 1, 12, 10, 1, 3),
            der(0xA0, der(0x30, oid(1, 2, 840, 113549, 1, 9, 22, 1), der(0xA0, der(4, each)))),
        )
        for each in certificates
    ]
    key = der(
        0x30,
        oid(1, 2, 840, 113549, 1, 12, 10, 1, 2),
        der(0xA0, der(0x30, der(4, KEY))),
        der(
            0x31,
            der(
                0x30,
                oid(1, 2, 840, 113549, 1, 9, 20),
                der(0x31, der(30, "web".encode("utf-16-be"))),
            ),
        ),
    )
    data = oid(1, 2, 840, 113549, 1, 7, 1)
    open_part = der(0x30, data, der(0xA0, der(4, der(0x30, *bags, key))))
    locked_part = der(0x30, oid(1, 2, 840, 113549, 1, 7, 6), der(0xA0, der(0x30, der(2, b"\0"))))
    parts = [open_part, locked_part] if locked else [open_part]
    safe = der(0x30, data, der(0xA0, der(4, der(0x30, *parts))))
    return der(0x30, der(2, b"\x03"), safe)


def test_a_certificate_with_its_key(tmp_path: Path) -> None:
    files = {"web.pem": b"# text before\n" + pem(SHOP) + pem(KEY, "RSA PRIVATE KEY")}
    found = one(tmp_path, files, "certificates")
    assert items(found, "certificates") == [
        {
            "file": "web.pem",
            "subject": "CN=shop.example, O=Läden",
            "issuer": "CN=Example CA",
            "san": ["shop.example", "*.shop.example", "10.0.0.5"],
            "not_after": "2027-12-31T23:59:59Z",
            "self_signed": False,
            "key_present": True,
        }
    ]
    assert items(found, "secrets.files") == [{"path": "web.pem", "what": "private-key"}]


def test_a_self_signed_certificate_in_binary(tmp_path: Path) -> None:
    found = one(tmp_path, {"ca/ldap.der": OWN}, "certificates")
    assert items(found, "certificates") == [
        {
            "file": "ca/ldap.der",
            "subject": "CN=ldap.corp",
            "issuer": "CN=ldap.corp",
            "san": [],
            "not_after": "2051-06-01T12:00:00Z",
            "self_signed": True,
            "key_present": False,
        }
    ]
    assert "secrets.files" not in found.facts


def test_a_java_key_store(tmp_path: Path) -> None:
    data = jks(("web", KEY, (SHOP, OWN)), ("root", None, (OWN,)))
    found = one(tmp_path, {"conf/keystore.jks": data}, "certificates")
    assert items(found, "keystores") == [
        {
            "file": "conf/keystore.jks",
            "format": "jks",
            "aliases": ["web", "root"],
            "keys": 1,
            "locked": False,
        }
    ]
    assert [c["subject"] for c in items(found, "certificates")] == [
        "CN=shop.example, O=Läden",
        "CN=ldap.corp",
    ]
    assert items(found, "secrets.files") == [{"path": "conf/keystore.jks", "what": "keystore"}]


def test_a_trust_store_is_no_secret(tmp_path: Path) -> None:
    found = one(tmp_path, {"trust.jks": jks(("root", None, (OWN,)))}, "certificates")
    assert [c["key_present"] for c in items(found, "certificates")] == [False]
    assert "secrets.files" not in found.facts


def test_pkcs12_in_the_open_and_locked(tmp_path: Path) -> None:
    files = {
        "a.p12": pkcs12(locked=False, certificates=(SHOP,)),
        "b.pfx": pkcs12(locked=True),
    }
    found = one(tmp_path, files, "certificates")
    assert [
        (s["file"], s["locked"], s["keys"], s["aliases"]) for s in items(found, "keystores")
    ] == [
        ("a.p12", False, 1, ["web"]),
        ("b.pfx", True, 1, ["web"]),
    ]
    assert [c["file"] for c in items(found, "certificates")] == ["a.p12"]
    assert [s["path"] for s in items(found, "secrets.files")] == ["a.p12", "b.pfx"]


def test_no_key_leaves_the_reader(tmp_path: Path) -> None:
    files = {
        "a.jks": jks(("web", KEY, (SHOP,))),
        "b.p12": pkcs12(locked=False, certificates=(SHOP,)),
        "c.pem": pem(SHOP) + pem(KEY, "PRIVATE KEY"),
        "id_rsa": pem(KEY, "OPENSSH PRIVATE KEY"),
        "redis.conf": "port 6379\nappendonly yes\n",
    }
    read_ = reading(tmp_path, files)
    said = msgspec.json.encode(read_)
    assert KEY not in said
    assert base64.b64encode(KEY) not in said
    (redis,) = read_.components
    assert [s["path"] for s in items(redis, "secrets.files")] == [
        "a.jks",
        "b.p12",
        "c.pem",
        "id_rsa",
    ]


def test_certificates_of_applications(tmp_path: Path) -> None:
    war = tmp_path / "shop.war"
    with zipfile.ZipFile(war, "w") as archive:
        archive.writestr("WEB-INF/web.xml", '<web-app version="3.0"/>')
        archive.writestr("WEB-INF/classes/client.jks", jks(("web", KEY, (SHOP,))))
    (component,) = read.read([war], tmp_path).components
    assert items(component, "secrets.files") == [
        {"path": "WEB-INF/classes/client.jks", "what": "keystore"}
    ]
    files = {"index.php": "<?php echo 1;", "certs/pay.pem": pem(SHOP) + pem(KEY, "PRIVATE KEY")}
    site = one(tmp_path, files, "php-site", "site")
    assert items(site, "certificates")[0]["not_after"] == "2027-12-31T23:59:59Z"
    assert items(site, "secrets.files") == [{"path": "certs/pay.pem", "what": "private-key"}]


HOSTILE = [jks(("web", KEY, (SHOP, OWN)))[:n] for n in (5, 12, 20, 40, 80, 300)]
HOSTILE += [SHOP[:n] for n in (2, 3, 10, 100, len(SHOP) - 30)]
HOSTILE += [
    b"\xfe\xed\xfe\xed" + b"\xff" * 64,
    b"\x30\x84\xff\xff\xff\xff" + b"\0" * 64,
    b"\x30\x80" * 5_000,
    der(0x30, der(0x30, b"\x30\x03\x30\x01" * 30)),
    pkcs12(locked=False, certificates=(SHOP,))[:200],
    b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
    b"-----BEGIN CERTIFICATE-----\n" + b"A" * 300_000,
    b"PK\x03\x04" + b"\0" * 100,
    b"0x1234 is a number",
    b"",
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("file", ["x.jks", "x.crt", "x.p12"])
def test_damage_costs_itself(tmp_path: Path, data: bytes, file: str) -> None:
    read_ = reading(tmp_path, {file: data, "good.crt": pem(OWN)})
    (found,) = read_.components
    assert "CN=ldap.corp" in [c["subject"] for c in items(found, "certificates")]
    assert KEY not in msgspec.json.encode(read_)


@pytest.mark.parametrize("missing", [1, 10, 100, 300])
def test_a_certificate_that_is_cut_off_is_none(missing: int) -> None:
    with pytest.raises(ValueError, match="cut off"):
        certificate(SHOP[:-missing])


def test_what_is_read_before_the_damage_stays(tmp_path: Path) -> None:
    data = jks(("web", KEY, (SHOP,)), ("root", None, (OWN,)))
    read_ = reading(tmp_path, {"x.jks": data[: -len(OWN)]})
    assert [c["subject"] for c in items(read_.components[0], "certificates")] == [
        "CN=shop.example, O=Läden"
    ]
    assert [u.because.id for u in read_.unread] == ["read.damaged"]


def test_files_that_only_look_alike(tmp_path: Path) -> None:
    files = {"licence.key": "ABCD-EFGH-1234\n", "notes.pem": "no certificate here\n"}
    assert components(tmp_path, files, "certificates") == []


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_real_certificate(tmp_path: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out",
         "c.pem", "-subj", "/C=CN/O=测试/CN=a.example", "-utf8", "-days", "30",
         "-addext", "subjectAltName=DNS:a.example,IP:::1,email:x@y.z"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    body = (tmp_path / "c.pem").read_text().split("-----")[2]
    said = certificate(base64.b64decode(body))
    assert said.subject == "CN=a.example, O=测试, C=CN"
    assert said.san == ("a.example", "::1", "x@y.z")
    assert said.self_signed


@pytest.mark.skipif(not shutil.which("keytool"), reason="keytool makes the key store")
def test_a_real_java_key_store(tmp_path: Path) -> None:
    for form in ("jks", "pkcs12"):
        subprocess.run(
            ["keytool", "-genkeypair", "-alias", "web", "-keyalg", "RSA", "-dname", "CN=k.example",
             "-ext", "SAN=dns:k.example", "-keystore", f"s/{form}.jks", "-storetype", form,
             "-storepass", "changeit", "-keypass", "changeit"],
            cwd=_folder(tmp_path), check=True, capture_output=True,
        )  # fmt: skip
    (found,) = read.read([tmp_path / "s"], tmp_path).components
    stores = {s["format"]: s for s in items(found, "keystores")}
    assert stores["jks"]["aliases"] == ["web"]
    assert stores["pkcs12"]["locked"] is True
    assert [(c["subject"], c["san"]) for c in items(found, "certificates")] == [
        ("CN=k.example", ["k.example"])
    ]


def _folder(path: Path) -> Path:
    (path / "s").mkdir(exist_ok=True)
    return path
