"""What descriptors tell of databases, queues and mail servers -> `datasources` and references.

A place that only names a resource (`resource-ref`, a lookup) is joined with the one that defines
it; without a definition it is listed without a host, and `unknown` says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from migrate.knowledge.java_contents import java_contents
from migrate.knowledge.settings import setting_keys
from migrate.model.facts import Plain, Reference
from migrate.model.origin import Origin
from migrate.read import leaks, values
from migrate.read.java import references
from migrate.read.java.application import Application
from migrate.read.java.collected import Resource
from migrate.read.java.documents import Node
from migrate.read.values import Address, Pair

_ENV = re.compile(r"^(?:java:(?:/?comp/env/|jboss/|global/|app/|module/|/)?)")
_ORACLE_USER = re.compile(r"(jdbc:oracle:\w{2,10}:)(?P<user>[\w$#]{1,60})/[^@\s]{1,200}@")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,252}")
_DESTINATION = ".jms.JMSDestinationDefinition"
_NAME = re.compile(r"(?:\(|, )name=([^,()]{1,200})")
_MOST_NAMED = 10
_MOST = 2000
"""Of an application: no server has more."""
_OTHER = ("mongodb", "redis", "elasticsearch", "cassandra", "neo4j", "memcached")
"""Databases that no JDBC speaks to."""
_URL_NAMES = ("url", "jdbcurl", "connectionurl", "driverurl", "brokerurl")


def from_reference(node: Node, application: Application) -> None:
    """Take a reference of web.xml or ejb-jar.xml, or a definition (`data-source`)."""
    if node.name in ("data-source", "mail-session"):
        _definition(node, application)
        return
    name = node.said("res-ref-name") or node.said("resource-env-ref-name")
    type_ = node.said("res-type") or node.said("resource-env-ref-type")
    if name:
        named(application, name, kind_of(type_), node.origin)


def named(application: Application, name: str, kind: str, origin: Origin) -> None:
    """Take a place that only names a resource of the server."""
    application.resources.append(
        Resource(origin, setting=name, jndi=name, kind=kind, where="server", defined=False)
    )


def define(application: Application, resource: Resource) -> None:
    """Take a place that says what a resource is; placeholders are filled, secrets never kept."""
    origins: list[Origin] = []

    def fill(text: str) -> str:
        value, places = application.values.filled(text)
        origins.extend(places)
        return value

    filled = replace(
        resource,
        driver=fill(resource.driver),
        url=fill(resource.url),
        host=fill(resource.host),
        port=fill(resource.port),
        database=fill(resource.database),
        account=fill(resource.account),
    )
    more = tuple(dict.fromkeys((*resource.more, *origins)))
    application.resources.append(replace(filled, more=more))


def from_properties(
    application: Application, node: Node, said: Mapping[str, str], resource: Resource
) -> None:
    """Take a resource whose address lies in named properties, whatever library names them.

    `javax.persistence.jdbc.url`, `connection.url`, `jdbcUrl` and `JDBC.ConnectionURL` are one.
    """
    known = {_last(name): value for name, value in said.items() if value}

    def first(*names: str) -> str:
        return next((known[name] for name in names if name in known), "")

    resource = replace(
        resource,
        driver=resource.driver or first("driver", "driverclass", "driverclassname", "drivername"),
        url=resource.url or first(*_URL_NAMES),
        host=resource.host or first("servername", "host", "hostname"),
        port=resource.port or first("portnumber", "port"),
        database=resource.database or first("databasename"),
        account=resource.account or first("username", "user", "userid"),
    )
    if resource.url or resource.host:
        define(application, resource)
    elif first("datasource", "jndiname"):
        named(application, first("datasource", "jndiname"), resource.kind, node.origin)


def _last(name: str) -> str:
    return name.rpartition(".")[2].replace("-", "").replace("_", "").lower()


def kind_of(type_: str) -> str:
    """Return what a type of resource is: jdbc, jms, mail, ldap, other."""
    for start, kind in java_contents().resource_kinds.items():
        if type_.startswith(start):
            return kind
    return "other" if type_ else "jdbc"


def normal(jndi: str) -> str:
    """Return a JNDI name without the prefix of its scope: `java:comp/env/jdbc/x` is `jdbc/x`."""
    return _ENV.sub("", jndi.strip()).lstrip("/")


def conclude(application: Application) -> None:
    """Write every datasource down once."""
    del application.resources[_MOST:]
    defined = {normal(r.jndi) for r in application.resources if r.defined and r.jndi}
    _only_tied(application)
    made = {normal(name) for name in _destinations(application)}
    joined: dict[str, list[Origin]] = {}
    without: list[str] = []
    for resource in application.resources:
        name = normal(application.links.get(normal(resource.jndi), resource.jndi))
        if not resource.defined:
            joined.setdefault(name, []).append(resource.origin)
            # A mail session is no database; `mail` lists it.
            if name not in defined and resource.kind != "mail":
                _item(application, resource, ())
                without += [] if name in made else [resource.jndi]
    for resource in application.resources:
        if resource.defined:
            lookups = joined.get(normal(resource.jndi), ())
            own = resource.where != "server" or resource.own
            called = own or bool(lookups) or application.alone
            _item(application, resource, (*resource.more, *lookups), called=called)
    if without:
        names = ", ".join(list(dict.fromkeys(without))[:_MOST_NAMED])
        application.found.unknown("datasources.definition", "read.java.no_definition", names=names)


def _destinations(application: Application) -> Iterator[str]:
    """Yield the queues and topics that the application itself has the server make."""
    for found, _ in application.index.annotations():
        if _DESTINATION in found.name:
            one = found.elements.get("name")
            each = (match[1] for match in _NAME.finditer(found.elements.get("value", "")))
            yield from (one,) if one else each


def _only_tied(application: Application) -> None:
    """Take references that only a vendor's descriptor knows: `resource-description`."""
    known = {normal(resource.jndi) for resource in application.resources}
    for name, origin in application.linked.items():
        if name not in known and application.links[name] not in known:
            kind = next((kind for word, kind in _WORDS if word in name.lower()), "jdbc")
            named(application, name, kind, origin)


_WORDS = (
    ("jms", "jms"),
    ("queue", "jms"),
    ("topic", "jms"),
    ("mail", "mail"),
    ("ldap", "ldap"),
    ("url", "other"),
)
"""Words of names that are no database's."""


def complete(application: Application) -> None:
    """Give what the reader of settings found the keys that every datasource has."""
    by_setting: dict[str, list[Reference]] = {}
    for reference in application.found.references:
        by_setting.setdefault(reference.setting, []).append(reference)
    for item in application.found.items("datasources"):
        if "kind" in item:
            continue
        setting = str(item.get("setting"))
        said = _said_beside(application, item)
        same = by_setting.get(setting, [])
        url = said.get(setting, "")
        drivers = {value for key, value in said.items() if "driver" in key.lower()}
        item["jndi"] = None
        item["kind"] = kind_of_protocol(same[0].protocol if same else "")
        item["driver"] = _beside(application, setting, _DRIVERS) or (
            drivers.pop() if len(drivers) == 1 else None
        )
        item["url"] = without_secrets(url) if "://" in url or url.startswith("jdbc:") else None
        account = same[0].account if same else ""
        item["account"] = account or _beside(application, setting, _ACCOUNTS)
        item["where"] = "application"


def _beside(application: Application, setting: str, names: Iterable[str]) -> str | None:
    """Return what stands beside a key in any file that counts: `spring.datasource.username`."""
    group = setting.rpartition(".")[0]
    return application.spring.value(*(f"{group}.{name}" for name in names if group)) or None


_DRIVERS = ("driver-class-name", "driver-class", "driver")
_ACCOUNTS = ("username", "user")


def _said_beside(application: Application, item: dict[str, Plain]) -> dict[str, str]:
    """Return the settings of the file that an item comes from."""
    places = _files(item)
    for file in application.settings:
        if file.entry.origin().file in places:
            return {pair.key: pair.meaning for pair in file.pairs}
    return {}


def kind_of_protocol(protocol: str) -> str:
    """Return the kind of datasource that a protocol serves."""
    return {
        "ldap": "ldap",
        "ldaps": "ldap",
        "smtp": "mail",
        "amqp": "jms",
        **dict.fromkeys(_OTHER, "other"),
    }.get(protocol, "jdbc")


def _item(
    application: Application,
    resource: Resource,
    others: Iterable[Origin],
    *,
    called: bool = True,
) -> None:
    """List a resource; what the server has for others is no call of this application."""
    address = _address(resource)
    item: dict[str, Plain] = {
        "host": address.host if address else None,
        "port": (address.port or None) if address else None,
        "database": (address.database or resource.database or None) if address else None,
        "setting": resource.setting or resource.jndi or None,
        "jndi": resource.jndi or None,
        "kind": resource.kind,
        "driver": resource.driver or None,
        "url": without_secrets(resource.url) or None,
        "account": _account(resource) or None,
        "where": resource.where,
    }
    tied = application.links.get(normal(resource.jndi), "")
    if tied and not resource.defined:
        item["server_jndi"] = tied
        others = (*others, *_tied(application, resource))
    if address:
        _take_over(application, item, (resource.origin, *resource.more))
    for origin in dict.fromkeys((resource.origin, *others)):
        application.found.item("datasources", origin, **item)
    for each in (address, *_others(resource)) if address and called else ():
        _reference(application, resource, each, (resource.origin, *others))


def _tied(application: Application, resource: Resource) -> tuple[Origin, ...]:
    origin = application.linked.get(normal(resource.jndi))
    return (origin,) if origin else ()


def _take_over(
    application: Application, item: dict[str, Plain], origins: tuple[Origin, ...]
) -> None:
    """Remove what the reader of settings found at the same address: a descriptor tells more.

    A bean whose placeholders a properties file fills is one with what that file says.
    """
    places = {origin.file for origin in origins}
    found = application.found.items("datasources")
    for known in list(found):
        same = known.get("host") == item["host"] and all(
            known.get(key) in (None, "", item[key]) for key in ("port", "database")
        )
        if same and "kind" not in known and places & _files(known):
            found.remove(known)


def _files(item: dict[str, Plain]) -> set[Origin]:
    origins = item.get("origins")
    places = origins if isinstance(origins, list) else []
    return {Origin(str(o["source"]), str(o["place"])).file for o in places}


def _address(resource: Resource) -> Address | None:
    pair = Pair("url", resource.url, 0, 0)
    found = values.addresses([pair]) if resource.url else ()
    if found or not _HOST.fullmatch(resource.host):
        return found[0] if found else None
    keys = setting_keys()
    protocol = keys.protocol_in(resource.driver) or _usual(resource)
    port = int(resource.port) if resource.port.isdecimal() and len(resource.port) < 6 else 0
    port = port or keys.protocols.get(protocol, 0)
    return Address(pair, resource.host, port, protocol, resource.database, resource.account, 0, 0)


def _usual(resource: Resource) -> str:
    """Return what is spoken where the driver's name tells no protocol by itself."""
    if resource.driver.startswith("db2."):
        return "db2"
    return "smtp" if resource.kind == "mail" else "tcp"


def _others(resource: Resource) -> tuple[Address, ...]:
    """Return the further servers of a URL that names several: a cluster's, a standby."""
    return tuple(values.addresses([Pair("url", resource.url, 0, 0)]))[1:] if resource.url else ()


def _account(resource: Resource) -> str:
    inside = _ORACLE_USER.search(resource.url)
    return resource.account or (inside["user"] if inside else "")


def _reference(
    application: Application, resource: Resource, address: Address, origins: Iterable[Origin]
) -> None:
    """Add what a resource connects to."""
    references.add(
        application.found,
        Reference(
            target=address.target,
            protocol=address.protocol,
            database=address.database or resource.database,
            setting=resource.setting or resource.jndi,
            account=_account(resource),
            origins=tuple(dict.fromkeys(origins)),
        ),
    )


def without_secrets(url: str) -> str:
    """Return a URL with the secrets in it masked."""
    hidden = _ORACLE_USER.sub(rf"\g<1>\g<user>/{leaks.MASK}@", url)
    return leaks.masked(hidden)[:500]


def _definition(node: Node, application: Application) -> None:
    mail = node.name == "mail-session"
    define(
        application,
        Resource(
            node.origin,
            setting=node.said("name"),
            jndi=node.said("name"),
            kind="mail" if mail else "jdbc",
            driver=node.said("class-name"),
            url=node.said("url"),
            host=node.said("host") or node.said("server-name"),
            port=node.said("port-number"),
            database=node.said("database-name"),
            account=node.said("user"),
        ),
    )
