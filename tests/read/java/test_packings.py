"""Which components an archive or folder holds, and what each stands on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read.java.applications import item, items, places
from tests.read.java.packing import class_of, components, manifest, packed, pom, reading, written

WEB = packed(
    {
        "WEB-INF/web.xml": "<web-app version='2.5'/>",
        "WEB-INF/classes/shop/Cart.class": class_of("shop/Cart", "javax/servlet/http/HttpServlet"),
    }
)
BEANS = packed(
    {
        "META-INF/MANIFEST.MF": manifest(Class_Path="util-1.0.jar missing.jar"),
        "shop/Order.class": class_of("shop/Order", "javax/ejb/Stateless", major=51),
    }
)
CLIENT = packed({"META-INF/MANIFEST.MF": manifest(Main_Class="shop.Client")})
LIBRARY = packed(
    {**pom("commons-io", "commons-io", "2.11.0"), "org/apache/commons/io/A.class": b""}
)
ADAPTER = packed({"META-INF/ra.xml": "<connector/>", "erp/Adapter.class": class_of("erp/Adapter")})
DESCRIPTOR = """<?xml version="1.0"?>
<application xmlns="http://java.sun.com/xml/ns/javaee" version="5">
  <module><web><web-uri>web.war</web-uri><context-root>/store/</context-root></web></module>
  <module><ejb>beans.jar</ejb></module>
  <module><java>client.jar</java></module>
  <module><connector>erp.rar</connector></module>
  <module><ejb>lost.jar</ejb></module>
  <library-directory>shared</library-directory>
</application>
"""
EAR = {
    "META-INF/application.xml": DESCRIPTOR,
    "META-INF/weblogic-application.xml": "<weblogic-application/>",
    "web.war": WEB,
    "beans.jar": BEANS,
    "client.jar": CLIENT,
    "erp.rar": ADAPTER,
    "util-1.0.jar": packed({"util/A.class": class_of("util/A")}),
    "shared/renamed.jar": LIBRARY,
}


@pytest.mark.parametrize("exploded", [False, True])
def test_an_ear_is_itself_and_its_modules(tmp_path: Path, exploded: bool) -> None:
    written(
        tmp_path,
        {f"shop.ear/{k}": v for k, v in EAR.items()} if exploded else {"shop.ear": packed(EAR)},
    )
    found = components(tmp_path, "shop.ear")
    assert {name: one.kind for name, one in found.items()} == {
        "shop" if not exploded else "shop-ear": "java-ear",
        **{
            f"{'shop-ear' if exploded else 'shop'}-{name}": kind
            for name, kind in (
                ("web", "java-war"),
                ("beans", "java-ejb"),
                ("client", "java-jar"),
                ("erp", "java-jar"),
            )
        },
    }
    whole, web, beans, *_ = found.values()
    assert items(whole, "ear.modules", "name", "kind", "module", "context_path") == [
        ("web.war", "java-war", "web", "/store"),
        ("beans.jar", "java-ejb", "ejb", None),
        ("client.jar", "java-jar", "java", None),
        ("erp.rar", "java-jar", "connector", None),
        ("lost.jar", "java-ejb", "ejb", None),
    ]
    lost = item(whole, "ear.modules", name="lost.jar")
    assert lost["missing"] is True
    assert lost["places"] == ["META-INF/application.xml:7" if not exploded else "7"]
    assert items(whole, "server.vendor", "vendor", "by") == [("weblogic", "descriptor")]
    assert whole.value("server.required") == "full server"
    assert (web.value("war.context_path"), web.value("ear")) == ("/store", "shop.ear")
    assert web.value("server.required") == "servlet container"
    assert items(web, "java.libraries", "name", "version", "provided_by") == [
        ("commons-io", "2.11.0", "EAR lib")
    ]
    assert items(beans, "java.libraries", "name", "version", "provided_by") == [
        ("commons-io", "2.11.0", "EAR lib"),
        ("util", "1.0", "Class-Path"),
    ]
    assert beans.value("java.release") == 7
    assert items(beans, "server.required_by", "api") == ["EJB"]
    assert (
        web.sources[0].endswith("shop.ear/web.war" if exploded else "shop.ear!/web.war") or exploded
    )


def test_an_ear_without_descriptor_is_told_by_its_content(tmp_path: Path) -> None:
    held = {name: EAR[name] for name in ("web.war", "beans.jar", "util-1.0.jar")}
    written(tmp_path, {"app.ear": packed({**held, "lib/io.jar": LIBRARY})})
    whole, *parts = components(tmp_path, "app.ear").values()
    assert [(part.id, part.kind) for part in parts] == [
        ("app-beans", "java-ejb"),
        ("app-web", "java-war"),
    ]
    assert items(whole, "java.libraries", "name") == ["commons-io"]
    assert parts[1].value("war.context_path") == "/web"


def test_a_damaged_module_costs_itself(tmp_path: Path) -> None:
    written(tmp_path, {"app.ear": packed({"a.war": WEB, "b.war": WEB[:200]})})
    found = reading(tmp_path, "app.ear")
    assert [c.id for c in found.components] == ["app", "app-a"]
    assert item(found.components[0], "ear.modules", name="b.war")["unread"] is True
    assert [unread.source for unread in found.unread] == ["app.ear"]


@pytest.mark.parametrize("descriptor", ["<application", "", "<application/>", "\0\1"])
def test_a_broken_descriptor_leaves_the_content(tmp_path: Path, descriptor: str) -> None:
    written(tmp_path, {"a.ear": packed({"META-INF/application.xml": descriptor, "w.war": WEB})})
    assert list(components(tmp_path, "a.ear")) == ["a", "a-w"]


BOOT = {
    "META-INF/MANIFEST.MF": manifest(
        Main_Class="org.springframework.boot.loader.JarLauncher",
        Start_Class="shop.Application",
        Spring_Boot_Version="2.7.18",
    ),
    "BOOT-INF/classes/shop/Application.class": class_of(
        "shop/Application", "org/springframework/boot/SpringApplication", major=55
    ),
    "BOOT-INF/lib/spring-webmvc-5.3.31.jar": packed({"a.txt": "a"}),
    "BOOT-INF/layers.idx": "- dependencies:\n",
}


def test_an_executable_jar_of_spring_boot(tmp_path: Path) -> None:
    written(tmp_path, {"shop.jar": packed(BOOT, script=b"#!/bin/bash\nexit 0\n")})
    (found,) = components(tmp_path, "shop.jar").values()
    assert found.kind == "spring-boot"
    assert found.value("spring_boot.version") == "2.7.18"
    assert places(found, "spring_boot.version") == ["META-INF/MANIFEST.MF:4"]
    assert found.value("java.main_class") == "shop.Application"
    assert found.value("spring_boot.layers") is True
    assert found.value("java.launch_script") is True
    assert found.value("java.release") == 11
    assert items(found, "java.libraries", "name", "version") == [("spring-webmvc", "5.3.31")]
    assert items(found, "servlet.namespace.libraries", "name", "namespace") == [
        ("spring-webmvc", "javax")
    ]


def test_an_executable_war_of_spring_boot_and_a_plain_one(tmp_path: Path) -> None:
    boot = {
        "META-INF/MANIFEST.MF": manifest(
            Main_Class="org.springframework.boot.loader.launch.WarLauncher", Start_Class="a.B"
        ),
        "WEB-INF/classes/a/B.class": class_of("a/B", major=61),
        "WEB-INF/lib/spring-boot-3.2.1.jar": packed({"x": ""}),
        "WEB-INF/lib-provided/tomcat-embed-core-10.1.17.jar": packed({"x": ""}),
    }
    plain = {**boot, "META-INF/MANIFEST.MF": manifest(Created_By="Maven")}
    written(tmp_path, {"boot.war": packed(boot), "plain.war": packed(plain)})
    (runs,) = components(tmp_path, "boot.war").values()
    (served,) = components(tmp_path, "plain.war").values()
    assert (runs.kind, served.kind) == ("spring-boot", "java-war")
    assert runs.value("spring_boot.version") == "3.2.1"
    assert "tomcat-embed-core" in items(runs, "java.libraries", "name")
    assert runs.value("java.launch_script") is None


def test_a_folder_with_a_program_and_its_libraries_is_one_component(tmp_path: Path) -> None:
    head = manifest(Main_Class="a.Main", Class_Path="lib/commons-io.jar ../up.jar")
    main = packed({"META-INF/MANIFEST.MF": head, "a/Main.class": class_of("a/Main")})
    files = {"batch/job.jar": main, "batch/lib/commons-io.jar": LIBRARY, "batch/log.txt": "x"}
    written(tmp_path, files)
    (found,) = components(tmp_path, "batch").values()
    assert (found.id, found.kind, found.value("java.main_class")) == ("job", "java-jar", "a.Main")
    assert items(found, "java.libraries", "name", "provided_by") == [("commons-io", "Class-Path")]


def test_a_fat_jar_an_agent_and_a_library_alone(tmp_path: Path) -> None:
    fat = {
        "META-INF/MANIFEST.MF": manifest(Main_Class="a.Main"),
        **pom("com.shop", "job", "1.0"),
        **pom("com.google.guava", "guava", "31.1-jre"),
        "a/Main.class": class_of("a/Main"),
        "com/google/common/base/A.class": class_of("com/google/common/base/A", major=61),
    }
    agent = {"META-INF/MANIFEST.MF": manifest(Premain_Class="a.Agent")}
    written(tmp_path, {"job.jar": packed(fat), "agent.jar": packed(agent), "io.jar": LIBRARY})
    (job,) = components(tmp_path, "job.jar").values()
    assert job.value("java.fat_jar") is True
    assert items(job, "java.libraries", "name", "version") == [
        ("guava", "31.1-jre"),
        ("guava", None),
    ]
    assert job.value("java.class_major") == 52
    (agent_,) = components(tmp_path, "agent.jar").values()
    assert (agent_.kind, agent_.value("java.agent")) == ("java-jar", "a.Agent")
    (alone,) = components(tmp_path, "io.jar").values()
    assert (alone.kind, alone.value("java.main_class")) == ("java-jar", None)
