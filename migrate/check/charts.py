"""Charts: their metadata and values are what Helm can read; what only Helm can tell is said."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed, not_checked, pointer
from migrate.documents import Broken, documents, json_value

_CHECK = "chart"
_REQUIRED = ("apiVersion", "name", "version")
_SEMVER = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_LONGEST = 300


def run(files: Files) -> Iterator[Remark]:
    """Yield what is wrong in each chart."""
    parts = (path.split("/") for path in files.below("charts"))
    for folder in sorted({f"charts/{part[1]}" for part in parts if len(part) > 2}):
        yield from _chart(files, folder)


def _chart(files: Files, folder: str) -> Iterator[Remark]:
    metadata = yield from _map(files, f"{folder}/Chart.yaml")
    if metadata is not None:
        yield from _metadata(f"{folder}/Chart.yaml", metadata)
    values = yield from _map(files, f"{folder}/values.yaml")
    if values is not None:
        yield from _values(files, folder, values)
    for path in files.below(folder):
        if "/templates/" in path or path.endswith((".helmignore", "README.md")):
            yield not_checked(path, "check.chart.templates")


def _map(files: Files, path: str) -> Generator[Remark, None, Mapping[str, Any] | None]:
    """Yield what is wrong with a file of keys and values, and return these."""
    content = documents(files.texts.get(path, ""))
    if isinstance(content, Broken):
        yield failed(path, content.place, "yaml", content.text, detail=content.detail)
    elif len(content) != 1 or not isinstance(content[0], Mapping):
        yield failed(path, "", _CHECK, "check.no_map")
    else:
        yield Covered(path)
        found: Mapping[str, Any] = content[0]
        return found
    return None


def _metadata(path: str, metadata: Mapping[str, Any]) -> Iterator[Remark]:
    for field in _REQUIRED:
        if not metadata.get(field):
            yield failed(path, "", _CHECK, "check.no_field", field=field)
        elif not isinstance(metadata[field], str):
            yield failed(path, f"/{field}", _CHECK, "check.chart.no_text", field=field)
    version = metadata.get("version")
    if isinstance(version, str) and version and not _SEMVER.fullmatch(version):
        yield failed(path, "/version", _CHECK, "check.chart.version", version=version)


def _values(files: Files, folder: str, values: Mapping[str, Any]) -> Iterator[Remark]:
    """Hold the values against the chart's own schema."""
    path = f"{folder}/values.schema.json"
    if path not in files.texts:
        return
    schema = json_value(files.texts[path])
    if isinstance(schema, Broken):
        yield failed(path, schema.place, "json", schema.text, detail=schema.detail)
        return
    yield Covered(path)
    yield from _against(schema, values, path, f"{folder}/values.yaml")


def _against(
    schema: Any, values: Mapping[str, Any], schema_path: str, path: str
) -> Iterator[Remark]:
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import SchemaError
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        Draft7Validator.check_schema(schema)
        # An empty registry: a schema must not make us fetch anything.
        errors = list(Draft7Validator(schema, registry=Registry()).iter_errors(values))
    except SchemaError as wrong:
        yield failed(schema_path, "", _CHECK, "check.chart.schema", detail=_cut(wrong.message))
        return
    except (Unresolvable, RecursionError) as wrong:
        detail = _cut(str(wrong)) or type(wrong).__name__
        yield failed(schema_path, "", _CHECK, "check.chart.schema", detail=detail)
        return
    for error in errors:
        place = pointer(error.absolute_path)
        hidden = f"{error.validator}: {error.validator_value}"
        detail = _cut(hidden if "secret" in place.lower() else error.message)
        yield failed(path, place, _CHECK, "check.chart.values", detail=detail)


def _cut(message: str) -> str:
    return " ".join(message.split())[:_LONGEST]
