"""Trees go in; lines of Helm templates come out: values where a chart user may turn something."""

from __future__ import annotations

from collections.abc import Iterator

from generators.scalars import block_header, block_lines, escaped
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
            # No dash: it would take the last line break of a literal block.
            yield Line("{{ end }}")
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
        """Yield a value. Line breaks at a text's end are not left to the template's mercy."""
        if isinstance(leaf.value, str) and leaf.value.endswith("\n\n"):
            text = self.constant(f'"{escaped(leaf.value)}"')
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
        header = block_header(node.plain) if "\n" in node.plain else None
        if header is None or header.endswith("+"):
            yield Line(f"{start} {self._quoted(node)}", pointer, node.reason, node.notes)
            return
        yield Line(f"{start} {header}", pointer, node.reason, node.notes)
        text = "".join(
            f"{{{{ {part.expression} }}}}" if isinstance(part, Call) else self.constant(part)
            for part in node.parts
        )
        for line in block_lines(text):
            yield Line(f"{' ' * (indent + STEP)}{line}" if line else "")

    def _quoted(self, node: Joined) -> str:
        if len(node.parts) == 1 and isinstance(node.parts[0], Call):
            return f"{{{{ {node.parts[0].expression} | quote }}}}"
        return '"' + "".join(_inside_quotes(part, self) for part in node.parts) + '"'


def _inside_quotes(part: str | Call, writer: ChartWriter) -> str:
    """Return a part of a double-quoted text. Values with quotes of their own are refused."""
    if isinstance(part, Call):
        return f"{{{{ {part.expression} }}}}"
    return writer.constant(escaped(part))


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
    """Yield a key whose value comes from values.yaml."""
    space, default = " " * indent, knob.setting.default
    place = values(knob.setting.path)
    if not isinstance(default, Leaf):
        inner = indent + STEP
        yield Line(f"{space}{head}", pointer)
        yield Line(f"{' ' * inner}{{{{- toYaml {place} | nindent {inner} }}}}")
        return
    function = "quote" if isinstance(default.value, str) else ""
    if isinstance(default.value, int) and not isinstance(default.value, bool):
        function = "int64"  # a plain number would be printed like 1e+06 from a million on
    piped = f"{place} | {function}" if function else place
    yield Line(f"{space}{head} {{{{ {piped} }}}}", pointer, default.reason)
