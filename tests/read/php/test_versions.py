"""Which PHP versions a site runs on: forms, functions, declarations, and what is no evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.read.php.sites import code, items, places, site, version


@pytest.mark.parametrize(
    ("source", "least"),
    [
        ("namespace A; class B {}", "5.3"),
        ("$a = [1, 2];", "5.4"),
        ("trait T {}", "5.4"),
        ("function g() { yield 1; }", "5.5"),
        ("try {} finally {}", "5.5"),
        ("function v(...$a) {}", "5.6"),
        ("function s(int $a) {}", "7.0"),
        ("$a = $b ?? 1;", "7.0"),
        ("$a = new class {};", "7.0"),
        ("function n(?Foo $a) {}", "7.1"),
        ("function n(): void {}", "7.1"),
        ("try {} catch (A | B $e) {}", "7.1"),
        ("function o(object $a) {}", "7.2"),
        ("f($a,);", "7.3"),
        ("class A { public int $a; }", "7.4"),
        ("$f = fn($x) => $x;", "7.4"),
        ("$a ??= 1;", "7.4"),
        ("$a = 1_000;", "7.4"),
        ("$a = match($b) {1 => 2};", "8.0"),
        ("$a = $b?->c;", "8.0"),
        ("f(name: 1);", "8.0"),
        ("function u(int|string $a) {}", "8.0"),
        ("class A { function __construct(private $a) {} }", "8.0"),
        ("enum Suit { case A; }", "8.1"),
        ("class A { public readonly int $a; }", "8.1"),
        ("$a = strlen(...);", "8.1"),
        ("function n(): never {}", "8.1"),
        ("readonly class A {}", "8.2"),
        ("class A { const int B = 1; }", "8.3"),
        ("$a = random_bytes(3);", "7.0"),
        ("$a = str_contains($b, 'c');", "8.0"),
        ("$a = \\array_is_list($b);", "8.1"),
    ],
)
def test_what_came_with_a_version_is_the_lower_end(source: str, least: str, tmp_path: Path) -> None:
    assert version(code(tmp_path, f"<?php\n{source}\n")) == (least, None)


@pytest.mark.parametrize(
    ("source", "most"),
    [
        ("$a = $b{0};", "7.4"),
        ("if ($b{0} == 'x') { f(); }", "7.4"),
        ("$a = &new Foo();", "5.6"),
        ("f(&$a);", "5.3"),
        ("class Old { function Old() {} }", "7.4"),
        ("function __autoload($c) {}", "7.4"),
        ("$a = (real) $b;", "7.4"),
        ("mysql_connect('h');", "5.6"),
        ("ereg('a', $b);", "5.6"),
        ("while (list($k) = each($a)) {}", "7.4"),
        ("$f = create_function('', '');", "7.4"),
        ("session_register('a');", "5.3"),
        ("mcrypt_encrypt(1, 2, 3, 4);", "7.1"),
    ],
)
def test_what_is_gone_is_the_upper_end(source: str, most: str, tmp_path: Path) -> None:
    assert version(code(tmp_path, f"<?php\n{source}\n"))[1] == most


@pytest.mark.parametrize("tag", ['<script language="php">echo 1;</script>', "<%= $a %>"])
def test_old_tags_are_an_upper_end(tag: str, tmp_path: Path) -> None:
    assert version(code(tmp_path, f"<?php f(); ?>\n{tag}\n"))[1] == "5.6"


def test_code_behind_a_form_that_the_grammar_rejects_still_counts(tmp_path: Path) -> None:
    source = (
        "<?php\n$c = $s{0};\nif ($t{$i} == 'x') { g(); }\n"
        "mysql_query('x');\n$z = new SoapClient('w');\n"
    )
    found = code(tmp_path, source)
    assert places(found, "php.removed_calls", function="mysql_query") == ["index.php:4"]
    assert "soap" in [item["name"] for item in items(found, "php.extensions")]


@pytest.mark.parametrize(
    "source",
    [
        "// mysql_query('x'); $a = $b{0};",
        "/* each($a) ?? match */",
        "# ereg('a')",
        "$a = 'mysql_query(1) ?? $b{0}';",
        '$a = "{$b{0}} each(1)";',
        "$a = <<<X\nmysql_query() $b{0}\nX;\n",
        "class A { function each() {} } $a->each(); A::split('x');",
        "function each($a) {} each($b);",
        "if (function_exists('mysql_query')) { mysql_query('x'); }",
        "if (PHP_VERSION_ID < 80000) { each($a); }",
        "$a = function_exists('get_magic_quotes_gpc') && get_magic_quotes_gpc();",
        "$a = version_compare(PHP_VERSION, '5.4', '<') ? get_magic_quotes_gpc() : false;",
        "use function My\\each; each($a);",
        "My\\each($a);",
    ],
)
def test_what_is_no_call_of_a_removed_function(source: str, tmp_path: Path) -> None:
    if source.startswith("use"):
        source = f"namespace B; {source}"
    found = code(tmp_path, f"<?php\n{source}\n")
    assert found.value("php.removed_calls") is None
    assert version(found)[1] is None


def test_an_own_definition_stands_in_for_a_later_function(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php\nif (str_contains($a, 'b')) { f(); }\n",
        "compat.php": "<?php\nif (!function_exists('str_contains')) {\n"
        "function str_contains($a, $b) {} }\n",
    }
    assert version(site(tmp_path, files))[0] is None


def test_removed_calls_are_counted_with_their_first_places(tmp_path: Path) -> None:
    calls = "".join(f"ereg('a', $b{number});\n" for number in range(7))
    found = code(tmp_path, f"<?php\n{calls}")
    assert items(found, "php.removed_calls") == [{"function": "ereg", "gone_in": "7.0", "count": 7}]
    assert places(found, "php.removed_calls", function="ereg") == [
        f"index.php:{line}" for line in (2, 3, 4, 5, 6)
    ]


@pytest.mark.parametrize(
    ("constraint", "interval"),
    [
        (">=5.5.9", ("5.5", None)),
        ("^7.2.5", ("7.2", "7.4")),
        ("^7.2 || ^8.0", ("7.2", "8.5")),
        ("~7.1.0", ("7.1", "7.1")),
        (">=5.3.3,<7.1", ("5.3", "7.0")),
        ("5.6.*", ("5.6", "5.6")),
        ("7.0 - 7.4", ("7.0", "7.4")),
        ("*", (None, None)),
    ],
)
def test_composer_constraints(
    constraint: str, interval: tuple[str | None, str | None], tmp_path: Path
) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php echo 1;",
        "composer.json": json.dumps({"require": {"php": constraint}}),
    }
    low, high = version(site(tmp_path, files))
    assert (low, "8.5" if high == "8.5" else high) == interval


def test_a_refusal_at_the_start_is_the_lower_end(tmp_path: Path) -> None:
    source = "<?php\nif (PHP_VERSION_ID < 70205) {\n    die('too old');\n}\n"
    assert version(code(tmp_path, source)) == ("7.2", None)


def test_a_removed_function_below_what_is_required_is_no_upper_end(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php\neach($a);\n",
        "composer.json": '{"require": {"php": ">=8.1"}}',
    }
    found = site(tmp_path, files)
    assert version(found) == ("8.1", None)
    assert items(found, "php.removed_calls")[0]["function"] == "each"


def test_the_forms_of_third_parties_do_not_count(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "index.php": "<?php\n$a = array();\n",
        "vendor/x/y/bootstrap80.php": "<?php\nfunction f(int|string $a) {}\neach($b);\n",
    }
    assert version(site(tmp_path, files)) == (None, None)
