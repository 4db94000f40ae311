"""The cluster, the catalogue and the registry that everything is planned for."""

from __future__ import annotations

from msgspec import Struct

from migrate.knowledge.clusters import Profile, history, profile
from migrate.knowledge.images import Catalogue, catalogues
from migrate.model.assessment import Question
from migrate.model.decisions import Decisions
from migrate.model.plan import Cluster
from migrate.model.reason import Chosen
from migrate.plan.asking import ask
from migrate.plan.shapes import SHAPES
from migrate.plan.why import choose

_DEFAULT_VERSION = "1.34"
_DEFAULT_CATALOGUE = "official"
_DEFAULT_REGISTRY = "registry.example.com"
_GATEWAY_KIND = "HTTPRoute"


class Target(Struct, frozen=True):
    """What holds for every workload."""

    profile: Profile
    version: Chosen[str]
    catalogue: Catalogue
    catalogue_name: Chosen[str]
    registry: Chosen[str]
    exposure: Chosen[str]
    """gateway or ingress"""
    parent: Chosen[str]
    """Name of the Gateway, or the ingress class."""
    storage_class: Chosen[str] | None
    questions: tuple[Question, ...]

    @property
    def cluster(self) -> Cluster:
        """Return what the plan says of the cluster."""
        return Cluster(self.version, self.profile.api_versions, self.profile.rejected_fields)


def settle(decisions: Decisions) -> Target:
    """Return the target that people decided on, or the defaults."""
    version = _version(decisions)
    known = profile(version.answer.value)
    catalogue = ask(
        decisions,
        "catalogue",
        choose(_DEFAULT_CATALOGUE, "plan.default.catalogue"),
        tuple(sorted(catalogues())),
    )
    registry = _free(decisions, "registry", choose(_DEFAULT_REGISTRY, "plan.default.registry"))
    exposure = _exposure(decisions, known)
    parent = _parent(decisions, exposure.answer.value)
    storage = _free(decisions, "storage-class", choose("", "plan.default.storage_class"))
    return Target(
        profile=known,
        version=version.answer,
        catalogue=catalogues()[catalogue.answer.value],
        catalogue_name=catalogue.answer,
        registry=registry.answer,
        exposure=exposure.answer,
        parent=parent.answer,
        storage_class=storage.answer if storage.answer.value else None,
        questions=(version, catalogue, registry, exposure, parent, storage),
    )


def _version(decisions: Decisions) -> Question:
    default = choose(_DEFAULT_VERSION, "plan.default.kube_version", version=_DEFAULT_VERSION)
    return ask(decisions, "kube-version", default, history().versions)


def _exposure(decisions: Decisions, known: Profile) -> Question:
    if _GATEWAY_KIND in known.api_versions:
        default = choose("gateway", "plan.default.gateway", version=known.version)
        return ask(decisions, "exposure", default, ("gateway", "ingress"))
    default = choose("ingress", "plan.exposure.old_cluster", version=known.version)
    return ask(decisions, "exposure", default, ("ingress",))


def _parent(decisions: Decisions, exposure: str) -> Question:
    if exposure == "gateway":
        return _free(decisions, "gateway", choose("gateway", "plan.default.gateway_name"))
    return _free(decisions, "ingress-class", choose("nginx", "plan.default.ingress_class"))


def _free(decisions: Decisions, kind: str, default: Chosen[str]) -> Question:
    return ask(decisions, kind, default, shape=SHAPES[kind])
