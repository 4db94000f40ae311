"""Symfony's routes: YAML, attributes, annotations; who may see them from `access_control`.

symfony.com/doc: "Routing", "Security", read as documented for 2.8 to 6.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from migrate.read.php.parser import parse, text
from migrate.read.php.routes.route import Route, joined, plain

if TYPE_CHECKING:
    from tree_sitter import Node

_ROUTE = re.compile(
    r"(?s)(?:@|#\[\s{0,9})(?:[\w\\]{0,100}\\)?Route\s{0,9}\(\s{0,20}(?:path\s{0,5}[:=]\s{0,5})?"
    r"['\"]([^'\"]{0,300})['\"]([^\]@]{0,600})"
)
_METHODS = re.compile(
    r"methods\s{0,5}[:=]\s{0,5}[\[{]?\s{0,5}((?:['\"]\w{3,7}['\"][,\s]{0,5}){1,7})"
)
_GRANTED = re.compile(r"(?:@|#\[\s{0,9})(?:[\w\\]{0,100}\\)?(?:IsGranted|Security)\s{0,9}\(")
_OPEN = re.compile(r"PUBLIC_ACCESS|IS_AUTHENTICATED_ANONYMOUSLY")
_PREFIX = re.compile(r"^\^?(/[\w/\-.]{0,200})(?:\$|\(/\|\$\))?$")


class Guard(Struct, frozen=True):
    """One line of `access_control`: the first that fits a path decides."""

    prefix: str
    login: bool | None


def in_code(source: bytes, prefix: str = "") -> Iterator[Route]:
    """Yield the routes that attributes and annotations of controllers declare."""
    for node in _classes(parse(source)):
        body = node.child_by_field_name("body")
        said = _said(node)
        outer = _ROUTE.search(said)
        start = joined(prefix, outer[1]) if outer else prefix
        closed = bool(_GRANTED.search(said))
        for method in body.named_children if body is not None else ():
            if method.type == "method_declaration":
                yield from _method(method, start, closed)


def _method(method: Node, prefix: str, closed: bool) -> Iterator[Route]:
    said = _said(method)
    login = True if closed or _GRANTED.search(said) else None
    name = method.child_by_field_name("name")
    line = (name or method).start_point[0] + 1
    for match in _ROUTE.finditer(said):
        path = plain(joined(prefix, match[1]))
        told = _METHODS.search(match[2])
        methods = tuple(sorted(re.findall(r"\w+", told[1].upper()))) if told else ()
        if path is not None:
            yield Route(path, line, methods, login)


def _said(node: Node) -> str:
    """Return the doc comment before a class or method, and its attributes."""
    attributes = node.child_by_field_name("attributes")
    said = text(attributes)[:4000] if attributes is not None else ""
    before = node.prev_named_sibling
    if before is not None and before.type == "comment" and text(before).startswith("/**"):
        said = f"{text(before)[:4000]}\n{said}"
    return said


def _classes(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "class_declaration":
            yield node
        elif node.type in ("program", "namespace_definition", "compound_statement"):
            pending.extend(reversed(node.named_children))


def in_yaml(documents: object, text_: str, prefix: str = "") -> Iterator[Route]:
    """Yield the routes of one file: names with a `path`, or `pattern` in Symfony 2."""
    for name, one in documents.items() if isinstance(documents, dict) else ():
        written = one.get("path", one.get("pattern")) if isinstance(one, dict) else None
        if not isinstance(written, str):
            continue
        path = plain(joined(prefix, written))
        if path is not None:
            yield Route(path, _line(text_, str(name)), _listed(one.get("methods")))


def imports(documents: object) -> Iterator[tuple[str, str | None]]:
    """Yield what a file takes in, and below which path; None when that is not one path."""
    for one in documents.values() if isinstance(documents, dict) else ():
        resource = one.get("resource") if isinstance(one, dict) else None
        if isinstance(resource, dict):
            resource = resource.get("path")
        if isinstance(resource, str):
            prefix = one.get("prefix") or ""
            yield resource, prefix if isinstance(prefix, str) else None


def guards(documents: object) -> Iterator[Guard]:
    """Yield the lines of `access_control`; what is no plain beginning of paths ends them."""
    security = documents.get("security") if isinstance(documents, dict) else None
    told = security.get("access_control") if isinstance(security, dict) else None
    for one in told if isinstance(told, list) else ():
        if not isinstance(one, dict):
            continue
        match = _PREFIX.match(str(one.get("path", "")))
        if match is None or not set(one) <= {"path", "roles", "role", "requires_channel"}:
            yield Guard("", None)
            return
        roles = str(one.get("roles", one.get("role", "")))
        if roles:
            yield Guard(match[1], not _OPEN.search(roles))


def judged(path: str, told: Sequence[Guard]) -> bool | None:
    """Return whether a path asks for a login; the first line that fits says so."""
    return next((one.login for one in told if path.startswith(one.prefix)), None)


def login_pages(documents: object) -> Iterator[str]:
    """Yield the pages of forms to log in that are written as paths."""
    security = documents.get("security") if isinstance(documents, dict) else None
    firewalls = security.get("firewalls") if isinstance(security, dict) else None
    for one in firewalls.values() if isinstance(firewalls, dict) else ():
        form = one.get("form_login") if isinstance(one, dict) else None
        page = form.get("login_path") if isinstance(form, dict) else None
        if isinstance(page, str) and page.startswith("/") and plain(page):
            yield page


def _listed(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value] if value else []
    words = (word.upper() for one in given for word in re.findall(r"\w+", str(one)))
    return tuple(sorted(set(words)))


def _line(text_: str, name: str) -> int:
    match = re.search(rf"(?m)^['\"]?{re.escape(name)}['\"]?\s{{0,9}}:", text_)
    return text_.count("\n", 0, match.start()) + 1 if match else 0
