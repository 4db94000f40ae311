"""What a site's code and settings say of character set, time zone and mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.knowledge.php import Framework
from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php.code import Call
from migrate.read.php.composer import Composer
from migrate.read.php.frameworks import versions_at
from migrate.read.php.settings import Setting
from migrate.read.php.survey import Survey
from migrate.read.tree import Tree

_CHARSET = re.compile(
    r"(?i)^(?:charset|cfg_soft_lang|ec_charset|phpcms_charset|default_charset|lang_charset)$"
)
_ZONE = re.compile(r"(?i)(?:^|[._])(?:default_)?time_?zone$")
_ZONE_NAME = re.compile(r"^(?:UTC|GMT|PRC|[A-Z][A-Za-z]+/[A-Za-z0-9_/+-]{1,40})$")
_HEADER = re.compile(r"(?i)^content-type:\s{0,5}text/html\s{0,5};\s{0,5}charset=([\w\-]{2,20})")
_NAMES = re.compile(
    r"(?i)^(?:\s{0,5}set\s{1,5}names\s{1,5}['\"]?|(?=(?:gbk|gb2312|gb18030|big5|utf8(?:mb4)?)$))(\w{2,20})"
)
_SENDING = ("mysql_query", "mysqli_query", "mysql_set_charset", "mysqli_set_charset")
_INI = {"date.timezone": "timezone", "default_charset": "charset"}
_MAILERS = ("phpmailer", "swift_mailer", "phpmailer\\phpmailer\\phpmailer", "swift_smtptransport")


def tell(
    survey: Survey,
    tree: Tree,
    framework: Framework | None,
    settings: Sequence[Setting],
    found: Found,
) -> None:
    """Add them."""
    for setting in settings:
        key, value = setting.pair.key.rsplit(".", 1)[-1], setting.pair.value
        if _CHARSET.match(key) and value:
            found.fact("charset", value, setting.entry.origin(setting.pair.line))
        elif _ZONE.search(key) and _ZONE_NAME.match(value):
            found.fact("timezone", value, setting.entry.origin(setting.pair.line))
    for file in survey.own_files():
        sets = [c for c in file.seen.looked if c.name == "date_default_timezone_set"]
        # What is set back a moment later holds for that moment only.
        restored = any(not c.arguments[0].whole for c in sets if c.arguments)
        for call in file.seen.looked:
            if restored and call.name == "date_default_timezone_set":
                continue
            _call(call, file.entry.origin(call.line), found)
    _mailers(survey, found)
    _declared(tree, framework, found)
    _announced(survey, found)
    _encodings(survey, found)


def _call(call: Call, origin: Origin, found: Found) -> None:
    values = [one.text if one.whole else "" for one in call.arguments]
    if call.name == "mail":
        found.item("mail", origin, how="mail()")
    elif call.name == "date_default_timezone_set" and values[:1] and values[0]:
        found.fact("timezone", values[0], origin)
    elif call.name == "ini_set" and len(values) > 1 and values[0] in _INI and values[1]:
        found.fact(_INI[values[0]], values[1], origin)


def _declared(tree: Tree, framework: Framework | None, found: Found) -> None:
    """Tell the character set that an edition of a product was made for (DedeCMS GBK)."""
    for at in framework.charset if framework else ():
        for stated in versions_at(at, tree, Composer()):
            found.fact("charset", stated.version, stated.origin)


def _announced(survey: Survey, found: Found) -> None:
    """Tell by `header('Content-Type: …; charset=gb2312')`, then by `SET NAMES gbk`.

    Where they differ, what most places say counts.
    """
    for names, pattern in ((("header",), _HEADER), (_SENDING, _NAMES)):
        places: dict[str, list[Origin]] = {}
        for file in survey.own_files():
            for call in file.seen.looked:
                said = [one.text for one in call.arguments] if call.name in names else []
                match = next((m for text in said if (m := pattern.search(text[:300]))), None)
                if match:
                    places.setdefault(match[1].lower(), []).append(file.entry.origin(call.line))
        for charset, origins in sorted(places.items(), key=lambda one: -len(one[1]))[:1]:
            found.fact("charset", charset, *origins[:3], confidence=0.8)


def _mailers(survey: Survey, found: Found) -> None:
    for file in survey.files:
        for name in _MAILERS:
            for line in file.seen.classes.get(name, ())[:1] if not file.foreign else ():
                found.item("mail", file.entry.origin(line), how=name.rsplit("\\", 1)[-1])


def _encodings(survey: Survey, found: Found) -> None:
    """Tell the character set by the files themselves, where nothing else does."""
    if found.has("charset"):
        return
    others = [file for file in survey.own_files() if file.entry.decoded()[1] == "gb18030"]
    if len(others) > 2 or (others and len(others) == len(survey.files)):
        origins = [file.entry.origin() for file in others[:3]]
        found.fact("charset", "gbk", *origins, confidence=0.7)
