"""Filter chains that Java source hands to Shiro, path by path -> guards.

`chain.put("/login", "anon")`: what is put first counts first, so only maps that keep their order
tell. A path that is put together at run time may be any: from there on nothing is sure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from migrate.knowledge.java_contents import java_contents
from migrate.read.java.application import Application
from migrate.read.java.code_index import Call
from migrate.read.java.collected import Guard
from migrate.read.java.spring_security import shiro_guards
from migrate.read.tree import Entry

_UNORDERED = "java.util.HashMap"
_MOST = 2000


def read(application: Application) -> None:
    """Read the chain of each file that builds one."""
    known = java_contents()
    calls = [pair for pair in application.index.calls() if known.guards(*_called(pair[0]))]
    unordered = {entry.path for entry in application.index.callers(_UNORDERED, "<init>")}
    for path, group in groupby(calls, key=lambda pair: pair[1].path):
        together = list(group)[:_MOST]
        chain = [guard for pair in together for guard in _guards(*pair, application)]
        if chain and path not in unordered:
            application.guards.append([*_login_page(together, application), *chain])


def _called(call: Call) -> tuple[str, str]:
    return call.owner, call.name


def _guards(call: Call, entry: Entry, application: Application) -> Iterator[Guard]:
    if call.name == "setLoginUrl":
        return
    path, filters = call.texts.get(0), call.texts.get(1)
    if path is None or (filters is None and path.startswith("/")):
        yield Guard("/**", None, entry.origin())
    elif filters is not None:
        yield from shiro_guards(application.filled(f"{path} = {filters}"), entry.origin())


def _login_page(calls: list[tuple[Call, Entry]], application: Application) -> Iterator[Guard]:
    """Yield the login page: Shiro's form filter lets it through."""
    for call, entry in calls:
        page = application.filled(call.texts.get(0, "")) if call.name == "setLoginUrl" else ""
        if page.startswith("/"):
            yield Guard(page, False, entry.origin())
