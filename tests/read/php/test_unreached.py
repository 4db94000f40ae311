"""Removed functions that nothing gets to: told, but no upper end for the version."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import pipeline
from tests.read.php.sites import items, site, version

STRIP = (
    "<?php\n/** strip() is for magic quotes. */\nfunction strip(&$a) {\n"
    "while (list($k) = each($a)) strip($a[$k]);\n}\n"
)


@pytest.mark.parametrize(
    "caller",
    [
        "// strip($_GET);",
        "# see strip()",
        "if (@ini_get('magic_quotes_gpc')) { strip($_GET); strip($_POST); }",
        "if (version_compare(PHP_VERSION, '5.4', '<')) { strip($_GET); }",
        "$stripped = 1; strip_tags($a); $strip = 2;",
    ],
)
def test_what_nothing_gets_to_is_no_upper_end(caller: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"index.php": f"<?php\n{caller}\n", "lib.php": STRIP}
    found = site(tmp_path, files)
    assert version(found)[1] is None
    assert items(found, "php.removed_calls") == [
        {"function": "each", "gone_in": "8.0", "count": 1, "note": "unreached"}
    ]


@pytest.mark.parametrize(
    ("path", "caller"),
    [
        ("index.php", "<?php\nstrip($_GET);"),
        ("index.php", "<?php\nSTRIP($_GET);"),
        ("index.php", "<?php\narray_walk($a, 'strip');"),
        ("vendor/a/b.php", "<?php\nstrip($_GET);"),
        ("page.tpl", "{$name|strip}"),
        ("tasks.xml", "<task call='strip'/>"),
    ],
)
def test_what_something_gets_to_is_the_upper_end(path: str, caller: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"index.php": "<?php", path: caller, "lib.php": STRIP}
    found = site(tmp_path, files)
    assert version(found)[1] == "7.4"
    assert items(found, "php.removed_calls") == [{"function": "each", "gone_in": "8.0", "count": 1}]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("shop.module", "<?php\nfunction shop_menu() { each($a); }"),
        ("modules/pay/hooks.inc", "<?php\nfunction pay_config() { each($a); }"),
        ("lib.php", "<?php\nclass A { function actionIndex() { each($a); } }"),
        ("lib.php", "<?php\neach($a);"),
    ],
)
def test_hooks_methods_and_plain_code_count_as_reached(
    path: str, source: str, tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {"index.php": "<?php f();", path: source}
    assert version(site(tmp_path, files))[1] == "7.4"


def test_rules_do_not_find_what_nothing_gets_to(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.php").write_text(STRIP)
    reading = pipeline.read_paths([tmp_path / "site"], tmp_path)
    (findings,) = pipeline.findings_of(reading, "2026-11-24").values()
    assert "php-functions-removed-in-8" not in {finding.rule for finding in findings}
