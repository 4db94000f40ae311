"""Settings with secrets: templates that hold placeholders, filled in at deployment."""

from __future__ import annotations

from collections.abc import Iterator

from generators.objects.content import joined
from generators.objects.scope import Scope, own
from generators.tree import Leaf, Node, When, setting, values, why

CREATE = ("secrets", "create")


def build(scope: Scope) -> Iterator[Node]:
    """Yield the Secrets of a workload; a chart has them only when values are given for them."""
    for name in scope.workload.secret_objects:
        files = [f for f in scope.workload.files if f.object_name == name and f.secret]
        node: Node = {
            **own(scope, "Secret", Leaf(name, scope.house)),
            "stringData": {f.key: joined(f, scope.plan, scope.system.id) for f in files},
            # Last, since Helm cuts off the blanks in which a secret at a file's end may end.
            "type": Leaf("Opaque", why("manifests.why.secret_type")),
        }
        yield When(values(CREATE), node, (setting(CREATE, "secrets_create", False),))
