"""The target: every choice made, none left to a generator."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, field

from migrate.model.assessment import Question
from migrate.model.facts import Finding
from migrate.model.origin import Origin
from migrate.model.reason import Chosen, Reason
from migrate.model.settings import Quoting, Text


class Filled(Struct, frozen=True, tag="filled"):
    """An old address with the name that takes its place."""

    text: str
    was: str
    reason: Reason


class SecretToken(Struct, frozen=True, tag="token"):
    """A secret to be filled in at deployment."""

    secret: str
    """`SecretNeed.id`"""
    quoting: Quoting = "raw"
    reason: Reason | None = None

    def __str__(self) -> str:
        """Return the placeholder that stands in generated files."""
        return f"${{SECRET:{self.secret}:{self.quoting}}}"


PlannedPart: TypeAlias = Text | Filled | SecretToken


class SecretNeed(Struct, frozen=True):
    """One secret value a person must provide; asked once however many files use it."""

    id: str
    """`<workload or external>.<account>`, `mysql-master.hpe_app`"""
    reason: Reason
    used_by: tuple[str, ...] = ()
    """Workload ids."""


class PlannedFile(Struct, frozen=True):
    """A file delivered from outside the image."""

    mount_path: str
    """Absolute path in the container."""
    object_name: str
    """ConfigMap or Secret that holds it."""
    key: str
    """Key in that object."""
    parts: tuple[PlannedPart, ...]
    reason: Reason
    encoding: str = "utf-8"
    fixed: bool = False
    """False for the application's own settings; True for what the toolkit adds."""
    lasting: bool = True
    """False for what is read only while an empty volume is set up: its changes replace no pod."""

    @property
    def secret(self) -> bool:
        """Whether a Secret must hold it."""
        return any(isinstance(part, SecretToken) for part in self.parts)

    @property
    def text(self) -> str:
        """The content, secrets as placeholders."""
        return "".join(
            part.text if isinstance(part, Text | Filled) else str(part) for part in self.parts
        )


class Variable(Struct, frozen=True):
    """An environment variable. Never a secret: those travel as files."""

    name: str
    value: Chosen[str]


class Port(Struct, frozen=True):
    """A container port."""

    name: str
    number: Chosen[int]
    protocol: Literal["TCP", "UDP"] = "TCP"


class Volume(Struct, frozen=True):
    """A writable place: a claim that outlives the pod, or scratch space that does not."""

    name: str
    mount_path: str
    kind: Literal["claim", "scratch"]
    size: Chosen[str]
    """A Kubernetes quantity, `10Gi`"""
    access_mode: Chosen[str] | None = None
    """Of a claim: ReadWriteOnce or ReadWriteMany."""
    storage_class: Chosen[str] | None = None
    """None: the cluster's default class."""


class Probe(Struct, frozen=True):
    """One of the three probes."""

    kind: Literal["http", "tcp", "exec"]
    reason: Reason
    port: str = ""
    """Name of a `Port`."""
    path: str = ""
    command: tuple[str, ...] = ()
    period_seconds: int = 10
    timeout_seconds: int = 3
    failure_threshold: int = 3


class Probes(Struct, frozen=True):
    """Start-up, readiness and liveness."""

    startup: Probe
    readiness: Probe
    liveness: Probe


class Resources(Struct, frozen=True):
    """Requests and limits, as Kubernetes quantities."""

    cpu_request: Chosen[str]
    memory_request: Chosen[str]
    memory_limit: Chosen[str]
    cpu_limit: Chosen[str] | None = None
    ephemeral_request: Chosen[str] | None = None
    ephemeral_limit: Chosen[str] | None = None


class Service(Struct, frozen=True):
    """How others reach a workload."""

    name: Chosen[str]
    port: str
    """Name of a `Port`."""
    headless: bool = False
    affinity: Chosen[str] | None = None
    """None or ClientIP."""


class Exposure(Struct, frozen=True):
    """How users outside the cluster reach a workload."""

    kind: Chosen[str]
    """HTTPRoute or Ingress"""
    hostname: Chosen[str] | None
    """None: any host name."""
    path: Chosen[str]
    service: str
    parent: Chosen[str]
    """Gateway name, or ingress class."""


class Peer(Struct, frozen=True):
    """One allowed connection of a workload."""

    direction: Literal["ingress", "egress"]
    port: int
    """0: any port"""
    reason: Reason
    workload: str = ""
    namespace: str = ""
    """Of `workload`."""
    cidr: str = ""
    """For what lies outside the cluster, `10.99.8.20/32`."""


class Schedule(Struct, frozen=True):
    """A crontab line that becomes a CronJob."""

    name: str
    cron: Chosen[str]
    command: Chosen[tuple[str, ...]]
    timezone: Chosen[str] | None = None
    suspend: bool = False
    resources: Resources | None = None
    """None: those of the workload."""


class Copy(Struct, frozen=True):
    """Files of the application that go into the image."""

    source: str
    """Path relative to the workspace: a WAR, a folder."""
    destination: str
    """Absolute path in the image; a WAR is unpacked there."""
    exclude: tuple[str, ...] = ()
    """Paths below `source` (or entries of the archive) that stay out: settings with secrets,
    uploads. Mounted files among them get an empty placeholder."""


class Image(Struct, frozen=True):
    """What a workload's image is made of."""

    recipe: str
    """Template name: java-tomcat, php-apache, mysql …"""
    base: Chosen[str]
    """Reference with an exact tag."""
    repository: Chosen[str]
    """With registry and project, without tag."""
    tag: Chosen[str]
    user: int
    """Numeric uid and gid."""
    workdir: str
    copies: tuple[Copy, ...] = ()
    packages: Chosen[tuple[str, ...]] | None = None
    """Distribution packages or PHP extensions to install, by the recipe."""
    params: dict[str, Chosen[str]] = field(default_factory=dict)
    """What else the recipe's template needs."""
    platforms: tuple[str, ...] = ("linux/amd64", "linux/arm64")

    @property
    def reference(self) -> str:
        """Repository and tag."""
        return f"{self.repository.value}:{self.tag.value}"


class Workload(Struct, frozen=True):
    """One component as it will run."""

    id: str
    component: str
    name: str
    """As people say it."""
    system: str
    namespace: str
    controller: Chosen[str]
    """Deployment or StatefulSet"""
    replicas: Chosen[int]
    image: Image
    ports: tuple[Port, ...]
    resources: Resources
    probes: Probes
    grace_seconds: Chosen[int]
    wave: int = 0
    role: str = ""
    """source, replica … for workloads of a replicated set."""
    command: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    files: tuple[PlannedFile, ...] = ()
    volumes: tuple[Volume, ...] = ()
    services: tuple[Service, ...] = ()
    exposure: Exposure | None = None
    schedules: tuple[Schedule, ...] = ()
    peers: tuple[Peer, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What planning itself found: lost rewrites, risks of a choice."""
    origins: tuple[Origin, ...] = ()

    @property
    def secret_objects(self) -> tuple[str, ...]:
        """Names of the Secrets it mounts."""
        return tuple(dict.fromkeys(file.object_name for file in self.files if file.secret))

    @property
    def config_objects(self) -> tuple[str, ...]:
        """Names of the ConfigMaps it mounts."""
        return tuple(dict.fromkeys(file.object_name for file in self.files if not file.secret))


class TargetSystem(Struct, frozen=True):
    """A namespace, a chart, a folder of manifests."""

    id: str
    name: str
    namespace: Chosen[str]


class Cluster(Struct, frozen=True):
    """What the target cluster accepts; from knowledge/clusters."""

    version: Chosen[str]
    """Minor, `1.34`"""
    api_versions: dict[str, str]
    """Kind → apiVersion."""
    rejected_fields: dict[str, tuple[str, ...]]
    """Kind → JSON pointers that servers of this version do not know."""


class MigrationPlan(Struct, frozen=True):
    """Everything the generators need, and nothing they have to decide."""

    project: str
    name: str
    """As people say it."""
    language: str
    as_of: str
    cluster: Cluster
    catalogue: Chosen[str]
    registry: Chosen[str]
    systems: tuple[TargetSystem, ...] = ()
    workloads: tuple[Workload, ...] = ()
    secrets: tuple[SecretNeed, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[Finding, ...] = ()
    schema_version: int = 1

    def workload(self, workload: str) -> Workload:
        """Return the workload with this id; KeyError when there is none."""
        for known in self.workloads:
            if known.id == workload:
                return known
        raise KeyError(workload)

    def of_system(self, system: str) -> tuple[Workload, ...]:
        """Return the workloads of one system."""
        return tuple(workload for workload in self.workloads if workload.system == system)
