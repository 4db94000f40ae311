"""Rules that ask for calls of PHP functions find them in a site as it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate import pipeline
from migrate.model.origin import Origin

FRONT = "<?php\nrequire 'lib.php';\n"


def found(root: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """Return the rules that find something in a site, with the places below it."""
    for path, content in files.items():
        file = root / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    reading = pipeline.read_paths([root / "site"], root)
    (findings,) = pipeline.findings_of(reading, "2026-11-24").values()
    return {f.rule: [_below(o) for o in f.origins] for f in findings}


def _below(origin: Origin) -> str:
    return f"{origin.source}:{origin.place}".removeprefix("site/")


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("php-runs-programs", "exec('convert a b');"),
        ("php-runs-programs", "$out = `ls -l`;"),
        ("php-runs-programs", "@\\Shell_Exec($command);"),
        ("php-mail", "class A { function send() { return mail($to, 's', 'b'); } }"),
        ("php-posix-regex-removed", "if (eregi('a', $b)) { f(); }"),
        ("php-mcrypt-removed", "$x = mcrypt_encrypt($c, $k, $d, $m);"),
        ("php-functions-removed-in-8", "while (list($k) = each($a)) {}"),
        ("php-session-register", "session_register('user');"),
        ("php-runtime-limits", "set_time_limit(0);"),
        ("php-sockets", "$s = fsockopen($host, 25);"),
        ("php-info-page", "phpinfo();"),
        ("php-local-locks", "flock($file, LOCK_EX);"),
    ],
)
def test_a_call_is_found_with_its_line(rule: str, line: str, tmp_path: Path) -> None:
    files = {"index.php": FRONT, "lib.php": f"<?php\n// first\n{line}\n"}
    assert found(tmp_path, files)[rule] == ["lib.php:3"]


@pytest.mark.parametrize(
    "source",
    [
        "// exec('a'); mail($a); phpinfo();",
        "/* each($a);\nflock($a) */",
        "# session_register('a')",
        "$a = 'exec(1)'; $b = \"mail({$c})\";",
        "$a = <<<'X'\nphpinfo(); `ls`\nX;\n",
        "$curl->exec(); Mailer::mail($a); new Mail();",
        "class A { function exec() {} function mail() {} }",
        "curl_exec($a); mailparse_msg_create(); f(phpinfo);",
        "namespace A; function mail($a) {} mail(1);",
        "use function Lib\\mail; mail(1);",
        "Lib\\exec('a');",
        "if (function_exists('each')) { each($a); }",
        "if (extension_loaded('mcrypt')) { mcrypt_encrypt($a, $b, $c, $d); }",
    ],
)
def test_what_is_no_call_finds_nothing(source: str, tmp_path: Path) -> None:
    told = found(tmp_path, {"index.php": f"<?php\n{source}\n"})
    rules = {"mail", "runs-programs", "info-page", "session-register", "local-locks",
             "functions-removed-in-8", "mcrypt-removed"}  # fmt: skip
    assert told.keys().isdisjoint(f"php-{rule}" for rule in rules)


def test_calls_of_third_parties_and_tests_are_not_the_applications(tmp_path: Path) -> None:
    files = {
        "index.php": FRONT,
        "vendor/a/b/src/Mailer.php": "<?php\nmail($a);\nexec($b);\n",
        "tests/run.php": "<?php\nphpinfo();\n",
    }
    told = found(tmp_path, files)
    assert told.keys().isdisjoint({"php-mail", "php-runs-programs", "php-info-page"})


def test_a_function_of_the_same_name_in_a_namespace_stands_in_there_only(tmp_path: Path) -> None:
    files = {
        "index.php": "<?php\nwhile (list($k) = each($a)) {}\n",
        "vendor/p/functions.php": "<?php\nnamespace P;\nfunction each($a) {}\n",
    }
    assert found(tmp_path, files)["php-functions-removed-in-8"] == ["index.php:2"]


def test_only_the_first_places_are_kept(tmp_path: Path) -> None:
    files = {"index.php": "<?php\n" + "exec('a');\n" * 300}
    places = found(tmp_path, files)["php-runs-programs"]
    assert 0 < len(places) <= 20
    assert places[0] == "index.php:2"


def test_an_optional_extension_is_no_finding(tmp_path: Path) -> None:
    asked = "if (function_exists('mysql_connect')) { mysql_connect($h); }"
    assert "php-mysql-extension" not in found(tmp_path / "a", {"index.php": f"<?php\n{asked}\n"})
    assert "php-mysql-extension" in found(tmp_path / "b", {"index.php": "<?php mysql_connect($h);"})
