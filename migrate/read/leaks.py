"""Secrets in free text: comments, commands, options, SQL. Places go out, or the text masked."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from migrate.knowledge.settings import setting_keys
from migrate.read.command_secrets import given_passwords

MASK = "***"
_REMEMBERED = 300
"""Up to this length texts are masked once: names and paths come again and again."""
_HARMLESS = re.compile(r"[A-Za-z/]*(?:[.\-][A-Za-z/]+)*")
"""What most strings of facts are: words, class names and paths without a digit or a separator."""
_COMPUTED = re.compile(r"\$[\w{(]|`|%\w+%$")
_IN_ADDRESS = re.compile(
    r"(?::|(?<![\w:/.]))//[^/\s:@'\"]{0,200}:(?P<secret>(?!\d{1,5}(?:[/,]|$)|\$\{)[^\s'\"<>?]{1,300})@"
)
_ORACLE = re.compile(r"(?i)jdbc:oracle:\w{1,10}:[^/\s@'\"]{1,100}/(?P<secret>[^@\s'\"]{1,200})@")
_REDIS = re.compile(
    r"(?i)(?:\b(?:tcp|tls|ssl|unix|rediss?)://[^\s'\"]{0,300}?[?&]auth(?:\[\w{0,10}\]|%5B\w{0,10}%5D)?"
    r"|&auth(?:\[\w{0,10}\]|%5B\w{0,10}%5D))=(?P<secret>[^&;\s'\"<>]{1,500})"
)
"""phpredis' addresses of sessions: `tcp://redis:6379?auth=SECRET`, `&auth[]=USER&auth[]=SECRET`."""
_BEFORE_HOST = re.compile(
    r"(?<![\w./:@%+\-])(?!(?i:mailto|sips?|xmpp|acct|to|from|b?cc|e?-?mail|by|contact|author|user"
    r"|users|account|name|id)\b)"
    r"[A-Za-z][\w.\-]{0,60}:(?P<secret>[^\s:/@'\"<>\\,;(){}\[\]$|]{3,100})"
    r"@(?!sha\d)[A-Za-z0-9][\w.\-]{0,200}(?=[:/]|\s|['\",;]|$)"
)
"""A login without a scheme: `user:SECRET@host:/path`, `user:SECRET@registry/image`."""
_IN_QUERY = re.compile(r"(?i)[?&;](?P<key>[\w.%\-]{1,100})=(?=[^&;\s'\"<>])")
_QUERY_VALUE = re.compile(r"(?P<secret>[^&;\s'\"<>]{1,4000})")
_GIVEN = re.compile(r"(?<![\w.\-])(?P<key>[\w.\-]{1,100})['\"]?\s{0,20}(?:=>|[=:：])")
_GIVEN_VALUE = re.compile(
    r"[ \t]{0,40}(?:\\?\r?\n[ \t]{0,40})?['\"]?(?P<secret>[^\s'\";,&<>]{1,500})"
)
_QUOTED = re.compile(
    r"(?<![\w.\-])(?P<key>[\w.\-]{1,100})['\"]?\s{0,20}(?:=>|[=:：,])(?=\s{0,20}['\"])"
)
_QUOTED_VALUE = re.compile(
    r"\s{0,20}(?P<quote>['\"])(?P<secret>(?:\\.|(?!(?P=quote))[^\r\n\\]){1,500})(?P=quote)"
)
_OPTION = re.compile(r"(?<!\S)(?P<key>--?[\w.\-]{1,100})(?=[ \t]{1,20}[^\s\-])")
_OPTION_VALUE = re.compile(r"[ \t]{1,20}['\"]?(?P<secret>[^\s\-'\"][^\s'\"]{0,500})")
_DIRECTIVE = re.compile(
    r"(?i)\b(?:setenv|fastcgi_param|uwsgi_param|php_(?:admin_)?value|set|proxy_set_header"
    r"|RequestHeader[ \t]{1,5}set)[ \t]{1,20}\$?(?P<key>[A-Za-z_][\w.\-]{0,100})(?=[ \t])"
)
_DIRECTIVE_VALUE = re.compile(
    r"[ \t]{1,20}['\"]?(?:(?i:bearer|basic|digest|token)[ \t]{1,5})?(?P<secret>[^\s'\"]{1,500})"
)
_LINE_QUOTED = re.compile(
    r"^[ \t]{0,20}(?:export[ \t]{1,9})?(?P<key>[A-Za-z_]\w{0,100})=(?=['\"])", re.M
)
_LINES = re.compile(r"(?P<quote>['\"])(?P<secret>[^'\"$`]{1,4000})(?P=quote)")
"""A value of an `.env` file that goes on over the next lines."""
_ENTITY = re.compile(r"<!ENTITY\s{1,20}(?P<key>[\w.\-]{1,100})\s{1,20}(?=['\"])")
_PHP_CALLS = (
    # Client libraries' and PHP's own: where a literal password stands in the call.
    re.compile(r"->auth\(\s{0,9}(?P<quote>['\"])(?P<secret>[^'\"$\n]{1,300})(?P=quote)\s{0,9}\)"),
    re.compile(
        r"\bftp_login\([^,;\n]{1,100},[^,;\n]{1,100},\s{0,9}(?P<quote>['\"])"
        r"(?P<secret>[^'\"$\n]{1,300})(?P=quote)"
    ),
    re.compile(
        r"\bCURLOPT_(?:PROXY)?USERPWD\s{0,9}(?:,|=>)\s{0,9}(?P<quote>['\"])[^:'\"\n]{0,100}:"
        r"(?P<secret>[^'\"$\n]{1,300})(?P=quote)"
    ),
)
_PHP_KEYED = re.compile(r"\bputenv\(\s{0,9}['\"](?P<key>\w{1,100})=(?=[^'\"$\n])")
_PHP_INI = re.compile(r"\bini_set\(\s{0,9}['\"](?P<key>[\w.]{1,100})['\"]\s{0,9},(?=\s{0,9}['\"])")
_NAMED = (
    (_IN_QUERY, _QUERY_VALUE),
    (_QUOTED, _QUOTED_VALUE),
    (_GIVEN, _GIVEN_VALUE),
    (_OPTION, _OPTION_VALUE),
    (_DIRECTIVE, _DIRECTIVE_VALUE),
)
"""A word that may name a secret, and what stands behind it: looked at only where it does."""
_SAID = re.compile(
    r"(?i)\b(?:password|passwd|pwd)[ \t]{1,5}(?:is|was|now)[ \t]{1,5}['\"]?"
    r"(?P<secret>(?=[!-~]{0,100}\d)(?=[!-~]{0,100}[a-z])[^\s'\"]{5,100})"
)
_SAID_IN_CHINESE = re.compile(
    r"(?:密码|口令|密钥|秘钥)\s{0,5}[是为：]{1,2}\s{0,5}['\"]?(?P<secret>[!-&(-~]{4,200})"
)
_BEARER = re.compile(r"(?i)\b(?:bearer|basic)[ \t]{1,5}(?P<secret>[A-Za-z0-9+/_.~=\-]{12,2000})")
_SQL = re.compile(
    r"(?i)(?<![\w$])(?:IDENTIFIED\s{1,20}(?:WITH\s{1,20}\S{1,100}\s{1,20})?(?:BY|AS)"
    r"(?:\s{1,20}PASSWORD)?|PASSWORD)(?:\s{0,20}[=(]\s{0,20}|\s{1,20})"
    r"(?P<quote>['\"])(?P<secret>(?:\\.|(?!(?P=quote)).){0,500})(?P=quote)"
)
_PLACEHOLDER = re.compile(r"\$\{[^${}:]{1,200}\}|\{\d+\}|%s|%\w+%|@[\w.\-]+@|\*{3,}")
_FORMS = {
    # Amazon Web Services: access key ids begin with four fixed letters.
    "access_key_id": re.compile(r"\b(?P<secret>(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16})\b"),
    # RFC 7519: header and claims begin with `{"` in base64url.
    "json_web_token": re.compile(
        r"(?<![\w\-])(?P<secret>eyJ[\w\-]{8,4000}\.eyJ[\w\-]{8,8000}(?:\.[\w\-]{0,4000})?)"
    ),
    # What the makers of these services document as the beginnings of their keys.
    "api_key": re.compile(
        r"(?<![\w\-])(?P<secret>gh[opusr]_[A-Za-z0-9]{16,255}|github_pat_\w{20,255}"
        r"|glpat-[\w\-]{16,100}|[sr]k_(?:live|test)_\w{8,200}|AIza[\w\-]{20,60}"
        r"|xox[abeoprs]-[\w\-]{10,300}|SG\.[\w\-]{16,40}\.[\w\-]{16,80}|npm_[A-Za-z0-9]{30,60}"
        r"|LTAI[A-Za-z0-9]{12,24}|key-[0-9a-f]{32})"
    ),
    "webhook": re.compile(r"hooks\.slack\.com/services/(?P<secret>[\w/]{8,200})"),
    # crypt(5) and Apache's own; compose files write each `$` twice.
    "password_hash": re.compile(
        r"(?P<secret>\${1,2}(?:apr1|1|2[abxy]|5|6|y)\${1,2}[^\s$'\":,]{1,40}\${1,2}[./\w]{3,200})"
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
    for pattern in (_IN_ADDRESS, _ORACLE, _REDIS):
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
    for word, value in _NAMED:
        yield from _behind(text, word, value)
    for pattern in (_SQL, _BEFORE_HOST, _SAID, _SAID_IN_CHINESE):
        for match in pattern.finditer(text):
            yield _leak("password", match)
    for match in given_passwords(text):
        if not _COMPUTED.match(match["secret"]):
            yield _leak("password", match)


def in_syntax(text: str, format: str) -> Iterator[Leak]:
    """Yield secrets that stand elsewhere than in the values of a file, by how it is written."""
    if format == "php":
        yield from _in_php(text)
    elif format == "xml":
        yield from _behind(text, _ENTITY, _QUOTED_VALUE)
    else:
        if format == "shell":
            yield from _behind(text, _LINE_QUOTED, _LINES)
        for match in _SAID_IN_CHINESE.finditer(text):
            yield _leak("password", match)
        if format == "text":
            yield from _behind(text, _DIRECTIVE, _DIRECTIVE_VALUE)


def _in_php(text: str) -> Iterator[Leak]:
    """Yield the passwords of calls and commands: `->auth('SECRET')`, `exec("mysql -pSECRET")`."""
    for word, value in ((_PHP_KEYED, _GIVEN_VALUE), (_PHP_INI, _QUOTED_VALUE)):
        yield from _behind(text, word, value)
    for leak in _behind(text, _IN_QUERY, _QUERY_VALUE):
        if "$" not in text[leak.start : leak.end]:
            yield leak
    for pattern in _PHP_CALLS:
        for match in pattern.finditer(text):
            yield _leak("password", match)
    for match in given_passwords(text):
        if "$" not in match["secret"]:
            yield _leak("password", match)


def _behind(text: str, word: re.Pattern[str], value: re.Pattern[str]) -> Iterator[Leak]:
    for match in word.finditer(text):
        if may_name_secret(match["key"]):
            yield from _named(text, match, value)


def is_placeholder(value: str) -> bool:
    """Tell what another place fills in: `${PASSWORD}`, `@token@`, or a mask."""
    return _PLACEHOLDER.fullmatch(value) is not None


def may_name_secret(key: str) -> bool:
    """Tell whether a word of a text may name a secret: `--token`, `-Dpw`, `pass%77ord`."""
    keys = setting_keys()
    word = unquote(key) if "%" in key else key.lstrip("-")
    return any(
        keys.may_be_secret(each) for each in (word, word[1:] if key.startswith("-D") else "")
    )


def _named(text: str, word: re.Match[str], value: re.Pattern[str]) -> Iterator[Leak]:
    """Yield what stands behind a word that may name a secret, when it is one."""
    match = value.match(text, word.end())
    if match is None or is_placeholder(match["secret"]):
        return
    key = unquote(word["key"]).lstrip("-")
    names = (key, key[1:]) if word["key"].startswith("-D") else (key,)
    if any(setting_keys().is_secret(name, match["secret"]) for name in names):
        # A password may be glued to an option, `-pSECRETpass db`: no name for anything then.
        glued = word["key"][0] == "-" and not word["key"].startswith(("--", "-D"))
        yield _leak("password" if glued else word["key"], match)


def masked(text: str) -> str:
    """Return a text with every secret in it replaced by a mask."""
    return _masked(text) if len(text) <= _REMEMBERED else _mask(text)


@functools.lru_cache(maxsize=20_000)
def _masked(text: str) -> str:
    return _mask(text)


def _mask(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
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
