"""Domain data and its one strict, typed loader.

Data files lie below this package, found by folder, sorted; an unknown field, a wrong type or a
repeated id is an error that names the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

T = TypeVar("T")


class KnowledgeError(Exception):
    """A data file of the toolkit (or a user's own) is wrong; names the file and the field."""


def load(path: str, shape: type[T]) -> T:
    """Return one data file (`images/debian.yaml`) as a typed value.

    Raises:
        KnowledgeError: there is no such file, or it does not have the shape.
    """
    file = resources.files(__package__).joinpath(*path.split("/"))
    if not file.is_file():
        raise KnowledgeError(f"knowledge/{path}: no such file")
    return decode(file.read_text("utf-8"), shape, f"knowledge/{path}")


def load_folder(path: str, shape: type[T]) -> dict[str, T]:
    """Return every data file of a folder by its name without the ending, sorted.

    Raises:
        KnowledgeError: a file does not have the shape, or is no YAML file.
    """
    folder = resources.files(__package__).joinpath(*path.split("/"))
    return {
        file.name.removesuffix(".yaml"): decode(
            file.read_text("utf-8"), shape, f"knowledge/{path}/{file.name}"
        )
        for file in _yaml_files(folder, path)
    }


def decode(text: str, shape: type[T], name: str) -> T:
    """Return YAML text as a typed value; `name` is what an error calls it.

    Raises:
        KnowledgeError: the text is no YAML or does not have the shape.
    """
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(text), shape)
    except (msgspec.ValidationError, yaml.YAMLError) as wrong:
        raise KnowledgeError(f"{name}: {wrong}") from wrong


def _yaml_files(folder: Traversable, path: str) -> Iterator[Traversable]:
    if not folder.is_dir():
        raise KnowledgeError(f"knowledge/{path}: no such folder")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name == "__pycache__" or file.name == "__init__.py":
            continue
        if not file.name.endswith(".yaml"):
            raise KnowledgeError(f"knowledge/{path}/{file.name}: only .yaml files belong here")
        yield file
