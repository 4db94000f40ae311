"""Which framework a site is built with, in which version, and where one application ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.read.php.sites import components, site

FRONT = "<?php require 'x.php';"


CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("frameworks.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['name']}-{c['version']}")
def test_frameworks(case: dict[str, Any], tmp_path: Path) -> None:
    found: Any = site(tmp_path, {"index.php": FRONT, **case["files"]}).value("php.framework")
    assert (found["name"], found["version"]) == (case["name"], case["version"])


def test_a_version_that_is_not_told_is_unknown_with_the_reason(tmp_path: Path) -> None:
    found = site(tmp_path, {"artisan": "", "bootstrap/app.php": "<?php", "public/index.php": FRONT})
    assert found.value("php.framework") == {"name": "Laravel", "version": None}
    (why,) = [u.because for u in found.unknown if u.fact == "php.framework.version"]
    assert why.id == "read.php.version_place"


def test_a_constraint_is_not_a_version(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "artisan": "",
        "bootstrap/app.php": "<?php",
        "composer.json": '{"require": {"laravel/framework": "^6.2"}}',
    }
    found: Any = site(tmp_path, files).value("php.framework")
    assert found == {"name": "Laravel", "version": None, "constraint": "^6.2"}


def test_a_shop_beside_a_blog_is_two_components(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "shop/index.php": FRONT,
        "shop/includes/cls_ecshop.php": "<?php",
        "shop/data/config.php": "<?php",
        "blog/index.php": FRONT,
        "blog/wp-load.php": "<?php",
        "blog/wp-includes/version.php": "<?php",
        "README.txt": "both",
    }
    found = components(tmp_path, files)
    assert [(c.id, c.value("php.framework")["name"]) for c in found] == [  # type: ignore[index]
        ("blog", "WordPress"),
        ("shop", "ECShop"),
    ]


def test_a_blog_below_a_shop_is_two_components(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": FRONT,
        "includes/cls_ecshop.php": "<?php mysql_query('x');",
        "blog/wp-load.php": "<?php",
        "blog/wp-includes/version.php": "<?php",
    }
    found = components(tmp_path, files)
    assert [c.value("php.framework")["name"] for c in found] == ["ECShop", "WordPress"]  # type: ignore[index]
    assert found[1].value("php.removed_calls") is None


def test_plain_sites_beside_each_other_are_told_apart(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"{name}/{file}": FRONT for name in ("a", "b") for file in ("index.php", "config.php")
    }
    assert len(components(tmp_path, files)) == 2


@pytest.mark.parametrize(
    "inner",
    [
        "vendor/x/wp-includes/version.php",
        "node_modules/x/wp-includes/version.php",
        "tests/fixtures/wp-includes/version.php",
        "demo/wp-includes/version.php",
        "plugins/x/wp-includes/version.php",
    ],
)
def test_what_a_framework_brings_along_is_no_application(inner: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": FRONT,
        "includes/cls_ecshop.php": "<?php",
        inner: "<?php",
        inner.replace("wp-includes/version.php", "wp-load.php"): "<?php",
    }
    assert len(components(tmp_path, files)) == 1


def test_included_files_of_other_languages_make_no_site(tmp_path: Path) -> None:
    assert components(tmp_path, {"nginx.conf": "include a.inc;", "a.inc": "root /x;"}) == []


def test_many_folders_are_one_application(tmp_path: Path) -> None:
    folders = ("admin", "admin/users", "api", "lib/db", "install")
    files: dict[str, str | bytes] = {f"{folder}/index.php": FRONT for folder in folders}
    found = site(tmp_path, {**files, "index.php": FRONT, "admin/config.php": "<?php"})
    assert found.value("web.document_root") == "."


def test_the_public_folder_is_the_document_root(tmp_path: Path) -> None:
    found = site(tmp_path, {"public/index.php": FRONT, "composer.json": "{}", "src/a.php": "<?php"})
    assert found.value("web.document_root") == "public"
