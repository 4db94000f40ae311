"""Crontab lines as CronJobs."""

from __future__ import annotations

from collections.abc import Iterator

from generators.naming import camel
from generators.objects.container import job
from generators.objects.pod import job_template
from generators.objects.scope import MANAGER, Scope, own
from generators.tree import Leaf, Node, chosen, knob, tree, why
from migrate.model.plan import Schedule

_STARTING_DEADLINE = 300
_RETRIES = 1
_ZONE_FIELD = "/spec/timeZone"
_ZONE_NOTE = f"{MANAGER}/time-zone"


def build(scope: Scope) -> Iterator[Node]:
    """Yield the CronJobs of a workload."""
    for schedule in scope.workload.schedules:
        name = Leaf(schedule.name, schedule.cron.reason)
        head = own(scope, "CronJob", name, _zone_note(scope, schedule))
        yield {**head, "spec": _spec(scope, schedule)}


def _spec(scope: Scope, schedule: Schedule) -> dict[str, Node]:
    path = (scope.root, "schedules", camel(schedule.name))
    paused = Leaf(schedule.suspend, why("manifests.why.suspend"))
    zone = {"timeZone": chosen(schedule.timezone)} if schedule.timezone else {}
    return {
        "schedule": knob((*path, "cron"), "cron", chosen(schedule.cron)),
        **zone,
        "suspend": knob((*path, "suspend"), "suspend", paused),
        "concurrencyPolicy": Leaf("Forbid", why("manifests.why.concurrency")),
        "startingDeadlineSeconds": Leaf(
            _STARTING_DEADLINE, why("manifests.why.starting_deadline", seconds=_STARTING_DEADLINE)
        ),
        "successfulJobsHistoryLimit": tree(why("manifests.why.job_history"), 3),
        "failedJobsHistoryLimit": tree(why("manifests.why.job_history"), 3),
        "jobTemplate": {
            "spec": {
                "backoffLimit": Leaf(_RETRIES, why("manifests.why.job_retries")),
                "template": job_template(scope, schedule, job(scope, schedule)),
            }
        },
    }


def _zone_note(scope: Scope, schedule: Schedule) -> dict[str, Node]:
    """Say which zone was meant where the object cannot: the controller's own counts there."""
    if schedule.timezone is None:
        return {_ZONE_NOTE: Leaf("unknown", why("manifests.why.zone_unknown"))}
    if _ZONE_FIELD not in scope.plan.cluster.rejected_fields.get("CronJob", ()):
        return {}
    version = scope.plan.cluster.version.value
    reason = why("manifests.why.zone_not_served", version=version)
    return {_ZONE_NOTE: Leaf(schedule.timezone.value, reason)}
