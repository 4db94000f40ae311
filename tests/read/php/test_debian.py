"""PHP applications as Debian packages them: expected values stand in debian.yaml, by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import testbed
import yaml

from migrate.read.folder import open_folder
from migrate.read.php.frameworks import recognise
from migrate.read.php.layout import roots
from migrate.read.stage import read
from tests.read.php.sites import items, version

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).with_name("debian.yaml")).read_text("utf-8")
)
ON_BOOKWORM = (8, 2)


@pytest.fixture(scope="module")
def apps() -> Path:
    return testbed.require(testbed.debian_apps)


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


@pytest.mark.parametrize("package", sorted(EXPECTED))
def test_a_package_is_one_site(package: str, apps: Path) -> None:
    expected = EXPECTED[package]
    sites = [c for c in read([apps / package], apps).components if c.kind == "php-site"]
    assert [c.value("php.framework") for c in sites] == [expected["framework"]]
    (site,) = sites
    assert site.value("web.document_root") == expected["document_root"]
    low, high = version(site)
    assert low == expected["php_min"]
    assert low is None or numbers(low) <= ON_BOOKWORM
    assert high is None or numbers(high) >= ON_BOOKWORM
    needed = {i["name"] for i in items(site, "php.extensions") if i["required"]}
    assert set(expected["required"]) <= needed
    optional = {i["name"] for i in items(site, "php.extensions") if not i["required"]}
    assert set(expected["optional"]) <= optional
    assert set(expected["written"]) <= {i["path"] for i in items(site, "files.written")}
    assert [file.path for file in site.settings] == expected.get("settings", [])
    assert site.value("datasources") is None
    assert "datasources" in {unknown.fact for unknown in site.unknown}


@pytest.mark.parametrize("package", sorted(EXPECTED))
def test_its_own_folder_alone_is_the_same_site(package: str, apps: Path) -> None:
    tree = open_folder(apps / package / EXPECTED[package]["folder"], apps)
    framework, _ = recognise(tree)
    assert roots(tree) == ("",)
    assert framework is not None
    assert framework.name == EXPECTED[package]["framework"]["name"]
