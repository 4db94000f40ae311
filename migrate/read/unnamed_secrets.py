"""Keys and values of one file go in; secrets that no key names come out, by what they stand in.

Apache Shiro's and Subversion's `[users]`, CouchDB's `[admins]`; property files of users as Tomcat,
Jetty, ActiveMQ and JBoss keep them; arguments without a name in Spring's XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from migrate.read.pair import Pair

Span = tuple[int, int]

_LOGINS = re.compile(r"(?:^|/)(?:[\w\-]{0,60}[\-_.])?(?:users|realm)\.properties$", re.I)
_ROLES = re.compile(r"(?i)roles?\.properties$")
_SHIRO = re.compile(r"(?i)(?:^|/)(?:[\w.\-]{0,60}shiro[\w.\-]{0,60}\.ini|passwd)$")
_LOGIN = re.compile(r"(?P<secret>[^\s,;$][^\s,;]{0,300})(?:\s{0,9},.{0,500})?$")
_ARGUMENT = re.compile(r"(?P<bean>.{1,500})\.constructor-arg(?:\.value)?$")
_WITH_LOGIN = re.compile(
    r"(?i)credential|passwordauthentication|jedis|redis|lettuce|datasource|connectionfactory"
    r"|ldap|mailsender|sftp|ftpclient|mongo|jasypt|encryptor|cipher"
)
_SECOND = re.compile(r"(?i)credential|passwordauthentication")
"""Classes whose arguments are an account and its password."""
_RANDOM = re.compile(r"(?=[!-~]{0,60}\d)(?=[!-~]{0,60}[A-Za-z])[!-~]{6,100}")
_NO_SECRET = re.compile(r"://|^\$\{|^#\{|^/|^[\w\-]{1,60}(?:\.[\w\-]{1,60}){1,10}(?::\d{1,5})?$")


def secrets(path: str, pairs: Sequence[Pair]) -> dict[int, Span]:
    """Return the secrets by the number of their pair: from and to in its meaning."""
    if path.lower().endswith(".xml"):
        return dict(_arguments(pairs))
    return dict(_logins(path, pairs))


def _logins(path: str, pairs: Sequence[Pair]) -> Iterator[tuple[int, Span]]:
    whole = bool(_LOGINS.search(path)) and not _ROLES.search(path)
    sections = {pair.key.partition(".")[0].lower() for pair in pairs}
    shiro = bool(_SHIRO.search(path)) or {"users", "urls"} <= sections
    for number, pair in enumerate(pairs):
        section, dot, name = pair.key.partition(".")
        listed = dot and ((shiro and section.lower() == "users") or section.lower() == "admins")
        login = _LOGIN.match(pair.meaning) if listed or (whole and pair.key) else None
        if login and name.lower() not in ("enabled", "default"):
            yield number, login.span("secret")


def _arguments(pairs: Sequence[Pair]) -> Iterator[tuple[int, Span]]:
    """Yield arguments that look like a password, of classes that take one."""
    classes: dict[str, str] = {}
    counts: dict[str, int] = {}
    for number, pair in enumerate(pairs):
        if pair.key.endswith(".class"):
            bean = pair.key[: -len(".class")]
            classes[bean], counts[bean] = pair.meaning, 0
            continue
        argument = _ARGUMENT.match(pair.key)
        of = classes.get(argument["bean"], "") if argument else ""
        if argument is None or not _WITH_LOGIN.search(of):
            continue
        counts[argument["bean"]] += 1
        value = pair.meaning.strip()
        second = bool(_SECOND.search(of)) and counts[argument["bean"]] == 2
        if value and not _NO_SECRET.search(value) and (second or _RANDOM.fullmatch(value)):
            yield number, (0, len(pair.meaning))
