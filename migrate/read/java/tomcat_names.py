"""Paths that Tomcat gives applications by the names of files and folders."""

from __future__ import annotations

import re

_VERSION = re.compile(r"##.*$")
_ENDING = re.compile(r"\.war$", re.I)


def normal(path: str) -> str:
    """Return a path with one slash at its beginning and none at its end."""
    return "/" + path.strip().strip("/")


def of_name(name: str) -> str:
    """Return the path that Tomcat gives a file or folder: `shop#admin##7.war` → `/shop/admin`."""
    stem = _VERSION.sub("", _ENDING.sub("", name.rstrip("/").rsplit("/", 1)[-1]))
    return "/" if stem == "ROOT" else normal(stem.replace("#", "/"))


def is_of_another(named: str, base: str, name: str) -> bool:
    """Tell whether a file `conf/ENGINE/HOST/NAMED` configures another application than `name`.

    `base` is its docBase. Whoever hands an archive over may have put its version into the name.
    """
    own = of_name(name)
    last = base.replace("\\", "/").rstrip("/").rpartition("/")[2]
    if own.startswith(of_name(named.removesuffix(".xml"))):
        return False
    return not last or of_name(last) != own
