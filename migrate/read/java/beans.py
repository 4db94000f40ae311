"""A class of an application goes in; whether Spring can have made a bean of it comes out.

What Spring starts by annotations (`@Scheduled`) it starts on beans alone: with its stereotype in
a comment a class is left alone. A class counts as no bean only when nothing can make it one.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from migrate.knowledge.java_contents import java_contents
from migrate.read.java.application import Application

_CONTEXT = "org.springframework.context.annotation."
_SCANNERS = (
    f"{_CONTEXT}ClassPathBeanDefinitionScanner",
    f"{_CONTEXT}ClassPathScanningCandidateComponentProvider",
)
_WIRED = (".xml", ".factories", ".imports", ".properties", ".yml", ".yaml", ".json", ".groovy")
"""Endings of files that may name a bean's class."""
_MOST_FILES = 3000
_MOST_ASKED = 50
"""Each is looked for in every file; of more than this nothing is sure."""


class Beans:
    """The beans of one application, as far as they can be told."""

    def __init__(self, application: Application) -> None:
        """Take the application; nothing is looked at before it is asked."""
        self._application = application
        self._known: dict[str, bool] = {}

    def possible(self, class_: str) -> bool:
        """Tell whether a class may be a bean; False when it surely is none."""
        if self._is_marked(class_):
            return True
        if class_ not in self._known:
            self._known[class_] = (
                len(self._known) >= _MOST_ASKED
                or self._is_open
                or self._application.index.mentions(class_)
                or self._is_wired(class_)
            )
        return self._known[class_]

    def _is_marked(self, class_: str) -> bool:
        harmless = java_contents().no_stereotypes
        return any(not name.startswith(harmless) for name in self._marks[class_])

    def _is_wired(self, class_: str) -> bool:
        """Tell whether a file of settings names it: XML beans, spring.factories."""
        name = class_.encode()
        return any(name in content for content in self._texts)

    @cached_property
    def _marks(self) -> dict[str, list[str]]:
        """Class → the annotations on it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for each, _ in self._application.index.annotations():
            if each.on == "class":
                found[each.owner].append(each.name)
        return found

    @cached_property
    def _texts(self) -> tuple[bytes, ...]:
        files = list(self._application.files(*_WIRED))[:_MOST_FILES]
        return tuple(entry.content() for entry in files)

    @cached_property
    def _is_open(self) -> bool:
        """Tell whether anything may be a bean: a scan of one's own, code that cannot be read."""
        application = self._application
        scans = (
            each.elements
            for each, _ in application.index.annotations()
            if each.name.startswith(f"{_CONTEXT}ComponentScan")
        )
        return (
            any("includeFilters" in part for said in scans for part in (*said, *said.values()))
            or any(True for type_ in _SCANNERS for _ in application.index.users(type_))
            or any(
                scan.child("include-filter")
                for root in application.documents
                for scan in root.all("component-scan")
            )
            or application.found.lacks("java.uses")
        )
