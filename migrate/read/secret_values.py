"""Whether what stands under a key that names a secret is one, and which part of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from migrate.knowledge.settings import setting_keys
from migrate.read.pair import Pair

_FILLED = re.compile(r"\$\{[^${}:]{1,200}(?::-?(?P<default>[^${}]{0,1000}))?\}")
_EMPTY = re.compile(
    r"(?i)(?:true|false|yes|no|null|nil|none|undefined|~|\{\d+\}|%s|%\w+%|@[\w.\-]+@|#\{[^}]*\}"
    r"|\{\{[^}]*\}\}|\[\]|\{\}|\$\([^)]*\)|\"\"|'')"
)
_DECODED = re.compile(
    r"#\{[^{}'\[\]]{0,300}\b(?:decode|decodeHex|parseHex|fromHex|parseBase64Binary|getBytes)"
    r"\(\s*+'(?P<secret>[^'\s]{4,500})'"
)
"""An expression of Spring that unpacks a secret it holds itself."""
_VARIABLE = re.compile(r"\$(?:\{\w+\}|\w+|[@*#?])?|`[^`]*`?")
"""What a shell puts in: `$PASSWORD`, `$1`; of `$(command)` only the first character is a word."""
_TRANSLATION = re.compile(
    r"(?:^|/)(?:i18n|l10n|langs?|languages?|locales?|translations?|nls)/"
    r"|(?:^|/)(?:\w*messages?|\w*labels?|application_?resources|\w*localstrings|\w*language|texts?)"
    r"(?:[_.\-]\w{2,8}){0,3}\.(?:properties|ya?ml|json|xml|php|ini|po|xlf)$"
    r"|[_.\-](?:zh|en|ja|ko|de|fr|es|it|ru|pt|nl|pl|cs|tr|ar|vi|th)(?:[_\-][a-z]{2,4})?"
    r"\.(?:properties|json|xml|ya?ml|php|ini|po|xlf)$",
    re.I,
)
_TOKEN = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[!-~]{6,500}")
_SECRETS_NAME = re.compile(
    r"(?:^|[.\]])(?:existing\w{0,40}Secret|tlsSecret|certificatesSecret|imagePullSecrets?(?:\[\d+\])?)$"
)
_OBJECT = re.compile(r"[a-z](?:[a-z0-9.]{0,60}-[a-z0-9.\-]{0,180}[a-z0-9]|[a-z]{0,60})")
"""A Kubernetes object's name, under which charts name Secrets: with a dash, or letters only; one
word with digits may well be a password."""
_LOGIN = re.compile(r"\w[\w.@\-]{0,63}/((?=[^/]*[^a-z/_\-.])[^\s/]{2,200})")
"""`admin/Secret1`, as Oracle's tools take it; `site/login` is a route."""
_LONGEST_NAME = 100
_MOSTLY, _MANY = 0.6, 20


def is_translation(path: str, pairs: Sequence[Pair] = ()) -> bool:
    """Tell whether a file holds texts for people: by its name, else by what its values are."""
    if _TRANSLATION.search(path):
        return True
    if len(pairs) < _MANY:
        return False
    words = sum(bool(re.search(r"\s|[^\x00-\x7f]", pair.meaning[:200])) for pair in pairs)
    return words > _MOSTLY * len(pairs) and not any("://" in p.meaning for p in pairs)


def told_names(pairs: Sequence[Pair]) -> list[Pair]:
    """Return keys under the name that a sibling gives them: `[{name: password, value: …}]`."""
    names = {
        pair.key[: -len(end)]: pair.meaning
        for pair in pairs
        for end in (".name", ".key")
        if pair.key.endswith(end) and len(pair.meaning) < _LONGEST_NAME
    }
    return [
        replace(pair, key=names[pair.key[: -len(".value")]])
        if pair.key.endswith(".value") and pair.key[: -len(".value")] in names
        else pair
        for pair in pairs
    ]


def secret_in(pair: Pair, *, translated: bool, variables: bool = False) -> tuple[int, int] | None:
    """Return the part of a value that is a secret, from and to in its meaning; None for none.

    A placeholder without a default is none, nor is a label (`login.password=Password`) of a
    translation. `variables` tells that the syntax has some: `$PASSWORD`.
    """
    value = pair.meaning
    login = _LOGIN.fullmatch(value)
    if login and not translated and setting_keys().is_a("account", pair.key):
        return login.span(1)
    if not value.strip() or not setting_keys().is_secret(pair.key, value):
        return None
    if _SECRETS_NAME.search(pair.key) and _OBJECT.fullmatch(value.strip()):
        return None
    decoded = _DECODED.match(value)
    if decoded:
        return decoded.span("secret")
    if _EMPTY.fullmatch(value.strip()) or (variables and _VARIABLE.fullmatch(value.strip())):
        return None
    if translated and not _TOKEN.fullmatch(value.strip()):
        return None
    placeholder = _FILLED.fullmatch(value.strip())
    if placeholder:
        shift = len(value) - len(value.lstrip())
        first, last = placeholder.span("default")
        return (shift + first, shift + last) if placeholder["default"] else None
    return 0, len(value)
