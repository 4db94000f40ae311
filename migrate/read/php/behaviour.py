"""What a site's code and settings say of character set, time zone and mail."""

from __future__ import annotations

import re
from collections.abc import Sequence

from migrate.model.origin import Origin
from migrate.read.findings import Found
from migrate.read.php.code import Call
from migrate.read.php.settings import Setting
from migrate.read.php.survey import Survey

_CHARSET = re.compile(
    r"(?i)^(?:charset|cfg_soft_lang|ec_charset|phpcms_charset|default_charset|lang_charset)$"
)
_ZONE = re.compile(r"(?i)(?:^|[._])(?:default_)?time_?zone$")
_ZONE_NAME = re.compile(r"^(?:UTC|GMT|PRC|[A-Z][A-Za-z]+/[A-Za-z0-9_/+-]{1,40})$")
_INI = {"date.timezone": "timezone", "default_charset": "charset"}
_MAILERS = ("phpmailer", "swift_mailer", "phpmailer\\phpmailer\\phpmailer", "swift_smtptransport")


def tell(survey: Survey, settings: Sequence[Setting], found: Found) -> None:
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
    _encodings(survey, found)


def _call(call: Call, origin: Origin, found: Found) -> None:
    values = [one.text for one in call.arguments]
    if call.name == "mail":
        found.item("mail", origin, how="mail()")
    elif call.name == "date_default_timezone_set" and values[:1] and values[0]:
        found.fact("timezone", values[0], origin)
    elif call.name == "ini_set" and len(values) > 1 and values[0] in _INI and values[1]:
        found.fact(_INI[values[0]], values[1], origin)


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
