"""Modules of a source tree -> which of them Spring Boot starts although no plugin packs them so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.read.java.project import LIBRARY, Module, joined
from migrate.read.tree import Tree

_GROUP = "org.springframework.boot"
_STARTER = "spring-boot-starter"
_MOST_FILES = 5000
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*", re.S)
_ANNOTATION = re.compile(
    r"^[ \t]{0,80}@(?:org\.springframework\.boot\.autoconfigure\.)?SpringBootApplication\b", re.M
)
_START = re.compile(r"\bSpringApplication(?:Builder)?\b|\brunApplication\b")


def tell(modules: Sequence[Module], tree: Tree) -> None:
    """Mark the modules whose own sources hold a main class of Spring Boot, its starter at hand.

    One that another module is built with is a library: its main class is for trying it out.
    """
    used = {folder for each in modules for folder in each.inside}
    for module in modules:
        fits = module.packaging == LIBRARY and not module.executable and module.folder not in used
        if fits and _has_starter(module, modules) and _has_main(module, tree):
            module.executable = True


def _has_starter(module: Module, modules: Sequence[Module]) -> bool:
    return any(
        each.group == _GROUP and each.name.startswith(_STARTER)
        for part in joined(module, modules)
        for each in part.dependencies
    )


def _has_main(module: Module, tree: Tree) -> bool:
    files = [entry for folder in module.sources for entry in tree.below(folder, ".java", ".kt")][
        :_MOST_FILES
    ]
    for entry in files:
        if b"SpringBootApplication" in entry.content():
            text = _COMMENT.sub("", entry.text() or "")
            if _ANNOTATION.search(text) and _START.search(text):
                return True
    return False
