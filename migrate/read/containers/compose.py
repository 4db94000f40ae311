"""Compose files go in; a component comes out for each service that they start."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence

from migrate.knowledge.ports import usual_ports
from migrate.model.facts import Endpoint, Plain, Reference
from migrate.model.origin import Origin
from migrate.read import leaks
from migrate.read.containers import dockerfiles, environment, image, placed, ports, starting
from migrate.read.containers.compose_files import Project, Service, is_compose, projects
from migrate.read.containers.document import Value
from migrate.read.containers.environment import Peers, Setting
from migrate.read.containers.merging import as_map, mount_point
from migrate.read.containers.variables import read_file
from migrate.read.containers.where import below, own
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "compose-service"
_LONGEST = 4000
"""Characters of one value: an anchor may bring the same long one into every service."""
_MOST = 1000
"""Labels of one service."""
_WEB = {80: "http", 443: "https", 8080: "http", 8443: "https", 8000: "http", 3000: "http"}


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when a compose file of its own lies anywhere in it."""
    return ("",) if any(is_compose(entry) for entry in own(tree, ".yml", ".yaml")) else ()


def read(site: Site) -> Iterable[Found]:
    """Read every project's services."""
    for project in projects(site.tree, _plain(site.name)):
        peers = Peers(_names(project))
        for service in project.services.values():
            reading = _Reading(site.tree, project, service, peers.of(_own_names(service)))
            reading.build(site.taken)
            yield reading.found


def _here(path: str) -> str:
    """Return a path as one from the folder of the compose file: that of a config needs no dot."""
    return path if path[:1] in ("", ".", "/", "~", "$") else f"./{path}"


def _plain(name: str) -> str:
    return name.rsplit(".", 1)[0] if "." in name else name


def _names(project: Project) -> dict[str, str]:
    """Return every name that the project's services have inside of its networks, with kinds."""
    names: dict[str, str] = {}
    for service in project.services.values():
        kind = image.parse(service.value.said("image")).kind
        for name in _own_names(service):
            names.setdefault(name, kind)
    return names


def _own_names(service: Service) -> Iterator[str]:
    yield service.name
    for key in ("container_name", "hostname"):
        if service.value.said(key):
            yield service.value.said(key)
    for network in service.value.at("networks").fields.values():
        yield from (alias.text for alias in network.each("aliases") if alias.text)


class _Reading:
    """One service while it is read."""

    def __init__(self, tree: Tree, project: Project, service: Service, peers: Peers) -> None:
        self._tree = tree
        self._project = project
        self._service = service
        self._value = service.value
        self._peers = peers
        self.found = Found(service.name)
        self.found.entries = service.entries
        self._origin = service.value.origin
        self._identity()
        self._image()
        self._ports()
        self._volumes()
        self._running()
        self._unset()

    def build(self, taken: Mapping[Origin, str]) -> None:
        """Add what the image that it builds tells; `taken` are Dockerfiles of applications.

        The service and such a Dockerfile are one component. An application with a Dockerfile is a
        component of its own: the service depends on it, and says by which Dockerfile.
        """
        entry = self._dockerfile()
        settings: tuple[Setting, ...] = ()
        if entry is not None:
            self.found.entries = (*self.found.entries, entry)
            application = taken.get(entry.origin())
            if application is None:
                settings = dockerfiles.built(entry, self._build(), self.found)
            else:
                origins = (self._value.at("build").origin, entry.origin())
                self.found.fact("build.application", application, *origins)
                self.found.references.append(
                    Reference(application, "image", setting="build", origins=origins)
                )
        self._mounted()
        self._environment(settings)
        self._relations()

    def _build(self) -> dockerfiles.Build:
        build = self._value.at("build")
        arguments = {
            name: value.text
            for name, value in build.at("args").fields.items()
            if value.shape == "text" and value.text and "$" not in value.text
        }
        context = build.text if build.shape == "text" else build.said("context") or "."
        folder = below(self._project.folder, context) or ""
        return dockerfiles.Build(self._tree, folder, build.said("target"), arguments)

    def _mounted(self) -> None:
        """Give the container the files that are mounted into it."""
        for item in self._value.each("volumes"):
            source, target = self._source(item)
            self._put(source, target)
        known = self._project.whole.at("configs")
        for item in self._value.each("configs"):
            name = item.text or item.said("source")
            self._put(_here(known.said(name, "file")), item.said("target") or f"/{name}")

    def _source(self, item: Value) -> tuple[str, str]:
        """Return what a volume is of the machine, and where the container sees it."""
        path = mount_point(item)
        front = item.text.partition(f":{path}")[0] if path != item.text else ""
        return (item.said("source") if item.shape == "map" else front), path

    def _put(self, source: str, target: str) -> None:
        inside = below(self._project.folder, source) if source[:1] == "." else None
        if inside is not None and target and "$" not in source + target:
            placed.put(inside, target, self._tree, self.found)

    def _dockerfile(self) -> Entry | None:
        """Return the Dockerfile that the service builds, when it was handed over."""
        build = self._value.at("build")
        context = build.text if build.shape == "text" else build.said("context") or "."
        name = build.said("dockerfile") or self._value.said("dockerfile") or "Dockerfile"
        if build.shape == "none" or "$" in context + name:
            return None
        folder = below(self._project.folder, context)
        path = below(folder, name) if folder is not None else None
        entry = self._tree.get(path) if path else None
        return entry if entry and dockerfiles.is_dockerfile(entry) else None

    def _identity(self) -> None:
        found, value = self.found, self._value
        found.fact("compose.project", self._project.name, self._origin)
        found.fact("compose.service", self._service.name, self._origin)
        version = self._service.version
        if version.text:
            found.fact("compose.version", version.text, version.origin)
        for name in dict.fromkeys(_own_names(self._service)):
            found.item("compose.names", self._origin, name=name)
        for key in ("container_name", "hostname"):
            self._text(key, f"compose.{key}")
        for variant in self._service.variants:
            keys = sorted(variant.value.fields)
            found.item("compose.variants", variant.value.origin, file=variant.file, keys=keys)
        for profile in value.each("profiles"):
            found.item("compose.profiles", profile.origin, name=profile.text)

    def _image(self) -> None:
        written = self._value.at("image")
        if written.text:
            image.describe(image.parse(leaks.masked(written.text)), written.origin, self.found)
        build = self._value.at("build")
        if build.shape == "text":
            self.found.fact("build.context", build.text, build.origin)
        elif build.shape == "map":
            context = build.said("context") or "."
            self.found.fact("build.context", context, build.origin)
            for key in ("dockerfile", "target"):
                if build.said(key):
                    self.found.fact(f"build.{key}", build.said(key), build.at(key).origin)
        if self._value.said("dockerfile"):
            self._text("dockerfile", "build.dockerfile")

    def _ports(self) -> None:
        kind = self.found.kind
        told = self._value.at("command")
        chosen = ports.chosen(kind, _command(told))
        if chosen:
            self._endpoint(chosen, "tcp", kind, told.origin, main=True)
        for item in self._value.each("ports"):
            known = list(ports.read(item))
            for port in known:
                self.found.item(
                    "ports",
                    item.origin,
                    port=port.target,
                    published=port.published or None,
                    address=port.address or None,
                    transport=port.transport,
                )
                self._endpoint(port.target, port.transport, kind, item.origin)
            if not known:
                self.found.item("ports.unread", item.origin, written=item.text[:100])
        for item in self._value.each("expose"):
            for port in ports.read(item):
                self._endpoint(port.target, port.transport, kind, item.origin)

    def _endpoint(
        self, port: int, transport: str, kind: str, origin: Origin, *, main: bool = False
    ) -> None:
        usual = {known.port: known.protocol for known in usual_ports().get(kind, ())}
        spoken = next(iter(usual.values()), "") if main else ""
        protocol = spoken or usual.get(port) or _WEB.get(port, "tcp")
        protocol = protocol if transport == "tcp" else transport
        known = next((e for e in self.found.endpoints if e.port == port), None)
        if known is None:
            self.found.endpoints.append(Endpoint(port, protocol, (origin,)))

    def _volumes(self) -> None:
        named = self._project.whole.at("volumes")
        for item in self._value.each("volumes"):
            self._volume(item, named)
        for item in self._value.each("tmpfs"):
            path = item.text.split(":")[0]
            self.found.item("volumes", item.origin, path=path, type="tmpfs", source=None)
        for item in self._value.each("volumes_from"):
            self.found.item("volumes.from", item.origin, name=item.text)

    def _volume(self, item: Value, named: Value) -> None:
        path = mount_point(item)
        source, _ = self._source(item)
        if item.shape == "map":
            options = "ro" if item.at("read_only").is_true else ""
            kind = item.said("type") or "volume"
        else:
            options = item.text.partition(f":{path}")[2].lstrip(":")
            kind = "bind" if source[:1] in ("/", ".", "~", "$", "\\") or ":" in source else "volume"
        driver = named.said(source, "driver") if kind == "volume" else ""
        opts = named.at(source, "driver_opts") if kind == "volume" else Value()
        found: dict[str, Plain] = {
            "path": path,
            "type": kind,
            "source": leaks.masked(source) or None,
        }
        found["read_only"] = "ro" in options.split(",")
        if driver:
            found["driver"] = driver
        if named.at(source).at("external").shape != "none" and kind == "volume":
            found["external"] = True
        if opts.fields:
            found["device"] = opts.said("device") or None
            found["options"] = leaks.masked(opts.said("o")) or None
        self.found.item("volumes", item.origin, **found)

    def _environment(self, of_image: Sequence[Setting]) -> None:
        settings = {setting.name: setting for setting in of_image}
        for file in self._value.each("env_file"):
            path = file.text or file.said("path")
            settings.update(self._env_file(path, file.origin))
        for name, value in self._value.at("environment").fields.items():
            text = value.text if value.shape == "text" else None
            if text is None and value.shape == "none":
                known = self._project.variables.get(name)
                text = known.value if known else None
            settings[name] = Setting(name, text, value.origin)
        environment.add(tuple(settings.values()), self._peers, self.found)
        self._started(tuple(settings.values()))

    def _started(self, settings: tuple[Setting, ...]) -> None:
        """Add what a server of a known kind is told by its command and its variables."""
        command = self._value.at("command")
        parts = [part.text for part in self._value.each("command")]
        words = starting.words(parts, as_list=command.shape == "list")
        on_host = self._value.said("network_mode") == "host"
        start = starting.Start(words, command.origin, settings, self._peers.own, on_host)
        starting.tell(start, self.found)

    def _env_file(self, path: str, origin: Origin) -> Iterator[tuple[str, Setting]]:
        inside = below(self._project.folder, path) if "$" not in path else None
        entry = self._tree.get(inside) if inside else None
        self.found.item("env_files", origin, path=path, read=entry is not None)
        if entry is None:
            self.found.unknown("environment", "read.unknown.environment.file", path=path)
            return
        self.found.entries = (*self.found.entries, entry)
        for found in read_file(entry):
            yield found.name, Setting(found.name, found.value, found.origin)

    def _relations(self) -> None:
        for name, origin in self._needed():
            self.found.item("depends_on", origin, name=name)
            self._reference(name, "depends_on", origin)
        for link in self._value.each("links"):
            name, _, alias = link.text.partition(":")
            self.found.item("links", link.origin, name=name, alias=alias or name)
            self._reference(name, "links", link.origin)
        for link in self._value.each("external_links"):
            name, _, alias = link.text.partition(":")
            self.found.item("links", link.origin, name=name, alias=alias or name, external=True)
            self._reference(name, "external_links", link.origin)
        for name, address in as_map(self._value.at("extra_hosts"), ":=").fields.items():
            self.found.item("host.aliases", address.origin, name=name, address=address.text.strip())

    def _needed(self) -> Iterator[tuple[str, Origin]]:
        wanted = self._value.at("depends_on")
        if wanted.shape == "map":
            yield from ((name, value.origin) for name, value in wanted.fields.items())
        else:
            yield from ((item.text, item.origin) for item in self._value.each("depends_on"))
        mode = self._value.said("network_mode")
        if mode.startswith("service:"):
            yield mode.removeprefix("service:"), self._value.at("network_mode").origin

    def _reference(self, target: str, setting: str, origin: Origin) -> None:
        if target:
            reference = Reference(target, "tcp", setting=setting, origins=(origin,))
            self.found.references.append(reference)

    def _running(self) -> None:
        for key in ("command", "entrypoint"):
            value = self._value.at(key)
            shown = leaks.masked(_command(value))
            if shown:
                self.found.fact(key, shown, value.origin)
        for key, fact in _TEXTS.items():
            self._text(key, fact)
        self._deployment()
        self._resources()
        self._healthcheck()
        self._networks()
        self._rights()
        for name, value in list(self._value.at("labels").fields.items())[:_MOST]:
            shown = leaks.masked(f"{name}={value.text[:_LONGEST]}").partition("=")[2]
            self.found.item("labels", value.origin, name=name, value=shown)

    def _deployment(self) -> None:
        restart = self._value.said("restart").strip("\"'")
        policy = self._value.at("deploy", "restart_policy", "condition")
        if restart or policy.text:
            where = self._value.at("restart").origin if restart else policy.origin
            self.found.fact("restart", restart or policy.text, where)
        for path in (("deploy", "replicas"), ("scale",)):
            value = self._value.at(*path)
            if value.text.isdecimal():
                self.found.fact("replicas", int(value.text), value.origin)

    def _rights(self) -> None:
        for key in ("privileged", "read_only"):
            if self._value.at(key).is_true:
                self.found.fact(f"security.{key}", True, self._value.at(key).origin)
        for item in self._value.each("cap_add"):
            self.found.item("security.capabilities", item.origin, name=item.text)

    def _text(self, key: str, fact: str) -> None:
        value = self._value.at(key)
        if value.text.strip():
            self.found.fact(fact, leaks.masked(value.text.strip()[:_LONGEST]), value.origin)

    def _resources(self) -> None:
        for fact, paths in _RESOURCES.items():
            for path in paths:
                value = self._value.at(*path)
                if value.text:
                    self.found.fact(f"resources.{fact}", value.text.strip(), value.origin)

    def _healthcheck(self) -> None:
        check = self._value.at("healthcheck")
        test = check.at("test")
        if check.at("disable").is_true or _command(test) == "NONE":
            self.found.fact("healthcheck", {"disabled": True}, check.origin)
        elif check.fields:
            said: dict[str, Plain] = {"test": leaks.masked(_command(test)) or None}
            for key in ("interval", "timeout", "retries", "start_period"):
                said[key] = check.said(key) or None
            self.found.fact("healthcheck", said, check.origin)

    def _networks(self) -> None:
        value = self._value.at("networks")
        names = value.fields or {item.text: item for item in value.items}
        for name, one in names.items():
            aliases = [alias.text for alias in one.each("aliases")]
            address = one.said("ipv4_address") or None
            self.found.item("networks", one.origin, name=name, aliases=aliases, address=address)

    def _unset(self) -> None:
        for unset in self._service.unset:
            self.found.item("compose.unset", unset.origin, name=unset.name, required=unset.required)


_TEXTS: Mapping[str, str] = {
    "user": "container.user",
    "working_dir": "container.workdir",
    "network_mode": "network.mode",
    "pid": "security.pid",
    "platform": "container.platform",
}
_RESOURCES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "memory_limit": (("deploy", "resources", "limits", "memory"), ("mem_limit",)),
    "memory_request": (("deploy", "resources", "reservations", "memory"), ("mem_reservation",)),
    "cpu_limit": (("deploy", "resources", "limits", "cpus"), ("cpus",)),
    "cpu_request": (("deploy", "resources", "reservations", "cpus"),),
    "cpu_shares": (("cpu_shares",),),
}


def _command(value: Value) -> str:
    """Return a command as a shell would read it, cut where it is longer than people write."""
    if value.shape != "list":
        return " ".join(value.text[:_LONGEST].split())
    words = [item.text[:_LONGEST] for item in value.items[: _LONGEST // 10]]
    if words[:1] in (["CMD"], ["CMD-SHELL"]):
        return shlex.join(words[1:]) if words[0] == "CMD" else " ".join(words[1:])
    return shlex.join(words)[:_LONGEST]
