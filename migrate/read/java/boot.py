"""Executable archives of Spring Boot: their launcher, start class, version and layers."""

from __future__ import annotations

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import manifest
from migrate.read.reader import Site
from migrate.read.tree import Tree

KIND = "spring-boot"
_LAUNCHERS = ("org.springframework.boot.loader.",)
_SCRIPT = b"#!"
"""A shell script that lies before the archive starts it: `app.jar start`."""


def is_executable(tree: Tree) -> bool:
    """Tell whether Spring Boot's own launcher starts it; a WAR for a server only has no such."""
    return manifest.of(tree).get("Main-Class").startswith(_LAUNCHERS)


def tell(site: Site, found: Found) -> None:
    """Add what the packing itself tells."""
    known = manifest.of(site.tree)
    launcher, start = known.get("Main-Class"), known.get("Start-Class")
    if launcher:
        found.fact("java.launcher", launcher, known.origin("Main-Class"))
    if start:
        found.fact("java.main_class", start, known.origin("Start-Class"))
    if known.get("Spring-Boot-Version"):
        version = known.get("Spring-Boot-Version")
        found.fact("spring_boot.version", version, known.origin("Spring-Boot-Version"))
    for layers in site.tree.named("layers.idx"):
        found.fact("spring_boot.layers", True, layers.origin())
    if site.tree.begins == _SCRIPT:
        found.fact("java.launch_script", True, Origin(site.tree.source))


def by_library(found: Found) -> None:
    """Add the version from spring-boot's own jar, where the manifest did not say it."""
    for library in found.libraries:
        if library.name == "spring-boot" and library.version:
            found.fact("spring_boot.version", library.version, *library.origins)
