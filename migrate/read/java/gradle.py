"""The build.gradle(.kts) files of a source tree -> its modules; read as text, never run.

What a script computes stays open. Forms as Gradle's user manual shows them, in Groovy and Kotlin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from migrate.model.origin import Origin
from migrate.read.java.gradle_text import Script
from migrate.read.java.project import EAR, LIBRARY, WAR, Dependency, Module, release
from migrate.read.tree import Entry, Tree

NAMES = ("build.gradle", "build.gradle.kts")
SETTINGS = ("settings.gradle", "settings.gradle.kts")
_CATALOG = "gradle/libs.versions.toml"
_MOST_FILES = 300
_LONGEST_FILE = 128 << 10
_MOST_DEPENDENCIES = 2000
_TEXT = r"[\"'](?P<{}>[^\"'\n]{{1,300}})[\"']"
_PLUGIN = re.compile(
    r"\bid\s{0,40}\(?\s{0,40}"
    + _TEXT.format("id")
    + r"[ \t]{0,40}\)?(?:\s{0,40}version\s{0,40}\(?\s{0,40}"
    + _TEXT.format("version")
    + r")?"
    r"|\bapply\s{0,40}\(?\s{0,40}plugin\s{0,40}[:=]\s{0,40}" + _TEXT.format("applied")
)
_BARE = re.compile(
    r"^[ \t]{0,60}(`?)(java|war|ear|application|groovy|`java-library`)\1[ \t]{0,60}$", re.M
)
_DEPENDENCY = re.compile(
    r"\b(?P<scope>api|compile|implementation|runtime|runtimeOnly|compileOnly|providedCompile|"
    r"providedRuntime|developmentOnly|deploy|earlib)\b\s{0,40}\(?\s{0,40}(?:(?:enforced)?[pP]latform\s{0,40}\(\s{0,40})?"
    r"(?:"
    + _TEXT.format("text")
    + r"|project\s{0,40}\(\s{0,40}(?:path\s{0,40}[:=]\s{0,40})?"
    + _TEXT.format("project")
    + r"|group\s{0,40}[:=]\s{0,40}"
    + _TEXT.format("group")
    + r"\s{0,40},\s{0,40}name\s{0,40}[:=]\s{0,40}"
    + _TEXT.format("name")
    + r"(?:\s{0,40},\s{0,40}version\s{0,40}[:=]\s{0,40}(?:"
    + _TEXT.format("version")
    + r"|(?P<word>[\w.]{1,80})))?"
    r"|libs\.(?P<alias>[\w.]{1,120}))"
)
_VARIABLE = re.compile(
    r"(?:\b(?:def|val|var)\s{1,40}|\bext\s{0,40}\.\s{0,40}"
    r"|\b(?:ext|extra)\s{0,40}\[\s{0,40}[\"']|\bset\s{0,40}\(\s{0,40}[\"']"
    r"|(?:^|[{;])[ \t]{0,60})"
    r"(?P<name>\w[\w.]{0,80})[\"']?\s{0,40}\]?\s{0,40}[=,]\s{0,40}" + _TEXT.format("value"),
    re.M,
)
_USED = re.compile(r"\$\{?(?P<name>\w[\w.]{0,80})\}?")
_RELEASES = (
    re.compile(
        r"\b(?:options\.)?release(?:\.set\s{0,40}\(|\s{0,40}=)\s{0,40}[\"']?(?P<said>[\d.]{1,5})"
    ),
    re.compile(r"\btargetCompatibility\s{0,40}=?\s{0,40}(?P<said>[\w.\"']{1,60})"),
    re.compile(r"\bsourceCompatibility\s{0,40}=?\s{0,40}(?P<said>[\w.\"']{1,60})"),
    re.compile(r"\bJavaLanguageVersion\.of\s{0,40}\(\s{0,40}[\"']?(?P<said>\d{1,2})"),
    re.compile(r"\bjvmToolchain\s{0,40}\(\s{0,40}(?P<said>\d{1,2})"),
)
_MAIN = re.compile(
    r"\b(?:mainClass(?:Name)?(?:\.set\s{0,40}\(|\s{0,40}=)|[\"']?Main-Class[\"']?\s{0,40}(?:to|:))\s{0,40}"
    + _TEXT.format("main")
)
_INCLUDE = re.compile(
    r"\binclude\s{0,40}\(?\s{0,40}(?P<list>(?:[\"'][\w:./\-]{1,200}[\"']\s{0,40},?\s{0,40}){1,200})"
)
_ROOT_NAME = re.compile(r"\brootProject\.name\s{0,40}=\s{0,40}" + _TEXT.format("name"))
_ARCHIVE = re.compile(
    r"\b(?:archiveName|archiveFileName(?:\.set\s{0,40}\(|\s{0,40}=)|archiveName\s{0,40}=)\s{0,40}=?\s{0,40}"
    + _TEXT.format("name")
)
_VERSION = re.compile(r"^[ \t]{0,60}version\s{0,40}=?\s{0,40}" + _TEXT.format("version"), re.M)
_BOOT = "org.springframework.boot"
_PROVIDED = ("compileOnly", "providedCompile", "providedRuntime", "developmentOnly")


class _Build(Struct):
    """One build file, with what is handed down to it."""

    entry: Entry
    folder: str
    script: Script
    parts: list[tuple[str, Entry, Script]] = field(default_factory=list)
    """Texts that hold for it: its own first, then those of the folders around."""
    variables: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    """Variables that its own text sets."""

    def filled(self, text: str) -> str:
        """Return a text with its variables filled; empty when one is not known."""
        for _ in range(4):
            text = _USED.sub(self._value, text)[:300]
        return "" if "$" in text else text

    def _value(self, match: re.Match[str]) -> str:
        name = match["name"]
        last = name.rpartition(".")[2]
        return self.variables.get(name, self.variables.get(last, match[0]))


def modules(tree: Tree, within: str) -> list[Module]:
    """Return the modules below a folder."""
    files = [e for e in tree.below(within) if e.name in NAMES and is_build_file(e.path)]
    builds = [
        _Build(e, e.path.removesuffix(e.name), Script((e.text() or "")[:_LONGEST_FILE]))
        for e in files[:_MOST_FILES]
    ]
    names, folders = _settings(tree, within)
    for build in builds:
        found = _VARIABLE.finditer(build.script.text)
        build.own = {match["name"]: match["value"] for match in found}
    for build in builds:
        _hand_down(build, builds, tree)
    known = {b.folder: b for b in builds}
    catalog = _Catalog(tree.get(f"{within}{_CATALOG}"))
    return [_module(b, names.get(b.folder, ""), folders, catalog, tree) for b in known.values()]


def is_build_file(path: str) -> bool:
    """Tell a build file from a template or what was built."""
    return not any(
        f"/{n}/" in f"/{path}" for n in ("src", "build", "buildSrc", "node_modules", "META-INF")
    )


def _hand_down(build: _Build, builds: list[_Build], tree: Tree) -> None:
    around = [b for b in builds if b is not build and build.folder.startswith(b.folder)]
    around.sort(key=lambda b: len(b.folder), reverse=True)
    build.parts = [(build.script.own(), build.entry, build.script)]
    build.parts += [(b.script.handed_down, b.entry, b.script) for b in around]
    for each in reversed((build, *around)):
        properties = tree.get(f"{each.folder}gradle.properties")
        for line in (properties.text() or "").splitlines()[:500] if properties else ():
            key, sign, value = line.partition("=")
            if sign and key.strip()[:1] not in ("#", "!"):
                build.variables[key.strip()] = value.strip()
        build.variables.update(each.own)


def _settings(tree: Tree, within: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return folder -> name of the root, and project path -> folder."""
    names: dict[str, str] = {}
    folders: dict[str, str] = {}
    for entry in tree.below(within):
        if entry.name not in SETTINGS or not is_build_file(entry.path):
            continue
        base = entry.path.removesuffix(entry.name)
        text = Script(entry.text() or "").text
        said = _ROOT_NAME.search(text)
        if said:
            names[base] = said["name"]
        for match in _INCLUDE.finditer(text):
            for path in re.findall(r"[\"']([\w:./\-]+)[\"']", match["list"]):
                folder = path.strip(":").replace(":", "/")
                folders[":" + path.strip(":")] = f"{base}{folder}/"
    return names, folders


class _Catalog:
    """Version catalogue `gradle/libs.versions.toml`: alias -> coordinates."""

    def __init__(self, entry: Entry | None) -> None:
        self._libraries: dict[str, tuple[str, str, str]] = {}
        known = _toml(entry) if entry else {}
        versions, libraries = known.get("versions"), known.get("libraries")
        versions = versions if isinstance(versions, dict) else {}
        for alias, said in libraries.items() if isinstance(libraries, dict) else ():
            found = _catalogued(said, versions)
            if found:
                self._libraries[re.sub(r"[-_]", ".", alias)] = found

    def of(self, alias: str) -> tuple[str, str, str] | None:
        """Return group, name and version."""
        return self._libraries.get(alias.removesuffix(".get"))


def _toml(entry: Entry) -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(entry.text() or "")
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _catalogued(said: object, versions: Mapping[str, object]) -> tuple[str, str, str] | None:
    if isinstance(said, str):
        parts = said.split(":")
        return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None
    if not isinstance(said, dict):
        return None
    module = str(said.get("module") or f"{said.get('group', '')}:{said.get('name', '')}")
    group, _, name = module.partition(":")
    version = said.get("version", "")
    if isinstance(version, dict):
        version = versions.get(str(version.get("ref", "")), "")
    return (group, name, version if isinstance(version, str) else "") if name else None


def _module(
    build: _Build, name: str, folders: Mapping[str, str], catalog: _Catalog, tree: Tree
) -> Module:
    called = name
    name = name or build.folder.rstrip("/").rpartition("/")[2] or tree.source.rpartition("/")[2]
    module = Module(build.folder, "gradle", name, build.entry)
    module.called = called
    plugins = _plugins(build)
    module.packaging = WAR if "war" in plugins else EAR if "ear" in plugins else LIBRARY
    if _BOOT in plugins:
        version, origin = plugins[_BOOT]
        module.boot = (version, origin) if version else None
        module.executable = True
    _dependencies(build, module, folders, catalog)
    module.release = _release(build)
    module.main_class = _main_class(build)
    version = next(
        (build.filled(m["version"]) for t, *_ in build.parts for m in _VERSION.finditer(t)), ""
    )
    archive = next((m["name"] for m in _ARCHIVE.finditer(build.parts[0][0])), "")
    module.file_name = build.filled(archive).removesuffix(".war").removesuffix(".jar")
    module.file_name = module.file_name or (f"{name}-{version}" if version else name)
    for kind in ("sources", "resources", "web"):
        setattr(module, kind, _folders(build.folder, kind, module, tree))
    module.outputs = [f"{build.folder}build/libs/"]
    return module


def _folders(folder: str, kind: str, module: Module, tree: Tree) -> list[str]:
    wanted = {
        "sources": ("src/main/java", "src/main/kotlin"),
        "resources": ("src/main/resources",),
        "web": ("src/main/application",) if module.packaging == EAR else ("src/main/webapp",),
    }[kind]
    return [f"{folder}{each}/" for each in wanted if any(tree.below(f"{folder}{each}/"))]


def _plugins(build: _Build) -> dict[str, tuple[str, Origin]]:
    """Return the plugins with their versions; one that is only offered (`apply false`) is none."""
    found: dict[str, tuple[str, Origin]] = {}
    offered: dict[str, str] = {}
    for text, entry, script in build.parts:
        for match in _PLUGIN.finditer(text):
            origin = entry.origin(script.line(match.start()))
            if match["id"] and re.match(
                r"[^\n]{0,80}\bapply\s*\(?\s*false", text[match.end() : match.end() + 100]
            ):
                continue
            version = build.filled(match["version"] or "") if match["id"] else ""
            found.setdefault(match["id"] or match["applied"], (version, origin))
        for block in script.inside("plugins") if text is build.parts[0][0] else ():
            for match in _BARE.finditer(script.text, block.start, block.end):
                found.setdefault(
                    match[2].strip("`"), ("", entry.origin(script.line(match.start(2))))
                )
    for _, _, script in build.parts:
        for match in _PLUGIN.finditer(script.text):
            if match["id"] and match["version"]:
                offered.setdefault(match["id"], build.filled(match["version"]))
        for match in re.finditer(r"spring-boot-gradle-plugin:([\w.${}\-]{1,80})", script.text):
            offered.setdefault(_BOOT, build.filled(match[1]))
    return {name: (version or offered.get(name, ""), at) for name, (version, at) in found.items()}


def _release(build: _Build) -> tuple[int, Origin] | None:
    for text, entry, script in build.parts:
        for pattern in _RELEASES:
            for match in pattern.finditer(text):
                said = match["said"].strip("\"'").removeprefix("JavaVersion.")
                number = release(build.variables.get(said, said))
                if number:
                    return number, entry.origin(script.line(match.start()))
    return None


def _main_class(build: _Build) -> tuple[str, Origin] | None:
    text, entry, script = build.parts[0]
    match = _MAIN.search(text)
    said = build.filled(match["main"]) if match else ""
    return (said, entry.origin(script.line(match.start()))) if match and said else None


def _dependencies(
    build: _Build, module: Module, folders: Mapping[str, str], catalog: _Catalog
) -> None:
    seen: set[tuple[str, str]] = set()
    for match, origin in _declared(build):
        if match["project"]:
            path = ":" + match["project"].strip(":")
            module.inside.append(folders.get(path, path.strip(":").replace(":", "/") + "/"))
            continue
        group, name, version = _coordinates(match, build, catalog)
        if not name or (group, name) in seen or len(seen) >= _MOST_DEPENDENCIES:
            continue
        seen.add((group, name))
        if not version and group == _BOOT and module.boot:
            version = module.boot[0]
        scope = "provided" if match["scope"] in _PROVIDED else "compile"
        module.dependencies.append(Dependency(group, name, version, scope, origin))


def _declared(build: _Build) -> Iterator[tuple[re.Match[str], Origin]]:
    """Yield the declarations in blocks called `dependencies` that hold for it."""
    for text, entry, script in build.parts:
        for block in script.blocks:
            if block.header != "dependencies" or "buildscript" in block.path:
                continue
            for match in _DEPENDENCY.finditer(text, block.start, block.end):
                yield match, entry.origin(script.line(match.start()))


def _coordinates(match: re.Match[str], build: _Build, catalog: _Catalog) -> tuple[str, str, str]:
    if match["alias"]:
        return catalog.of(match["alias"]) or ("", "", "")
    if match["text"]:
        group, name, version = (*match["text"].partition("@")[0].split(":"), "", "", "")[:3]
        return group, build.filled(name), build.filled(version)
    version = match["version"] or build.variables.get(match["word"] or "", "")
    return match["group"], match["name"], build.filled(version)
