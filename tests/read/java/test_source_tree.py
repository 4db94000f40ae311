"""Source trees of Maven, Gradle, Ant and Eclipse: a component for each deployable module."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from migrate.read.java import jvm, source_tree
from migrate.read.tree import Entry
from tests.read.java.class_builder import ClassBuilder
from tests.read.reading import components, items, one, places, reading, unknown

SERVLET = """package com.shop;
import javax.servlet.annotation.WebServlet;
import javax.servlet.http.*;
@WebServlet("/cart")
public class Cart extends HttpServlet {
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        request.getSession().setAttribute("cart", 1);
        new java.io.File("/data/upload").mkdirs();
    }
}
"""
PARENT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>com.shop</groupId><artifactId>shop</artifactId><version>2.1</version>
  <packaging>pom</packaging>
  <modules><module>core</module><module>web</module></modules>
  <properties>
    <maven.compiler.target>1.7</maven.compiler.target>
    <spring.version>4.3.9.RELEASE</spring.version>
  </properties>
  <dependencyManagement><dependencies><dependency>
    <groupId>org.springframework</groupId><artifactId>spring-webmvc</artifactId>
    <version>${spring.version}</version>
  </dependency></dependencies></dependencyManagement>
</project>
"""
CORE = """<project>
  <parent><groupId>com.shop</groupId><artifactId>shop</artifactId><version>2.1</version></parent>
  <artifactId>core</artifactId>
  <dependencies><dependency>
    <groupId>log4j</groupId><artifactId>log4j</artifactId><version>1.2.17</version>
  </dependency></dependencies>
</project>
"""
WEB = """<project>
  <parent><groupId>com.shop</groupId><artifactId>shop</artifactId><version>2.1</version></parent>
  <artifactId>web</artifactId><packaging>war</packaging>
  <dependencies>
    <dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId>
      <version>${project.version}</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-webmvc</artifactId>
    </dependency>
    <dependency><groupId>javax.servlet</groupId><artifactId>javax.servlet-api</artifactId>
      <version>3.1.0</version><scope>provided</scope></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.12</version>
      <scope>test</scope></dependency>
    <dependency><groupId>com.other</groupId><artifactId>open</artifactId>
      <version>${said.nowhere}</version></dependency>
    <!-- <dependency><artifactId>commented</artifactId></dependency> -->
  </dependencies>
  <profiles><profile><id>prod</id></profile></profiles>
</project>
"""
MAVEN: dict[str, str | bytes] = {
    "pom.xml": PARENT,
    "core/pom.xml": CORE,
    "web/pom.xml": WEB,
    "core/src/main/java/com/shop/core/Db.java": "package com.shop.core;\n\nclass Db {}",
    "core/src/main/resources/db.properties": "jdbc.url=jdbc:mysql://10.1.1.5:3306/shop\n",
    "web/src/main/java/com/shop/Cart.java": SERVLET,
    "web/src/test/java/com/shop/CartTest.java": """package com.shop;
class CartTest { Object o = new java.io.FileWriter("/data/test"); }
""",
    "web/src/main/webapp/index.jsp": "<%= 1 %>",
}


def test_a_web_application_with_modules(tmp_path):
    shop = one(tmp_path, MAVEN, "java-war")
    assert shop.value("java.source_tree") == {"build": "maven", "modules": ["web", "core"]}
    assert shop.value("java.release") == 7
    assert places(shop, "java.release") == ["pom.xml:6"]
    libraries = [(i["name"], i["version"], i.get("scope")) for i in items(shop, "java.libraries")]
    assert libraries == [
        ("spring-webmvc", "4.3.9.RELEASE", None),
        ("javax.servlet-api", "3.1.0", "provided"),
        ("open", None, None),
        ("log4j", "1.2.17", None),
    ]
    assert {i["known_by"] for i in items(shop, "java.libraries")} == {"pom.xml"}
    assert places(shop, "java.libraries")[0] == "pom.xml:7"
    assert shop.value("servlet.namespace") == "javax"
    assert shop.value("session.use") == "memory"
    assert places(shop, "session.use") == ["Cart.java:7"]
    assert [i["path"] for i in items(shop, "files.written")] == ["/data/upload"]
    assert [i["path"] for i in items(shop, "http.paths")] == ["/index.jsp", "/cart"]
    assert [r.target for r in shop.references] == ["10.1.1.5:3306"]
    assert shop.value("war.context_path") == "/web-2.1"
    assert unknown(shop)["java.class_major"] == "read.source.not_built"
    assert unknown(shop)["java.libraries.transitive"] == "read.source.transitive"
    assert unknown(shop)["java.source_tree.profiles"] == "read.source.profiles"


def test_what_lies_beside_the_sources_is_read_by_others(tmp_path):
    files = {
        **MAVEN,
        "docker-compose.yml": "services: {db: {image: 'mysql:5.7'}}\n",
        "conf/redis.conf": "port 6390\ndir /data\nappendonly yes\n",
    }
    kinds = sorted(c.kind for c in reading(tmp_path, files).components)
    assert kinds == ["java-war", "mysql", "redis"]


BOOT = """<project>
  <parent><groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>2.7.18</version></parent>
  <groupId>com.shop</groupId><artifactId>pay</artifactId><version>1.0</version>
  <properties><java.version>11</java.version></properties>
  <dependencies><dependency><groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
  <build><plugins><plugin><groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
</project>
"""
PAY = """package com.shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.*;
@SpringBootApplication
@RestController
public class Pay {
    @PostMapping("/pay")
    public String pay() { return "new java.io.FileWriter(\\"/data/x\\")"; }
    @Scheduled(cron = "0 0 3 * * ?")
    void night() { }
}
"""


def test_spring_boot(tmp_path):
    files = {"pom.xml": BOOT, "src/main/java/com/shop/Pay.java": PAY,
             "src/main/resources/application.yml": "server:\n  port: 8081\n"}  # fmt: skip
    pay = one(tmp_path, files, "spring-boot")
    assert pay.value("spring_boot.version") == "2.7.18"
    assert places(pay, "spring_boot.version") == ["pom.xml:4"]
    assert pay.value("java.main_class") == "com.shop.Pay"
    assert pay.value("java.release") == 11
    assert [(i["name"], i["version"]) for i in items(pay, "java.libraries")] == [
        ("spring-boot-starter-web", "2.7.18")
    ]
    (path,) = items(pay, "http.paths")
    assert (path["path"], path["methods"]) == ("/pay", ["POST"])
    assert places(pay, "http.paths") == ["Pay.java:8"]
    (job,) = items(pay, "schedules")
    assert (job["cron"], job["what"]) == ("0 0 3 * * ?", "com.shop.Pay.night")
    assert places(pay, "schedules") == ["Pay.java:10"]
    assert "files.written" not in pay.facts
    assert pay.value("server.choice")["choose"] == "none"


def packed(files: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_an_archive_beside_its_sources_leads(tmp_path):
    built = ClassBuilder("com/shop/Cart", "javax/servlet/http/HttpServlet").bytes()
    war = packed({"WEB-INF/classes/com/shop/Cart.class": built})
    files = {**MAVEN, "web/target/web-2.1.war": war, "web/target/classes/x.properties": "a=1"}
    shop = one(tmp_path, files, "java-war")
    assert shop.value("java.class_major") == 52
    assert shop.value("java.release") == 8
    assert shop.value("java.source_tree") == {"build": "maven", "modules": ["web", "core"]}
    assert len(reading(tmp_path, files).components) == 1


GRADLE = """
// apply plugin: 'ear'
plugins {
    id 'war'
    id 'org.springframework.boot' version '2.6.3' apply false
}
ext { hibernateVersion = '5.4.0.Final' }
sourceCompatibility = JavaVersion.VERSION_1_8
version = '3.0'
dependencies {
    implementation project(':core')
    implementation "org.hibernate:hibernate-core:${hibernateVersion}"
    implementation group: 'commons-io', name: 'commons-io', version: '2.6'
    providedCompile 'javax.servlet:javax.servlet-api:4.0.1'
    testImplementation 'junit:junit:4.12'
    /* implementation 'no:comment:1' */
}
"""


def test_gradle_with_a_subproject(tmp_path):
    files = {
        "settings.gradle": "rootProject.name = 'shop'\ninclude ':core'\n",
        "build.gradle": GRADLE,
        "core/build.gradle": "dependencies { compile 'log4j:log4j:1.2.17' }\n",
        "core/src/main/java/com/shop/core/Db.java": "package com.shop.core; class Db {}",
        "src/main/java/com/shop/Cart.java": SERVLET,
        "src/main/webapp/WEB-INF/web.xml": '<web-app version="3.0"/>',
    }
    shop = one(tmp_path, files, "java-war")
    assert shop.value("java.source_tree") == {"build": "gradle", "modules": ["shop", "core"]}
    assert shop.value("java.release") == 8
    assert places(shop, "java.release") == ["build.gradle:8"]
    assert [(i["name"], i["version"], i["group"]) for i in items(shop, "java.libraries")] == [
        ("hibernate-core", "5.4.0.Final", "org.hibernate"),
        ("commons-io", "2.6", "commons-io"),
        ("javax.servlet-api", "4.0.1", "javax.servlet"),
        ("log4j", "1.2.17", "log4j"),
    ]
    assert "spring_boot.version" not in shop.facts
    assert shop.value("servlet.version") == "3.0"
    assert shop.value("war.context_path") == "/shop-3.0"


KOTLIN = """
plugins {
    java
    id("org.springframework.boot") version "3.2.1"
}
java { toolchain { languageVersion.set(JavaLanguageVersion.of(17)) } }
dependencies {
    implementation("org.springframework.boot:spring-boot-starter-web")
    implementation(libs.commons.lang3)
    runtimeOnly("com.mysql:mysql-connector-j:8.0.33")
}
"""


CATALOGUE = """[versions]
lang = "3.14.0"
[libraries]
commons-lang3 = { module = "org.apache.commons:commons-lang3", version.ref = "lang" }
"""


def test_gradle_in_kotlin_with_a_catalogue(tmp_path):
    files = {
        "build.gradle.kts": KOTLIN,
        "settings.gradle.kts": 'rootProject.name = "pay"\n',
        "gradle/libs.versions.toml": CATALOGUE,
        "src/main/java/com/shop/Pay.java": PAY,
    }
    pay = one(tmp_path, files, "spring-boot")
    assert pay.value("spring_boot.version") == "3.2.1"
    assert pay.value("java.release") == 17
    assert [(i["name"], i["version"]) for i in items(pay, "java.libraries")] == [
        ("spring-boot-starter-web", "3.2.1"),
        ("commons-lang3", "3.14.0"),
        ("mysql-connector-j", "8.0.33"),
    ]


ANT = """<project name="crm" default="war">
  <property name="src.dir" value="src"/>
  <target name="compile"><javac srcdir="${src.dir}" source="1.5" target="1.5"/></target>
  <target name="war"><war destfile="dist/oa.war" webxml="WebContent/WEB-INF/web.xml"/></target>
</project>
"""


def test_ant(tmp_path):
    files: dict[str, str | bytes] = {
        "build.xml": ANT,
        "src/com/shop/Cart.java": SERVLET,
        "src/jdbc.properties": "url=jdbc:oracle:thin:@10.1.1.9:1521:crm\n",
        "WebContent/WEB-INF/web.xml": '<web-app version="2.4"/>',
        "WebContent/WEB-INF/lib/log4j-1.2.8.jar": packed({"org/apache/log4j/Logger.class": b""}),
    }
    crm = one(tmp_path, files, "java-war")
    assert crm.value("java.source_tree") == {"build": "ant", "modules": ["crm"]}
    assert crm.value("java.release") == 5
    assert crm.value("war.context_path") == "/oa"
    assert [(i["name"], i["version"]) for i in items(crm, "java.libraries")] == [("log4j", "1.2.8")]
    assert [r.target for r in crm.references] == ["10.1.1.9:1521"]
    assert places(crm, "session.use") == ["Cart.java:7"]


CLASSPATH = """<classpath>
  <classpathentry kind="src" path="src"/>
  <classpathentry kind="con" path="org.eclipse.jdt.launching.JRE_CONTAINER/x/JavaSE-1.6"/>
</classpath>"""


def test_an_eclipse_project_without_build_file(tmp_path):
    files = {
        ".classpath": CLASSPATH,
        ".project": "<projectDescription><name>oa</name></projectDescription>",
        "src/com/shop/Cart.java": SERVLET,
        "WebRoot/WEB-INF/web.xml": '<web-app version="2.5"/>',
    }
    office = one(tmp_path, files, "java-war")
    assert office.value("java.source_tree") == {"build": "eclipse", "modules": ["oa"]}
    assert office.value("java.release") == 6
    assert [i["path"] for i in items(office, "http.paths")] == ["/cart"]


def test_a_library_alone_is_a_jar_and_tools_are_nothing(tmp_path):
    files = {"pom.xml": CORE, "src/main/java/com/shop/A.java": "package com.shop; class A {}"}
    core = one(tmp_path, files, "java-jar")
    assert core.value("java.source_tree") == {"build": "maven", "modules": ["core"]}
    phing = {
        "build.xml": '<project name="x"><target name="t"><exec command="php"/></target></project>'
    }
    assert components(tmp_path, phing, "java-jar", "phing") == []
    assert components(tmp_path, {"pom.xml": PARENT}, "java-jar", "parent") == []


def test_the_same_tree_in_a_zip(tmp_path):
    files = {"shop.zip": packed({f"shop/{path}": content for path, content in MAVEN.items()})}
    shop = one(tmp_path, files, "java-war")
    assert shop.value("java.release") == 7
    assert places(shop, "session.use") == ["shop.zip:shop/web/src/main/java/com/shop/Cart.java:7"]


def test_damaged_build_files_cost_themselves(tmp_path):
    wrong = ("", "<project>", "<project><parent/></project>", "\0", PARENT[:300])
    for number, text in enumerate(wrong):
        found = reading(
            tmp_path, {**MAVEN, "pom.xml": text, "core/pom.xml": text}, f"wrong{number}"
        )
        assert [c.kind for c in found.components] == ["java-war"]
    cyclic = WEB.replace(">shop</artifactId>", ">web</artifactId>", 1)
    assert one(tmp_path, {**MAVEN, "web/pom.xml": cyclic}, "java-war", "cyclic").kind == "java-war"
    many = {f"m{n}/pom.xml": WEB.replace(">web<", f">web{n}<") for n in range(60)}
    assert len(reading(tmp_path, {"pom.xml": PARENT, **many}, "many").components) == 60


def test_scripts_are_looked_at_once_whatever_the_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: Counter[str] = Counter()
    is_script = jvm.is_script

    def counted(entry: Entry) -> bool:
        looked[entry.path] += 1
        return is_script(entry)

    monkeypatch.setattr(source_tree.jvm, "is_script", counted)
    modules = [f"m{number}" for number in range(12)]
    names = "".join(f"<module>{each}</module>" for each in modules)
    files: dict[str, str | bytes] = {
        "pom.xml": f"<project><groupId>a</groupId><artifactId>p</artifactId><version>1</version>"
        f"<packaging>pom</packaging><modules>{names}</modules></project>",
        "bin/start.sh": "java -Xmx512m -jar x\n",
    }
    for each in modules:
        files[f"{each}/pom.xml"] = (
            f"<project><groupId>a</groupId><artifactId>{each}</artifactId><version>1</version>"
            "<packaging>war</packaging></project>"
        )
        files[f"{each}/src/main/webapp/WEB-INF/web.xml"] = "<web-app/>"
    assert len(components(tmp_path, files, "java-war")) == 12
    # Once for the tree, once for each component that it goes to as what lies beside it.
    assert looked["bin/start.sh"] <= 1 + 12
    assert looked["pom.xml"] == 1
