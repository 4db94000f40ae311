"""Trees go in; lines of Helm templates come out: values where a chart user may turn something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generators.scalars import block_header, block_lines, quoted
from generators.tree import (
    Call,
    ChartOnly,
    Joined,
    Knob,
    Leaf,
    Node,
    Slot,
    When,
    resolve,
    values,
)
from generators.writer import STEP, Line, Writer, below


class ChartWriter(Writer):
    """Writes trees as templates."""

    def document(self, node: Node) -> Iterator[Line]:
        """Yield the lines of a whole template."""
        if isinstance(node, When):
            yield Line(f"{{{{- if {node.condition} }}}}")
            yield from self.document(node.node)
            yield Line("{{- end }}")
        else:
            yield from self.block(node, 0, "")

    def block(self, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield the lines of a map's entries or of a list's items."""
        if isinstance(node, dict):
            for key, child in node.items():
                if isinstance(child, Slot) and child.spread:
                    yield from _spread(child, indent)
                else:
                    head = f"{self.text(key)}:"
                    yield from self.entry(head, child, indent, below(pointer, key))
        elif isinstance(node, list):
            for number, child in enumerate(node):
                if isinstance(child, Slot) and child.spread:
                    yield from _spread(child, indent)
                else:
                    yield from self.item(child, indent, f"{pointer}/{number}")

    def item(self, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield one item of a list. Its first key cannot be one that may be missing."""
        lines = list(super().item(node, indent, pointer))
        if lines[0].text.lstrip().startswith("- {{-"):
            raise ValueError(f"{pointer}: an item begins with a condition")
        yield from lines

    def entry(self, head: str, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield a key or dash with what belongs to it."""
        if isinstance(node, ChartOnly):
            yield from self.entry(head, node.node, indent, pointer)
        elif isinstance(node, When):
            yield Line(f"{' ' * indent}{{{{- if {node.condition} }}}}")
            yield from self.entry(head, node.node, indent, pointer)
            yield Line(f"{' ' * indent}{{{{- end }}}}")
        elif isinstance(node, Slot):
            yield from _slot(head, node, indent, pointer)
        elif isinstance(node, Knob):
            yield from _knob(head, node, indent, pointer)
        elif isinstance(node, Joined):
            yield from self._joined(f"{' ' * indent}{head}", node, indent, pointer)
        elif isinstance(node, dict | list) and node and resolve(node) is None:
            yield from self._optional(head, node, indent, pointer)
        else:
            yield from super().entry(head, node, indent, pointer)

    def leaf(self, start: str, leaf: Leaf, indent: int, pointer: str) -> Iterator[Line]:
        """Yield a value. White space at a text's end is not left to a trim marker or to Helm."""
        body = leaf.value.removesuffix("\n") if isinstance(leaf.value, str) else ""
        if body[-1:].isspace():
            text = self.constant(quoted(str(leaf.value)))
            yield Line(f"{start} {text}", pointer, leaf.reason, leaf.notes)
        else:
            yield from super().leaf(start, leaf, indent, pointer)

    def constant(self, text: str) -> str:
        """Return characters that must pass the template engine as they are."""
        return text.replace("{{", '{{ "{{" }}')

    def _optional(self, head: str, node: Node, indent: int, pointer: str) -> Iterator[Line]:
        """Yield a key that is there only when a chart user fills what is below it."""
        children = list(node.values()) if isinstance(node, dict) else list(_items(node))
        if len(children) != 1 or not isinstance(children[0], Slot):
            raise ValueError(f"{pointer}: only one slot can stand alone below a key")
        yield from _slot(head, children[0], indent, pointer)

    def _joined(self, start: str, node: Joined, indent: int, pointer: str) -> Iterator[Line]:
        parts = _merged(node.parts)
        header = block_header(node.plain) if "\n" in node.plain else None
        # A value at the start may begin with spaces, which would decide on the indentation.
        if header is None or header.endswith("+") or isinstance(parts[0], Call):
            yield Line(f"{start} {_on_one_line(parts)}", pointer, node.reason, node.notes)
            return
        yield Line(f"{start} {header}", pointer, node.reason, node.notes)
        for line in block_lines(self._text_of(parts)):
            yield Line(f"{' ' * (indent + STEP)}{line}" if line else "")

    def _text_of(self, parts: Sequence[str | Call]) -> str:
        text = ""
        for part in parts:
            if isinstance(part, str):
                text += self.constant(part)
                continue
            if text.endswith("{"):  # together with the next two it would open an action too early
                text = text[:-1] + '{{ "{" }}'
            text += f"{{{{ {part.expression} }}}}"
        return text


def _merged(parts: Sequence[str | Call]) -> list[str | Call]:
    """Return parts such that no two constants are neighbours."""
    merged: list[str | Call] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return merged


def _on_one_line(parts: Sequence[str | Call]) -> str:
    """Return an action that yields a text in double quotes, whatever stands in its values."""
    calls = [part.expression for part in parts if isinstance(part, Call)]
    if len(parts) == len(calls) == 1:
        return f"{{{{ {calls[0]} | quote }}}}"
    shape = "".join("%s" if isinstance(p, Call) else p.replace("%", "%%") for p in parts)
    given = [f"({call})" if " " in call else call for call in calls]
    return f"{{{{ {' '.join(['printf', _go_string(shape), *given])} | quote }}}}"


def _go_string(text: str) -> str:
    """Return a text as a constant of the template language."""
    return f'"{"".join(map(_go_character, text))}"'


def _go_character(character: str) -> str:
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    if character in named:
        return named[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _items(node: Node) -> Iterator[Node]:
    if isinstance(node, list):
        yield from node


def _spread(slot: Slot, indent: int) -> Iterator[Line]:
    """Yield room for entries of a chart user among those that are there."""
    space = " " * indent
    yield Line(f"{space}{{{{- with {values(slot.setting.path)} }}}}")
    yield Line(f"{space}{{{{- toYaml . | nindent {indent} }}}}")
    yield Line(f"{space}{{{{- end }}}}")


def _slot(head: str, slot: Slot, indent: int, pointer: str) -> Iterator[Line]:
    """Yield a key that is there only when a chart user gives its value."""
    space, default = " " * indent, slot.setting.default
    reason = default.reason if isinstance(default, Leaf) else None
    yield Line(f"{space}{{{{- with {values(slot.setting.path)} }}}}")
    if isinstance(default, Leaf):
        yield Line(f"{space}{head} {{{{ . | quote }}}}", pointer, reason)
    else:
        yield Line(f"{space}{head}", pointer)
        inner = indent + STEP
        yield Line(f"{' ' * inner}{{{{- toYaml . | nindent {inner} }}}}")
    yield Line(f"{space}{{{{- end }}}}")


def _knob(head: str, knob: Knob, indent: int, pointer: str) -> Iterator[Line]:
    """Yield a key whose value comes from values.yaml; without entries it goes too."""
    space, default = " " * indent, knob.setting.default
    place = values(knob.setting.path)
    if not isinstance(default, Leaf):
        yield from _slot(head, Slot(knob.setting), indent, pointer)
        return
    function = "quote" if isinstance(default.value, str) else ""
    if isinstance(default.value, int) and not isinstance(default.value, bool):
        function = "int64"  # a plain number would be printed like 1e+06 from a million on
    piped = f"{place} | {function}" if function else place
    yield Line(f"{space}{head} {{{{ {piped} }}}}", pointer, default.reason)
