"""URLs and connection strings inside a value go in; the hosts they name come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from migrate.knowledge.settings import SettingKeys
from migrate.read.hosts import HOST, NAME, PORT, Spot, is_dotted, is_ipv4

_LONGEST = 20_000
_SCHEME = re.compile(
    r"(?<![\w+.\-:])(?P<chain>[A-Za-z][\w+.\-]{0,30}(?::[A-Za-z][\w+.\-]{0,30}){0,5}):(?P<slashes>//)"
)
_LOGIN = re.compile(r"(?P<user>[^\s/?#:@\"'<>]{0,200})(?::[^\s/?#\"'<>]{0,500})?@")
_AT_HOST = re.compile(rf"(?P<host>{HOST})(?:\\[\w$]{{1,50}})?(?:[:,](?P<port>{PORT})(?!\.\d))?")
_NEXT = re.compile(r",(?![A-Za-z][\w+.\-]{0,30}://)(?:[^\s/?#:@,]{0,100}(?::[^\s/?#@,]{0,200})?@)?")
_GROUPED = re.compile(r"(?:address=)?\(", re.I)
_GROUP_HOST = re.compile(rf"\bhost\s*+=\s*+(?P<host>{HOST})", re.I)
_GROUP_PORT = re.compile(rf"\bport\s*+=\s*+(?P<port>{PORT})", re.I)
_DATABASE = re.compile(r"/(?P<name>[\w.$~\-]{0,128})")
_SID = re.compile(r"[:/](?P<name>[\w.$\-]{1,128})")
_NAMED_DATABASE = re.compile(
    r"[;?&(\s](?:database_?name|database|initial catalog|dbname|service_name|sid)"
    r"\s*+=\s*+(?P<name>[\w.$\-]{1,128})",
    re.I,
)
_ACCOUNT = re.compile(
    r"[?&;:(](?:user|username|user name|uid|user id)=(?P<name>[^&;\s()]{1,100})", re.I
)
_ORACLE = re.compile(
    r"jdbc:oracle:\w{1,10}:(?:(?P<user>[\w$#]{1,64})/[^@\s]{0,200})?@(?://)?", re.I
)
_TDS = re.compile(r"jdbc:sybase:Tds:", re.I)
_DESCRIPTION = re.compile(r"\(\s*+(?:DESCRIPTION|ADDRESS)(?:_LIST)?\s*+=", re.I)
_PDO = re.compile(
    r"(?P<driver>mysql|pgsql|sqlsrv|mssql|dblib|oci|informix|ibm|odbc):(?=\s*+[\w ]{1,20}=)", re.I
)
_BACKUP = re.compile(r"[?&]backup=(?P<list>[^&\s\"']{1,2000})")
_SERVER_NAME = re.compile(rf";\s*+serverName\s*+=\s*+(?P<host>{HOST})", re.I)
_PORT_NUMBER = re.compile(rf";\s*+portNumber\s*+=\s*+(?P<port>{PORT})", re.I)
_FIELD = re.compile(
    r"(?:^|[;\s])(?P<name>server|data source|host|hostname|address|addr|network address)\s*+=\s*+"
    rf"\"?(?:tcp:)?(?P<host>{HOST})(?:\\[\w$]{{1,50}})?(?:[,:](?P<port>{PORT}))?(?=[;\s\"/]|$)",
    re.I,
)
_FIELDS = re.compile(
    r"[^=;]{1,60}=[^;]{0,300};\s*+[^=;]{1,60}=|(?:^|\s)host=\S{1,200}\s++\w{1,30}=", re.I
)
_MICROSOFT = re.compile(r"sql server|sqlncli|msoledbsql|initial catalog|integrated security", re.I)
_FIELD_PORT = re.compile(rf"(?:^|[;\s])port\s*+=\s*+(?P<port>{PORT})", re.I)
_FIELD_USER = re.compile(
    r"(?:^|[;\s])(?:uid|user id|user|username)\s*+=\s*+(?P<name>[^;\s]{1,100})", re.I
)
_UNC = re.compile(rf"(?<![\w\\])\\\\(?P<host>{NAME})\\[\w$]")
_CORBA = re.compile(rf"\bcorbaloc:(?:iiops?|)?:(?:\d\.\d@)?(?P<host>{HOST})(?::(?P<port>{PORT}))?")
_DOCUMENT = re.compile(r"\.(?:dtd|xsd|tld|wsdl2?#|rng)$", re.I)


def spots(text: str, keys: SettingKeys) -> list[Spot]:
    """Return the hosts that URLs and connection strings of one value name, in order."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
    found: list[Spot] = []
    for way in (_oracle, _schemes, _pdo, _fields, _others):
        for spot in way(text, keys):
            if all(spot.end <= known.start or known.end <= spot.start for known in found):
                found.append(spot)
    return sorted(found, key=lambda spot: spot.start)


def _schemes(text: str, keys: SettingKeys) -> Iterator[Spot]:
    for match in _SCHEME.finditer(text):
        chain = match["chain"].lower().split(":")
        jdbc = chain[0].startswith("jdbc") and len(chain) > 1
        known = (keys.protocol(name) for name in (chain[1:] if jdbc else reversed(chain)))
        protocol = next((name for name in known if name), "")
        if protocol:
            yield from _url(text, match.end(), protocol, keys, jdbc=jdbc)


def _url(text: str, place: int, protocol: str, keys: SettingKeys, *, jdbc: bool) -> Iterator[Spot]:
    """Yield the hosts of one URL from behind its `//` on."""
    login = _LOGIN.match(text, place)
    if login:
        place = login.end()
    hosts, end = _grouped(text, place) if _GROUPED.match(text, place) else _authority(text, place)
    tail = _tail(text, end)
    if not hosts and jdbc:
        hosts = list(_server_name(text, place)) or list(_own_host(text, place, protocol))
    stored = jdbc or protocol in keys.databases
    database = _database(tail, protocol, keys) if stored else ""
    account = _account(tail, login["user"] if login else "") if stored else ""
    if protocol in ("http", "https"):
        # After a comma the text of a list may go on: `Shop|http://a.com,Next Shop|http://b.com`.
        hosts = [host for n, host in enumerate(hosts) if not n or host[1] or "." in host[0]]
        hosts = [] if _DOCUMENT.search(tail) else hosts
    for host, port, start, stop in hosts:
        yield Spot(host, port or keys.protocols[protocol], protocol, start, stop, database, account)
    if protocol in ("zookeeper", "nacos", "dubbo"):
        yield from _backup(text, end, protocol, keys)


def _authority(text: str, place: int) -> tuple[list[tuple[str, int, int, int]], int]:
    """Return the hosts of `h1:3306,h2/…`: host, port and place, and where they end."""
    hosts: list[tuple[str, int, int, int]] = []
    while True:
        match = _AT_HOST.match(text, place)
        if match is None:
            return hosts, place
        end = match.end("port") if match["port"] else match.end("host")
        if match["port"] and text[match.end("host")] != ":":
            end = match.end("host")
        hosts.append((match["host"], int(match["port"] or 0), match.start(), end))
        place = match.end()
        following = _NEXT.match(text, place)
        if following is None or len(hosts) > 100:
            return hosts, place
        place = following.end()


def _grouped(text: str, place: int) -> tuple[list[tuple[str, int, int, int]], int]:
    """Return the hosts of `(HOST=h)(PORT=1521)`, of MySQL's and Oracle's long forms."""
    stop = _group_end(text, place)
    body = text[:stop]
    found = list(_GROUP_HOST.finditer(body, place))
    hosts: list[tuple[str, int, int, int]] = []
    for number, match in enumerate(found):
        limit = found[number + 1].start() if number + 1 < len(found) else stop
        port = _GROUP_PORT.search(body, match.end(), limit)
        hosts.append((match["host"], int(port["port"]) if port else 0, *match.span("host")))
    return hosts, stop


def _group_end(text: str, place: int) -> int:
    depth = 0
    for at in range(place, len(text)):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
        elif depth == 0 and text[at] in "/?; \t\r\n\"'":
            return at
    return len(text)


def _tail(text: str, place: int) -> str:
    match = re.compile(r"[^\s\"'<>]{0,2000}").match(text, place)
    return match[0] if match else ""


def _database(tail: str, protocol: str, keys: SettingKeys) -> str:
    named = _NAMED_DATABASE.search(tail)
    path = _DATABASE.match(tail)
    if protocol == "sqlserver" and named:
        return named["name"]
    if path and path["name"].strip("~"):
        return path["name"]
    return named["name"] if named else ""


def _account(tail: str, login: str) -> str:
    match = _ACCOUNT.search(tail)
    return login or (match["name"] if match else "")


def _server_name(text: str, place: int) -> Iterator[tuple[str, int, int, int]]:
    match = _SERVER_NAME.search(text, place)
    if match:
        port = _PORT_NUMBER.search(text, place)
        yield match["host"], int(port["port"]) if port else 0, *match.span("host")


def _own_host(text: str, place: int, protocol: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield the own host, which MySQL and PostgreSQL take when a URL names none."""
    if protocol in ("mysql", "postgresql") and text.startswith("/", place):
        yield "localhost", 0, place, place


def _backup(text: str, place: int, protocol: str, keys: SettingKeys) -> Iterator[Spot]:
    match = _BACKUP.search(text, place)
    if match:
        hosts, _ = _authority(text[: match.end()], match.start("list"))
        for host, port, start, end in hosts:
            yield Spot(host, port or keys.protocols[protocol], protocol, start, end)


def _oracle(text: str, keys: SettingKeys) -> Iterator[Spot]:
    """Yield the hosts of thin URLs, `@h:1521:SID`, `@//h/service`, and of descriptions."""
    for match in _DESCRIPTION.finditer(text):
        hosts, end = _grouped(text, match.start())
        named = _NAMED_DATABASE.search(text, match.start(), end)
        for host, port, start, stop in hosts:
            name = named["name"] if named else ""
            yield Spot(host, port or keys.protocols["oracle"], "oracle", start, stop, name)
    for match in _ORACLE.finditer(text):
        if text.startswith("(", match.end()):
            continue
        hosts, end = _authority(text, match.end())
        sid = _SID.match(text, end)
        for host, port, start, stop in hosts:
            if port or sid or "." in host:
                known = port or keys.protocols["oracle"]
                name = sid["name"] if sid else ""
                yield Spot(host, known, "oracle", start, stop, name, match["user"] or "")
    for match in _TDS.finditer(text):
        hosts, end = _authority(text, match.end())
        name = _DATABASE.match(text, end)
        for host, port, start, stop in hosts[:1]:
            known = port or keys.protocols["sybase"]
            yield Spot(host, known, "sybase", start, stop, name["name"] if name else "")


def _pdo(text: str, keys: SettingKeys) -> Iterator[Spot]:
    """Yield the hosts of PHP data source names, `mysql:host=h;port=3306;dbname=x`."""
    match = _PDO.match(text)
    if match is None:
        return
    protocol = keys.protocol(match["driver"].lower())
    body = f";{text[match.end() :]}"
    shift = match.end() - 1
    for spot in _field_spots(body, protocol or "tcp", keys):
        yield replace(spot, start=spot.start + shift, end=spot.end + shift)


def _fields(text: str, keys: SettingKeys) -> Iterator[Spot]:
    """Yield the hosts of `Server=h;Database=x;…` and of `host=h port=5432 dbname=x`."""
    if _FIELDS.search(text) is None or "://" in text:
        return
    lower = text.lower()
    protocol = keys.protocol_in(text) if "driver" in lower or "provider" in lower else ""
    if not protocol and _MICROSOFT.search(text):
        protocol = "sqlserver"
    elif not protocol and "dbname=" in lower and ";" not in text:
        protocol = "postgresql"
    yield from _field_spots(text, protocol or "tcp", keys)


def _field_spots(text: str, protocol: str, keys: SettingKeys) -> Iterator[Spot]:
    named = _NAMED_DATABASE.search(f";{text}")
    user = _FIELD_USER.search(text)
    for match in _FIELD.finditer(text):
        apart = _FIELD_PORT.search(text)
        port = int(match["port"] or (apart["port"] if apart else 0)) or keys.protocols[protocol]
        colon = match["port"] and text[match.end("host") : match.start("port")] == ":"
        yield Spot(
            host=match["host"],
            port=port,
            protocol=protocol,
            start=match.start("host"),
            end=match.end("port") if colon else match.end("host"),
            database=named["name"] if named else "",
            account=user["name"] if user else "",
        )


def _others(text: str, keys: SettingKeys) -> Iterator[Spot]:
    """Yield the hosts of Windows shares and of CORBA locations."""
    for match in _UNC.finditer(text):
        if is_dotted(match["host"]) or is_ipv4(match["host"]) or text.startswith("\\\\"):
            yield Spot(match["host"], keys.protocols["smb"], "smb", *match.span("host"))
    for match in _CORBA.finditer(text):
        end = match.end("port") if match["port"] else match.end("host")
        port = int(match["port"] or keys.protocols["iiop"])
        yield Spot(match["host"], port, "iiop", match.start("host"), end)
