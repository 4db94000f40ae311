"""EARs of source trees: which modules they hold, under which context root."""

from __future__ import annotations

from pathlib import Path

from migrate.model.facts import Component
from tests.read.java.applications import items
from tests.read.java.packing import Files, components, packed, written

_PARENT = """<project><groupId>cn.erp</groupId><artifactId>erp</artifactId><version>1.2</version>
<packaging>pom</packaging><modules><module>web</module></modules></project>"""


def _pom(name: str, packaging: str, more: str = "") -> str:
    return f"""<project><parent><groupId>cn.erp</groupId><artifactId>erp</artifactId>
      <version>1.2</version></parent><artifactId>{name}</artifactId>
      <packaging>{packaging}</packaging>{more}</project>"""


def _needs(*names: str) -> str:
    inside = "".join(
        f"<dependency><groupId>cn.erp</groupId><artifactId>{n}</artifactId><version>1.2</version>"
        f"<type>{t}</type></dependency>"
        for n, _, t in (name.partition(":") for name in names)
    )
    return f"<dependencies>{inside}</dependencies>"


_PLUGIN = """
<build><plugins><plugin><artifactId>maven-ear-plugin</artifactId><configuration><modules>
<webModule><groupId>cn.erp</groupId><artifactId>erp-web</artifactId>
<contextRoot>{0}</contextRoot></webModule>
</modules></configuration></plugin></plugins></build>"""
_TREE: Files = {
    "pom.xml": _PARENT,
    "web/pom.xml": _pom("erp-web", "war"),
    "web/src/main/webapp/WEB-INF/web.xml": "<web-app version='3.0'/>",
    "beans/pom.xml": _pom("erp-beans", "ejb"),
    "beans/src/main/java/a/B.java": "package a; @javax.ejb.Stateless public class B {}",
    "common/pom.xml": _pom("erp-common", "jar"),
    "common/src/main/java/a/C.java": "package a; public class C {}",
}
_EAR_NEEDS = _needs("erp-web:war", "erp-beans:ejb", "erp-common:jar")


def _read(root: Path, files: Files) -> dict[str, Component]:
    return components(written(root, {f"erp/{k}": v for k, v in {**_TREE, **files}.items()}), "erp")


def _modules(ear: Component) -> list[object]:
    return items(ear, "ear.modules", "name", "kind", "module", "context_path")


def test_the_build_says_what_an_ear_holds(tmp_path: Path) -> None:
    ear = _pom("erp-ear", "ear", _EAR_NEEDS + _PLUGIN.format("/erp"))
    found = _read(tmp_path, {"ear/pom.xml": ear})
    assert {name: c.kind for name, c in found.items()} == {
        "erp-ear": "java-ear",
        "erp-web": "java-war",
        "erp-beans": "java-ejb",
    }
    assert _modules(found["erp-ear"]) == [
        ("erp-web-1.2.war", "java-war", "web", "/erp"),
        ("erp-beans-1.2.jar", "java-ejb", "ejb", None),
    ]
    web = found["erp-web"]
    assert (web.value("ear"), web.value("ear.module")) == ("erp-ear", "web")
    assert web.value("war.context_path") == "/erp"
    (origin,) = web.facts["war.context_path"].origins
    assert (origin.source, origin.place) == ("erp/ear/pom.xml", "6")
    assert found["erp-beans"].value("ear") == "erp-ear"


def test_without_a_context_root_the_plugin_takes_the_artifact(tmp_path: Path) -> None:
    found = _read(tmp_path, {"ear/pom.xml": _pom("erp-ear", "ear", _EAR_NEEDS)})
    web = found["erp-web"].facts["war.context_path"]
    assert (web.value, web.confidence) == ("/erp-web", 0.8)


def test_application_xml_counts_more_than_the_build(tmp_path: Path) -> None:
    descriptor = """<application>
      <module><web><web-uri>erp-web-1.2.war</web-uri><context-root>shop</context-root></web></module>
      <module><ejb>cn.erp-erp-beans-1.2.jar</ejb></module>
      <module><connector>sap.rar</connector></module></application>"""
    files = {
        "ear/pom.xml": _pom("erp-ear", "ear", _EAR_NEEDS + _PLUGIN.format("/erp")),
        "ear/src/main/application/META-INF/application.xml": descriptor,
    }
    found = _read(tmp_path, files)
    assert _modules(found["erp-ear"]) == [
        ("erp-web-1.2.war", "java-war", "web", "/shop"),
        ("cn.erp-erp-beans-1.2.jar", "java-ejb", "ejb", None),
        ("sap.rar", "java-jar", "connector", None),
    ]
    assert found["erp-web"].value("war.context_path") == "/shop"
    assert found["erp-beans"].value("ear.module") == "ejb"


def test_a_broken_descriptor_leaves_it_to_the_build(tmp_path: Path) -> None:
    files = {
        "ear/pom.xml": _pom("erp-ear", "ear", _EAR_NEEDS),
        "ear/src/main/application/META-INF/application.xml": "<application><module>",
    }
    ear = _read(tmp_path, files)["erp-ear"]
    assert [name for name, *_ in _modules(ear)] == ["erp-web-1.2.war", "erp-beans-1.2.jar"]


def test_an_ear_that_was_built_leads(tmp_path: Path) -> None:
    war = packed({"WEB-INF/web.xml": "<web-app version='3.1'/>"})
    built = packed(
        {
            "META-INF/application.xml": "<application><module><web><web-uri>erp-web-1.2.war"
            "</web-uri><context-root>/built</context-root></web></module></application>",
            "erp-web-1.2.war": war,
        }
    )
    files = {
        "ear/pom.xml": _pom("erp-ear", "ear", _needs("erp-web:war")),
        "ear/target/erp-ear-1.2.ear": built,
    }
    found = _read(tmp_path, files)
    webs = [c for c in found.values() if c.kind == "java-war"]
    assert [c.value("war.context_path") for c in webs] == ["/built"]
    assert [c.value("servlet.version") for c in webs] == ["3.1"]
