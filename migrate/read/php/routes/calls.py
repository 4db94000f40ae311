"""Routes that code declares by calls: Laravel, Lumen, Slim, ThinkPHP, CodeIgniter 4.

`Route::get('/a', …)`, `$app->group('/admin', function …)`, `Route::middleware('auth')->prefix('x')`
(laravel.com/docs/routing, slimframework.com/docs, doc.thinkphp.cn, codeigniter.com/user_guide).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from migrate.read.php import chains
from migrate.read.php.chains import CALLS, Step
from migrate.read.php.constants import key
from migrate.read.php.expressions import literal
from migrate.read.php.parser import parse, text
from migrate.read.php.routes.route import Route, asks_for_login, joined, plain

if TYPE_CHECKING:
    from tree_sitter import Node

_VERBS = frozenset({"get", "post", "put", "patch", "delete", "options", "head"})
_ANY = frozenset({"any", "add", "rule", "redirect", "permanentredirect", "view", "match", "map"})
_ROUTERS = frozenset({"app", "router", "route", "routes", "group", "api", "r", "g", "this", "slim"})
_GUARDS = frozenset({"middleware", "filter", "add"})
_CLOSURES = ("anonymous_function", "anonymous_function_creation_expression", "arrow_function")
_RESOURCE = {"index": "GET", "store": "POST", "create": "GET"}
"""What of a resource answers without the number of one."""


class _Scope(Struct, frozen=True):
    prefix: str = ""
    login: bool | None = None


def routes(source: bytes, prefix: str = "") -> Iterator[Route]:
    """Yield the routes of a file; groups whose prefix is computed are left out with all in them."""
    pending = [(parse(source), _Scope(prefix))]
    while pending:
        node, scope = pending.pop()
        chain = chains.chain(node, _is_router) if node.type in CALLS else ()
        if node.type == CALLS[1] and _is_usual_login(node):
            where = joined(scope.prefix, "login")
            yield Route(where, node.start_point[0] + 1, ("GET", "POST"), False, "login")
        elif not chain:
            pending.extend((child, scope) for child in reversed(node.named_children))
        inner = _scope(chain, scope)
        if inner is None:
            continue
        for step in chain:
            if step.name == "group":
                pending.extend((body, inner) for body in _bodies(step))
            else:
                yield from _of_step(step, chain, inner)


def _is_usual_login(node: Node) -> bool:
    """Tell `Auth::routes()` and `Route::auth()`, which declare `/login` (laravel.com/docs/5.8)."""
    return "".join(text(node)[:40].split()).startswith(("Auth::routes(", "Route::auth("))


def _is_router(node: Node) -> bool:
    if node.type == "variable_name":
        return text(node).lstrip("$").lower() in _ROUTERS
    return chains.is_named(node, "Route")


def _scope(chain: Sequence[Step], outer: _Scope) -> _Scope | None:
    """Return what holds for the routes of a chain; None when its prefix is computed."""
    scope = outer
    for step in chain:
        if step.name == "prefix":
            first = literal(step.given[0]) if step.given else None
            if first is None or not first.whole:
                return None
            scope = replace(scope, prefix=joined(scope.prefix, first.text))
        elif step.name in _GUARDS and not _is_route(step):
            scope = _guarded(scope, step.given)
        elif step.name == "group":
            grouped = _grouped(scope, step.given)
            if grouped is None:
                return None
            scope = grouped
    return scope


def _guarded(scope: _Scope, given: Sequence[Node]) -> _Scope:
    asked = any(asks_for_login(name) for node in given for name in _names(node))
    return replace(scope, login=True) if asked else scope


def _grouped(scope: _Scope, given: Sequence[Node]) -> _Scope | None:
    """Return the scope inside of a group: by a path as its first argument, or by options."""
    for number, argument in enumerate(given):
        value = _bared(argument)
        if value.type == "array_creation_expression":
            for name, node in _options(value):
                if name == "prefix":
                    prefix = literal(node)
                    if not prefix.whole:
                        return None
                    scope = replace(scope, prefix=joined(scope.prefix, prefix.text))
                elif name in ("middleware", "filter", "before"):
                    scope = _guarded(scope, [node])
        elif number == 0 and value.type not in _CLOSURES:
            path = literal(value)
            if not path.whole:
                return None
            scope = replace(scope, prefix=joined(scope.prefix, path.text))
    return scope


def _bodies(step: Step) -> Iterator[Node]:
    for argument in step.given:
        value = _bared(argument)
        if value.type in _CLOSURES:
            body = value.child_by_field_name("body")
            if body is not None:
                yield body


def _is_route(step: Step) -> bool:
    """Tell whether `add` adds a route rather than what stands before one (Slim)."""
    return step.name == "add" and len(step.given) > 1


def _of_step(step: Step, chain: Sequence[Step], scope: _Scope) -> Iterator[Route]:
    line = step.node.start_point[0] + 1
    if step.name in ("resource", "apiresource"):
        yield from _resource(step, chain, scope, line)
        return
    is_route = step.name in _VERBS or (
        step.name in _ANY and (step.name != "add" or _is_route(step))
    )
    if not is_route or len(step.given) < 2:
        return
    methods: tuple[str, ...] = (step.name.upper(),) if step.name in _VERBS else ()
    place = step.given[0]
    if step.name in ("match", "map"):
        methods = tuple(sorted(name.upper() for name in _names(step.given[0])))
        place = step.given[1]
    elif step.name == "rule" and len(step.given) > 2:
        told = literal(step.given[2]).text.upper()
        methods = () if told in ("*", "") else tuple(sorted(told.split("|")))
    written = literal(place)
    path = plain(written.text) if written.whole else None
    if path is not None:
        whole = plain(joined(scope.prefix, path))
        kind = "page" if step.name == "view" else ""
        if whole is not None:
            yield Route(whole, line, methods, scope.login, kind)


def _resource(step: Step, chain: Sequence[Step], scope: _Scope, line: int) -> Iterator[Route]:
    """Yield what a resource answers without naming one of it; `only` and `except` hold."""
    name = literal(step.given[0]) if step.given else None
    if name is None or not name.whole or "." in name.text:
        return
    actions = {"index", "store"} if step.name == "apiresource" else set(_RESOURCE)
    options = [pair for node in step.given[1:] for pair in _options(_bared(node))]
    options += [(one.name, one.given[0]) for one in chain if one.given]
    for key_, node in options:
        if key_ == "only":
            actions &= set(_names(node))
        elif key_ == "except":
            actions -= set(_names(node))
    path = plain(joined(scope.prefix, name.text))
    if path is None:
        return
    methods = tuple(sorted(_RESOURCE[one] for one in actions if one != "create"))
    if methods:
        yield Route(path, line, methods, scope.login)
    if "create" in actions:
        yield Route(joined(path, "create"), line, ("GET",), scope.login)


def _names(node: Node) -> Iterator[str]:
    """Yield the texts and classes of an argument, alone or in an array."""
    value = _bared(node)
    if value.type == "array_creation_expression":
        for child in value.named_children[:50]:
            if child.named_children:
                yield from _names(child.named_children[-1])
        return
    if value.type == "object_creation_expression" and value.named_children:
        value = value.named_children[0]
    known = literal(value)
    yield known.text if known.whole else text(value)[:200]


def _options(node: Node) -> Iterator[tuple[str, Node]]:
    for child in node.named_children[:50] if node.type == "array_creation_expression" else ():
        if len(child.named_children) > 1:
            yield key(child.named_children[0]), child.named_children[-1]


def _bared(node: Node) -> Node:
    return node.named_children[-1] if node.type == "argument" and node.named_children else node
