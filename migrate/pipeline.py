"""The stages in order; the only module that knows them all. CLI and app both stand on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from migrate.model.artifact import CheckReport
from migrate.model.assessment import Assessment
from migrate.model.decisions import RULES_ABOUT, Decisions
from migrate.model.facts import Finding, Reading
from migrate.model.inventory import Inventory
from migrate.model.outcome import ImageOutcome, ObjectOutcome
from migrate.model.plan import MigrationPlan
from migrate.model.survey import Survey
from migrate.model.topology import Topology
from migrate.workspace import CacheFolder, Workspace, Written, save_file

if TYPE_CHECKING:
    from migrate.explain import Explained
    from migrate.rules import RuleSet

Progress: TypeAlias = Callable[[str, str], None]
"""Called with a stage's name and what it is at."""

_MANY_INPUTS = 8
"""From here on, worker processes repay their start."""


class Estate(Struct, frozen=True):
    """The stage values of one run, as far as the run went."""

    decisions: Decisions
    reading: Reading
    survey: Survey
    inventory: Inventory
    topology: Topology
    assessment: Assessment


class Outcome(Struct, frozen=True):
    """What `migrate run` brought about."""

    estate: Estate
    plan: MigrationPlan
    written: tuple[Written, ...]
    check: CheckReport
    reports: tuple[Path, ...]

    @property
    def conflicts(self) -> tuple[Written, ...]:
        """Generated files whose news contradict a person's edit."""
        return tuple(file for file in self.written if file.state == "conflict")


def silent(stage: str, detail: str) -> None:
    """Report progress to nobody."""


def rules_for(
    folders: Sequence[Path] = (), sources: Sequence[str] = (), targets: Sequence[str] = ()
) -> RuleSet:
    """Return our own rules, and those of folders that are about given technologies."""
    from migrate import rules

    return rules.load(folders, rules.Selection(tuple(sources), tuple(targets)))


def read_paths(
    paths: Sequence[Path],
    root: Path,
    ruleset: RuleSet | None = None,
    store: CacheFolder | None = None,
) -> Reading:
    """Read artifacts; `ruleset` is our own rules by default, `store` keeps what was read."""
    from migrate import rules
    from migrate.read import Cache, read

    ruleset = ruleset or rules.load()
    cache = Cache(store, rules.digest(ruleset)) if store else None
    scan = rules.Scan(ruleset)
    with _executor(len(paths)) as executor:
        reading: Reading = read(paths, root, executor=executor, scan=scan, cache=cache)
    return reading


def findings_of(
    reading: Reading, as_of: str, ruleset: RuleSet | None = None
) -> dict[str, tuple[Finding, ...]]:
    """Return by component id what the rules say that need only the artifact."""
    from migrate import rules

    ruleset = ruleset or rules.load()
    return {c.id: rules.judge(ruleset, c, None, as_of) for c in reading.components}


def load_survey(files: Sequence[Path], root: Path) -> Survey:
    """Import survey workbooks, without a workspace."""
    from migrate.survey import load

    loaded: Survey = load(files, root)
    return loaded


def write_survey_template(out: Path, language: str, workspace: Workspace | None = None) -> None:
    """Write the survey workbook, filled with what a workspace's own workbooks say."""
    from migrate.survey import load, template

    known = load(workspace.workbooks(), workspace.root) if workspace else None
    save_file(out, template(language, known))


def decide(workspace: Workspace, answers: Mapping[str, str]) -> None:
    """Write answers to questions about the estate to migration.yaml, when they are allowed."""
    from migrate.plan.answers import accepted

    workspace.decide(accepted(answers))


def topology(workspace: Workspace, progress: Progress = silent) -> tuple[Inventory, Topology]:
    """Run the stages up to the dependency graph."""
    _, _, inventory = _inventory(workspace, progress)
    return _topology(workspace, inventory, progress)


def estate(workspace: Workspace, progress: Progress = silent) -> Estate:
    """Run the stages up to the assessment."""
    from migrate import assess

    reading, survey, inventory = _inventory(workspace, progress)
    inventory, graph = _topology(workspace, inventory, progress)
    decisions = workspace.decisions
    progress("assess", "")
    assessment = assess.assess(inventory, graph, decisions, _rules_of(workspace))
    workspace.save("assessment", assessment)
    return Estate(decisions, reading, survey, inventory, graph, assessment)


def plan(workspace: Workspace, progress: Progress = silent) -> tuple[Estate, MigrationPlan]:
    """Run the stages up to the plan."""
    from migrate.plan.build import plan as make_plan

    known = estate(workspace, progress)
    progress("plan", "")
    made = make_plan(known.inventory, known.topology, known.assessment, known.decisions)
    workspace.save("plan", made)
    return known, made


def generate(
    workspace: Workspace, progress: Progress = silent
) -> tuple[Estate, MigrationPlan, tuple[Written, ...]]:
    """Run the stages up to the generated files, keeping what people edited."""
    from generators import generate as write

    known, made = plan(workspace, progress)
    progress("generate", "")
    return known, made, workspace.write_artifacts(write(made))


def check(workspace: Workspace, progress: Progress = silent) -> CheckReport:
    """Check what lies in out/, for the Kubernetes version it was made for."""
    from migrate.check import check as check_files

    made = workspace.load("plan", MigrationPlan)
    progress("check", "")
    report: CheckReport = check_files(workspace.out, made.cluster.version.value)
    workspace.save("check", report)
    return report


def report(
    workspace: Workspace, languages: Sequence[str], progress: Progress = silent
) -> tuple[Path, ...]:
    """Write the readiness report of what was generated last."""
    known, made = plan(workspace, progress)
    return _report(workspace, known, made, check(workspace, progress), languages, progress)


def run(workspace: Workspace, languages: Sequence[str], progress: Progress = silent) -> Outcome:
    """Run every stage that needs neither engine nor cluster."""
    known, made, written = generate(workspace, progress)
    checked = check(workspace, progress)
    reports = _report(workspace, known, made, checked, languages, progress)
    return Outcome(known, made, written, checked, reports)


def graph_picture(inventory: Inventory, topology: Topology, language: str) -> str:
    """Return the dependency graph as SVG."""
    from migrate.report import content, graph_svg

    return graph_svg.draw(topology, language, marks=content.marks(inventory, language))


def draw_graph(inventory: Inventory, topology: Topology, language: str, out: Path) -> None:
    """Write the dependency graph as a picture."""
    save_file(out, graph_picture(inventory, topology, language).encode())


def generated_files(workspace: Workspace) -> list[str]:
    """Return the paths of generated files, relative to out/, reports left out."""
    out = workspace.out
    paths = (path.relative_to(out) for path in out.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths if path.parts[0] != "report")


def zipped(workspace: Workspace) -> bytes:
    """Return out/ as a zip archive; the same files give the same bytes."""
    from migrate.workspace.archive import zip_folder

    return zip_folder(workspace.out)


def contexts() -> list[str]:
    """Return the names of the contexts in the user's kubeconfig, sorted."""
    from migrate.deploy.cluster import contexts as known

    return known()


def explain(workspace: Workspace, file: str, language: str) -> tuple[Explained, ...]:
    """Say why the values of a generated file are what they are.

    `file` is relative to the workspace or to out/, with `#/json/pointer` or `#L12` behind it to
    ask for one value. Behind the pointer of a text of several lines, `#L3` asks for one of them.
    """
    from migrate.explain import explain as say_why

    path, _, pointer = file.partition("#")
    inside = workspace.inside_out(path)
    content = (workspace.out / inside).read_bytes().decode("utf-8", errors="replace")
    reasons = workspace.reasons().get(inside, {})
    is_own = not reasons and inside.startswith(("manifests/", "secrets/"))
    structured = is_own or any(where.startswith("/") for where in reasons)
    why: tuple[Explained, ...] = say_why(
        content, reasons, pointer, language, workspace.generated(inside), structured=structured
    )
    return why


def build(
    workspace: Workspace,
    *,
    push: bool = False,
    network: str | None = None,
    progress: Progress = silent,
) -> tuple[ImageOutcome, ...]:
    """Build the plan's images on a Docker engine, and push them to the decided registry.

    `network` is that of the build steps, `host` where only the host reaches package mirrors.
    """
    from migrate.deploy import images

    made = workspace.load("plan", MigrationPlan)
    return images.build(
        workspace.root, workspace.out, made, push=push, network=network, progress=progress
    )


def deploy(
    workspace: Workspace,
    context: str,
    *,
    dry_run: bool = False,
    secrets_file: Path | None = None,
    allow_commands: bool = False,
    progress: Progress = silent,
) -> tuple[ObjectOutcome, ...]:
    """Apply the manifests of out/ to a cluster, secrets from a file filled in on the way.

    `allow_commands` lets the kubeconfig run the command it names to log in.
    """
    from migrate.deploy import Target
    from migrate.deploy import deploy as apply
    from migrate.deploy.secrets import load

    secrets = load(secrets_file) if secrets_file else None
    language = workspace.decisions.language
    return apply(
        workspace.out,
        Target(context, allow_commands=allow_commands),
        dry_run=dry_run,
        secrets=secrets,
        language=language,
        progress=progress,
    )


def _inventory(workspace: Workspace, progress: Progress) -> tuple[Reading, Survey, Inventory]:
    from migrate.analyse import merge, new_names

    progress("read", "")
    with workspace.cache.run() as store:
        reading = read_paths(workspace.inputs(), workspace.root, _rules_of(workspace), store)
    progress("survey", "")
    survey = load_survey(workspace.workbooks(), workspace.root)
    progress("analyse", "")
    inventory = merge(reading, survey, workspace.decisions)
    workspace.keep_names(new_names(inventory))
    for name, value in (("reading", reading), ("survey", survey), ("inventory", inventory)):
        workspace.save(name, value)
    return reading, survey, inventory


def _rules_of(workspace: Workspace) -> RuleSet:
    """Return the rules of a workspace: those in its rules/ folder come along, as selected."""
    answers = workspace.decisions.answers
    sources, targets = (answers.get(name, "").split() for name in RULES_ABOUT)
    return rules_for(workspace.rules(), sources, targets)


def _topology(
    workspace: Workspace, inventory: Inventory, progress: Progress
) -> tuple[Inventory, Topology]:
    from migrate import graph

    progress("graph", "")
    found = graph.build(inventory)
    shaped = graph.with_shapes(inventory, found)
    workspace.save("inventory", shaped)
    workspace.save("topology", found)
    return shaped, found


def _report(
    workspace: Workspace,
    known: Estate,
    made: MigrationPlan,
    checked: CheckReport,
    languages: Sequence[str],
    progress: Progress,
) -> tuple[Path, ...]:
    from migrate.report import html, xlsx
    from migrate.report.content import Material

    files = tuple(generated_files(workspace))
    material = Material(known.inventory, known.topology, known.assessment, made, checked, files)
    reports = []
    for language in languages:
        progress("report", language)
        page = html.render(material, language).encode()
        book = xlsx.render(material, language)
        reports.append(workspace.write_report(f"readiness.{language}.html", page))
        reports.append(workspace.write_report(f"readiness.{language}.xlsx", book))
    return tuple(reports)


@contextmanager
def _executor(inputs: int) -> Iterator[Executor | None]:
    if inputs < _MANY_INPUTS:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor() as executor:
        yield executor
