"""Facts of Java applications on further subjects, so that none rests on one example alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import item, items, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import class_of, components, manifest, packed, pom, written

_CODE = "WEB-INF/classes/a/B.class"


def _java(*types: str, major: int = 52) -> dict[str, str | bytes]:
    return {_CODE: class_of("a/B", *types, major=major)}


@pytest.mark.parametrize(("major", "release"), [(49, 5), (50, 6), (52, 8), (55, 11), (65, 21)])
def test_class_version_and_release(major: int, release: int) -> None:
    war = read_war(_java(major=major))
    assert (war.value("java.class_major"), war.value("java.release")) == (major, release)


def test_the_highest_of_the_own_classes_counts_not_what_other_releases_get() -> None:
    war = read_war(
        {
            "WEB-INF/classes/a/Old.class": class_of("a/Old", major=50),
            "WEB-INF/classes/a/New.class": class_of("a/New", major=51),
            "WEB-INF/classes/META-INF/versions/17/a/New.class": class_of("a/New", major=61),
            "WEB-INF/classes/module-info.class": class_of("module-info", major=61),
        }
    )
    assert (war.value("java.class_major"), war.value("java.release")) == (51, 7)


_JBOSS = (
    "<jboss-web><security-domain>x</security-domain><context-root>{}</context-root></jboss-web>"
)
_WEBLOGIC = (
    '<weblogic-web-app xmlns="http://xmlns.oracle.com/weblogic/weblogic-web-app">'
    "<context-root>{}</context-root></weblogic-web-app>"
)
_IBM = '<web-ext version="1.0"><reload-interval value="3"/><context-root uri="{}"/></web-ext>'


@pytest.mark.parametrize(
    ("files", "name", "path"),
    [
        ({"WEB-INF/jboss-web.xml": _JBOSS.format("/hr/")}, "a.war", "/hr"),
        ({"WEB-INF/jboss-web.xml": _JBOSS.format("/")}, "b.war", "/"),
        ({"WEB-INF/weblogic.xml": _WEBLOGIC.format("pay")}, "c.war", "/pay"),
        ({"WEB-INF/weblogic.xml": _WEBLOGIC.format("/pay/v2")}, "d.war", "/pay/v2"),
        ({"WEB-INF/ibm-web-ext.xml": _IBM.format("crm")}, "e.war", "/crm"),
        ({"META-INF/context.xml": '<Context path="/x" docBase="y"/>'}, "crm-1.2.war", "/crm-1.2"),
        ({"META-INF/context.xml": '<Context reloadable="true"/>'}, "a#b.war", "/a/b"),
        (
            {
                "WEB-INF/ibm-web-ext.xml": _IBM.format("/ibm"),
                "WEB-INF/jboss-web.xml": _JBOSS.format("/jb"),
            },
            "f.war",
            "/jb",
        ),
    ],
)
def test_context_paths(tmp_path: Path, files: dict[str, str], name: str, path: str) -> None:
    written(tmp_path, {name: packed({"WEB-INF/x": "", **files})})
    (found,) = components(tmp_path, name).values()
    assert found.value("war.context_path") == path


@pytest.mark.parametrize("name", ["erp", "crm"])
def test_the_context_file_of_a_host(tmp_path: Path, name: str) -> None:
    context = f"<Context docBase='/opt/apps/{name}.war'/>"
    files = {
        "t/conf/server.xml": "<Server port='-1'/>",
        f"t/conf/Catalina/localhost/{name}#live.xml": context,
        f"t/apps/{name}.war": packed({"WEB-INF/x": ""}),
    }
    (found,) = components(written(tmp_path, files), "t").values()
    assert found.value("war.context_path") == f"/{name}/live"
    (origin,) = found.facts["war.context_path"].origins
    assert origin.source == f"t/conf/Catalina/localhost/{name}#live.xml"


def test_libraries_by_record_manifest_and_name() -> None:
    war = read_war(
        {
            "WEB-INF/lib/one.jar": packed(pom("cn.a", "one-core", "1.4")),
            "WEB-INF/lib/two-9.jar": packed(pom("cn.b", "two-api", "2.5.RELEASE")),
            "WEB-INF/lib/three.jar": packed(
                {
                    "META-INF/MANIFEST.MF": manifest(
                        Implementation_Title="three", Implementation_Version="3.6"
                    )
                }
            ),
            "WEB-INF/lib/four.jar": packed(
                {"META-INF/MANIFEST.MF": manifest(Bundle_SymbolicName="four", Bundle_Version="4.7")}
            ),
            "WEB-INF/lib/five-5.8-SNAPSHOT.jar": packed({"x": ""}),
            "WEB-INF/lib/six.jar": packed({"x": ""}),
        }
    )
    assert sorted(items(war, "java.libraries", "name", "version", "known_by")) == [
        ("five", "5.8-SNAPSHOT", "file name"),
        ("four", "4.7", "manifest"),
        ("one-core", "1.4", "pom.properties"),
        ("six", None, "file name"),
        ("three", "3.6", "manifest"),
        ("two-api", "2.5.RELEASE", "pom.properties"),
    ]


def test_frameworks() -> None:
    war = read_war(
        {
            "WEB-INF/lib/mybatis-3.5.6.jar": packed({"x": ""}),
            "WEB-INF/lib/shiro-core-1.7.1.jar": packed({"x": ""}),
            **_java("org/hibernate/SessionFactory"),
        }
    )
    assert set(items(war, "java.frameworks", "name", "version", "by")) == {
        ("MyBatis", "3.5.6", "library"),
        ("Apache Shiro", "1.7.1", "library"),
        ("Hibernate", None, "classes"),
    }


@pytest.mark.parametrize(
    ("files", "vendor"),
    [
        ({"WEB-INF/jetty-web.xml": "<a/>"}, "jetty"),
        ({"WEB-INF/glassfish-web.xml": "<a/>"}, "glassfish"),
        ({"WEB-INF/resin-web.xml": "<a/>"}, "resin"),
        ({"WEB-INF/jboss-deployment-structure.xml": "<a/>"}, "jboss"),
        ({"META-INF/context.xml": "<Context/>"}, "tomcat"),
        ({"WEB-INF/weblogic-ejb-jar.xml": "<a/>"}, "weblogic"),
        ({"WEB-INF/ibm-web-ext.xml": "<a/>"}, "websphere"),
    ],
)
def test_vendors_by_descriptor(files: dict[str, str], vendor: str) -> None:
    assert items(read_war(files), "server.vendor", "vendor", "by") == [(vendor, "descriptor")]


@pytest.mark.parametrize(
    ("type_", "vendor"),
    [
        ("com/ibm/websphere/cache/DistributedMap", "websphere"),
        ("org/eclipse/jetty/server/Server", "jetty"),
        ("org/jboss/security/SecurityAssociation", "jboss"),
    ],
)
def test_vendors_by_classes(type_: str, vendor: str) -> None:
    assert items(read_war(_java(type_)), "server.vendor", "vendor", "by") == [(vendor, "classes")]


def test_an_application_without_sessions_and_one_in_memory() -> None:
    reads = ClassBuilder("a/B").call("javax/servlet/http/HttpServletRequest", "getParameter")
    assert read_war({_CODE: reads.bytes()}).value("session.use") == "none"
    old = ClassBuilder("a/B").call("jakarta/servlet/http/HttpSession", "setAttribute")
    assert read_war({_CODE: old.bytes()}).value("session.use") == "memory"


def test_native_code() -> None:
    loads = ClassBuilder("a/B").call("java/lang/System", "load", "(Ljava/lang/String;)V")
    starts = ClassBuilder("a/C").call("java/lang/ProcessBuilder", "start")
    war = read_war(
        {
            _CODE: loads.bytes(),
            "WEB-INF/classes/a/C.class": starts.bytes(),
            "WEB-INF/classes/win/reader.dll": b"MZ",
        }
    )
    assert items(war, "native", "what", "name") == [
        ("file", "reader.dll"),
        ("load", ""),
        ("program", ""),
    ]


@pytest.mark.parametrize(
    ("name", "text", "zone"),
    [
        ("setenv.sh", 'CATALINA_OPTS="-Duser.timezone=Asia/Shanghai"\n', "Asia/Shanghai"),
        ("setenv.bat", "set JAVA_OPTS=-Duser.timezone=GMT+8\r\n", "GMT+8"),
        ("shop.service", "[Service]\nExecStart=java -Duser.timezone=UTC -jar x.jar\n", "UTC"),
    ],
)
def test_time_zones_of_start_scripts(name: str, text: str, zone: str) -> None:
    assert read_war({}, {name: text}).value("timezone") == zone


@pytest.mark.parametrize(
    ("name", "text", "charset"),
    [
        ("setenv.sh", 'JAVA_OPTS="-Dfile.encoding=GBK"\n', "GBK"),
        ("run.cmd", "java -Dfile.encoding=UTF-8 -jar x.jar\r\n", "UTF-8"),
    ],
)
def test_character_sets_of_start_scripts(name: str, text: str, charset: str) -> None:
    assert read_war({}, {name: text}).value("charset") == charset


def test_timers_of_java_and_of_springs_xml() -> None:
    executor = ClassBuilder("shop/Poll")
    executor.call("java/util/concurrent/ScheduledExecutorService", "scheduleWithFixedDelay")
    war = read_war({"WEB-INF/classes/shop/Poll.class": executor.bytes()})
    assert items(war, "schedules", "kind", "what") == [("timer", "class shop.Poll")]
    beans = """<beans><bean id="t" class="org.springframework.scheduling.timer.ScheduledTimerTask">
      <property name="timerTask" ref="sweep"/><property name="period" value="9000"/>
      </bean></beans>"""
    war = read_war({"WEB-INF/timers.xml": beans})
    assert items(war, "schedules", "kind", "every", "what") == [("timer", "9000", "sweep")]


def test_paths_of_probes_and_logins() -> None:
    text = """<web-app version="3.0">
      <servlet><servlet-name>h</servlet-name><servlet-class>a.H</servlet-class></servlet>
      <servlet-mapping><servlet-name>h</servlet-name><url-pattern>/healthz</url-pattern>
      </servlet-mapping>
      <servlet><servlet-name>m</servlet-name>
        <servlet-class>io.prometheus.client.exporter.MetricsServlet</servlet-class></servlet>
      <servlet-mapping><servlet-name>m</servlet-name><url-pattern>/metrics</url-pattern>
      </servlet-mapping>
      <servlet><servlet-name>s</servlet-name><servlet-class>a.S</servlet-class></servlet>
      <servlet-mapping><servlet-name>s</servlet-name><url-pattern>/staff/*</url-pattern>
      </servlet-mapping>
      <security-constraint><web-resource-collection><url-pattern>/staff/*</url-pattern>
      </web-resource-collection><auth-constraint><role-name>staff</role-name></auth-constraint>
      </security-constraint></web-app>"""
    war = read_war({"WEB-INF/web.xml": text})
    assert item(war, "http.paths", path="/healthz")["kind"] == "health"
    assert item(war, "http.paths", path="/metrics")["kind"] == "metrics"
    assert item(war, "http.paths", path="/staff/*")["login"] is True
