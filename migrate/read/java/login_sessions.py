"""Shiro and Spring Security: who is logged in is kept in a session -> signs of `session.use`.

Shiro's manual ("Session Management") and Spring Security's reference ("Session Management": a
session is made when one is needed, unless the policy says otherwise).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.model.origin import Origin
from migrate.read.java.application import Application
from migrate.read.java.collected import SessionUse

_CONFIDENCE = 0.7
_SHIRO = ("org.apache.shiro.spring.web.", "org.apache.shiro.web.")
_SHIRO_OUTSIDE = re.compile(r"(?:Redis|Jedis|Redisson|Memcached?)\w{0,40}SessionD[Aa][Oo]$")
_SHIRO_WITHOUT = re.compile(r"\.\w{0,40}(?:SessionStorageEvaluator|NoSessionCreationFilter)$")
"""Applications with tokens switch the sessions of subjects off so."""
_SHIRO_TYPES = (
    "org.apache.shiro.mgt.DefaultSessionStorageEvaluator",
    "org.apache.shiro.mgt.SessionStorageEvaluator",
    "org.apache.shiro.web.mgt.DefaultWebSessionStorageEvaluator",
    "org.apache.shiro.web.filter.session.NoSessionCreationFilter",
)
_SHIRO_REDIS = "org.crazycake.shiro.RedisSessionDAO"
_SECURITY = "org.springframework.security."
_CONFIGURATION = f"{_SECURITY}config.annotation.web."
_SECURED = (
    f"{_CONFIGURATION}configuration.EnableWebSecurity",
    f"{_CONFIGURATION}configuration.WebSecurityConfigurerAdapter",
    f"{_CONFIGURATION}builders.HttpSecurity",
)
_POLICY = (
    f"{_SECURITY}config.http.SessionCreationPolicy",
    f"{_SECURITY}oauth2.server.resource.",
    f"{_SECURITY}oauth2.config.annotation.web.configuration.ResourceServerConfigurerAdapter",
)
"""What decides about sessions itself; which way is not followed."""
_NO_SESSION = ("stateless", "never")


def read(application: Application) -> None:
    """Add the signs of both; a descriptor or a call of the session's own methods is surer."""
    for use, origin in (*_shiro(application), *_security(application)):
        application.sessions.append(SessionUse(use, origin, _CONFIDENCE))


def _shiro(application: Application) -> Iterator[tuple[str, Origin]]:
    index = application.index
    beans = [
        (bean.get("class"), bean.origin)
        for root in application.documents
        for bean in root.all("bean")
    ]
    without = any(_SHIRO_WITHOUT.search(class_) for class_, _ in beans)
    if without or any(index.users(type_) for type_ in _SHIRO_TYPES):
        return
    yield from (("external", o) for class_, o in beans if _SHIRO_OUTSIDE.search(class_))
    own = [class_ for class_, *_ in index.supertypes() if _SHIRO_OUTSIDE.search(class_)]
    for class_ in (_SHIRO_REDIS, *own):
        yield from (("external", entry.origin()) for entry in index.callers(class_, "<init>"))
    yield from (("memory", o) for class_, o in beans if class_.startswith(_SHIRO))
    for start in _SHIRO:
        yield from (("memory", entry.origin()) for entry in index.users(start))


def _security(application: Application) -> Iterator[tuple[str, Origin]]:
    index = application.index
    for root in application.documents:
        for http in root.all("http"):
            secured = http.namespace.endswith("/schema/security") and http.get("security") != "none"
            if secured and http.get("create-session") not in _NO_SESSION:
                yield "memory", http.origin
    if any(index.users(start) for start in _POLICY):
        return
    for type_ in _SECURED:
        yield from (("memory", entry.origin()) for entry in index.users(type_))
