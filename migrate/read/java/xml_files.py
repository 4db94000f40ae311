"""XML files by their root element -> the reader of each."""

from __future__ import annotations

from collections.abc import Callable

from migrate.read.java import web_xml
from migrate.read.java.application import Application
from migrate.read.java.documents import Node

READERS: dict[str, Callable[[Node, Application], None]] = {
    **dict.fromkeys(web_xml.ROOTS, web_xml.read),
}
"""Root element, without its namespace → what reads it."""


def read(application: Application) -> None:
    """Read every XML file whose root is known."""
    for root in application.documents:
        reader = READERS.get(root.name)
        if reader is not None:
            reader(root, application)
