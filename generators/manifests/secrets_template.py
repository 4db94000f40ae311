"""The secrets of a plan as a file to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from generators.scalars import scalar
from migrate import text
from migrate.model.artifact import Artifact
from migrate.model.plan import MigrationPlan, SecretNeed
from migrate.model.reason import Reason

PATH = "secrets.template.yaml"


def secrets_template(plan: MigrationPlan) -> Iterator[Artifact]:
    """Yield the template: each secret with what it is, who uses it, and no value."""
    if not plan.secrets:
        return
    lines = _comment(text.say(plan.language, "manifests.secrets.head"))
    reasons: dict[str, Reason] = {}
    for need in plan.secrets:
        lines += ["", *_about(need, plan.language), f'{scalar(need.id)}: ""']
        reasons[f"L{len(lines)}"] = need.reason
    yield Artifact(PATH, "\n".join([*lines, ""]), reasons)


def _about(need: SecretNeed, language: str) -> list[str]:
    what = text.say(language, need.reason.because.id, need.reason.because.params)
    users = text.say(language, "manifests.secrets.users", {"users": ", ".join(need.used_by)})
    return [*_comment(what), *_comment(users)]


def _comment(words: str) -> list[str]:
    return [f"# {line}".rstrip() for line in words.splitlines()]
