"""A file of secret values goes in; texts with their placeholders filled come out.

Values are quoted as their place demands. They appear in no message, log or exception.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from migrate.deploy.errors import SecretsError
from migrate.model.settings import Quoting

_TOKEN = re.compile(rf"\$\{{SECRET:([^:{{}}\s]+):({'|'.join(get_args(Quoting))})\}}")
_LARGEST_FILE = 1 << 20
_CONTROL = re.compile(r"[\x00-\x1f]")
_NOT_BARE = re.compile(r"[\x00-\x1f\"';]|(?:^|\s)#|^\s|\s\Z|\\\Z|\$\{")
_XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def load(file: Path) -> dict[str, str]:
    """Return the values of a secrets file by id; empty ones are left out.

    Every value is text, whatever YAML would make of it: `0123` stays `0123`.

    Raises:
        SecretsError: the file cannot be read or is no flat map.
    """
    import yaml

    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise SecretsError("deploy.secrets.too_large", file=file)
        values = yaml.load(content.decode("utf-8-sig"), Loader=yaml.BaseLoader)
    except OSError as wrong:
        raise SecretsError(
            "deploy.secrets.unreadable", file=file, reason=wrong.strerror or type(wrong).__name__
        ) from None
    except UnicodeDecodeError:
        raise SecretsError("deploy.secrets.not_utf8", file=file) from None
    except yaml.YAMLError as wrong:
        # The parser's own message quotes the line, and with it the secret.
        mark = getattr(wrong, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise SecretsError("deploy.secrets.not_yaml", file=file, line=line) from None
    return _flat(values, file)


def needed(text: str) -> tuple[str, ...]:
    """Return the ids of the secrets that a text asks for, each once."""
    return tuple(dict.fromkeys(found[1] for found in _TOKEN.finditer(text)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled.

    Raises:
        SecretsError: a value is missing, or its place cannot hold it.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise SecretsError("deploy.secrets.no_value", id=found[1])
        try:
            return _QUOTE[found[2]](values[found[1]])  # type: ignore[index]
        except ValueError:
            raise SecretsError("deploy.secrets.bad_value", id=found[1], place=found[2]) from None

    return _TOKEN.sub(value, text)


def could_be(text: str, template: str) -> bool:
    """Tell whether a text is a template filled in, whatever the secrets are."""
    pieces = _TOKEN.split(template)
    pattern = re.escape(pieces[0])
    for quoting, constant in zip(pieces[2::3], pieces[3::3], strict=True):
        # Only these forms leave a line break as it is.
        anything = "(?s:.*)" if quoting in ("raw", "php", "shell") else ".*"
        pattern += anything + re.escape(constant)
    return re.fullmatch(pattern, text) is not None


def _flat(values: object, file: Path) -> dict[str, str]:
    if values in (None, ""):
        return {}
    if not isinstance(values, dict):
        raise SecretsError("deploy.secrets.not_map", file=file)
    for key, value in values.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise SecretsError("deploy.secrets.not_text", file=file, id=key)
    return {key: value for key, value in values.items() if value}


def _raw(value: str) -> str:
    return value


def _properties(value: str) -> str:
    """Quote for java.util.Properties, which reads Latin-1 and drops leading blanks."""
    body = value.lstrip(" ")
    leading = "\\ " * (len(value) - len(body))
    return leading + "".join(_property_character(character) for character in body)


def _property_character(character: str) -> str:
    named = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}
    if character in named:
        return named[character]
    if " " <= character <= "~":
        return character
    pairs = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{pairs[at : at + 4]}" for at in range(0, len(pairs), 4))


def _php(value: str) -> str:
    """Quote for a single-quoted PHP string."""
    return value.replace("\\", "\\\\").replace("'", "\\'")


def _sql(value: str) -> str:
    """Quote for a single-quoted MySQL string (without NO_BACKSLASH_ESCAPES)."""
    named = {"\\": "\\\\", "'": "''", "\0": "\\0", "\n": "\\n", "\r": "\\r", "\x1a": "\\Z"}
    return "".join(named.get(character, character) for character in value)


def _xml(value: str) -> str:
    """Quote for XML text or an attribute with either quote."""
    if _XML_FORBIDDEN.search(value):
        raise ValueError
    named = {
        "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;",
        "\n": "&#10;", "\r": "&#13;", "\t": "&#9;",
    }  # fmt: skip
    return "".join(named.get(character, character) for character in value)


def _yaml(value: str) -> str:
    """Quote as a whole double-quoted scalar; the place itself has no quotes."""
    import yaml

    quoted: str = yaml.safe_dump(value, default_style='"', width=float("inf"))
    return quoted.rstrip("\n")


def _json(value: str) -> str:
    """Quote as a whole JSON string; the place itself has no quotes. YAML's has escapes it lacks."""
    return json.dumps(value, ensure_ascii=False)


def _cnf(value: str) -> str:
    """Quote as a whole value of a MySQL option file; the place itself has no quotes."""
    if "\0" in value:
        raise ValueError
    named = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b"}
    return '"' + "".join(named.get(character, character) for character in value) + '"'


def _shell(value: str) -> str:
    """Quote as a whole word of a POSIX shell; the place itself has no quotes."""
    if "\0" in value:
        raise ValueError
    return "'" + value.replace("'", "'\\''") + "'"


def _line(value: str) -> str:
    """Take a value that stands bare on its line; one that would end there earlier is refused.

    Who reads the file decides whether quotes belong to a value, so none are added.
    """
    if _NOT_BARE.search(value):
        raise ValueError
    return value


def _double(value: str) -> str:
    """Quote for the inside of double quotes of an ini file or the like."""
    if _CONTROL.search(value):
        raise ValueError
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _single(value: str) -> str:
    """Take a value for the inside of single quotes, which know no escapes."""
    if _CONTROL.search(value) or "'" in value:
        raise ValueError
    return value


_QUOTE: Mapping[Quoting, Callable[[str], str]] = {
    "raw": _raw,
    "properties": _properties,
    "php": _php,
    "sql": _sql,
    "xml": _xml,
    "yaml": _yaml,
    "json": _json,
    "cnf": _cnf,
    "shell": _shell,
    "line": _line,
    "double": _double,
    "single": _single,
}
