"""Who may ask for which path: Spring Security's `<http>` and Shiro's filter chains -> guards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrate.model.origin import Origin
from migrate.read.java.application import Application
from migrate.read.java.collected import Guard
from migrate.read.java.documents import Node

_OPEN = re.compile(r"permitall|anonymous|is_authenticated_anonymously|^none$", re.I)
_SHIRO_ASKS = frozenset({"authc", "authcbasic", "user", "roles", "perms", "rest", "authcbearer"})
_MOST = 2000
_MOST_FILTERS = 50
_CONFIGURATION = "org.springframework.security.config.annotation.web."
_IN_CODE = (
    f"{_CONFIGURATION}configuration.WebSecurityConfigurerAdapter",
    f"{_CONFIGURATION}builders.HttpSecurity",
    "org.springframework.security.web.SecurityFilterChain",
)


def read(root: Node, application: Application) -> None:
    """Read one file of beans."""
    chain = [guard for http in root.all("http") for guard in _http(http)]
    if chain:
        application.guards.append(chain)
    filters: list[Node] = []
    named: dict[str, Node] = {}
    for bean in root.all("bean"):
        if bean.get("class").endswith("ShiroFilterFactoryBean"):
            filters.append(bean)
        for name in {bean.get("id"), bean.get("name")} - {""}:
            named.setdefault(name, bean)
    for bean in filters[:_MOST_FILTERS]:
        _shiro_bean(bean, named, application)


def shiro_ini(application: Application) -> None:
    """Read the `[urls]` of shiro.ini."""
    for entry in application.files(".ini"):
        if not entry.name.startswith("shiro"):
            continue
        lines = (entry.text() or "").splitlines()
        inside = False
        chain: list[Guard] = []
        for number, line in enumerate(lines[:_MOST], 1):
            if line.strip().startswith("["):
                inside = line.strip().lower() == "[urls]"
            elif inside:
                chain += shiro_guards(line, entry.origin(number))
        if chain:
            application.guards.append(chain)


def in_code(application: Application) -> None:
    """Note that code decides who may ask: which paths it means is not followed.

    Without an own guard that is understood, nothing then says that a path needs no login.
    """
    if any(True for type_ in _IN_CODE for _ in application.index.users(type_)):
        application.filters.append(("/*", "SecurityFilterChain"))


def _http(http: Node) -> Iterator[Guard]:
    if http.get("security") == "none" and http.get("pattern"):
        yield Guard(http.get("pattern"), False, http.origin)
    for node in http.children("intercept-url"):
        pattern = node.get("pattern")
        if pattern and http.get("path-type", "request-matcher") not in ("regex", "ciRegex"):
            access = node.get("access", "filters")
            login = not _OPEN.search(access) if access else None
            methods = (node.get("method"),) if node.get("method") else ()
            yield Guard(pattern, login, node.origin, methods)


def _shiro_bean(bean: Node, named: Mapping[str, Node], application: Application) -> None:
    chain: list[Guard] = []
    said = {node.get("name"): node for node in bean.children("property")}
    for node in said.values():
        if node.get("name") == "filterChainDefinitions":
            for value, text in _definitions(node, named):
                lines = (application.filled(line) for line in text.splitlines()[:_MOST])
                chain += [guard for line in lines for guard in shiro_guards(line, value.origin)]
        elif node.get("name") == "filterChainDefinitionMap":
            for entry in node.all("entry"):
                filters = entry.get("value") or entry.said("value")
                line = application.filled(f"{entry.get('key')} = {filters}")
                chain += shiro_guards(line, entry.origin)
    if chain:
        application.guards.append([*_own_page(said.get("loginUrl"), application), *chain])


def _own_page(node: Node | None, application: Application) -> Iterator[Guard]:
    """Yield the login page: Shiro's form filter lets it through, `authc` stands there or not."""
    login = application.filled(node.get("value")) if node is not None else ""
    if node is not None and login.startswith("/"):
        yield Guard(login, False, node.origin)


def _definitions(node: Node, named: Mapping[str, Node]) -> Iterator[tuple[Node, str]]:
    """Yield the text of filter chains, or that of the bean of type String it refers to."""
    ref = node.child("ref")
    name = node.get("ref") or (ref.get("bean", "local") if ref else "")
    place = named.get(name) if name else node
    if place is not None:
        value = next(place.all("value"), None) or place
        yield value, value.text or value.get("value")


def shiro_guards(line: str, origin: Origin) -> list[Guard]:
    """Return the guard of a line `/admin/** = authc, roles[admin]`; none for other lines."""
    pattern, sign, filters = line.partition("=")
    if not sign or not pattern.strip().startswith(("/", "*")):
        return []
    names = {name.partition("[")[0].strip().lower() for name in filters.split(",")}
    login = True if names & _SHIRO_ASKS else False if names == {"anon"} else None
    return [Guard(pattern.strip(), login, origin)]
