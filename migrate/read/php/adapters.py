"""The files of a site -> which of them are one of several ways to the same kind of server.

Applications offer ways side by side, each in a file that is named after its extension. The old
extension for MySQL is different: it left PHP, and in many applications a file named after it is
the only way that there is. It is one of several where another way lies beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from migrate.read.php.layout import SETTINGS
from migrate.read.php.survey import File, Survey

OLD_MYSQL = "mysql"
_ONE_OF_SEVERAL = frozenset(
    [
        "apc",
        "apcu",
        "gmagick",
        "imagick",
        "memcache",
        "memcached",
        "mongo",
        "mongodb",
        "mssql",
        "mysqli",
        "oci8",
        "pdo",
        "pdo_mysql",
        "pdo_oci",
        "pdo_pgsql",
        "pdo_sqlite",
        "pgsql",
        "redis",
        "sqlite",
        "sqlite3",
        "sqlsrv",
        "xcache",
    ]
)
_ALSO_NAMED = {"oci8": "oracle", "pgsql": "postgres"}
_WAY = re.compile(r"(?i)mysql|pdo")
_CHOSEN = re.compile(
    rb"""(?i)['"](?:type|driver|db_?type|db_?driver|db_?engine)['"]\s{0,20}\]?\s{0,20}(?:=>|=|,)"""
    rb"""\s{0,20}['"]mysql['"]"""
)
_LARGEST_SETTINGS = 64 << 10


def adapts(extension: str, file: str) -> bool:
    """Tell whether a file's name says that it is the way of an extension: `RedisCache.php`."""
    if extension not in _ONE_OF_SEVERAL:
        return False
    of_pdo = extension.removeprefix("pdo_")
    return any(name in file for name in (of_pdo, _ALSO_NAMED.get(of_pdo, of_pdo)))


def replaced(survey: Survey) -> frozenset[str]:
    """Return the files of the old MySQL extension that lie beside one of mysqli or PDO.

    They lie in one folder (`db_driver_mysqli.php`) or in folders beside one another that are named
    after them (`drivers/mysqli/…`). Where a setting takes the old one by name, it is none of them.
    """
    old: defaultdict[str, list[str]] = defaultdict(list)
    new: set[str] = set()
    for file in survey.own_files():
        for way in _ways(file):
            home = _home(file.entry.path)
            if way == OLD_MYSQL:
                old[home].append(file.entry.path)
            else:
                new.add(home)
    beside = frozenset(path for home, paths in old.items() if home in new for path in paths)
    return frozenset() if beside and _is_chosen(survey) else beside


def _is_chosen(survey: Survey) -> bool:
    """Tell whether settings name the old extension as the way to take."""
    return any(
        _CHOSEN.search(file.entry.content()[:_LARGEST_SETTINGS])
        for file in survey.own_files()
        if SETTINGS.search(file.entry.name)
    )


def _ways(file: File) -> Iterator[str]:
    """Yield the ways to MySQL that a file is named after and uses."""
    path = file.entry.path.lower()
    called = (*file.seen.calls, *file.seen.guarded)
    if _WAY.search(path) is None:
        return
    if "mysqli" in path and ("mysqli" in file.seen.classes or _any(called, "mysqli_")):
        yield "mysqli"
    elif "pdo" in path and "pdo" in file.seen.classes:
        yield "pdo"
    elif "mysql" in path and _any(called, "mysql_"):
        yield OLD_MYSQL


def _any(called: tuple[str, ...], start: str) -> bool:
    return any(name.startswith(start) for name in called)


def _home(path: str) -> str:
    folder = path.rpartition("/")[0]
    above, _, name = folder.rpartition("/")
    return above if _WAY.search(name) else folder
