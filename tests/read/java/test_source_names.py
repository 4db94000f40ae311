"""What source trees are called, and which of their modules Spring Boot starts."""

from __future__ import annotations

from tests.read.reading import reading

STARTER = """<dependencies><dependency><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-starter-web</artifactId><version>2.3.1.RELEASE</version></dependency>
</dependencies>"""
MAIN = """package shop;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Start {
    public static void main(String[] args) { SpringApplication.run(Start.class, args); }
}
"""
PAGE = {"src/main/webapp/index.jsp": "<%= 1 %>"}


def _pom(name: str, inside: str = "", version: str = "1.2") -> str:
    return (
        f"<project><groupId>shop</groupId><artifactId>{name}</artifactId>"
        f"<version>{version}</version>{inside}</project>"
    )


def _named(tmp_path, files, name="checkout"):
    found = reading(tmp_path, files, name).components
    return {
        c.id: (c.name, c.kind) for c in found if c.kind in ("java-war", "java-jar", "spring-boot")
    }


def test_a_single_maven_module_is_called_by_its_artifact(tmp_path):
    files = {"pom.xml": _pom("erp-web", "<packaging>war</packaging>"), **PAGE}
    assert _named(tmp_path, files) == {"erp-web": ("erp-web", "java-war")}
    (found,) = reading(tmp_path, files, "checkout").components
    assert found.sources == ("checkout",)


def test_the_final_name_leads_without_its_version(tmp_path):
    war = "<packaging>war</packaging><build><finalName>{}</finalName></build>"
    own = {"pom.xml": _pom("erp-web", war.format("crm")), **PAGE}
    assert list(_named(tmp_path / "a", own)) == ["crm"]
    with_version = "${project.artifactId}-${project.version}"
    assert list(
        _named(tmp_path / "b", {"pom.xml": _pom("pay", war.format(with_version)), **PAGE})
    ) == ["pay"]


def test_final_names_that_say_where_it_goes_are_no_names(tmp_path):
    war = "<packaging>war</packaging><build><finalName>{}</finalName></build>"
    for said in ("ROOT", "app", "${said.nowhere}"):
        files = {"pom.xml": _pom("erp-web", war.format(said)), **PAGE}
        assert list(_named(tmp_path / said[:3].strip("$"), files)) == ["erp-web"]


def test_a_single_gradle_module_is_called_as_its_settings_say(tmp_path):
    files = {"build.gradle": "apply plugin: 'war'\n", **PAGE}
    said = {**files, "settings.gradle": "rootProject.name = 'Stock-Web'\n"}
    kotlin = {
        "build.gradle.kts": "plugins {\n    war\n}\n",
        "settings.gradle.kts": 'rootProject.name = "crm"\n',
        **PAGE,
    }
    assert list(_named(tmp_path / "a", said)) == ["stock-web"]
    assert list(_named(tmp_path / "b", kotlin)) == ["crm"]
    assert list(_named(tmp_path / "c", files)) == ["checkout"]


def test_modules_of_one_tree_are_called_by_their_artifacts(tmp_path):
    files = {
        "pom.xml": _pom("mall", "<packaging>pom</packaging>"),
        "a/pom.xml": _pom("mall-portal", "<packaging>war</packaging>"),
        "b/pom.xml": _pom("mall-admin", "<packaging>war</packaging>"),
        "a/src/main/webapp/a.jsp": "<%= 1 %>",
        "b/src/main/webapp/b.jsp": "<%= 1 %>",
    }
    assert sorted(_named(tmp_path, files)) == ["mall-admin", "mall-portal"]


def test_spring_boot_starts_a_main_class_without_its_plugin(tmp_path):
    main = {"src/main/java/shop/Start.java": MAIN}
    maven = {
        "pom.xml": _pom("shop", STARTER),
        "src/main/resources/application.properties": "server.port=8085\n",
        **main,
    }
    gradle = {
        "build.gradle": "apply plugin: 'java'\ndependencies {\n"
        "  compile 'org.springframework.boot:spring-boot-starter-web:2.3.1.RELEASE'\n}\n",
        **main,
    }
    (found,) = reading(tmp_path / "a", maven).components
    assert (found.kind, found.value("java.main_class")) == ("spring-boot", "shop.Start")
    assert [e.port for e in found.endpoints] == [8085]
    (other,) = reading(tmp_path / "b", gradle).components
    assert (other.kind, [e.port for e in other.endpoints]) == ("spring-boot", [8080])


def test_what_only_looks_like_a_main_class_of_spring_boot(tmp_path):
    commented = MAIN.replace("@SpringBootApplication\n", "//@SpringBootApplication\n")
    in_block = MAIN.replace("@SpringBootApplication\n", "/*\n@SpringBootApplication\n*/\n")
    for place, (text, dependencies) in {
        "a": (commented, STARTER),
        "b": (in_block, STARTER),
        "c": (MAIN, ""),
    }.items():
        files = {"pom.xml": _pom("shop", dependencies), "src/main/java/shop/Start.java": text}
        assert list(_named(tmp_path / place, files).values()) == [("shop", "java-jar")], place


def test_a_library_with_a_main_class_to_try_it_out_stays_one(tmp_path):
    needs = (
        "<packaging>war</packaging><dependencies><dependency><groupId>shop</groupId>"
        "<artifactId>core</artifactId><version>1.2</version></dependency></dependencies>"
    )
    files = {
        "pom.xml": _pom("shop", "<packaging>pom</packaging>"),
        "core/pom.xml": _pom("core", STARTER),
        "core/src/main/java/shop/Start.java": MAIN,
        "web/pom.xml": _pom("web", needs),
        "web/src/main/webapp/index.jsp": "<%= 1 %>",
    }
    assert _named(tmp_path, files) == {"web": ("web", "java-war")}
