"""What stays out of a build context, as Docker reads a .dockerignore."""

import pytest

from migrate.deploy import ignore


@pytest.mark.parametrize(
    ("pattern", "out", "stays"),
    [
        ("a/files", ["a/files", "a/files/x/y.png"], ["a/files2", "b/a/files", "a"]),
        ("a/*.php", ["a/x.php"], ["a/b/x.php", "x.php"]),
        ("**/*.bak", ["x.bak", "a/b/x.bak"], ["a/x.bak2"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "ab"]),
        ("a/settings.php", ["a/settings.php"], ["a/Settings.php"]),
        ("a/?.[ch]", ["a/x.c"], ["a/xx.c", "a/x.o"]),
        ("a.b", ["a.b"], ["aXb"]),
        ("/a/", ["a", "a/b"], ["b/a"]),
        ("# a\n\na/*\n!a/keep", ["a/drop"], ["a/keep", "a/keep/b"]),
        ("!a\na", ["a"], ["b"]),
        ("", [], ["a"]),
    ],
)
def test_patterns(pattern: str, out: list[str], stays: list[str]) -> None:
    ignored = ignore.read(pattern)
    assert [path for path in (*out, *stays) if ignored(path)] == out
