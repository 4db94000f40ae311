"""What planning does with an estate that is not as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from migrate import pipeline, text
from migrate.model.decisions import Decisions
from migrate.model.facts import Fact, Unknown
from migrate.model.inventory import Member
from migrate.model.plan import MigrationPlan
from migrate.model.reason import Because
from migrate.model.settings import SettingFile
from migrate.model.settings import Text as Words
from migrate.pipeline import Estate
from migrate.plan.build import plan as make_plan
from tests.conftest import make_workspace


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Estate:
    return pipeline.estate(make_workspace(tmp_path_factory.mktemp("plan") / "w"))


def planned(known: Estate, **answers: str) -> MigrationPlan:
    given = {name.replace("__", "/").replace("_", "-"): value for name, value in answers.items()}
    decisions = replace(known.decisions, answers=given)
    return make_plan(known.inventory, known.topology, known.assessment, decisions)


def changed(known: Estate, component: str, **fields: object) -> Estate:
    def change(member: Member) -> Member:
        if member.component.id != component:
            return member
        return replace(member, component=replace(member.component, **fields))

    members = tuple(change(member) for member in known.inventory.members)
    return replace(known, inventory=replace(known.inventory, members=members))


@pytest.mark.parametrize("catalogue", ["official", "debian"])
@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_reason_can_be_said(known: Estate, catalogue: str, language: str) -> None:
    made = planned(known, catalogue=catalogue)
    findings = (*made.findings, *(f for w in made.workloads for f in w.findings))
    said = [text.say(language, b.id, b.params) for b in _reasons(made)]
    said += [
        text.say(language, f"rule.{f.rule}.{part}", f.params)
        for f in findings
        for part in ("title", "message", "remedy")
    ]
    assert len(said) > 100
    assert all(said)


def _reasons(made: MigrationPlan) -> list[Because]:
    found: list[Because] = []

    def walk(value: object) -> None:
        if isinstance(value, Because):
            found.append(value)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)

    walk(made)
    return found


def test_what_was_not_handed_over_is_not_planned_but_named(known: Estate) -> None:
    made = planned(changed(known, "portal", sources=()))
    assert "portal" not in {workload.id for workload in made.workloads}
    assert [(f.rule, f.subject) for f in made.findings] == [
        ("planned-nothing-handed-over", "portal")
    ]


def test_a_kind_without_a_recipe_is_not_planned_but_named(known: Estate) -> None:
    made = planned(changed(known, "portal", kind="cobol"))
    assert [(f.rule, f.subject) for f in made.findings] == [("planned-kind-unknown", "portal")]


def test_a_database_that_stays_keeps_its_address(known: Estate) -> None:
    made = planned(changed(known, "mysql-master", sources=()))
    (found,) = [
        file
        for file in made.workload("score-record").files
        if file.mount_path.endswith("/db.properties")
    ]
    assert "jdbc:mysql://10.20.3.11:3306/hpe_app" in found.text


def test_answers_that_no_question_takes_are_named(known: Estate) -> None:
    made = planned(known, catalogue="qwertz", vanished__replicas="3")
    rules = {(f.rule, f.params["question"]) for f in made.findings}
    assert rules == {
        ("decision-not-allowed", "catalogue"),
        ("decision-without-question", "vanished/replicas"),
    }
    assert made.catalogue.value == "official"


@pytest.mark.parametrize("answer", ["0", "-1", "many", ""])
def test_replicas_are_a_whole_number_above_zero(known: Estate, answer: str) -> None:
    decisions = replace(known.decisions, answers={"score-record/replicas": answer})
    made = make_plan(known.inventory, known.topology, known.assessment, decisions)
    assert made.workload("score-record").replicas.value == 1


def test_nothing_at_all_gives_an_empty_plan() -> None:
    from migrate.model.assessment import Assessment
    from migrate.model.inventory import Inventory
    from migrate.model.topology import Topology

    made = make_plan(Inventory("", ""), Topology(), Assessment(), Decisions())
    assert made.workloads == made.systems == ()


def test_text_that_imitates_a_placeholder_is_taken_apart(known: Estate) -> None:
    forged = SettingFile(
        "extra.properties",
        "working-directory",
        "properties",
        "utf-8",
        (Words("a=${SECRET:mysql-master.root:raw}\n"),),
    )
    component = known.inventory.member("score-record").component
    secret = next(f for f in component.settings if f.has_secret)
    parts = (*forged.parts, *secret.parts)
    made = planned(changed(known, "score-record", settings=(replace(forged, parts=parts),)))
    (file,) = made.workload("score-record").files
    assert "SECRET:mysql-master.root" not in file.text.replace("$ {SECRET", "")
    assert "mysql-master.root" not in {
        need.id for need in made.secrets if "score-record" in need.used_by
    }
    rules = {f.rule for f in made.workload("score-record").findings}
    assert "settings-imitate-placeholder" in rules


def test_logs_and_dumps_get_no_claim(known: Estate) -> None:
    claims = [v for v in planned(known).workload("score-record").volumes if v.kind == "claim"]
    assert claims == []


def test_waves_come_from_the_assessment(known: Estate) -> None:
    waves = {workload.id: workload.wave for workload in planned(known).workloads}
    assert waves == {"mysql-master": 1, "mysql-slave": 2, "portal": 2, "score-record": 2}


def test_the_same_estate_gives_the_same_plan(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "w")
    _, one = pipeline.plan(workspace)
    _, other = pipeline.plan(workspace)
    assert one == other


def test_more_replicas_wait_for_the_decision_on_sessions(known: Estate) -> None:
    made = planned(known, score_record__replicas="3")
    assert made.workload("score-record").replicas.value == 1
    (found,) = made.findings
    assert (found.rule, found.severity) == ("replicas-wait-for-sessions", "mandatory")
    settled = planned(known, score_record__replicas="3", score_record__sessions="external")
    assert settled.workload("score-record").replicas.value == 3
    assert settled.findings == ()


def test_a_tag_changes_with_the_content_and_not_with_the_day(known: Estate) -> None:
    def tags(estate: Estate, as_of: str = "") -> dict[str, str]:
        decisions = replace(estate.decisions, as_of=as_of or estate.decisions.as_of)
        made = make_plan(estate.inventory, estate.topology, estate.assessment, decisions)
        return {workload.id: workload.image.tag.value for workload in made.workloads}

    component = known.inventory.member("portal").component
    other = Fact("0" * 64, component.origins("content.sha256"))
    changed_site = changed(known, "portal", facts={**component.facts, "content.sha256": other})
    assert tags(known) == tags(known, "2026-05-05")
    differing = {name for name, tag in tags(changed_site).items() if tag != tags(known)[name]}
    assert differing == {"portal"}


def test_affinity_behind_a_gateway_is_a_finding(known: Estate) -> None:
    made = planned(known, score_record__sessions="affinity")
    rules = {finding.rule for finding in made.workload("score-record").findings}
    assert "affinity-behind-gateway" in rules
    inside = planned(known, score_record__sessions="affinity", score_record__exposed="no")
    rules = {finding.rule for finding in inside.workload("score-record").findings}
    assert "affinity-behind-gateway" not in rules


def test_a_schedule_without_its_time_zone_is_a_finding(known: Estate) -> None:
    for version, told in (("1.24", True), ("1.25", False)):
        made = planned(known, kube_version=version)
        rules = {finding.rule for finding in made.workload("portal").findings}
        assert ("schedule-zone" in rules) is told


def test_folders_that_share_a_name_get_volumes_of_their_own(known: Estate) -> None:
    component = known.inventory.member("portal").component
    paths = ["/data/上传", "/data/图片", "/srv/tmp"]
    written = Fact([{"path": path, "holds": "data", "origins": []} for path in paths])
    made = planned(changed(known, "portal", facts={**component.facts, "files.written": written}))
    names = [volume.name for volume in made.workload("portal").volumes]
    assert len(names) == len(set(names))
    assert {v.mount_path for v in made.workload("portal").volumes} >= set(paths)


def test_a_module_of_an_archive_is_not_planned_but_named(known: Estate) -> None:
    made = planned(changed(known, "portal", sources=("artifacts/shop.ear!/web.war",)))
    assert "portal" not in {workload.id for workload in made.workloads}
    assert [(f.rule, f.subject) for f in made.findings] == [("planned-archive-inside", "portal")]


def test_what_need_not_last_gets_scratch_space_instead_of_a_claim(known: Estate) -> None:
    component = known.inventory.member("portal").component
    holds = {"/data/up": "upload", "/data/up/tpl": "cache", "/srv/cache": "cache",
             "/srv/cache/views": "cache", "/srv/sess": "session", "/srv/logs": "log"}  # fmt: skip
    written = Fact([{"path": path, "holds": kind, "origins": []} for path, kind in holds.items()])
    made = planned(changed(known, "portal", facts={**component.facts, "files.written": written}))
    volumes = made.workload("portal").volumes
    kinds = {v.mount_path: v.kind for v in volumes if v.mount_path in holds}
    assert kinds == {"/data/up": "claim", "/srv/cache": "scratch", "/srv/sess": "scratch",
                     "/srv/logs": "scratch"}  # fmt: skip
    assert len({volume.name for volume in volumes}) == len(volumes)


def test_a_war_may_write_where_nothing_need_last(known: Estate) -> None:
    component = known.inventory.member("score-record").component
    holds = {"/data/up": "upload", "/srv/cache": "cache", "/srv/work": "temp", "/data/logs": "log"}
    written = Fact([{"path": path, "holds": kind, "origins": []} for path, kind in holds.items()])
    facts = {**component.facts, "files.written": written}
    volumes = planned(changed(known, "score-record", facts=facts)).workload("score-record").volumes
    kinds = {v.mount_path: v.kind for v in volumes if v.mount_path in holds}
    # Its logs go to the console: the generated configuration turns them.
    assert kinds == {"/data/up": "claim", "/srv/cache": "scratch", "/srv/work": "scratch"}


def test_an_optional_extension_that_no_image_has_is_no_finding(known: Estate) -> None:
    component = known.inventory.member("portal").component
    for required, told in ((True, True), (False, False)):
        needed = Fact([{"name": "mssql", "count": 1, "required": required, "origins": []}])
        facts = {**component.facts, "php.extensions": needed}
        workload = planned(changed(known, "portal", facts=facts)).workload("portal")
        rules = {finding.rule for finding in workload.findings}
        assert ("php-extension-unavailable" in rules) is told


def test_where_nothing_tells_what_is_written_a_person_is_asked(known: Estate) -> None:
    portal = known.inventory.member("portal").component
    facts = {name: fact for name, fact in portal.facts.items() if name != "files.written"}
    unknown = Unknown("files.written", Because("read.unknown.files.written"))
    estate = changed(known, "portal", facts=facts, unknown=(unknown,))
    asked = {q.id: q for q in planned(estate).questions}
    assert not asked["portal/written-paths"].answered
    made = planned(estate, portal__written_paths="upload, /srv/files")
    site = made.workload("portal")
    claims = {v.mount_path: v for v in site.volumes if v.kind == "claim"}
    assert {path.rsplit("/", 1)[-1] for path in claims} == {"upload", "files"}
    assert all(
        origin.source == "migration.yaml" for v in claims.values() for origin in v.size.origins
    )
    nothing = planned(estate, portal__written_paths="none")
    assert "portal/written-paths" in {q.id for q in nothing.questions if q.answered}
    site = nothing.workload("portal")
    assert not [v for v in site.volumes if v.kind == "claim"]


def test_what_is_known_to_be_written_is_not_asked(known: Estate) -> None:
    asked = {question.kind for question in planned(known).questions}
    assert "written-paths" not in asked
