"""Shiro and Spring Security keep who is logged in in sessions; nothing else may say so."""

from __future__ import annotations

import pytest

from tests.read.java.applications import places, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.reading import one

CODE = {"WEB-INF/classes/shop/Look.class": ClassBuilder("shop/Look").bytes()}
SHIRO = "org.apache.shiro"
FILTER = f'<bean id="f" class="{SHIRO}.spring.web.ShiroFilterFactoryBean"/>'


def beans(inside: str) -> dict[str, str | bytes]:
    return {**CODE, "WEB-INF/classes/shiro.xml": f"<beans>\n{inside}</beans>"}


def security(inside: str) -> dict[str, str | bytes]:
    space = "http://www.springframework.org/schema/security"
    return {
        **CODE,
        "WEB-INF/security.xml": f'<b:beans xmlns:b="x" xmlns="{space}">{inside}</b:beans>',
    }


def code(*types: str) -> dict[str, str | bytes]:
    config = ClassBuilder("shop/Config")
    for type_ in types:
        config.make(type_)
    return {"WEB-INF/classes/shop/Config.class": config.bytes()}


WEB = "org/springframework/security/config/annotation/web"
CASES = [
    (beans(FILTER), "memory"),
    (beans(FILTER + '<bean class="shop.session.JedisSessionDAO"/>'), "external"),
    (beans(FILTER + '<!-- <bean class="shop.session.JedisSessionDAO"/> -->'), "memory"),
    (beans(FILTER + '<bean class="shop.StatelessSessionStorageEvaluator"/>'), "none"),
    (beans('<bean class="shop.RedisSessionDao"/>'), "external"),
    (code("org/apache/shiro/spring/web/ShiroFilterFactoryBean"), "memory"),
    (
        code(
            "org/apache/shiro/spring/web/ShiroFilterFactoryBean",
            "org/crazycake/shiro/RedisSessionDAO",
        ),
        "external",
    ),
    (
        code(
            "org/apache/shiro/web/mgt/DefaultWebSecurityManager",
            "org/apache/shiro/mgt/DefaultSessionStorageEvaluator",
        ),
        "none",
    ),
    (security('<http auto-config="true"/>'), "memory"),
    (security('<http create-session="stateless"/>'), "none"),
    (security('<http pattern="/css/**" security="none"/>'), "none"),
    (code(f"{WEB}/configuration/WebSecurityConfigurerAdapter"), "memory"),
    (
        code(
            f"{WEB}/builders/HttpSecurity",
            "org/springframework/security/config/http/SessionCreationPolicy",
        ),
        "none",
    ),
]


@pytest.mark.parametrize(("files", "use"), CASES)
def test_a_login_needs_a_session_unless_it_is_switched_off(
    files: dict[str, str | bytes], use: str
) -> None:
    war = read_war(files)
    assert war.value("session.use") == use
    assert war.facts["session.use"].confidence == 0.7


def test_the_place_is_that_of_the_bean() -> None:
    war = read_war(beans(f"\n{FILTER}"))
    assert places(war, "session.use") == ["WEB-INF/classes/shiro.xml:3"]


SOURCE = """package shop;
import org.apache.shiro.spring.web.ShiroFilterFactoryBean;
%s
class ShiroConfig {
    ShiroFilterFactoryBean filter() { return new ShiroFilterFactoryBean(); }
    Object sessions() { return %s; }
}
"""
DAO = """package shop;
import org.apache.shiro.session.mgt.eis.AbstractSessionDAO;
public class RedisSessionDao extends AbstractSessionDAO { }
"""
POM = """<project><groupId>g</groupId><artifactId>shop</artifactId><version>1</version>
<packaging>war</packaging></project>"""


@pytest.mark.parametrize(
    ("made", "use"), [("new RedisSessionDao()", "external"), ("null", "memory")]
)
def test_a_store_of_its_own_counts_where_it_is_made(tmp_path, made: str, use: str) -> None:
    files: dict[str, str | bytes] = {
        "pom.xml": POM,
        "src/main/webapp/index.html": "x",
        "src/main/java/shop/ShiroConfig.java": SOURCE % ("", made),
        "src/main/java/shop/RedisSessionDao.java": DAO,
    }
    assert one(tmp_path, files, "java-war").value("session.use") == use
