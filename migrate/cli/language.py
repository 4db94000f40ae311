"""Which language the command line speaks: MIGRATE_LANG, else the locale, else English."""

from __future__ import annotations

import os

from migrate import text


def language() -> str:
    """Return `zh` or `en`."""
    wanted = os.environ.get("MIGRATE_LANG")
    locale = next(
        (os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), ""
    )
    return "zh" if (wanted or locale).lower().startswith("zh") else "en"


def speak(sentence: str, **params: object) -> str:
    """Return a text in the command line's language."""
    return text.say(language(), sentence, params)
