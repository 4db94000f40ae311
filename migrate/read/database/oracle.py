"""listener.ora, tnsnames.ora, sqlnet.ora, init.ora go in; Oracle servers and clients come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from migrate.read import server_facts as facts
from migrate.read import servers, told
from migrate.read.findings import Found
from migrate.read.reader import Site
from migrate.read.tree import Entry, Tree

KIND = "oracle"
_TOKEN = re.compile(r"#[^\n]*|\"[^\"\n]{0,1000}\"|[()=,]|[^\s()=,#\"]{1,1000}")
_DEEPEST = 40
_VERSION = re.compile(
    r"Oracle (?:Database|AI Database) .{0,60}?Release (?P<version>\d+(?:\.\d+){0,4})"
)
_PARAMETER = re.compile(r"^\s*(?:[\w*]{1,30}\.)?(?P<key>\w{1,80})\s*=\s*(?P<value>[^#\n]{0,2000})")
_FOLDERS = ("db_create_file_dest", "db_recovery_file_dest", "control_files")


class Term(Struct):
    """`NAME = value` or `NAME = (…)(…)` of Oracle Net."""

    name: str
    line: int
    value: str = ""
    inside: list[Term] = []
    others: list[str] = []
    """Further names of the same, written before it: `ORCL, ORCL2 = …`."""

    def all(self, *names: str) -> Iterator[Term]:
        """Yield the terms of some names below this one."""
        for term in self.inside:
            if term.name in names:
                yield term
            yield from term.all(*names)

    def said(self, *names: str) -> str:
        """Return the value of the first of some names below this one, empty when none has it."""
        return next((term.value for term in self.all(*names)), "")


def roots(tree: Tree) -> Sequence[str]:
    """Return the whole, when it holds files of Oracle."""
    return servers.roots(tree, KIND)


def read(site: Site) -> Iterable[Found]:
    """Read every installation; the files of one folder belong to one."""
    takers = {
        "oracle.listener": _listener,
        "oracle.init": _init,
        "oracle.tnsnames": _names,
        "oracle.sqlnet": _sqlnet,
        "oracle.banner": _banner,
    }
    return servers.read(site, KIND, takers, _finish)


def terms(text: str) -> list[Term]:
    """Return the terms of an Oracle Net file.

    Raises:
        ValueError: parentheses lie too deep.
    """
    root = Term("", 0)
    stack, line, place = [root], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        token, holder = match[0], stack[-1]
        if token == "(":
            if len(stack) > _DEEPEST:
                raise ValueError("too deep")
            # What is in parentheses belongs to the name before them, however many there are.
            stack.append(holder.inside[-1] if holder.inside else holder)
        elif token == ")":
            del stack[max(1, len(stack) - 1) :]
        elif token[0] not in "#=,":
            _word(token, text[match.end() : match.end() + 200], holder, line)
    return root.inside


def _word(token: str, behind: str, holder: Term, line: int) -> None:
    """Take a word: a name when `=` follows, else the value of the last name."""
    if behind.lstrip().startswith("="):
        term = Term(token.upper(), line)
        if not holder.name:
            term.others, holder.others = holder.others, []
        holder.inside.append(term)
    elif not holder.name and behind.lstrip().startswith(","):
        holder.others.append(token.upper())
    elif holder.inside and not holder.inside[-1].inside and not holder.inside[-1].value:
        holder.inside[-1].value = token.strip('"')
    elif not holder.inside:
        holder.value = ",".join(part for part in (holder.value, token.strip('"')) if part)[:1000]


def _listener(entry: Entry, found: Found) -> None:
    for term in terms(entry.expected_text()):
        for address in term.all("ADDRESS"):
            if address.said("PROTOCOL").upper() in ("TCP", "TCPS"):
                protocol = "oracle" if address.said("PROTOCOL").upper() == "TCP" else "oracle-tls"
                facts.endpoint(found, address.said("PORT"), protocol, entry.origin(address.line))
                host = address.said("HOST")
                if host:
                    found.item("listeners", entry.origin(address.line), name=term.name, host=host)
        for described in term.all("SID_DESC"):
            sid = described.said("SID_NAME")
            name = described.said("GLOBAL_DBNAME", "GLOBAL_NAME") or sid
            if name and sid.upper() not in ("PLSEXTPROC", "CLREXTPROC"):
                origin = entry.origin(described.line)
                found.item("databases", origin, name=name, sid=sid or None)
            home = described.said("ORACLE_HOME")
            if home:
                found.fact("oracle.home", home, entry.origin(described.line))
    found.item("config.files", entry.origin(), path=entry.path, keys=[])


def _names(entry: Entry, found: Found) -> None:
    """Each address of a name is a database that somebody here calls."""
    for term in terms(entry.expected_text()):
        database = term.said("SERVICE_NAME", "SID")
        for address in term.all("ADDRESS"):
            host, port = address.said("HOST"), address.said("PORT")
            number = int(port[:5]) if port.isdecimal() else 1521
            origin = entry.origin(address.line)
            reference = facts.refer(found, (host, number), "oracle", term.name, origin)
            if reference:
                found.references[-1] = replace(reference, database=database)
                for name in (*term.others, term.name):
                    found.item(
                        "tns.names", origin, name=name, host=host, port=number, database=database
                    )
    found.item("config.files", entry.origin(), path=entry.path, keys=["HOST"])


def _sqlnet(entry: Entry, found: Found) -> None:
    for term in terms(entry.expected_text()):
        origin = entry.origin(term.line)
        if term.name.startswith(("SQLNET.", "NAMES.")) and term.value:
            found.item("settings", origin, name=term.name.lower(), value=term.value)
        if term.name == "WALLET_LOCATION":
            folder = term.said("DIRECTORY")
            if folder:
                found.item("secrets.files", origin, path=folder, what="keystore")


def _parameters(text: str) -> Iterator[told.Said]:
    """Yield parameters; `*.` or an instance's name may stand before one."""
    for number, line in enumerate(text.splitlines(), 1):
        match = _PARAMETER.match(line)
        if match:
            yield told.Said(match["key"], match["value"].strip(), number)


def _init(entry: Entry, found: Found) -> None:
    conf = told.Told(entry, _parameters(entry.expected_text()))
    for said in conf.said:
        key = said.key.lower()
        value = told.unquoted(said.value)
        if key in _FOLDERS:
            for path in value.split(",")[:1] if key == "control_files" else (value,):
                folder = told.unquoted(path.strip().strip("()"))
                shown = folder.rpartition("/")[0] if key == "control_files" else folder
                facts.data_dir(found, shown, conf.at(said))
        elif key in ("sga_target", "memory_target", "sga_max_size"):
            size = facts.size(value)
            if size:
                found.fact("memory.limit", size, conf.at(said))
        elif key == "audit_file_dest":
            facts.log_file(found, value, conf.at(said))
    name = conf.get("db_unique_name", "db_name")
    if name:
        found.item("databases", conf.at(name), name=told.unquoted(name.value), sid=None)
    release = conf.get("compatible")
    if release:
        found.fact("oracle.compatible", told.unquoted(release.value), conf.at(release))
    facts.tuning(KIND, conf, found)
    facts.config_file(conf, found)


def _banner(entry: Entry, found: Found) -> None:
    facts.stated(found, "oracle.version", _VERSION, entry)


def _finish(found: Found) -> None:
    """Names alone are what a client has; they tell nothing of a server."""
    client = found.has("tns.names") and not found.endpoints and not found.has("databases")
    found.fact("oracle.part", "client" if client else "server", confidence=0.8)
    found.listens = not client
    for name in ("oracle.version", "data.dir", "data.size") if client else ():
        found.unknown(name, "read.server.client_only")
    found.unknown("data.size", "read.server.no_status")
    found.unknown("data.dir", "read.server.no_configuration")
