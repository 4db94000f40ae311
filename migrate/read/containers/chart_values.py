"""values.yaml of a chart and its subcharts go in; whom they name, and their secrets, come out.

By Helm's documentation: what a chart says under the name of a subchart is laid over that one's own
values, maps key by key and lists whole. Files beside values.yaml (`values-prod.yaml`) are laid over
it by whoever installs the chart, so whom each names counts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.read import config_files, leaks
from migrate.read.containers import document, environment
from migrate.read.containers.document import NOTHING, Value
from migrate.read.containers.environment import Peers, Setting
from migrate.read.findings import Found
from migrate.read.hosts import is_local
from migrate.read.pair import Pair
from migrate.read.tree import Entry, Tree
from migrate.read.values import addresses

_FILE = re.compile(r"values(?:[.\-_][\w.\-]+)?\.ya?ml$", re.I)
_SUBCHART = re.compile(r"charts/(?P<name>[^/]+)/values\.yaml$")
_USE = re.compile(r"\.Values\.(?P<path>[A-Za-z_][\w.]{0,200})")
_NO_CALL = re.compile(
    r"(?i)(?:^|[.\]])(?:ingress(?:es)?|virtualservices?|httproutes?|routes?|service|images?|tls|"
    r"hostaliases|dnsconfig|networkpolicy|certificates?|nodeselector|annotations|labels|metadata|"
    r"affinity|probes?|\w*imageregistry)(?:[.\[]|$)"
)
"""Under these keys charts say how they are reached and where images lie, not whom they call."""
_DEEPEST = 12
_MOST = 20_000
_PLACES = 20


class Values:
    """What a chart's templates are given."""

    def __init__(self, tree: Tree) -> None:
        """Read the values of a chart and of the charts inside of it."""
        self._tree = tree
        self.files = tuple(_files(tree))
        entry = tree.get("values.yaml")
        self._own = _read(entry) if entry else NOTHING
        found = ((_SUBCHART.search(e.path), e) for e in tree.below("charts/", ".yaml"))
        self._subcharts = {m["name"]: _read(e) for m, e in found if m}

    def said(self, path: str) -> Value:
        """Return what stands at a dotted path of values.yaml."""
        return self._own.at(*path.split("."))

    def effective(self, leaving: Sequence[str] = ()) -> Value:
        """Return values.yaml over those of its subcharts, those of `leaving` excepted."""
        return self._with_subcharts(self._own, leaving)

    def add(self, found: Found, leaving: Sequence[str] = ()) -> None:
        """Add whom the values name, and which of them are secrets; `leaving` are turned off."""
        for entry in self.files:
            self._keep(entry, found)
        uses = _uses(self._tree)
        kinds = [self._own, *(_over(self._own, _read(e)) for e in self._variants())]
        for value in kinds:
            for reference in _references(self._with_subcharts(value, leaving)):
                used = _used(reference.setting, uses, tuple(self._subcharts))
                origins = tuple(dict.fromkeys((*reference.origins, *used)))
                found.references.append(replace(reference, origins=origins))
                config_files.datasource(reference, found)

    def _variants(self) -> Iterator[Entry]:
        return (e for e in self.files if "/" not in e.path and e.name != "values.yaml")

    def _with_subcharts(self, value: Value, leaving: Sequence[str]) -> Value:
        inner = {n: v for n, v in self._subcharts.items() if n not in leaving}
        given = {name: each for name, each in value.fields.items() if name not in leaving}
        return _over(Value("map", fields=inner), value.with_fields(given))

    def _keep(self, entry: Entry, found: Found) -> None:
        """Keep a file for its keys and secrets; whom it names is told with what lies over it."""
        known = config_files.format_of(entry)
        if known is not None:
            settings, _ = config_files.cut(entry, known)
            config_files.add(replace(settings, references=()), entry, found)


def _files(tree: Tree) -> Iterator[Entry]:
    for entry in tree.below("", ".yaml", ".yml"):
        if ("/" not in entry.path and _FILE.match(entry.name)) or _SUBCHART.match(entry.path):
            yield entry


def _read(entry: Entry) -> Value:
    return next(iter(document.documents(entry)), NOTHING)


def _over(base: Value, over: Value, depth: int = 0) -> Value:
    """Return values laid over others: maps key by key, anything else whole."""
    if base.shape != "map" or over.shape != "map" or depth > _DEEPEST:
        return base if over.origin.source == "" and over.shape == "none" else over
    fields = dict(base.fields)
    for key, value in over.fields.items():
        fields[key] = _over(base.at(key), value, depth + 1)
    return over.with_fields(fields)


def _references(values: Value) -> Iterator[Reference]:
    """Yield whom values name that no key calls the chart's own address."""
    places: dict[int, Origin] = {}
    pairs: list[Pair] = []
    for path, value in itertools.islice(_scalars(values, "", 0), _MOST):
        if not setting_keys().is_secret(path, value.text):
            pairs.append(Pair(path, value.text, 0, 0))
            places[id(pairs[-1])] = value.origin
    named = addresses(pairs)
    own = {address.host for address in named if _NO_CALL.search(address.pair.key)}
    for address in named:
        if address.host not in own and not is_local(address.host):
            yield Reference(
                target=address.target,
                protocol=address.protocol,
                database=address.database,
                setting=address.pair.key,
                account=leaks.masked(address.account),
                origins=(places[id(address.pair)],),
            )
    yield from _of_variables(values)


def _scalars(value: Value, path: str, depth: int) -> Iterator[tuple[str, Value]]:
    if depth > _DEEPEST:
        return
    if value.shape == "text":
        yield path, value
    for key, each in value.fields.items():
        yield from _scalars(each, f"{path}.{key}" if path else key, depth + 1)
    for number, each in enumerate(value.items[:1000]):
        yield from _scalars(each, f"{path}[{number}]", depth + 1)


def _of_variables(values: Value) -> Iterator[Reference]:
    """Yield whom lists of variables name: `- name: PAY_HOST`, `value: 10.0.0.8`."""
    given: dict[str, dict[str, Value]] = {}
    for path, value in itertools.islice(_scalars(values, "", 0), _MOST):
        item, _, key = path.rpartition(".")
        if item.endswith("]") and key in ("name", "value"):
            given.setdefault(item, {})[key] = value
    settings = {
        item: Setting(said["name"].text, said["value"].text, said["value"].origin)
        for item, said in given.items()
        if len(said) == 2
    }
    siblings = {each.name: each.value or "" for each in settings.values()}
    for item, setting in settings.items():
        for reference in environment.references(setting, siblings, Peers({})):
            yield replace(reference, setting=f"{item}.{reference.setting}")


def _uses(tree: Tree) -> dict[str, list[Origin]]:
    """Return where templates use each value, by its path in the whole chart's values."""
    found: dict[str, list[Origin]] = {}
    for entry in tree.below("", ".yaml", ".yml", ".tpl"):
        folder = entry.path.partition("templates/")[0]
        inner = re.fullmatch(r"(?:charts/(?P<name>[^/]+)/)?", folder)
        if "templates/" not in entry.path or inner is None:
            continue
        prefix = f"{inner['name']}." if inner["name"] else ""
        for number, line in enumerate((entry.text() or "").splitlines(), 1):
            for match in _USE.finditer(line[:4000]):
                path = f"{prefix}{match['path'].rstrip('.')}"
                if len(found.setdefault(path, [])) < _PLACES:
                    found[path].append(entry.origin(number))
    return found


def _used(
    setting: str, uses: dict[str, list[Origin]], subcharts: Sequence[str]
) -> Sequence[Origin]:
    """Return where a value is used: itself, else the nearest map or list that it lies in."""
    path = re.sub(r"\[.*", "", setting)
    least = 2 if path.partition(".")[0] in subcharts else 1
    parts = path.split(".")
    for length in range(len(parts), least - 1, -1):
        known = uses.get(".".join(parts[:length]))
        if known:
            return known
    return ()
