"""Secrets in free text: comments, commands, options, SQL. Places go out, or the text masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.settings import setting_keys

MASK = "***"
_IN_ADDRESS = re.compile(
    r"://[^/\s:@'\"]{0,200}:(?P<secret>(?!\d{1,5}(?:[/,]|$)|\$\{)[^\s'\"<>?]{1,300})@"
)
_ORACLE = re.compile(r"(?i)jdbc:oracle:\w{1,10}:[^/\s@'\"]{1,100}/(?P<secret>[^@\s'\"]{1,200})@")
_IN_QUERY = re.compile(r"(?i)[?&;](?P<key>[\w.\-]{1,100})=(?P<secret>[^&;\s'\"<>]+)")
_NAMED = (
    # A key with what leads to its value, and the value: that is looked at behind keys of secrets
    # only, so that a text of nothing but keys costs no more than its length.
    (
        re.compile(r"(?<![\w.\-])(?P<key>[\w.\-]{1,100})['\"]?\s{0,20}(?:=>|[=:：,])"),
        re.compile(
            r"\s{0,20}(?P<quote>['\"])"
            r"(?P<secret>(?:\\.|(?!(?P=quote))[^\r\n\\]){1,500})(?P=quote)"
        ),
    ),
    (
        re.compile(r"(?<![\w.\-])(?P<key>[\w.\-]{1,100})['\"]?\s{0,20}(?:=>|[=:：])"),
        re.compile(r"[ \t]{0,40}(?:\\?\r?\n[ \t]{0,40})?['\"]?(?P<secret>[^\s'\";,&<>]{1,500})"),
    ),
    (
        re.compile(r"(?<!\S)(?P<key>--?[\w.\-]{1,100})(?=[ \t])"),
        re.compile(r"[ \t]{1,20}(?P<secret>[^\s\-][^\s'\"]{0,500})"),
    ),
)
_MYSQL_OPTION = re.compile(r"\bmysql\w{0,20}\b[^|;\n]{0,300}?\s-p(?P<secret>[^\s'\"]+)")
_LOGIN_OPTION = re.compile(
    r"\b(?:curl|wget|http|smbclient|ncftp\w*|lftp)\b[^|;\n]{0,300}?\s(?:-u|--user|-U)[ =]?['\"]?"
    r"[^\s:'\"%]{1,100}[:%](?P<secret>[^\s'\"]+)"
)
_REDIS_OPTION = re.compile(
    r"\b(?:redis-(?:cli|benchmark)|sshpass|mongo\w*)\b[^|;\n]{0,200}?\s-[ap]"
    r"[ \t]{0,20}['\"]?(?P<secret>[^\s'\"]+)"
)
_BEARER = re.compile(r"(?i)\b(?:bearer|basic)[ \t]{1,5}(?P<secret>[A-Za-z0-9+/_.~=\-]{12,2000})")
_SQL = re.compile(
    r"(?i)(?<![\w$])(?:IDENTIFIED\s{1,20}(?:WITH\s{1,20}\S{1,100}\s{1,20})?(?:BY|AS)"
    r"(?:\s{1,20}PASSWORD)?|PASSWORD)(?:\s{0,20}[=(]\s{0,20}|\s{1,20})"
    r"(?P<quote>['\"])(?P<secret>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"
)
_PLACEHOLDER = re.compile(r"\$\{[^${}:]{1,200}\}|\{\d+\}|%s|%\w+%|@[\w.\-]+@|\*{3,}")
_FORMS = {
    # Amazon Web Services: access key ids begin with four fixed letters.
    "access_key_id": re.compile(r"\b(?P<secret>(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16})\b"),
    # RFC 7519: header and claims begin with `{"` in base64url.
    "json_web_token": re.compile(
        r"\b(?P<secret>eyJ[\w\-]{8,4000}\.eyJ[\w\-]{8,8000}(?:\.[\w\-]{0,4000})?)"
    ),
    # RFC 7468 and OpenSSH: the whole block; one without an end goes to the end of its base64.
    "private_key": re.compile(
        r"(?P<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----"
        r"(?:(?!-----END )[\s\S]){0,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?)"
    ),
}


class Leak(Struct, frozen=True):
    """A secret in a text."""

    key: str
    start: int
    length: int

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.start + self.length


def in_addresses(text: str) -> Iterator[Leak]:
    """Yield secrets of `scheme://user:SECRET@host`."""
    for pattern in (_IN_ADDRESS, _ORACLE):
        for match in pattern.finditer(text):
            yield _leak("password", match)


def by_form(text: str) -> Iterator[Leak]:
    """Yield what is a secret wherever it stands: private keys, tokens, logins of addresses."""
    yield from in_addresses(text)
    for key, pattern in _FORMS.items():
        for match in pattern.finditer(text):
            yield _leak(key, match)
    for match in _BEARER.finditer(text):
        # Prose has words behind `basic`; a token has digits or capitals inside.
        if re.search(r"\d|[a-z][A-Z]|=$", match["secret"]):
            yield _leak("authorization", match)


def in_words(text: str) -> Iterator[Leak]:
    """Yield secrets that stand behind a word that names them: `--token=SECRET`, `密码：SECRET`."""
    yield from by_form(text)
    keys = setting_keys()
    for match in _IN_QUERY.finditer(text):
        if keys.is_a("secret", match["key"]) and not _PLACEHOLDER.fullmatch(match["secret"]):
            yield _leak(match["key"], match)
    for named, value in _NAMED:
        for match in named.finditer(text):
            if keys.is_a("secret", match["key"].lstrip("-")):
                given = value.match(text, match.end())
                if given and not _PLACEHOLDER.fullmatch(given["secret"]):
                    yield _leak(match["key"], given)
    for pattern in (_MYSQL_OPTION, _SQL, _LOGIN_OPTION, _REDIS_OPTION):
        for match in pattern.finditer(text):
            yield _leak("password", match)


def masked(text: str) -> str:
    """Return a text with every secret in it replaced by a mask."""
    pieces, place = [], 0
    for start, end in joined(in_words(text)):
        pieces += [text[place:start], MASK]
        place = end
    return "".join([*pieces, text[place:]])


def joined(leaks: Iterator[Leak]) -> list[tuple[int, int]]:
    """Return the places of leaks in order, those that overlap as one."""
    places: list[tuple[int, int]] = []
    for start, end in sorted((leak.start, leak.end) for leak in leaks if leak.length):
        if places and start < places[-1][1]:
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return places


def _leak(key: str, match: re.Match[str]) -> Leak:
    start, end = match.span("secret")
    return Leak(key, start, end - start)
