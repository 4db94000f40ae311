"""Public methods of ThinkPHP's controllers -> the paths that its PATH_INFO convention gives them.

`/module/controller/action` works unless routes are made compulsory (doc.thinkphp.cn: 3.2 "URL
模式", 5.0 and 5.1 "URL访问", 6.0 "URL访问").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.read.php.parser import parse, text
from migrate.read.php.routes.route import Route, joined

if TYPE_CHECKING:
    from tree_sitter import Node

_SNAKE = re.compile(r"(?<!^)(?=[A-Z])")
_DENIED = frozenset({"common", "runtime", "extra", "lang"})
_ENDINGS = ("Controller.class.php", ".php")


def routes(path: str, source: bytes, *, old: bool) -> Iterator[Route]:
    """Yield a path for each action of a controller; `old` ones keep their case (ThinkPHP 3)."""
    parts = path.split("/")
    place = next((n for n, part in enumerate(parts) if part.lower() == "controller"), -1)
    module = parts[1] if place == 2 else ""
    if place not in (1, 2) or len(parts) != place + 2 or module.lower() in _DENIED:
        return
    name = next(parts[-1].removesuffix(end) for end in _ENDINGS if parts[-1].endswith(end))
    shown = name if old else _SNAKE.sub("_", name).lower()
    for node in _methods(parse(source), name if not old else f"{name}Controller"):
        method = node.child_by_field_name("name")
        action = text(method) if method is not None else "_"
        if not action.startswith("_") and _is_action(node):
            written = action if old else action.lower()
            yield Route(joined(module, shown, written), node.start_point[0] + 1)


def _methods(root: Node, name: str) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "class_declaration":
            own = node.child_by_field_name("name")
            body = node.child_by_field_name("body")
            if own is not None and text(own) == name and body is not None:
                yield from (one for one in body.named_children if one.type == "method_declaration")
        elif node.type in ("program", "namespace_definition", "compound_statement"):
            pending.extend(reversed(node.named_children))


def _is_action(node: Node) -> bool:
    words = {text(one).lower() for one in node.named_children if one.type.endswith("_modifier")}
    return words.isdisjoint({"private", "protected", "static", "abstract"})
