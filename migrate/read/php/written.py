"""Where a site writes: by its framework, settings and calls, and what it asks to be writable."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from migrate.knowledge.php import Framework
from migrate.read.findings import Found
from migrate.read.php.code import Call
from migrate.read.php.expressions import Literal
from migrate.read.php.settings import Setting
from migrate.read.php.survey import File, Survey

_TARGET = {
    "move_uploaded_file": 1, "file_put_contents": 0, "fopen": 0, "mkdir": 0, "copy": 1, "rename": 1,
    "imagepng": 1, "imagejpeg": 1, "imagegif": 1, "imagewebp": 1, "error_log": 2, "touch": 0,
    "session_save_path": 0,
}  # fmt: skip
"""Function → which argument names what it writes (php.net/manual)."""
_KINDS = {"move_uploaded_file": "upload", "error_log": "log", "session_save_path": "session"}
_ASKS = frozenset({"is_writable", "is_writeable"})
_INI = {"session.save_path": "session", "error_log": "log", "upload_tmp_dir": "cache"}
_SETTING = re.compile(
    r"(?i)(?:^|[._\-\[\]'])(?:file_public_path|file_private_path|upload_?(?:dir|path|root|folder)"
    r"|(?:dir|path)_?uploads?|files?_?path|cache_?(?:dir|path)|log_?(?:dir|path|file)|dataroot"
    r"|save_?path|sess_save_path|attach(?:ment)?_?(?:dir|path)|datadirectory|tempdir|tmp_?(?:dir|path))$"
)
_WORDS = (
    ("session", re.compile(r"(?i)(^|[/_\-])sess(ion)?s?([/_\-]|$)")),
    ("log", re.compile(r"(?i)(^|[/_\-])logs?([/_\-]|$)|\.log$")),
    ("cache", re.compile(r"(?i)(^|[/_\-])(caches?|runtime|te?mp|compiled?|html)([/_\-]|$)|_c$")),
    ("upload", re.compile(r"(?i)upload|attach|avatar|userfiles|(images?|media|files)(/|$)")),
)  # fmt: skip
_SERVER = re.compile(r"[\w.\-]{1,253}:\d{1,5}(?:$|[,/?\s])")
"""`session.save_path` names servers where the handler is Memcached or Redis."""
_ROOT = re.compile(
    r"(?i)(?:^|_|[a-z])root(?:_?(?:path|dir))?['\"\]]{0,2}$|^(?:abspath|fcpath|phpcms_path)$"
)
"""Names of the site's own folder; what other folders hold (`WP_CONTENT_DIR`) is not known."""
_AFTER_GAP = re.compile(r"(?<!:)/{2,}.*", re.S)
_ELSEWHERE = re.compile(
    r"(?i)^(?:[a-z][a-z0-9+.\-]*://|php:|data:|\\\\|/dev/|/proc/)|[*?<>|\"\n\r]"
)


def tell(
    survey: Survey, framework: Framework | None, settings: Sequence[Setting], found: Found
) -> None:
    """Add the places that are written to."""
    for written in framework.written if framework else ():
        for origin in found.origins("php.framework")[:1]:
            found.item(
                "files.written", origin, path=written.path, holds=written.holds, how="framework"
            )
    for setting in settings:
        path = setting.pair.value
        if _SETTING.search(setting.pair.key) and _is_path(path):
            origin = setting.entry.origin(setting.pair.line)
            found.item(
                "files.written", origin, path=path, holds=holds(path, "upload"), how="setting"
            )
    for file in survey.own_files():
        for call in file.seen.looked:
            for path, kind, how in _of_call(call, file):
                found.item(
                    "files.written", file.entry.origin(call.line), path=path, holds=kind, how=how
                )


def holds(path: str, otherwise: str = "data") -> str:
    """Return what a folder holds, by its name."""
    return next((kind for kind, pattern in _WORDS if pattern.search(path)), otherwise)


def _of_call(call: Call, file: File) -> Iterator[tuple[str, str, str]]:
    if call.name in _ASKS and call.arguments:
        path = _path(call.arguments[0], file).rstrip("/")
        if path:
            yield path, holds(path), "permission-check"
    elif call.name == "ini_set" and len(call.arguments) > 1:
        kind = _INI.get(call.arguments[0].text)
        path = _path(call.arguments[1], file)
        if kind and path and not _SERVER.match(path):
            yield (_folder(path) if kind == "log" else path.rstrip("/")), kind, "call"
    elif call.name in _TARGET and len(call.arguments) > _TARGET[call.name] and _writes(call):
        path = _path(call.arguments[_TARGET[call.name]], file)
        whole = call.name in ("mkdir", "session_save_path")
        folder = path.rstrip("/") if whole else _folder(path)
        if folder:
            yield folder, _KINDS.get(call.name) or holds(path), "call"


def _writes(call: Call) -> bool:
    """Tell whether a call writes: fopen() by its mode, error_log() by its type."""
    if call.name == "fopen":
        return len(call.arguments) > 1 and call.arguments[1].text[:1] in ("w", "a", "x", "c")
    if call.name == "error_log":
        return call.arguments[1].text == "3"
    return True


def _path(literal: Literal, file: File) -> str:
    """Return a path relative to the site's root, or absolute; empty when it is not literal."""
    # `'uploads/' . $year . '/' . $name`: what is computed left nothing between two slashes.
    text = _AFTER_GAP.sub("/", literal.text)
    if not text or not _is_path(text):
        return ""
    if literal.here:
        inside = posixpath.normpath(posixpath.dirname(file.entry.path) + "/" + text.lstrip("/"))
        end = "/" if text.endswith("/") else ""
        return "" if inside.startswith("..") else inside.lstrip("/") + end
    if literal.base:
        return text.lstrip("/") if _ROOT.search(literal.base) and text.strip("/") else ""
    if literal.whole or text.startswith("/"):
        # A name alone lies in the folder of the page that was called: the site's, or not.
        known = "/" in text or "/" not in file.entry.path
        return text.removeprefix("./").rstrip("/") if known else ""
    return text.removeprefix("./")[: text.removeprefix("./").rfind("/") + 1]


def _folder(path: str) -> str:
    """Return the folder of a file; a name without one lies beside the code."""
    folder, _, name = path.rstrip("/").rpartition("/")
    if path.endswith("/"):
        return path.rstrip("/")
    return folder if "." in name or not folder else path


def _is_path(text: str) -> bool:
    return (
        bool(text) and len(text) < 200 and not _ELSEWHERE.search(text) and " " not in text.strip()
    )
