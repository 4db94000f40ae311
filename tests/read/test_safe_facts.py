"""No secret stands in a fact, whichever reader said it and however."""

from __future__ import annotations

import pytest

from migrate.model.facts import Plain
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.safe_facts import without_secrets

SECRET = "S3cretXYZ"
ORIGIN = Origin("a.war", "x")


@pytest.mark.parametrize(
    "value",
    [
        f"https://oauth2:{SECRET}@git.example.org/x.git",
        f"u:{SECRET}@reg.local/x:1",
        [f"ftp://u:{SECRET}@h/x.log", {"path": f"/h?token={SECRET}"}],
        {"name": "SQLNET.WALLET_PASSWORD", "value": SECRET},
        {"name": "users", "value": f"adm:$apr1${SECRET}$abcdef"},
        {"a": {"b": [{"pool": f"http://u:{SECRET}@b/"}]}},
    ],
)
def test_a_secret_in_a_fact(value: Plain) -> None:
    found = Found()
    found.fact("one", value, ORIGIN)
    found.item("many", ORIGIN, each=value)
    for shown in (found.value("one"), found.items("many")):
        assert SECRET not in repr(shown)
        assert "***" in repr(shown)


@pytest.mark.parametrize(
    "value",
    [
        "java.util.Map", "/data/upload", 8080, None, True, ["Cp1252", "a:b"],
        {"name": "password.minLength", "value": "8"}, {"name": "token", "value": ""},
        {"name": "DB_PASSWORD", "value": "${DB_PASSWORD}"}, {"name": "key", "value": "id"},
        "https://git.example.org/x.git", "redis:7@sha256:0123456789abcdef", "bob@example.org",
    ],
)  # fmt: skip
def test_what_is_none_stays(value: Plain) -> None:
    assert without_secrets(value) == value
