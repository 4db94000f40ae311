"""Crontab lines as CronJobs."""

from __future__ import annotations

from collections.abc import Iterator

from generators.naming import camel
from generators.objects.container import job
from generators.objects.pod import job_template
from generators.objects.scope import Scope, own
from generators.tree import Leaf, Node, chosen, knob, tree, why
from migrate.model.plan import Schedule

_STARTING_DEADLINE = 300
_RETRIES = 1


def build(scope: Scope) -> Iterator[Node]:
    """Yield the CronJobs of a workload."""
    for schedule in scope.workload.schedules:
        head = own(scope, "CronJob", Leaf(schedule.name, schedule.cron.reason))
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
