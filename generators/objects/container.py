"""The container of a workload, and the same image running a scheduled command."""

from __future__ import annotations

from generators.objects.mounts import mounts
from generators.objects.probes import probes
from generators.objects.scope import Scope, user_list
from generators.tree import Call, Joined, Leaf, Node, chosen, knob, setting, tree, values, why
from migrate.model.plan import Resources, Schedule, Variable

_DRAIN_SECONDS = 5


def server(scope: Scope) -> Node:
    """Return the container that serves."""
    workload = scope.workload
    return {
        **head(scope, workload.id),
        **({"command": tree(scope.house, list(workload.command))} if workload.command else {}),
        "env": _variables(scope),
        "envFrom": user_list(scope, "extraEnvFrom", "extra_env_from"),
        "ports": [
            {
                "name": Leaf(port.name, why("manifests.why.port_name")),
                "containerPort": chosen(port.number),
                "protocol": Leaf(port.protocol, why("manifests.why.protocol")),
            }
            for port in workload.ports
        ],
        **probes(scope),
        **_drain(scope),
        "resources": _resources(scope, "resources", workload.resources),
        "securityContext": security(scope),
        "volumeMounts": _mounts(scope),
    }


def job(scope: Scope, schedule: Schedule) -> Node:
    """Return the container of a scheduled command."""
    given = schedule.resources or scope.workload.resources
    return {
        **head(scope, schedule.name),
        "command": tree(schedule.command.reason, list(schedule.command.value)),
        "env": _variables(scope),
        "envFrom": user_list(scope, "extraEnvFrom", "extra_env_from"),
        "resources": _resources(scope, "jobResources", given),
        "securityContext": security(scope),
        "volumeMounts": _mounts(scope),
    }


def head(scope: Scope, name: str) -> dict[str, Node]:
    """Return the name and image of a container."""
    pull = Leaf("IfNotPresent", why("manifests.why.pull_policy"))
    return {
        "name": Leaf(name, scope.house),
        "image": _image(scope),
        "imagePullPolicy": knob((scope.root, "image", "pullPolicy"), "pull_policy", pull),
    }


def _image(scope: Scope) -> Joined:
    image = scope.workload.image
    repository, tag = (scope.root, "image", "repository"), (scope.root, "image", "tag")
    return Joined(
        (
            Call(
                values(repository),
                image.repository.value,
                (setting(repository, "image_repository", chosen(image.repository)),),
            ),
            ":",
            Call(values(tag), image.tag.value, (setting(tag, "image_tag", chosen(image.tag)),)),
        ),
        image.repository.reason,
    )


def _variables(scope: Scope) -> list[Node]:
    found: list[Node] = [_variable(scope, variable) for variable in scope.workload.variables]
    return [*found, user_list(scope, "extraEnv", "extra_env", spread=True)]


def _variable(scope: Scope, variable: Variable) -> Node:
    path = (scope.root, "env", variable.name)
    return {
        "name": Leaf(variable.name, variable.value.reason),
        "value": knob(path, "variable", chosen(variable.value), name=variable.name),
    }


def _mounts(scope: Scope) -> list[Node]:
    extra = user_list(scope, "extraVolumeMounts", "extra_volume_mounts", spread=True)
    return [*mounts(scope), extra]


def _drain(scope: Scope) -> dict[str, Node]:
    """Let balancers forget a pod before its server stops taking requests."""
    if scope.workload.exposure is None:
        return {}
    reason = why("manifests.why.drain", seconds=_DRAIN_SECONDS)
    command = ["sleep", str(_DRAIN_SECONDS)]
    return {"lifecycle": tree(reason, {"preStop": {"exec": {"command": command}}})}


def _resources(scope: Scope, name: str, given: Resources) -> Node:
    requests: dict[str, Node] = {
        "cpu": chosen(given.cpu_request),
        "memory": chosen(given.memory_request),
    }
    limits: dict[str, Node] = {"memory": chosen(given.memory_limit)}
    if given.cpu_limit:
        limits["cpu"] = chosen(given.cpu_limit)
    if given.ephemeral_request:
        requests["ephemeral-storage"] = chosen(given.ephemeral_request)
    if given.ephemeral_limit:
        limits["ephemeral-storage"] = chosen(given.ephemeral_limit)
    return knob((scope.root, name), "resources", {"requests": requests, "limits": limits})


def security(scope: Scope) -> Node:
    """Return what every container of the workload is kept from."""
    reason = why("manifests.why.restricted")
    return knob(
        (scope.root, "containerSecurityContext"),
        "container_security",
        {
            "allowPrivilegeEscalation": Leaf(False, reason),
            "capabilities": tree(reason, {"drop": ["ALL"]}),
            "readOnlyRootFilesystem": Leaf(True, why("manifests.why.read_only_root")),
        },
    )
