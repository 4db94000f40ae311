"""What ps printed goes in; processes come out, their secrets masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.read import leaks

_SIGNS = re.compile(
    r"^[ \t]{0,40}(?:UID|USER)[ \t]{1,40}PID[ \t].{0,400}\b(?:CMD|COMMAND)[ \t\r]{0,40}$", re.M
)
_FULL = re.compile(
    r"^(?P<user>[\w.+\-$]{1,64})\s+(?P<pid>\d+)\s+\d+\s+\d+\s+(?P<start>\S+)\s+\S+\s+"
    r"[\d:\-]+\s+(?P<command>\S.*)$"
)
_AUX = re.compile(
    r"^(?P<user>[\w.+\-$]{1,64})\s+(?P<pid>\d+)\s+\d+\.\d\s+\d+\.\d\s+\d+\s+\d+\s+\S+\s+\S+\s+"
    r"\S+\s+[\d:]+\s+(?P<command>\S.*)$"
)
_ROW = re.compile(r"^[ \t]{0,40}[\w.+\-$]{1,64}[ \t]{1,40}\d{1,10}[ \t]{1,40}\d", re.M)
_LONGEST = 8000
_SHOWN = 1500


class Process(Struct, frozen=True):
    """One process."""

    user: str
    pid: int
    program: str
    command: str
    line: int


def is_capture(text: str) -> bool:
    """Tell what ps printed: by its heading, or by rows where only those were kept."""
    if "PID" in text and _SIGNS.search(text):
        return True
    return bool(_ROW.search(text)) and any(True for _ in read(text))


def read(text: str) -> Iterator[Process]:
    """Yield the processes, threads of the kernel left out."""
    for number, raw in enumerate(text.splitlines(), 1):
        match = _AUX.match(raw[:_LONGEST].strip()) or _FULL.match(raw[:_LONGEST].strip())
        if match and not match["command"].startswith("["):
            command = match["command"]
            yield Process(
                match["user"],
                int(match["pid"]),
                program_of(command),
                leaks.masked(command[:_SHOWN]),
                number,
            )


def program_of(command: str) -> str:
    """Return the program's name: `nginx` of `nginx: worker process`."""
    first = command.split(maxsplit=1)[0]
    return first.rsplit("/", 1)[-1].rstrip(":").lstrip("-")
