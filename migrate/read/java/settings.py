"""Properties files of a Java application, and those beside it that its pages open."""

from __future__ import annotations

from migrate.model.origin import Origin
from migrate.read import config_files
from migrate.read.findings import Found
from migrate.read.java import jsp, log4j
from migrate.read.java.layout import Layout
from migrate.read.reader import Site


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
    handed_over = {entry.path for entry in site.beside}
    for path, origins in sorted(reads.items()):
        if path not in handed_over:
            found.item("config.files", origins[0], path=path, keys=[], missing=True)
