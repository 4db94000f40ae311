"""What a build declares counts as packed libraries do: frameworks, fonts, health, services."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import read_war
from tests.read.reading import items, one

MAIN = """package shop;
@org.springframework.boot.autoconfigure.SpringBootApplication
public class Shop { public static void main(String[] args) { } }
"""
POM = """<project><parent><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-starter-parent</artifactId><version>{version}</version></parent>
<groupId>g</groupId><artifactId>shop</artifactId><version>1</version>
<dependencies>{inside}</dependencies>
<build><plugins><plugin><groupId>org.springframework.boot</groupId>
<artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>
"""


def declared(group: str, name: str, version: str = "") -> str:
    said = f"<version>{version}</version>" if version else ""
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId>{said}</dependency>"
    )


def boot(name: str) -> str:
    return declared("org.springframework.boot", f"spring-boot-starter-{name}")


def built(folder: Path, inside: str, version: str = "2.7.8", **more: str | bytes) -> Component:
    files: dict[str, str | bytes] = {
        "pom.xml": POM.format(inside=inside, version=version),
        "src/main/java/shop/Shop.java": MAIN,
        "src/main/resources/application.properties": more.pop("settings", ""),
    }
    return one(folder, {**files, **more}, "spring-boot")


def frameworks(component: Component) -> dict[object, object]:
    return {each["name"]: each["version"] for each in items(component, "java.frameworks")}


def test_starters_bring_frameworks_whose_versions_they_do_not_tell(tmp_path) -> None:
    inside = boot("web") + boot("security") + boot("thymeleaf")
    inside += declared("org.mybatis.spring.boot", "mybatis-spring-boot-starter", "2.3.0")
    assert frameworks(built(tmp_path, inside)) == {
        "Spring Boot": "2.7.8",
        "Spring MVC": None,
        "Spring Framework": None,
        "Spring Security": None,
        "MyBatis": None,
        "Thymeleaf": None,
    }


def test_modules_of_spring_tell_its_version(tmp_path) -> None:
    pom = """<project><groupId>g</groupId><artifactId>shop</artifactId><version>1</version>
<packaging>war</packaging><dependencies>"""
    pom += declared("org.springframework", "spring-webmvc", "4.1.9.RELEASE")
    pom += declared("org.eclipse.persistence", "org.eclipse.persistence.jpa", "2.6.0")
    files: dict[str, str | bytes] = {
        "pom.xml": f"{pom}</dependencies></project>",
        "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
    }
    assert frameworks(one(tmp_path, files, "java-war")) == {
        "Spring MVC": "4.1.9.RELEASE",
        "Spring Framework": "4.1.9.RELEASE",
        "EclipseLink": "2.6.0",
    }


@pytest.mark.parametrize(
    ("version", "settings", "paths"),
    [
        ("2.7.8", "server.servlet.context-path=/a\n", {"/a/actuator/health": "health"}),
        ("1.5.21.RELEASE", "", {"/health": "health", "/metrics": "metrics"}),
        (
            "2.7.8",
            "management.endpoints.web.exposure.include=*\n",
            {
                "/actuator/health": "health",
                "/actuator/metrics": "metrics",
                "/actuator/prometheus": "metrics",
            },
        ),
    ],
)
def test_a_declared_actuator_answers_for_health(
    tmp_path, version: str, settings: str, paths: dict[str, str]
) -> None:
    shop = built(tmp_path, boot("actuator"), version, settings=settings)
    assert {path["path"]: path["kind"] for path in items(shop, "http.paths")} == paths


def test_declared_libraries_draw_letters(tmp_path) -> None:
    inside = declared("com.github.penggle", "kaptcha", "2.3.2")
    inside += declared("org.apache.poi", "poi-ooxml", "4.1.2")
    inside += declared("com.github.whvcse", "captcha-of-another", "1")
    found = items(built(tmp_path, inside), "fonts.needed")
    assert sorted((each["name"], each["purpose"]) for each in found) == [
        ("kaptcha-2.3.2", "captchas"),
        ("poi-ooxml-4.1.2", "spreadsheets"),
    ]


def test_settings_choose_fonts() -> None:
    text = "activiti.diagram.labelFontName=\\u5b8b\\u4f53\npage.title=\\u5b8b\\u4f53\n"
    text += "chart.font-family=Arial\nfont.size=12\n"
    war = read_war({"WEB-INF/classes/shop.properties": text})
    found = items(war, "fonts.needed")
    assert [(each["name"], each["kind"]) for each in found] == [("宋体", "font"), ("Arial", "font")]


CONSUMER = """package shop.action;
import com.alibaba.dubbo.config.annotation.Reference;
import shop.api.GreetingService;
import shop.api.Stock;
class Consumer {
    @Reference(version = "1.0")
    private GreetingService greetings;
    private Stock<String> stock;
    @Reference
    public void setStock(Stock<String> stock) { this.stock = stock; }
}
"""


def test_dubbo_takes_the_interface_of_a_field_and_of_a_setter_in_sources(tmp_path) -> None:
    more: dict[str, str | bytes] = {
        "src/main/java/shop/action/Consumer.java": CONSUMER,
        "src/main/java/shop/api/Stock.java": "package shop.api;\npublic interface Stock<T> {}",
    }
    shop = built(tmp_path, declared("com.alibaba", "dubbo", "2.6.2"), **more)
    assert [each["name"] for each in items(shop, "services.consumed")] == [
        "shop.api.GreetingService",
        "shop.api.Stock",
    ]
