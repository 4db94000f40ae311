"""OpenLDAP servers from both forms of configuration."""

from __future__ import annotations

import base64
from pathlib import Path

import msgspec

from tests.read.reading import components, items, one, ports, reading, targets, unknown

MARK = "LEAKMARK"
CONF = f"""include /etc/openldap/schema/core.schema
# database bdb
database hdb
suffix "dc=corp,dc=example"
rootdn "cn=admin,dc=corp,dc=example"
rootpw {MARK}
directory /var/lib/ldap
TLSCertificateFile /etc/ssl/ldap.pem
syncrepl rid=001
  provider=ldap://ldap1.corp:1389
  binddn="cn=repl,dc=corp" credentials={MARK}
  type=refreshAndPersist
"""
LDIF = f"""dn: olcDatabase={{1}}mdb,cn=config
objectClass: olcMdbConfig
olcDatabase: {{1}}mdb
olcDbDirectory: /srv/ldap
olcSuffix: dc=shop,
 dc=example
olcRootPW:: {base64.b64encode(MARK.encode()).decode()}
olcDbMaxSize: 1073741824
"""


def test_a_consumer(tmp_path: Path) -> None:
    files = {
        "etc/slapd.conf": CONF,
        "etc/sysconfig/slapd": 'SLAPD_URLS="ldapi:/// ldap:/// ldaps://10.0.0.5:1636/"\n',
        "v.txt": "@(#) $OpenLDAP: slapd 2.4.44 (Jan 29 2019) $\n",
    }
    found = one(tmp_path, files, "ldap")
    assert items(found, "databases") == [{"name": "dc=corp,dc=example"}]
    assert found.value("data.dir") == "/var/lib/ldap"
    assert found.value("tls") == {"enabled": True}
    assert found.value("replication.source") == ["ldap1.corp:1389"]
    assert found.value("replication.role") == "replica"
    assert targets(found) == [("ldap1.corp:1389", "ldap", "replicate")]
    assert ports(found) == [(389, "ldap"), (1636, "ldaps")]
    assert found.value("ldap.version") == "2.4.44"


def test_a_server_in_ldif(tmp_path: Path) -> None:
    files = {"slapd.d/cn=config/olcDatabase={1}mdb.ldif": LDIF}
    found = one(tmp_path, files, "ldap")
    assert items(found, "databases") == [{"name": "dc=shop,dc=example"}]
    assert found.value("data.dir") == "/srv/ldap"
    assert items(found, "settings") == [{"name": "maxsize", "value": "1073741824"}]
    assert unknown(found)["replication.role"] == "read.server.consumers_unseen"


def test_two_databases_of_one_server(tmp_path: Path) -> None:
    second = LDIF.replace("shop", "staff").replace("/srv/ldap", "/srv/staff")
    found = one(tmp_path, {"c/one.ldif": LDIF, "c/two.ldif": second}, "ldap")
    assert [d["name"] for d in items(found, "databases")] == [
        "dc=shop,dc=example",
        "dc=staff,dc=example",
    ]


def test_no_secret_leaves_the_reader(tmp_path: Path) -> None:
    read = reading(tmp_path, {"slapd.conf": CONF, "x/one.ldif": LDIF})
    said = msgspec.json.encode(read)
    assert MARK.encode() not in said
    assert base64.b64encode(MARK.encode()) not in said


def test_entries_and_clients_are_no_servers(tmp_path: Path) -> None:
    files = {
        "people.ldif": "dn: uid=a,dc=x\nuid: a\nuserPassword: x\n",
        "ldap.conf": "URI ldap://ldap.example.com\n",
    }
    assert components(tmp_path, files, "ldap") == []
