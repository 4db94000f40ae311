"""What free answers must look like, so that nothing else reaches an object or a command."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_PATH = r"/?[\w\-][\w.\-]{0,80}(?:/[\w\-][\w.\-]{0,80}){0,20}/?"
_NAME = rf"{_LABEL}(?:\.{_LABEL})*"


class Shape(Struct, frozen=True):
    """A pattern for an answer, and an example for people."""

    pattern: str
    example: str

    def fits(self, answer: str) -> bool:
        """Tell whether an answer has this shape."""
        return re.fullmatch(self.pattern, answer) is not None


PATH_SIGNS = "/-._~!$&'()*+,;=:@%"
"""What the path of an address may hold as it is, RFC 3986; everything else is quoted."""

HOSTNAME = Shape(rf"(?:(?:\*\.)?{_NAME})?", "www.example.com")
SHAPES: Mapping[str, Shape] = {
    "registry": Shape(
        rf"{_NAME}(?::\d{{1,5}})?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*", "registry.example.com/team"
    ),
    "hostname": HOSTNAME,
    "gateway": Shape(rf"(?:{_LABEL}/)?{_NAME}", "infra/gateway"),
    "ingress-class": Shape(_NAME, "nginx"),
    "storage-class": Shape(f"(?:{_NAME})?", "fast"),
    "written-paths": Shape(f"{_PATH}(?:, ?{_PATH}){{0,50}}", "upload, data/files"),
    "replicas": Shape(r"[1-9]\d{0,3}", "3"),
}
"""By kind of question."""
