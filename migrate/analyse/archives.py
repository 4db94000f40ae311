"""An EAR and its modules, which were read one by one, become the one thing that is deployed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from migrate.model.facts import Alternative, Component, Fact, Plain
from migrate.model.settings import SettingFile

KIND = "java-ear"
_OF_ONE_MODULE = ("content.sha256", "ear", "ear.module", "war.context_path")
_FULL = "full-server"


def whole(components: Sequence[Component]) -> list[Component]:
    """Return the components with the modules of each EAR put into it."""
    archives = [component for component in components if component.kind == KIND]
    parts = {ear.id: [c for c in components if _is_part(c, ear)] for ear in archives}
    taken = {part.id for modules in parts.values() for part in modules}
    return [_joined(c, parts.get(c.id, ())) for c in components if c.id not in taken]


def _is_part(component: Component, ear: Component) -> bool:
    inside = (f"{ear.sources[0]}!/", f"{ear.sources[0]}/")
    return component.value("ear") is not None and component.sources[0].startswith(inside)


def _joined(ear: Component, modules: Sequence[Component]) -> Component:
    if not modules:
        return ear
    each = (ear, *modules)
    facts = dict(sorted({**ear.facts, **dict(_facts(ear, modules))}.items()))
    unknown = {missing.fact: missing for part in each for missing in part.unknown}
    return replace(
        ear,
        facts=facts,
        endpoints=tuple(dict.fromkeys(e for part in each for e in part.endpoints)),
        references=tuple(r for part in each for r in part.references),
        incidents=tuple(i for part in each for i in part.incidents),
        settings=_settings(ear, modules),
        unknown=tuple(unknown[name] for name in sorted(unknown) if name not in facts),
    )


def _settings(ear: Component, modules: Sequence[Component]) -> tuple[SettingFile, ...]:
    """Return the settings files, each once: those of modules with their paths below the EAR."""
    found = {(file.location, file.path): file for file in ear.settings}
    for module in modules:
        name = module.sources[0].removeprefix(ear.sources[0]).lstrip("!/")
        for file in module.settings:
            inside = file.location == "application"
            known = replace(file, path=f"{name}!/{file.path}") if inside else file
            found.setdefault((known.location, known.path), known)
    return tuple(found.values())


def _facts(ear: Component, modules: Sequence[Component]) -> Iterator[tuple[str, Fact]]:
    names = dict.fromkeys(name for module in modules for name in module.facts)
    for name in names:
        found = [module.facts[name] for module in modules if name in module.facts]
        if name in _OF_ONE_MODULE:
            continue
        if all(isinstance(fact.value, list) for fact in found):
            yield name, _listed([*([ear.facts[name]] if name in ear.facts else []), *found])
        elif name not in ear.facts:
            yield name, _demanding(found)


def _listed(found: Sequence[Fact]) -> Fact:
    items: list[Plain] = []
    for fact in found:
        known = fact.value if isinstance(fact.value, list) else []
        items.extend(item for item in known if item not in items)
    origins = tuple(dict.fromkeys(origin for fact in found for origin in fact.origins))
    return Fact(items, origins, min(fact.confidence for fact in found))


def _demanding(found: Sequence[Fact]) -> Fact:
    """Return what the most demanding module says, the others as alternatives."""
    first, *others = sorted(found, key=_demand, reverse=True)
    different = [fact for fact in others if fact.value != first.value]
    told = tuple(Alternative(fact.value, fact.origins) for fact in different)
    return replace(first, alternatives=(*first.alternatives, *told))


def _demand(fact: Fact) -> tuple[bool, bool, int]:
    chosen = fact.value.get("choose") if isinstance(fact.value, dict) else fact.value
    number = chosen if isinstance(chosen, int) else 0
    return chosen == _FULL, chosen not in (None, "none"), number
