"""MySQL servers: one workload each, replication by Service name."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.databases import Dialect, dialects
from migrate.knowledge.images import Base, Database, Technology
from migrate.knowledge.sizing import sizing
from migrate.model.facts import Component, Finding
from migrate.model.inventory import Member
from migrate.model.plan import PlannedFile, PlannedPart, Port, Service, Variable
from migrate.model.reason import Chosen, Reason
from migrate.model.settings import Text
from migrate.plan import database_accounts, database_options, probes, replication, volumes
from migrate.plan.database_schema import schema
from migrate.plan.draft import Draft
from migrate.plan.images import image, listed_packages
from migrate.plan.quantities import mib, to_bytes
from migrate.plan.replication import Link
from migrate.plan.resources import measured_memory
from migrate.plan.secrets import account_token
from migrate.plan.sessions import of_database
from migrate.plan.situation import Situation
from migrate.plan.timezone import timezone
from migrate.plan.why import choose, finding, reason

_SET_UP = "/docker-entrypoint-initdb.d"
_ROOT_PASSWORD = "/run/secrets/migrated/root-password"
_MIB = 1 << 20


class Server(Struct, frozen=True):
    """One database server on its way to its image."""

    situation: Situation
    member: Member
    database: Database
    dialect: Dialect
    follows: Link | None
    followers: tuple[Link, ...]

    @property
    def component(self) -> Component:
        """What was read of the old server."""
        return self.member.component

    @property
    def role(self) -> str:
        """What it is in its replicated set; empty for a server on its own."""
        return "replica" if self.follows else "source" if self.followers else ""


class Contents(Struct, frozen=True):
    """Mounted files, and what was noticed while writing them."""

    files: tuple[PlannedFile, ...]
    findings: tuple[Finding, ...]


def plan_mysql(situation: Situation, member: Member, technology: Technology) -> Draft:
    """Return how a MySQL server runs."""
    server = _server(situation, member, technology)
    component = member.component
    base = _base(server, technology)
    port = Port(technology.port.name, situation.port(member))
    data = volumes.data(situation, member, technology.applications)
    folder = choose(f"{data.mount_path}/data", "plan.database.folder", volume=data.mount_path)
    contents = _contents(server, folder.value)
    return Draft(
        controller=choose("StatefulSet", "plan.controller.database"),
        replication=of_database(component),
        image=image(
            situation,
            member,
            base,
            packages=listed_packages(technology),
            params={"data_folder": folder},
        ),
        port=port,
        memory=_memory(situation, member),
        probes=probes.of_database(port.name, port.number.value, server.database.admin),
        services=_services(component, port),
        role=server.role,
        variables=_variables(server),
        files=contents.files,
        volumes=(data, *volumes.scratch(technology)),
        findings=(*contents.findings, *_change_of_server(server, base.value)),
    )


def _server(situation: Situation, member: Member, technology: Technology) -> Server:
    database = technology.database
    if database is None:
        raise ValueError(f"knowledge/images: {technology.recipe} has no database")
    return Server(
        situation=situation,
        member=member,
        database=database,
        dialect=dialects()[database.dialect],
        follows=replication.link_from(situation, member),
        followers=replication.links_to(situation, member),
    )


def _base(server: Server, technology: Technology) -> Chosen[Base]:
    base = technology.bases[0]
    return choose(
        base,
        "plan.base.database",
        server.component.origins("mysql.version"),
        server=f"{server.dialect.name} {base.runtime}",
        old=server.component.value("mysql.version") or "?",
    )


def _contents(server: Server, folder: str) -> Contents:
    options, noticed = _options(server, folder)
    files = [_root_password(server), options]
    if server.follows:
        return Contents(
            (*files, _replication(server, server.follows)),
            (*noticed, *_unnamed_account(server.follows)),
        )
    wanted = database_accounts.accounts(server.situation, server.member)
    described = schema(server.component, [account.name for account in wanted])
    if wanted:
        parts = database_accounts.statements(server.member, wanted, server.dialect)
        origins = tuple(dict.fromkeys(o for account in wanted for o in account.origins))
        why = reason("plan.database.accounts", origins)
        files.append(_set_up(server, "accounts", "10-accounts.sql", parts, why))
    if described.text:
        why = reason("plan.database.schema", described.origins)
        files.append(_set_up(server, "schema", "20-schema.sql", (Text(described.text),), why))
    assumed = tuple(database_accounts.findings(server.member, wanted))
    return Contents(tuple(files), (*noticed, *described.findings, *assumed))


def _options(server: Server, folder: str) -> tuple[PlannedFile, tuple[Finding, ...]]:
    component, dialect = server.component, server.dialect
    given = {"datadir": folder, "port": str(server.situation.port(server.member).value)}
    identity = component.value("mysql.server_id")
    if identity is not None:
        given["server_id"] = str(identity)
    if server.role:
        given.update(dialect.replicated)
    if server.follows:
        given["read_only"] = "ON"
    if dialect.native_password:
        given[dialect.native_password.option] = dialect.native_password.value
    made = database_options.options(component, dialect, given)
    planned = PlannedFile(
        mount_path=server.database.options_file,
        object_name=f"{component.id}-config",
        key=server.database.options_file.rsplit("/", 1)[-1],
        parts=(Text(made.text),),
        reason=reason(
            "plan.database.options", made.origins, server=f"{dialect.name} {dialect.version}"
        ),
        fixed=True,
    )
    return planned, made.findings


def _root_password(server: Server) -> PlannedFile:
    owner = server.component.id
    return PlannedFile(
        mount_path=_ROOT_PASSWORD,
        object_name=f"{owner}-root",
        key="root-password",
        parts=(account_token(owner, "root", "raw"),),
        reason=reason("plan.database.root"),
        fixed=True,
        lasting=False,
    )


def _replication(server: Server, link: Link) -> PlannedFile:
    parts = replication.statements(server.situation, link, server.dialect)
    why = reason("plan.database.replication", link.origins, source=link.source.component.id)
    return _set_up(server, "replication", "10-replication.sql", parts, why)


def _set_up(
    server: Server, what: str, name: str, parts: tuple[PlannedPart, ...], why: Reason
) -> PlannedFile:
    """Return a file that an empty server runs once."""
    return PlannedFile(
        mount_path=f"{_SET_UP}/{name}",
        object_name=f"{server.component.id}-{what}",
        key=name,
        parts=parts,
        reason=why,
        fixed=True,
        lasting=False,
    )


def _services(component: Component, port: Port) -> tuple[Service, ...]:
    pods = choose(f"{component.id}-pods", "plan.service.headless")
    return (
        Service(choose(component.id, "plan.service"), port.name),
        Service(pods, port.name, headless=True),
    )


def _variables(server: Server) -> tuple[Variable, ...]:
    name = server.database.root_password_variable
    found = [Variable(name, choose(_ROOT_PASSWORD, "plan.database.root"))]
    zone = timezone(server.component)
    if zone:
        found.append(Variable("TZ", zone))
    return tuple(found)


def _memory(situation: Situation, member: Member) -> Chosen[int]:
    """Return what the buffer pool asks for, else what was measured."""
    known = database_options.settings(member.component)
    pool = known.get("innodb_buffer_pool_size")
    size = to_bytes(pool.text("value")) if pool else None
    if pool is None or not size:
        return measured_memory(situation, member)
    figures, step = sizing().database, sizing().memory.step_mib
    limit = known.get("max_connections")
    said = limit.text("value") if limit else ""
    connections = int(said) if said.isdecimal() else figures.connections
    wanted = size * figures.pool_factor
    wanted += (connections * figures.connection_mib + figures.base_mib) * _MIB
    return choose(
        mib(wanted, step),
        "plan.memory.database",
        (*pool.origins, *(limit.origins if limit else ())),
        pool=f"{size // _MIB}Mi",
        factor=figures.pool_factor,
        connections=connections,
        each=f"{figures.connection_mib}Mi",
        base=f"{figures.base_mib}Mi",
    )


def _unnamed_account(link: Link) -> Iterator[Finding]:
    if not link.account:
        yield finding(
            "replication-account-unknown", "mandatory", link.replica.component.id, link.origins
        )


def _change_of_server(server: Server, base: Base) -> Iterator[Finding]:
    component = server.component
    old = str(component.value("mysql.version") or "?")
    origins = component.origins("mysql.version")
    new = f"{server.dialect.name} {base.runtime}"
    if server.dialect.name == "MariaDB" and "mariadb" not in old.lower():
        yield finding("mysql-becomes-mariadb", "mandatory", component.id, origins, old=old, new=new)
    elif not old.startswith(base.runtime):
        yield finding("database-upgraded", "optional", component.id, origins, old=old, new=new)
    if server.dialect.native_password and not server.follows:
        yield finding("database-old-login", "potential", component.id, origins, new=new)
