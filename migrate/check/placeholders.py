"""Secrets stay templates: no value is written into out/, and every placeholder can be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from migrate.check.files import Files, Manifest
from migrate.check.pods import at
from migrate.check.remarks import Covered, Remark, failed, pointer, warning
from migrate.documents import Broken, documents

TEMPLATE = "secrets.template.yaml"
_CHECK = "secret"
_TOKEN = re.compile(r"\$\{SECRET:([^:{}\s]+):[a-z]+\}")


def run(files: Files) -> Iterator[Remark]:
    """Yield a warning for each secret that somebody has written into out/."""
    asked: set[str] | None = None
    if TEMPLATE in files.texts:
        found = documents(files.texts[TEMPLATE])
        if isinstance(found, Broken):
            yield failed(TEMPLATE, found.place, "yaml", found.text, detail=found.detail)
        elif not all(isinstance(document, Mapping) for document in found):
            yield failed(TEMPLATE, "", _CHECK, "check.no_map")
        else:
            yield Covered(TEMPLATE)
            asked = {str(name) for document in found for name in _map(document)}
            for document in found:
                yield from _written(TEMPLATE, "", _map(document))
    for manifest in files.of_kind("Secret"):
        yield from _secret(manifest, asked)


def _secret(manifest: Manifest, asked: set[str] | None) -> Iterator[Remark]:
    for field in ("data", "stringData"):
        values = _map(at(manifest.body, f"/{field}"))
        literal = {name: value for name, value in values.items() if not _tokens(value)}
        if len(literal) == len(values):
            yield from _written(manifest.path, f"/{field}", literal)
        for name in sorted({token for value in values.values() for token in _tokens(value)}):
            if asked is not None and name not in asked:
                yield warning(
                    manifest.path, f"/{field}", _CHECK, "check.not_asked", name=name, file=TEMPLATE
                )


def _written(path: str, place: str, values: Mapping[object, object]) -> Iterator[Remark]:
    for name, value in values.items():
        if value not in (None, ""):
            where = f"{place}{pointer([name])}"
            yield warning(path, where, _CHECK, "check.secret_written", name=name)


def _tokens(value: object) -> list[str]:
    return _TOKEN.findall(value) if isinstance(value, str) else []


def _map(value: object) -> Mapping[object, object]:
    return value if isinstance(value, Mapping) else {}
