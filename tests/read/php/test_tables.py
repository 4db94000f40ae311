"""The tables of PHP's functions, classes and versions do not contradict themselves."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from migrate import knowledge
from migrate.knowledge.php import php_extensions, php_frameworks, php_versions

VERSIONS: Any = knowledge.load("php-versions.yaml", dict)
EXTENSIONS: Any = knowledge.load("php-extensions.yaml", dict)


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def twice(words: list[str]) -> list[str]:
    return sorted(word for word, count in Counter(words).items() if count > 1)


@pytest.mark.parametrize("table", ["since", "gone", "directives"])
def test_versions_rise_and_a_name_stands_once(table: str) -> None:
    versions = [number(version) for version in VERSIONS[table]]
    assert versions == sorted(set(versions))
    assert twice([name for names in VERSIONS[table].values() for name in names.split()]) == []


def test_what_is_gone_came_before() -> None:
    known = php_versions()
    both = known.since.keys() & known.gone.keys()
    assert [n for n in both if number(known.since[n]) >= number(known.gone[n])] == []
    forms = known.forms
    assert not forms.since.keys() & forms.gone.keys()
    assert all(number(v) >= (5, 3) for v in (*forms.since.values(), *forms.gone.values()))


def test_what_moved_to_pecl_is_said_to_be_gone_somewhere() -> None:
    known = php_versions()
    assert [
        start for start in known.elsewhere if not any(g.startswith(start) for g in known.gone)
    ] == []


def test_a_function_belongs_to_one_extension() -> None:
    words = [word for names in EXTENSIONS["functions"].values() for word in names.split()]
    assert twice(words) == []
    starts = [(start, name) for name, found in EXTENSIONS["prefixes"].items() for start in found]
    assert twice([start for start, _ in starts]) == []
    # The longer of two beginnings decides: only then may they be of two extensions.
    inside = {
        (short, long)
        for short, one in starts
        for long, other in starts
        if short != long and long.startswith(short) and one != other
    }
    assert inside == set()


def test_functions_named_one_by_one_contradict_no_beginning() -> None:
    known = php_extensions()
    by_start = {start: name for start, name in known.prefixes.items()}
    odd = {
        word: (name, by_start[start])
        for word, name in known.functions.items()
        for start in by_start
        if word.startswith(start) and by_start[start] != name
    }
    assert odd == {}


def test_a_class_or_scheme_belongs_to_one_extension() -> None:
    classes = [
        word.lower()
        for words in EXTENSIONS["classes"].values()
        for word in (words.split() if isinstance(words, str) else words)
    ]
    assert twice(classes) == []
    assert twice([scheme for found in EXTENSIONS["pdo"].values() for scheme in found]) == []
    assert twice([start for found in EXTENSIONS["constants"].values() for start in found]) == []


def test_functions_are_written_as_code_is_compared() -> None:
    known, versions = php_extensions(), php_versions()
    names = [*known.functions, *known.prefixes, *versions.since, *versions.gone]
    assert [name for name in names if name != name.lower() or not name.isidentifier()] == []


@pytest.mark.parametrize(
    ("start", "extension"),
    [("mysql_", "mysql"), ("mssql_", "mssql"), ("mcrypt_", "mcrypt"), ("sqlite_", "sqlite"),
     ("imap_", "imap"), ("oci_", "oci8"), ("ibase_", "ibase"), ("wddx_", "wddx")],
)  # fmt: skip
def test_functions_that_went_with_their_extension_are_its_own(start: str, extension: str) -> None:
    gone = [name for name in php_versions().gone if name.startswith(start)]
    assert gone
    assert {php_extensions().of_function(name) for name in gone} == {extension}


def test_places_of_frameworks_lie_inside_of_the_application() -> None:
    for framework in php_frameworks():
        places = [*framework.all, *framework.any, *framework.settings, *framework.contains]
        places += [at.at for at in framework.routes]
        places += [path for at in framework.routes for path in (*at.contains, *at.lacks)]
        assert [p for p in places if p.startswith(("/", "..")) or "\\" in p] == []
        assert [p.path for p in framework.paths if not p.path.startswith("/")] == []
        assert all(at.prefix == at.prefix.strip("/") for at in framework.routes)


@pytest.mark.parametrize(
    ("function", "extension"),
    [
        ("mysqli_query", "mysqli"),
        ("mysql_query", "mysql"),
        ("imagecreate", "gd"),
        ("bcadd", "bcmath"),
        ("mb_strlen", "mbstring"),
        ("gzopen", "zlib"),
        ("iconv", "iconv"),
        ("strlen", ""),
        ("session_start", "session"),
        ("sqlsrv_connect", "sqlsrv"),
        ("xmlrpc_encode", "xmlrpc"),
        ("xml_parse", "xml"),
        ("sybase_connect", "sybase"),
        ("read_exif_data", "exif"),
    ],
)
def test_functions_of_the_manual(function: str, extension: str) -> None:
    assert php_extensions().of_function(function) == extension
