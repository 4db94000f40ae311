"""A WAR and the files that lay beside it go in; what they tell comes out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import classfile, jsp, jvm, libraries, log4j, properties, web_xml
from migrate.read.findings import Found
from migrate.read.redact import Form, Settings, redact
from migrate.read.tree import Entry, Tree

KIND = "java-war"
_CLASSES = "WEB-INF/classes/"
_SESSION = ("javax/servlet/http/HttpSession", "jakarta/servlet/http/HttpSession")
_PROPERTIES = Form("properties", "properties")
_FULL_SERVER = ("javax/ejb/", "jakarta/ejb/", "javax/jms/", "jakarta/jms/")


def detect(tree: Tree) -> bool:
    """Tell whether the files are those of a web application."""
    return tree.get("WEB-INF/web.xml") is not None or any(True for _ in tree.below("WEB-INF/"))


def read(tree: Tree, beside: Sequence[Entry], name: str) -> Found:
    """Read an opened WAR; `beside` are the files handed over with it, `name` its file name."""
    found = Found()
    _descriptor(tree, found)
    _classes(tree, found)
    pages = list(tree.below("", ".jsp", ".jspx"))
    for page in pages:
        jsp.read(page, found)
    for library in tree.below("WEB-INF/lib/", ".jar"):
        libraries.read(library, found)
    for entry in beside:
        if entry.name in jvm.NAMES:
            jvm.read(entry, found)
    _settings(tree, beside, pages, found)
    _conclude(tree, found, name)
    return found


def _descriptor(tree: Tree, found: Found) -> None:
    entry = tree.get("WEB-INF/web.xml")
    if entry is None:
        return
    try:
        web_xml.read(entry, found)
    except SyntaxError:
        found.item("config.files", entry.origin(), path=entry.path, keys=[], damaged=True)


def _classes(tree: Tree, found: Found) -> None:
    highest: tuple[int, Entry] | None = None
    spaces: dict[str, Entry] = {}
    for entry in tree.below(_CLASSES, ".class"):
        if entry.name == "module-info.class" or "/META-INF/versions/" in entry.path:
            continue
        parsed = classfile.parse(entry.content())
        if parsed is None:
            continue
        if highest is None or parsed.major > highest[0]:
            highest = (parsed.major, entry)
        for space in ("javax", "jakarta"):
            if parsed.mentions(f"{space}/servlet/"):
                spaces.setdefault(space, entry)
        _uses(parsed, entry, found)
    if highest:
        found.fact("java.class_major", highest[0], highest[1].origin())
    if spaces:
        space = "both" if len(spaces) == 2 else next(iter(spaces))
        found.fact("servlet.namespace", space, *(e.origin() for e in spaces.values()))


def _uses(parsed: classfile.ClassFile, entry: Entry, found: Found) -> None:
    if parsed.constants.intersection(_SESSION) and "setAttribute" in parsed.constants:
        found.fact("session.use", "memory", entry.origin())
    if any(parsed.mentions(prefix) for prefix in _FULL_SERVER):
        found.fact("server.required", "full server", entry.origin())


def _settings(tree: Tree, beside: Sequence[Entry], pages: Sequence[Entry], found: Found) -> None:
    reads: dict[str, list[Origin]] = {}
    for page in pages:
        for path, origin in jsp.relative_reads(page):
            reads.setdefault(path, []).append(origin)
    for entry in tree.below(_CLASSES, ".properties"):
        if entry.name == log4j.NAME:
            log4j.read(entry, found)
        else:
            _keep(_redacted(entry, _PROPERTIES), (), entry, found)
    for entry in beside:
        if entry.suffix == ".properties":
            form = replace(_PROPERTIES, location="working-directory")
            _keep(_redacted(entry, form), reads.get(entry.path, ()), entry, found)
    handed_over = {entry.path for entry in beside}
    for path, origins in sorted(reads.items()):
        if path not in handed_over:
            found.item("config.files", origins[0], path=path, keys=[], missing=True)


def _redacted(entry: Entry, form: Form) -> Settings:
    text, encoding = entry.decoded()
    return redact(entry, text, encoding, tuple(properties.pairs(text)), form)


def _keep(settings: Settings, readers: Sequence[Origin], entry: Entry, found: Found) -> None:
    found.item("config.files", entry.origin(), path=entry.path, keys=list(settings.keys))
    found.settings.append(settings.file)
    for reference in settings.references:
        found.references.append(replace(reference, origins=(*reference.origins, *readers)))
        _datasource(reference, found)


def _datasource(reference: Reference, found: Found) -> None:
    if reference.database:
        host, _, port = reference.target.partition(":")
        found.item(
            "datasources",
            reference.origins[0],
            host=host,
            port=int(port) if port.isdecimal() else None,
            database=reference.database,
            setting=reference.setting,
        )


def _conclude(tree: Tree, found: Found, name: str) -> None:
    """Add what follows from the whole: a servlet container will do, the context path."""
    if not found.has("server.required") and found.has("java.class_major"):
        found.fact("server.required", "servlet container", *_evidence(tree))
    if not found.has("session.use") and found.has("java.class_major"):
        found.fact("session.use", "none", *_evidence(tree), confidence=0.7)
    stem = name.rsplit("/", 1)[-1].removesuffix(".war")
    found.fact("war.context_path", "/" if stem == "ROOT" else f"/{stem}", confidence=0.8)


def _evidence(tree: Tree) -> tuple[Origin, ...]:
    entry = tree.get("WEB-INF/web.xml")
    return (entry.origin(),) if entry else ()
