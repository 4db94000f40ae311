"""Charts: their metadata and values are what Helm can read; what only Helm can tell is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed, not_checked
from migrate.check.yaml_files import Broken, documents

_CHECK = "chart"
_REQUIRED = ("apiVersion", "name", "version")


def run(files: Files) -> Iterator[Remark]:
    """Yield what is wrong in each chart."""
    folders = sorted({"/".join(path.split("/")[:2]) for path in files.below("charts")})
    for folder in folders:
        yield from _chart(files, folder)


def _chart(files: Files, folder: str) -> Iterator[Remark]:
    found: dict[str, Any] = {}
    for name in ("Chart.yaml", "values.yaml"):
        path = f"{folder}/{name}"
        content = documents(files.texts.get(path, ""))
        if isinstance(content, Broken):
            place = f"L{content.line}" if content.line else ""
            yield failed(path, place, "yaml", content.text, detail=content.detail)
        elif len(content) != 1 or not isinstance(content[0], Mapping):
            yield failed(path, "", _CHECK, "check.chart.no_map")
        else:
            found[name] = content[0]
            yield Covered(path)
    for field in _REQUIRED:
        if "Chart.yaml" in found and not found["Chart.yaml"].get(field):
            yield failed(f"{folder}/Chart.yaml", "", _CHECK, "check.no_field", field=field)
    if "values.yaml" in found:
        yield from _values(files, folder, found["values.yaml"])
    for path in files.below(folder):
        if "/templates/" in path or path.endswith((".helmignore", "README.md")):
            yield not_checked(path, "check.chart.templates")


def _values(files: Files, folder: str, values: Mapping[str, Any]) -> Iterator[Remark]:
    """Hold the values against the chart's own schema."""
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import SchemaError

    path = f"{folder}/values.schema.json"
    try:
        schema = json.loads(files.texts.get(path, "{}"))
        Draft7Validator.check_schema(schema)
    except ValueError as wrong:
        yield failed(path, "", _CHECK, "check.not_json", detail=str(wrong))
        return
    except SchemaError as wrong:
        yield failed(path, "", _CHECK, "check.chart.schema", detail=wrong.message)
        return
    if path in files.texts:
        yield Covered(path)
    for error in Draft7Validator(schema).iter_errors(values):
        place = "".join(f"/{part}" for part in error.absolute_path)
        yield failed(
            f"{folder}/values.yaml", place, _CHECK, "check.chart.values", detail=error.message
        )
