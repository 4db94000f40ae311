"""A settings file's text and keys go in; the file with addresses and secrets cut out comes out."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.model.facts import Reference
from migrate.model.origin import Origin
from migrate.model.settings import AddressSlot, Part, Quoting, SecretSlot, SettingFile, Text
from migrate.read import leaks, literals, unnamed_secrets
from migrate.read.formats import xml_pairs
from migrate.read.holds import Holding, holdings
from migrate.read.pair import FormatError, Pair
from migrate.read.secret_values import is_translation, secret_in, told_names
from migrate.read.tree import Entry
from migrate.read.values import Address, addresses

_COMMENTS = re.compile(
    r"(?:^[ \t]*(?:[!;]|/?\*|<!--|--|(?i:rem)\b|::)|(?:^|\s)(?:[#;]|//)).*$", re.M
)
_COMPUTED = re.compile(r"^\$|^`|[(\[]|::|->")
_QUOTES: dict[str, Quoting] = {'"': "double", "'": "single"}
_WHOLE: tuple[Quoting, ...] = ("yaml", "json", "cnf", "shell")
"""Ways of quoting that bring their own quotes: the old ones are cut too."""


class Settings(Struct, frozen=True):
    """One settings file, and what it refers to."""

    file: SettingFile
    references: tuple[Reference, ...]
    keys: tuple[str, ...]
    """Keys that hold a URL, host, account, port, secret or path."""
    pairs: tuple[Pair, ...]
    """Every key with its value, those of secrets left out, secrets inside of values masked."""
    holdings: tuple[Holding, ...] = ()
    """What each of `keys` holds."""


class Form(Struct, frozen=True):
    """How a kind of settings file is written."""

    format: str
    quoting: Quoting
    location: str = "application"


class _Cut(Struct, frozen=True):
    """A stretch of the text, and what takes its place."""

    start: int
    end: int
    parts: tuple[Part, ...]


def redact(
    entry: Entry,
    text: str,
    encoding: str,
    pairs: Sequence[Pair],
    form: Form,
    *,
    broken_at: int | None = None,
) -> Settings:
    """Cut addresses and secrets out of a settings file.

    `broken_at` is the place from which on no keys could be read: there every word counts.
    """
    work = _Work(entry.path, text, pairs, form)
    cuts = work.cuts(broken_at)
    shown = [_shown(pair, text, cuts) for pair in pairs]
    file = SettingFile(
        path=entry.path,
        location=form.location,  # type: ignore[arg-type]
        format=form.format,
        encoding=encoding,
        parts=_parts(text, cuts),
        origins=(entry.origin(),),
    )
    held = holdings(pairs, shown, work.secrets, work.named)
    references = dict.fromkeys(_reference(a, entry.origin(a.pair.line)) for a in work.named)
    return Settings(
        file=file,
        references=tuple(references),
        keys=tuple(sorted({holding.key for holding in held})),
        pairs=tuple(safe for pair, safe in zip(pairs, shown, strict=True) if work.is_open(pair)),
        holdings=held,
    )


class _Work:
    """What is cut out of one file, the more important first."""

    def __init__(self, path: str, text: str, pairs: Sequence[Pair], form: Form) -> None:
        self._text, self._form = text, form
        self._ends = [match.start() for match in re.finditer("\n", text)]
        translated = is_translation(path, pairs)
        variables = form.quoting == "shell"
        named = told_names(pairs)
        spans = [secret_in(pair, translated=translated, variables=variables) for pair in named]
        for number, span in ({} if translated else unnamed_secrets.secrets(path, pairs)).items():
            spans[number] = spans[number] or span
        self._pairs = pairs
        self._translated = translated
        self._spans = dict(enumerate(spans))
        self.secrets = tuple(p for p, span in zip(pairs, spans, strict=True) if span)
        self.open_pairs = tuple(p for p, span in zip(pairs, spans, strict=True) if not span)
        self.named = addresses(self.open_pairs)
        self._open_ids = {id(pair) for pair in self.open_pairs}
        self._opens = {(a.target, a.account) for a in self.named if a.account}

    def is_open(self, pair: Pair) -> bool:
        """Tell whether a key holds something else than a secret."""
        return id(pair) in self._open_ids

    def cuts(self, broken_at: int | None) -> list[_Cut]:
        """Return what is cut, in order; of two that overlap the first found counts."""
        taken: list[_Cut] = []
        taken = _merged(taken, self._of_literals(joined=True), rest=True)
        taken = _merged(taken, self._of_keys(), rest=True)
        taken = _merged(taken, self._of_literals(joined=False), rest=False)
        for found in (self._inside(), self._in_comments(), self._elsewhere(broken_at)):
            taken = _merged(taken, found, rest=True)
        return _merged(taken, self._of_addresses(), rest=False)

    def _of_keys(self) -> Iterator[_Cut]:
        for number, pair in enumerate(self._pairs):
            span = self._spans[number]
            if span:
                yield (
                    self._whole(pair)
                    if span == (0, len(pair.meaning))
                    else self._stretch(pair, *span, pair.key)
                )

    def _of_literals(self, *, joined: bool) -> Iterator[_Cut]:
        if self._form.format != "php" or self._translated:
            return
        for literal in literals.secrets(self._text):
            if literal.is_joined is not joined:
                continue
            slot = self._slot(literal.key, self._line(literal.start), "php")
            yield _Cut(literal.start, literal.end, (Text("'"), slot, Text("'")))

    def _inside(self) -> Iterator[_Cut]:
        """Yield the secrets inside of values: `scheme://user:SECRET@host`, `…?password=SECRET`."""
        for pair in self.open_pairs:
            # Markup in code speaks to people: `placeholder="Password"`.
            prose = self._translated or (self._form.format == "php" and "<" in pair.meaning)
            find = leaks.by_form if prose else leaks.in_words
            for start, end in leaks.joined(find(pair.meaning)):
                if not self._is_variable(pair.meaning[start:end]):
                    yield self._stretch(pair, start, end, pair.key)

    def _is_variable(self, words: str) -> bool:
        """Tell what a script puts together itself: `$PASSWORD`, `prompt("Password")`."""
        return self._form.quoting == "shell" and _COMPUTED.search(words) is not None

    def _in_comments(self) -> Iterator[_Cut]:
        """Yield secrets in comments, where nothing needs them."""
        for start, end in _comments(self._text, self._form):
            words = self._text[start:end]
            for first, last in leaks.joined(leaks.in_words(words)):
                yield _Cut(start + first, start + last, (Text(leaks.MASK),))
            if self._form.format == "xml":
                for pair in _until_broken(words):
                    if secret_in(pair, translated=False):
                        yield _Cut(start + pair.start, start + pair.end, (Text(leaks.MASK),))

    def _elsewhere(self, broken_at: int | None) -> Iterator[_Cut]:
        found = list(leaks.by_form(self._text))
        if not self._translated:
            found += leaks.in_syntax(self._text, self._form.format)
        if broken_at is not None:
            rest = leaks.in_words(self._text[broken_at:])
            found += [replace(leak, start=leak.start + broken_at) for leak in rest]
        quoting = self._inner_quoting()
        for leak in sorted(found, key=lambda leak: (leak.start, -leak.length)):
            if leak.length and not self._is_variable(self._text[leak.start : leak.end]):
                slot = self._slot(leak.key, self._line(leak.start), quoting)
                yield _Cut(leak.start, leak.end, (slot,))

    def _of_addresses(self) -> Iterator[_Cut]:
        """Yield the slots of hosts and of ports in keys of their own.

        One place that stands for several targets stays as it is: no one name would be right.
        """
        meant: dict[tuple[int, int], set[str]] = {}
        for address in self.named:
            place = (address.start, address.start + address.length)
            meant.setdefault(place, set()).add(address.target)
        ports = Counter(id(a.port_pair) for a in self.named if a.port_pair and a.start >= 0)
        for address in self.named:
            start, end = address.start, address.start + address.length
            if start >= 0 and end > start and len(meant[start, end]) == 1:
                written = self._text[start:end]
                form = "host:port" if end - start > len(address.host) else "host"
                line = self._line(start)
                yield _Cut(start, end, (AddressSlot(address.target, written, form, line),))  # type: ignore[arg-type]
            port = address.port_pair
            if port and ports[id(port)] == 1 and port.value == str(address.port):
                slot = AddressSlot(address.target, port.value, "port", port.line)
                yield _Cut(port.start, port.end, (slot,))

    def _whole(self, pair: Pair) -> _Cut:
        start, end = pair.start, pair.end
        quoting = self._form.quoting
        slot = self._slot(pair.key, pair.line, quoting)
        if quoting in (*_WHOLE, "xml") and pair.literal:
            return _Cut(*pair.literal, (slot,))
        if quoting in _WHOLE:
            return _Cut(start, end, (replace(slot, quoting="raw"),))
        if quoting == "line":
            return _Cut(start, end, (replace(slot, quoting=self._quotes(pair)),))
        around = self._text[start - 1 : start] + self._text[end : end + 1]
        if self._form.format == "php" and around == '""':
            return _Cut(start - 1, end + 1, (Text("'"), slot, Text("'")))
        return _Cut(start, end, (slot,))

    def _stretch(self, pair: Pair, first: int, last: int, key: str) -> _Cut:
        """Return the cut of a part of a value; of all of it where the part has no clear place."""
        span = pair.span(first, last)
        if span is None:
            return self._whole(pair)
        quoting = self._inner_quoting()
        quoting = self._quotes(pair) if quoting == "line" else quoting
        return _Cut(*span, (self._slot(key, self._line(span[0]), quoting),))

    def _quotes(self, pair: Pair) -> Quoting:
        """Return in which quotes a value of an ini file stands: whoever reads it expects them."""
        before = self._text[pair.start - 1 : pair.start] if pair.start else ""
        opened = pair.literal is not None and pair.literal[0] < pair.start
        return _QUOTES.get(before, "line") if opened else "line"

    def _inner_quoting(self) -> Quoting:
        return "raw" if self._form.quoting in _WHOLE else self._form.quoting

    def _slot(self, key: str, line: int, quoting: Quoting) -> SecretSlot:
        """Return the slot; it opens the only address of the file that has an account."""
        target, account = next(iter(self._opens)) if len(self._opens) == 1 else ("", "")
        if "salt" in key.lower():
            target, account = "", ""
        return SecretSlot(key, target, account, quoting, line)

    def _line(self, place: int) -> int:
        return bisect.bisect_left(self._ends, place) + 1


def _merged(taken: Sequence[_Cut], found: Iterator[_Cut], *, rest: bool) -> list[_Cut]:
    """Return cuts in order; of a found one that overlaps with what is taken nothing is put there.

    With `rest` what the taken ones leave of it goes as well: it is part of the same secret.
    """
    merged = list(taken)
    starts = [cut.start for cut in merged]
    for cut in found:
        pieces = _free(cut, merged, starts)
        whole = pieces == [(cut.start, cut.end)]
        for start, end in pieces if whole or rest else ():
            at = bisect.bisect_left(starts, start)
            merged.insert(at, _Cut(start, end, cut.parts if whole else ()))
            starts.insert(at, start)
    return merged


def _free(cut: _Cut, taken: Sequence[_Cut], starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches of a cut that no taken one covers."""
    pieces = []
    place = cut.start
    for at in range(max(bisect.bisect_right(starts, place) - 1, 0), len(taken)):
        known = taken[at]
        if known.start >= cut.end or place >= cut.end:
            break
        if place < known.start:
            pieces.append((place, known.start))
        place = max(place, known.end)
    if place < cut.end:
        pieces.append((place, cut.end))
    return pieces


def _comments(text: str, form: Form) -> Iterator[tuple[int, int]]:
    if form.format == "xml":
        yield from xml_pairs.comments(text)
    else:
        yield from (match.span() for match in _COMMENTS.finditer(text))


def _until_broken(words: str) -> Iterator[Pair]:
    try:
        yield from xml_pairs.pairs(words)
    except FormatError:
        return


def _shown(pair: Pair, text: str, cuts: Sequence[_Cut]) -> Pair:
    """Return a key with the secrets inside of its value masked."""
    first = bisect.bisect_left(cuts, pair.start, key=lambda cut: cut.end)
    pieces, place = [], pair.start
    for at in range(first, len(cuts)):
        cut = cuts[at]
        if cut.start >= pair.end:
            break
        if not any(isinstance(part, AddressSlot) for part in cut.parts) and cut.end > place:
            pieces += [text[place : max(cut.start, place)], leaks.MASK]
            place = cut.end
    if not pieces:
        return pair
    written = "".join([*pieces, text[place : pair.end]])
    return replace(pair, value=leaks.masked(written), plain=None, places=())


def _reference(address: Address, origin: Origin) -> Reference:
    return Reference(
        target=address.target,
        protocol=address.protocol,
        database=address.database,
        setting=address.pair.key,
        account=address.account,
        origins=(origin,),
    )


def _parts(text: str, cuts: Sequence[_Cut]) -> tuple[Part, ...]:
    parts: list[Part] = []
    place = 0
    for cut in cuts:
        if text[place : cut.start]:
            parts.append(Text(text[place : cut.start]))
        parts.extend(cut.parts)
        place = cut.end
    if text[place:]:
        parts.append(Text(text[place:]))
    return tuple(parts)
