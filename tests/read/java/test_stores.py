"""Stores that a session manager or a bean of Spring's XML connects to."""

from __future__ import annotations

import pytest

from tests.read.java.applications import items, read_war

_MSM = "de.javakaffee.web.msm.MemcachedBackupSessionManager"
_REDIS = "com.orangefunction.tomcat.redissessions.RedisSessionManager"


def _manager(attributes: str) -> list[tuple[str, str, str]]:
    text = f"<Context>\n<Manager {attributes}/></Context>"
    found = read_war({"META-INF/context.xml": text})
    assert found.value("session.use") == "external"
    return [(r.target, r.protocol, r.origins[0].place) for r in found.references]


@pytest.mark.parametrize(
    ("attributes", "calls"),
    [
        (
            f'className="{_MSM}" memcachedNodes="n1:10.66.1.1:11211, n2:mc2.corp:11212"',
            [("10.66.1.1:11211", "memcached"), ("mc2.corp:11212", "memcached")],
        ),
        (f'className="{_MSM}" memcachedNodes="mc1:11213"', [("mc1:11213", "memcached")]),
        (
            f'className="{_MSM}" memcachedNodes="redis://10.66.1.5:6390"',
            [("10.66.1.5:6390", "redis")],
        ),
        (f'className="{_REDIS}" host="10.66.1.6" port="6391"', [("10.66.1.6:6391", "redis")]),
        (f'className="{_REDIS}" host="redis.corp" database="0"', [("redis.corp:6379", "redis")]),
        (f'className="{_REDIS}" failoverNodes="n1"', []),
    ],
)
def test_a_session_manager_names_its_store(attributes: str, calls: list[tuple[str, str]]) -> None:
    place = "META-INF/context.xml:2"
    assert _manager(attributes) == [(*call, place) for call in calls]


_POOL = """<beans>
<bean id="pool" class="redis.clients.jedis.JedisPool">
  <constructor-arg index="0" ref="config"/>
  <constructor-arg index="1" value="10.6.1.4"/>
  <constructor-arg index="2" value="6390"/>
  <constructor-arg index="3" value="2000"/>
</bean>
<bean id="shard" class="redis.clients.jedis.JedisShardInfo">
  <constructor-arg><value>${redis.host}</value></constructor-arg>
  <constructor-arg><value>${redis.port}</value></constructor-arg>
</bean>
<bean id="named" class="redis.clients.jedis.JedisPool">
  <constructor-arg name="host" value="redis3.corp"/>
  <constructor-arg name="port" value="6392"/>
</bean>
<bean id="config" class="redis.clients.jedis.JedisPoolConfig">
  <constructor-arg value="100"/><constructor-arg value="200"/>
</bean>
<bean id="mongo" class="com.mongodb.ServerAddress">
  <constructor-arg value="10.6.1.7"/><constructor-arg value="27018"/>
</bean>
</beans>"""


def test_constructor_arguments_of_pools_are_host_and_port() -> None:
    found = read_war(
        {
            "WEB-INF/beans.xml": _POOL,
            "WEB-INF/classes/redis.properties": "redis.host=10.6.1.5\nredis.port=6391\n",
        }
    )
    assert items(found, "datasources", "setting", "host", "port", "kind", "driver") == [
        ("pool", "10.6.1.4", 6390, "other", "redis.clients.jedis.JedisPool"),
        ("shard", "10.6.1.5", 6391, "other", "redis.clients.jedis.JedisShardInfo"),
        ("named", "redis3.corp", 6392, "other", "redis.clients.jedis.JedisPool"),
        ("mongo", "10.6.1.7", 27018, "other", "com.mongodb.ServerAddress"),
    ]
    beans = [r for r in found.references if "beans.xml" in r.origins[0].place]
    assert [(r.target, r.protocol) for r in beans if r.setting != "shard"] == [
        ("10.6.1.4:6390", "redis"),
        ("redis3.corp:6392", "redis"),
        ("10.6.1.7:27018", "mongodb"),
    ]
