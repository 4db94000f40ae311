"""Properties files of a Java application, those beside it that its pages open, its web.xml."""

from __future__ import annotations

import re

from migrate.model.origin import Origin
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import documents, jsp, log4j
from migrate.read.java.layout import Layout
from migrate.read.reader import Site
from migrate.read.tree import Tree

_DESCRIPTORS = ("web.xml", "web-fragment.xml")
_PARAMETER = re.compile(r"\.(?:context-param|init-param|env-entry|data-source|mail-session)\b")
"""Elements of web.xml whose values people set; the others are the application's own structure."""


def read(site: Site, layout: Layout, found: Found) -> None:
    """Keep the settings of one application."""
    reads: dict[str, list[Origin]] = {}
    for page in site.tree.below("", ".jsp", ".jspx"):
        for path, origin in jsp.relative_reads(page):
            reads.setdefault(path, []).append(origin)
    for entry in site.tree.below(layout.classes, ".properties"):
        if entry.path.startswith("META-INF/maven/"):
            continue
        if entry.name == log4j.NAME:
            log4j.read(entry, found)
        else:
            config_files.keep(entry, found)
    for entry in site.beside:
        if entry.suffix == ".properties":
            readers = reads.get(entry.path, ())
            config_files.keep(entry, found, "working-directory", readers)
    _parameters(site.tree, found)
    handed_over = {entry.path for entry in site.beside}
    for path, origins in sorted(reads.items()):
        if path not in handed_over:
            found.item("config.files", origins[0], path=path, keys=[], missing=True)


def _parameters(tree: Tree, found: Found) -> None:
    """Keep descriptors one of whose parameters holds a URL, host, port, user, secret or path."""
    for entry in tree.named(*_DESCRIPTORS):
        known = config_files.format_of(entry)
        if known is None or len(entry.content()) > documents.MOST_BYTES:
            continue
        settings, _ = config_files.cut(entry, known)
        if any(_PARAMETER.search(held.key) or held.holds == "secret" for held in settings.holdings):
            config_files.add(settings, entry, found)
