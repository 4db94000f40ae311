"""Which servlet API an application uses: `javax.*` or `jakarta.*`; its libraries apart from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from migrate.knowledge.java import java_frameworks
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.java import documents, pages
from migrate.read.java.frameworks import best
from migrate.read.java.libraries import Jar
from migrate.read.java.used import Used
from migrate.read.tree import Entry, Tree

_SPACES = ("javax", "jakarta")
_NAMED = re.compile(r"\b(?P<space>javax|jakarta)\.servlet\.")
_SIGNS = (b"javax.servlet", b"jakarta.servlet", b"jakarta.tags")
_MOST_PAGES = 5000
_MOST_PLACES = 5
_DESCRIPTORS = ("web.xml", "web-fragment.xml", "faces-config.xml")
_JAKARTA = "jakarta.ee"


def tell(tree: Tree, used: Used, jars: Sequence[Jar], found: Found) -> None:
    """Add `servlet.namespace`, and what of the libraries uses which."""
    places = {space: list(used.below(f"{space}.servlet.")[:1]) for space in _SPACES}
    for page in islice(tree.below("", *pages.SUFFIXES), _MOST_PAGES):
        for space, origin in _page(page):
            places[space].append(origin)
    spaces = [space for space in _SPACES if places[space]]
    if spaces:
        value = "both" if len(spaces) == 2 else spaces[0]
        found.fact("servlet.namespace", value, *(places[space][0] for space in spaces))
    _libraries(jars, found)


def conclude(tree: Tree, used: Used, found: Found) -> None:
    """Say what descriptors tell where no code does; that neither is used, when there is code."""
    for space, asked in _of_descriptors(tree).items():
        sure = 1.0 if space == "jakarta" else 0.6
        found.fact("servlet.namespace", space, *asked[:_MOST_PLACES], confidence=sure)
    descriptor = tree.get("WEB-INF/web.xml")
    origins = (descriptor.origin(),) if descriptor else ()
    if used or any(tree.below("", *pages.SUFFIXES)):
        found.fact("servlet.namespace", "none", *origins, confidence=0.8)


def _of_descriptors(tree: Tree) -> dict[str, list[Origin]]:
    """Return what descriptors ask for: of Jakarta's schema, or tag libraries with own handlers.

    Servers of Jakarta EE accept the old schemas, so only what names a class to run counts there.
    """
    places: dict[str, list[Origin]] = {"jakarta": [], "javax": []}
    files = (*tree.named(*_DESCRIPTORS), *islice(tree.below("", ".tld"), _MOST_PAGES))
    for entry in files:
        root = documents.parse(entry)
        if root is None:
            continue
        if _JAKARTA in root.namespace:
            places["jakarta"].append(root.origin)
        elif entry.suffix == ".tld":
            handlers = root.all("tag-class", "tagclass", "listener-class", "teiclass", "tei-class")
            places["javax"] += [node.origin for node in islice(handlers, 1)]
    return {space: origins for space, origins in places.items() if origins}


def _page(page: Entry) -> Iterator[tuple[str, Origin]]:
    content = page.content()
    if not any(sign in content for sign in _SIGNS):
        return
    parsed = pages.parse(page)
    imports = [(value, at) for key, value, at in parsed.directives("page") if key == "import"]
    seen: set[str] = set()
    for text, start in ((parsed.code, 0), *imports):
        for match in _NAMED.finditer(text):
            if match["space"] not in seen:
                seen.add(match["space"])
                yield match["space"], parsed.at(start + match.start())
    for key, value, at in parsed.directives("taglib"):
        if key == "uri" and value.startswith("jakarta.tags"):
            yield "jakarta", parsed.at(at)


def _libraries(jars: Iterable[Jar], found: Found) -> None:
    """Tell libraries by their own classes, and what a framework's version settles."""
    told: set[str] = set()
    for jar in jars:
        space = "both" if len(jar.spaces) == 2 else next(iter(jar.spaces), "")
        if space:
            told.add(jar.named.name)
            origin = jar.entry.origin()
            found.item("servlet.namespace.libraries", origin, name=jar.named.name, namespace=space)
    for framework in java_frameworks():
        if not (framework.namespace or framework.jakarta_from):
            continue
        library = best(framework, found.libraries)
        space = framework.space(library.version) if library else ""
        if library and space and library.name not in told:
            found.item(
                "servlet.namespace.libraries",
                library.origins[0],
                name=library.name,
                namespace=space,
            )
