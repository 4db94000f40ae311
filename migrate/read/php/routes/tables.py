"""Routes that settings list by pattern: CodeIgniter 3, Yii's urlManager, ThinkPHP's arrays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.read.php.constants import key
from migrate.read.php.expressions import literal
from migrate.read.php.parser import parse, text
from migrate.read.php.routes.route import Route, joined, plain

if TYPE_CHECKING:
    from tree_sitter import Node

_RESERVED = frozenset(
    {"default_controller", "404_override", "translate_uri_dashes", "scaffolding_trigger"}
)
_METHODS = re.compile(r"^((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(?:,[A-Z]{3,7}){0,6})\s+(.*)$")
_OPEN = re.compile(r"<(?:controller|action|module|_c|_a|_m)\b")
"""Rules of Yii that stand for every controller: no path is certain."""
_ARRAY = "array_creation_expression"


def codeigniter(source: bytes) -> Iterator[Route]:
    """Yield `$route['product/(:num)'] = 'catalog/view/$1'` (codeigniter.com/userguide3)."""
    for node in _walk(parse(source)):
        if node.type != "assignment_expression":
            continue
        left = node.child_by_field_name("left")
        if left is None or not text(left)[:20].startswith("$route"):
            continue
        keys = _subscripts(left)
        if not keys or keys[0] in _RESERVED:
            continue
        path = plain(keys[0])
        if path is not None:
            yield Route(path, _line(node), tuple(k.upper() for k in keys[1:2]))


def _subscripts(node: Node) -> list[str]:
    keys: list[str] = []
    while node.type == "subscript_expression" and node.named_children and len(keys) < 3:
        keys.insert(0, key(node))
        node = node.named_children[0]
    return keys


def yii(source: bytes) -> Iterator[Route]:
    """Yield the rules of `urlManager` where pretty addresses are on.

    Yii 2: `enablePrettyUrl`, Yii 1: `urlFormat` path (yiiframework.com guides, "Routing").
    """
    for node in _walk(parse(source)):
        if node.type == "array_element_initializer" and _key(node) == "urlManager":
            manager = dict(_elements(node.named_children[-1]))
            pretty = "enablePrettyUrl" in manager and _says(manager["enablePrettyUrl"]) == "true"
            path = "urlFormat" in manager and _says(manager["urlFormat"]) == "path"
            if (pretty or path) and "rules" in manager:
                yield from _rules(manager["rules"])


def shows_script(source: bytes) -> bool:
    """Tell whether Yii's addresses keep `index.php`: `showScriptName` is on by default."""
    for node in _walk(parse(source)):
        if node.type == "array_element_initializer" and _key(node) == "urlManager":
            manager = dict(_elements(node.named_children[-1]))
            return "showScriptName" not in manager or _says(manager["showScriptName"]) != "false"
    return True


def _rules(node: Node) -> Iterator[Route]:
    for written, value in _elements(node):
        if _OPEN.search(written):
            continue
        match = _METHODS.match(written)
        methods = tuple(sorted(match[1].split(","))) if match else ()
        path = plain(match[2] if match else written)
        if path is not None and value.type in ("string", "encapsed_string", _ARRAY):
            yield Route(path, _line(value), methods)


def thinkphp(source: bytes) -> Iterator[Route]:
    """Yield the routes of a returned array, and of `URL_ROUTE_RULES` (doc.thinkphp.cn)."""
    for node in _walk(parse(source)):
        if node.type == "return_statement" and node.named_children:
            table = dict(_elements(node.named_children[0]))
            rules = table.get("URL_ROUTE_RULES")
            routed = _says(table["URL_ROUTER_ON"]) if "URL_ROUTER_ON" in table else ""
            if rules is not None and routed == "true":
                yield from _table(rules, "")
            elif rules is None and "URL_ROUTER_ON" not in table:
                yield from _table(node.named_children[0], "")
            return


def _table(node: Node, prefix: str) -> Iterator[Route]:
    for written, value in _elements(node):
        if written.startswith("__"):
            continue
        if written.startswith("[") and written.endswith("]") and value.type == _ARRAY:
            yield from _table(value, joined(prefix, written[1:-1]))
            continue
        path = plain(joined(prefix, written)) if value.type in ("string", _ARRAY) else None
        if path is not None:
            yield Route(path, _line(value))


def _elements(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield what an array has under texts."""
    for child in node.named_children[:3000] if node.type == _ARRAY else ():
        if child.type == "array_element_initializer" and len(child.named_children) > 1:
            written = literal(child.named_children[0])
            if written.whole:
                yield written.text, child.named_children[-1]


def _key(node: Node) -> str:
    return key(node.named_children[0]) if len(node.named_children) > 1 else ""


def _says(node: Node) -> str:
    return literal(node).text.lower()


def _line(node: Node) -> int:
    return node.start_point[0] + 1


def _walk(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.named_children))
