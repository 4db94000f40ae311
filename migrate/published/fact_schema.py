"""The vocabulary of kinds and facts goes in; what holds it in a JSON Schema comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from migrate.knowledge import vocabulary
from migrate.knowledge.vocabulary import ListOf, MapOf, OneOf, Scalar, Shape

_FACT = {"$ref": "#/$defs/Fact"}
_ORIGINS = {"$ref": "#/$defs/Origins"}
_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_SURVEYED = "survey"
"""Family of the facts that no reader produces; a survey comes in with the graph."""


def hold(document: dict[str, Any], *, surveyed: bool) -> None:
    """Write the vocabulary into the schema of the components that a document lists.

    `surveyed`: components of a survey are among them; they may be of any kind.
    """
    properties = document["$defs"]["PublishedComponent"]["properties"]
    if not surveyed:
        properties["kind"] = {"enum": sorted(vocabulary.kinds())}
    known = {
        fact: shape
        for name, family in vocabulary.families().items()
        for fact, shape in family.facts.items()
        if (surveyed or name != _SURVEYED) and shape != Scalar("unknown")
    }
    document["$defs"]["Origins"] = {"type": "array", "items": {"$ref": "#/$defs/Origin"}}
    properties["facts"] = {
        "type": "object",
        "properties": {fact: _fact(known[fact]) for fact in sorted(known)},
        "additionalProperties": False,
    }


def _fact(shape: Shape) -> dict[str, object]:
    return {**_FACT, "properties": {"value": value(shape)}}


def value(shape: Shape) -> dict[str, object]:
    """Return the schema of a value."""
    match shape:
        case Scalar("unknown"):
            return {"not": {}}
        case Scalar(name):
            return {"type": _TYPES[name]}
        case OneOf(values):
            return {"enum": list(values)}
        case ListOf(of):
            return {"type": "array", "items": value(of)}
        case MapOf():
            return _map(shape)


def _map(shape: MapOf) -> dict[str, object]:
    properties: dict[str, object] = {key: value(of) for key, of in shape.required.items()}
    properties |= {key: _nullable(value(of)) for key, of in shape.optional.items()}
    required = list(shape.required)
    if shape.origins:
        properties["origins"] = _ORIGINS
        required.append("origins")
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _nullable(schema: Mapping[str, Any]) -> dict[str, object]:
    if "enum" in schema:
        return {"enum": [*schema["enum"], None]}
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
