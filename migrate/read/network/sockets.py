"""What ss, netstat and lsof printed goes in; sockets come out, each with its line.

Formats by the manual pages of ss(8), netstat(8) and lsof(8); AIX and Windows print others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.hosts import host_knowledge

_STATES = {
    "LISTEN": "listen",
    "LISTENING": "listen",
    "UNCONN": "listen",
    "ESTAB": "established",
    "ESTABLISHED": "established",
    "TIME-WAIT": "closing",
    "CLOSE-WAIT": "established",
    "SYN-SENT": "trying",
    "SYN-RECV": "established",
    "FIN-WAIT-1": "closing",
    "FIN-WAIT-2": "closing",
    "FIN-WAIT1": "closing",
    "FIN-WAIT2": "closing",
    "LAST-ACK": "closing",
    "CLOSING": "closing",
}
_SS = re.compile(
    r"^(?:(?P<net>tcp|udp)6?\s+)?(?P<state>[A-Z][A-Z0-9\-]{4,10})\s+\d+\s+\d+\s+"
    r"(?P<local>\S+)\s+(?P<remote>\S+)(?:\s+(?P<rest>.*))?$"
)
_SS_STATELESS = re.compile(
    r"^(?:(?P<net>tcp|udp)6?\s+)?\d+\s+\d+\s+(?P<local>\S{1,300}:\w{1,40})\s+"
    r"(?P<remote>\S{1,300}:\w{1,40})"
    r"(?:\s+(?P<rest>users:.*|timer:.*))?$"
)
_NETSTAT = re.compile(
    r"^(?P<net>tcp|udp)(?P<version>4|6|46)?\s+\d+\s+\d+\s+(?P<local>\S+)\s+(?P<remote>\S+)"
    r"(?:\s+(?P<state>[A-Z][A-Z_0-9]{4,11}))?(?:\s+(?P<rest>.*))?$"
)
_WINDOWS = re.compile(
    r"^(?P<net>TCP|UDP)\s+(?P<local>\S+)\s+(?P<remote>\S+)(?:\s+(?P<state>[A-Z][A-Z_0-9]{4,11}))?"
    r"(?:\s+(?P<pid>\d+))?$"
)
_LSOF = re.compile(
    r"^(?P<process>\S+)\s+(?P<pid>\d+)\s+(?:\d+\s+)?(?P<user>\S+)\s+\d+[a-z]?[A-Z]?\s+IPv[46]\s+"
    r"\S+\s+\S+\s+(?P<net>TCP|UDP)\s+(?P<local>[^\s>]{1,300}?)(?:->(?P<remote>\S{1,300}))?"
    r"(?:\s+\((?P<state>[A-Z_0-9]+)\))?$"
)
_USERS = re.compile(r'\("(?P<process>[^"]{1,64})",(?:pid=)?(?P<pid>\d+)')
_PROGRAM = re.compile(r"(?:^|\s)(?P<pid>\d+)/(?P<process>[^\s:]{1,64})")
_SIGNS = re.compile(
    r"^(?:Netid\s{1,40})?State\s{1,40}Recv-Q|^(?:Netid\s{1,40})?Recv-Q\s{1,40}Send-Q\s{1,40}Local"
    r"|^Proto\s{1,40}Recv-Q|^[ \t]{0,40}Proto\s{1,40}Local Address"
    r"|^COMMAND[ \t]{1,40}PID[ \t].{0,200}\bNODE NAME|Active Internet connections|"
    r"^[ \t]{0,40}(?:协议|活动连接)",
    re.M,
)
_ROW = re.compile(r"^[ \t]{0,40}(?:tcp[46]?\s|udp[46]?\s|LISTEN\s|ESTAB\s|TCP\s)", re.M)
_HEADINGS = ("Recv-Q", "Local Address", "NODE NAME", "Active Internet", "协议", "活动连接")
_STARTS = ("tcp", "udp", "LISTEN", "ESTAB", "TCP")
"""Words without which no pattern fits: found far sooner than those."""
_LONGEST = 2000


class Socket(Struct, frozen=True):
    """One socket."""

    transport: str
    state: str
    """listen, established, trying or closing."""
    local: str
    local_port: int
    remote: str
    remote_port: int
    process: str
    """Empty when it was not printed."""
    pid: int
    line: int


def is_capture(text: str) -> bool:
    """Tell a capture of sockets: by its heading, or by rows where that was cut off."""
    if any(word in text for word in _HEADINGS) and _SIGNS.search(text):
        return True
    if not any(word in text for word in _STARTS):
        return False
    return bool(_ROW.search(text)) and any(True for _ in read(text))


def read(text: str) -> Iterator[Socket]:
    """Yield the sockets of a capture; lines of any other form are passed over."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw[:_LONGEST].strip()
        if line and (found := _socket(line, number)):
            yield found


def _socket(line: str, number: int) -> Socket | None:
    head, mark, users = line.partition("users:(")
    plain = f"{head} {mark}{users}" if mark else line
    for pattern in (_LSOF, _SS, _NETSTAT, _SS_STATELESS, _WINDOWS):
        match = pattern.match(plain)
        if match:
            return _built(match, number)
    return None


def _built(match: re.Match[str], number: int) -> Socket | None:
    said = match.groupdict()
    transport = (said.get("net") or "tcp").lower()
    local, remote = _split(said["local"]), _split(said.get("remote") or "*:*")
    if local is None or remote is None or not local[1]:
        return None
    state = _state(said, connected=bool(remote[1]))
    if not state or (state != "listen" and not remote[1]):
        return None
    process, pid = _process(said)
    return Socket(transport, state, *local, *remote, process, pid, number)


def _state(said: dict[str, str | None], *, connected: bool) -> str:
    written = (said.get("state") or "").replace("_", "-")
    if not written:
        return "established" if connected else "listen"
    state = _STATES.get(written, "")
    return "established" if state == "listen" and connected else state


def _process(said: dict[str, str | None]) -> tuple[str, int]:
    if said.get("process") or said.get("pid"):
        return _plain(said.get("process") or ""), int(said.get("pid") or 0)
    rest = said.get("rest") or ""
    match = _USERS.search(rest) or _PROGRAM.search(rest)
    return (_plain(match["process"]), int(match["pid"])) if match else ("", 0)


def _plain(process: str) -> str:
    return process.replace("\\x20", " ").rsplit("/", 1)[-1]


def _split(text: str) -> tuple[str, int] | None:
    """Return address and port; port 0 for `*`; None for what is no address with a port."""
    host, colon, port = text.rpartition(":")
    if not colon:
        host, colon, port = text.rpartition(".")
    if not colon:
        return None
    number = _port(port)
    host = host.strip("[]").partition("%")[0].strip("[]")
    host = re.sub(r"^::ffff:(?=\d+\.)", "", host, flags=re.IGNORECASE)
    if number is None or not re.fullmatch(r"[\w.\-:*]{0,253}", host):
        return None
    return host or "*", number


def _port(text: str) -> int | None:
    if text in ("*", "0"):
        return 0
    if text.isascii() and text.isdigit():
        return int(text) if int(text) < 65536 else None
    return host_knowledge().services.get(text)
