"""The accounts that applications and replicas log in with, as SQL with placeholders."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from migrate.knowledge.databases import Dialect
from migrate.model.facts import Finding
from migrate.model.inventory import Member
from migrate.model.origin import Origin
from migrate.model.plan import PlannedPart
from migrate.model.settings import Text
from migrate.plan.listed import items
from migrate.plan.replication import Link, links_to, literal
from migrate.plan.secrets import account_token
from migrate.plan.situation import Situation
from migrate.plan.why import finding


class Account(Struct, frozen=True):
    """A user of a database server, and what it works on."""

    name: str
    databases: tuple[str, ...]
    """Empty for one that only replicates."""
    replicates: bool
    origins: tuple[Origin, ...]


def accounts(situation: Situation, source: Member) -> tuple[Account, ...]:
    """Return the accounts that must exist on a server, by name.

    Those of its replicas are among them: they are created here and replicated.
    """
    followers = links_to(situation, source)
    servers = {source.component.id, *(link.replica.component.id for link in followers)}
    found: dict[str, Account] = {}
    for account in (*_called(situation, servers), *_replicating(followers)):
        known = found.get(account.name)
        found[account.name] = _joined(known, account) if known else account
    return tuple(found[name] for name in sorted(found))


def statements(
    source: Member, wanted: tuple[Account, ...], dialect: Dialect
) -> tuple[PlannedPart, ...]:
    """Return the SQL that creates databases and accounts on an empty server."""
    dumped = {item.text("name") for item in items(source.component, "mysql.databases")}
    missing = sorted({name for a in wanted for name in a.databases} - dumped)
    parts: list[PlannedPart] = [
        Text(f"CREATE DATABASE IF NOT EXISTS {_name(m)};\n") for m in missing
    ]
    native = dialect.native_password
    clause = native.clause if native else "IDENTIFIED BY"
    for account in wanted:
        user = f"'{literal(account.name)}'@'%'"
        parts.append(Text(f"CREATE USER IF NOT EXISTS {user} {clause} '"))
        owner = source.component.id
        parts.append(account_token(owner, account.name, "sql", account.origins))
        parts.append(Text("';\n" + "".join(f"{line}\n" for line in _grants(account, user))))
    return tuple(parts)


def findings(source: Member, wanted: tuple[Account, ...]) -> Iterator[Finding]:
    """Yield what a person should look at: rights are not known from an application's settings."""
    for account in wanted:
        if account.databases:
            yield finding(
                "database-rights-assumed",
                "potential",
                source.component.id,
                account.origins,
                account=account.name,
                databases=", ".join(account.databases),
            )
        elif not account.replicates:
            yield finding(
                "database-of-account-unknown",
                "optional",
                source.component.id,
                account.origins,
                account=account.name,
            )


def _called(situation: Situation, servers: set[str]) -> Iterator[Account]:
    for member in situation.inventory.members:
        for reference in member.component.references:
            found = situation.topology.node_of(member.component.id, reference.target)
            if not found or found.node not in servers or not reference.account:
                continue
            if reference.purpose == "call":
                databases = (reference.database,) if reference.database else ()
                yield Account(reference.account, databases, False, reference.origins)


def _replicating(followers: tuple[Link, ...]) -> Iterator[Account]:
    for link in followers:
        if link.account:
            yield Account(link.account, (), True, link.origins)


def _joined(one: Account, other: Account) -> Account:
    return Account(
        name=one.name,
        databases=tuple(sorted({*one.databases, *other.databases})),
        replicates=one.replicates or other.replicates,
        origins=tuple(dict.fromkeys((*one.origins, *other.origins))),
    )


def _grants(account: Account, user: str) -> Iterator[str]:
    for database in account.databases:
        yield f"GRANT ALL PRIVILEGES ON {_pattern(database)}.* TO {user};"
    if account.replicates:
        yield f"GRANT REPLICATION SLAVE ON *.* TO {user};"


def _name(text: str) -> str:
    return "`" + text.replace("`", "``") + "`"


def _pattern(database: str) -> str:
    """Return a database's name for GRANT, where `_` and `%` are wildcards."""
    return _name(database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%"))
