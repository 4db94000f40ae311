"""Which files of an application may be configuration that no reader asked for."""

from __future__ import annotations

import re

from migrate.knowledge.settings import setting_keys
from migrate.read.hosts import is_dotted, is_ipv4
from migrate.read.secret_values import is_translation
from migrate.read.tree import Entry

_MINIFIED = re.compile(r"[.\-]min\.\w{1,5}$|\.map$")
_PROSE = re.compile(
    r"(licen[cs]e|copying|copyright|notice|readme|change(s|log)|news|authors|contributors|credits"
    r"|install|upgrad(e|ing)|todo|history|building|running|release-?notes|faq|hacking|how-?to"
    r"|getting-?started|quick-?start|manual|guide)([.\-_].*)?",
    re.I,
)
_SAMPLE = re.compile(r"(?i)(^|[._\-])(samples?|examples?|dist|tmpl|template)([._\-]|$)")
_CODE = re.compile(r"\s{0,20}(?:#![^\n]{0,100}\b(?:php|perl|python|ruby|node|tclsh|expect)|<\?php)")
_PHP = re.compile(
    r"(?!.*(^|/)(libs?|library|classes|core|views?|controllers?|models?|wp-admin|installer)/)"
    r"(?!.*(schema|session|class|functions?|loader|manager|factory|helper)[^/]*$)"
    r"(.*/)?([a-z\d]+[._\-]){0,2}"
    r"(config|settings?|conn|connect|connection|database|db|local|env|params?|constants?|common"
    r"|main|global|secrets?)([._\-][a-z\d]+){0,2}\.(php\d?|inc)(\.\w{1,8})?"
)
_PHP_NAME = re.compile(r"\.(php\d?|inc)(\.\w{1,8})?$")
_HINT = re.compile(
    r"(?i)pass|pwd|secret|token|key|salt|credential|authorization|bearer|basic |\bpw\b|psw|auth"
    r"|AKIA|ASIA|eyJ|密码|口令|密钥|://[^/\s:@]{0,200}:[^\s@]{1,300}@|jdbc:oracle|curl|mysql"
)
_CALLS = re.compile(
    r"(?i)://|host|server|addr|node|\bip\b|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}"
    r"|[\s\"'>=:](?:/\w{1,20}/\w|[A-Z]:[\\/]\w)"
)
_OWN_DOMAINS = re.compile(r"\.(local|lan|corp|internal|intranet|intra|home|localdomain|test)$")
_COMMANDS = re.compile(r"(crontab|cron)(\..*)?|.*\.cron|Dockerfile.*|Makefile|Jenkinsfile", re.I)


def may_hold_settings(entry: Entry) -> bool:
    """Tell by its name whether a file is worth a look: no library, code, licence or picture."""
    keys = setting_keys()
    php = is_php(entry)
    if not php and entry.suffix.lstrip(".") in keys.skipped_suffixes:
        return False
    folders = entry.path.lower().split("/")[:-1]
    if any(folder in keys.skipped_folders for folder in folders):
        return False
    if _MINIFIED.search(entry.name.lower()) or _PROSE.fullmatch(entry.name):
        return False
    if _SAMPLE.search(entry.name):
        return False
    # `build.xml.txt` is how documentation shows a build file.
    if is_translation(entry.path) or entry.name.lower().removesuffix(".txt") in keys.build_files:
        return False
    return not php or _PHP.fullmatch(entry.path) is not None


def is_php(entry: Entry) -> bool:
    """Tell PHP source by its name, copies included: `config.php.bak`."""
    name = entry.name.lower()
    return (".php" in name or ".inc" in name) and _PHP_NAME.search(name) is not None


def is_code(entry: Entry, text: str) -> bool:
    """Tell a program that only its first line shows: `report.sh` that PHP runs."""
    return not is_php(entry) and _CODE.match(text[:200]) is not None


def names_commands(entry: Entry) -> bool:
    """Tell a file of commands by its name."""
    return _COMMANDS.fullmatch(entry.name) is not None


def is_worth_parsing(text: str, *, calls: bool) -> bool:
    """Tell whether a word of secrets stands in a text, or with `calls` one of addresses, a path."""
    return _HINT.search(text) is not None or (calls and _CALLS.search(text) is not None)


def is_inside(target: str, protocol: str) -> bool:
    """Tell an address of the estate from a web page of the world, which no one has to move."""
    if protocol not in ("http", "https"):
        return True
    host = target.rpartition(":")[0]
    return is_ipv4(host) or not is_dotted(host) or _OWN_DOMAINS.search(host) is not None
