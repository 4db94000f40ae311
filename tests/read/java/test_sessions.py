"""How sessions are kept; the strongest sign counts."""

from __future__ import annotations

import pytest

from tests.read.java.applications import item, places, read_war
from tests.read.java.class_builder import ClassBuilder

KEEPS = ClassBuilder("shop/Login").call("javax/servlet/http/HttpSession", "setAttribute").bytes()
READS = ClassBuilder("shop/Look").call("javax/servlet/http/HttpSession", "getId").bytes()


def manager(inside: str) -> dict[str, str]:
    return {"META-INF/context.xml": f"<Context>\n{inside}</Context>"}


def weblogic(descriptor: str) -> dict[str, str]:
    inner = f"<session-descriptor>\n{descriptor}</session-descriptor>"
    return {"WEB-INF/weblogic.xml": f"<weblogic-web-app>{inner}</weblogic-web-app>"}


CATALINA = "org.apache.catalina"


def named(class_: str, inside: str = "") -> dict[str, str]:
    return manager(f'<Manager className="{class_}">{inside}</Manager>')


def store(class_: str, more: str = "") -> dict[str, str]:
    kept = f'<Store className="{CATALINA}.session.{class_}" {more}/>'
    return named(f"{CATALINA}.session.PersistentManager", kept)


def kind(store_type: str) -> dict[str, str]:
    return weblogic(f"<persistent-store-type>{store_type}</persistent-store-type>")


REDISSON = "org.redisson.tomcat.RedissonSessionManager"
OLD = "<param-name>PersistentStoreType</param-name><param-value>file</param-value>"
CASES = [
    (named(REDISSON), "external"),
    (named("de.javakaffee.web.msm.MemcachedBackupSessionManager"), "external"),
    (named(f"{CATALINA}.ha.session.DeltaManager"), "distributable"),
    (store("FileStore"), "files"),
    (store("JDBCStore"), "external"),
    (manager('<Manager sessionAttributeValueClassNameFilter="x"/>'), "memory"),
    (manager(f'<!-- <Manager className="{REDISSON}"/> -->'), "memory"),
    (kind("replicated_if_clustered"), "distributable"),
    (kind("jdbc"), "external"),
    (kind("memory"), "memory"),
    (weblogic(f"<session-param>{OLD}</session-param>"), "files"),
    ({"WEB-INF/jboss-web.xml": "<jboss-web><replication-config/></jboss-web>"}, "distributable"),
    ({"WEB-INF/web.xml": "<web-app><distributable/></web-app>"}, "distributable"),
]


@pytest.mark.parametrize(("files", "use"), CASES)
def test_a_descriptor_decides_over_code(files: dict[str, str], use: str) -> None:
    war = read_war({**files, "WEB-INF/classes/shop/Login.class": KEEPS})
    assert war.value("session.use") == use
    (place,) = places(war, "session.use")
    path = "WEB-INF/classes/shop/Login.class" if use == "memory" else next(iter(files))
    assert place.partition(":")[0] == path


def test_without_a_sign_nothing_is_kept() -> None:
    war = read_war({"WEB-INF/classes/shop/Look.class": READS})
    assert war.value("session.use") == "none"


def test_spring_session_annotations_and_beans() -> None:
    enable = "org/springframework/session/data/redis/config/annotation/web/http"
    config = ClassBuilder("shop/Config").annotate(f"{enable}/EnableRedisHttpSession", {}).bytes()
    war = read_war({"WEB-INF/classes/a.class": config, "WEB-INF/classes/b.class": KEEPS})
    assert (war.value("session.use"), places(war, "session.use")) == (
        "external",
        ["WEB-INF/classes/a.class"],
    )
    bean = "org.springframework.session.data.redis.config.annotation.web.http"
    beans = f'<beans><bean class="{bean}.RedisHttpSessionConfiguration"/></beans>'
    war = read_war({"WEB-INF/s.xml": beans, "WEB-INF/classes/b.class": KEEPS})
    assert war.value("session.use") == "external"
    settings = "spring.session.store-type=redis\nserver.servlet.session.timeout=30m\n"
    war = read_war({"WEB-INF/classes/application.properties": settings})
    assert (war.value("session.use"), war.value("session.timeout")) == ("external", 30)
    war = read_war({"WEB-INF/classes/application.properties": "spring.session.store-type=none\n"})
    assert war.value("session.use") != "external"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("server.servlet.session.timeout=7200", 120), ("server.session.timeout=PT45M", 45)],
)
def test_timeouts_of_settings(text: str, minutes: int) -> None:
    war = read_war({"WEB-INF/classes/application.properties": f"a=b\n{text}\n"})
    assert war.value("session.timeout") == minutes
    assert places(war, "session.timeout") == ["WEB-INF/classes/application.properties:2"]


def test_weblogics_timeout_is_told_in_minutes() -> None:
    war = read_war(weblogic("<timeout-secs>3601</timeout-secs>"))
    assert war.value("session.timeout") == 61


def test_the_folder_of_a_file_store_is_written() -> None:
    war = read_war(store("FileStore", 'directory="/data/sess"'))
    assert item(war, "files.written", path="/data/sess")["how"] == "session store"
    weblogics = weblogic("<persistent-store-dir>/data/wls</persistent-store-dir>")
    assert item(read_war(weblogics), "files.written", path="/data/wls")["holds"] == "data"
