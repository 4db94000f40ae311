"""Sources of properties whose names hold the profile: which file's value is active."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from tests.read.java.applications import items, read_folder, read_war
from tests.read.java.class_builder import ClassBuilder
from tests.read.java.packing import written

_FILES = {
    "db.properties": "db.url=jdbc:mysql://10.1.1.1/erp\nmail.host=10.1.9.1\n",
    "db-prod.properties": "db.url=jdbc:mysql://10.1.1.2/erp\n",
    "db-dev.properties": "db.url=jdbc:mysql://10.1.1.3/erp\nmail.host=10.1.9.3\n",
}
_NAMES = ["classpath:db.properties", "classpath:/db-${spring.profiles.active}.properties"]
_XML = """<beans xmlns:context="http://www.springframework.org/schema/context">
<context:property-placeholder location="classpath:db.properties,
   classpath*:db-${spring.profiles.active}.properties"/></beans>"""


def _targets(found: Component) -> list[str]:
    return sorted(reference.target for reference in found.references)


def _war(active: str, beside: dict[str, str] | None = None) -> Component:
    built = ClassBuilder("cn/erp/Config")
    source = "org/springframework/context/annotation/PropertySource"
    built.annotate(source, {"value": _NAMES})
    files: dict[str, str | bytes] = {f"WEB-INF/classes/{k}": v for k, v in _FILES.items()}
    files["WEB-INF/classes/cn/erp/Config.class"] = built.bytes()
    files["WEB-INF/classes/application.properties"] = active
    return read_war(files, beside)


def test_the_file_of_the_active_profile_counts() -> None:
    found = _war("spring.profiles.active=prod\n")
    assert _targets(found) == ["10.1.1.2:3306", "10.1.9.1:25"]
    assert items(found, "datasources", "host") == ["10.1.1.2"]
    # The others are told as what they are: not active.
    assert items(found, "spring_boot.profiles", "name", "path", "active") == [
        ("dev", "WEB-INF/classes/db-dev.properties", False),
        ("prod", "WEB-INF/classes/db-prod.properties", True),
    ]


def test_a_start_script_tells_the_profile() -> None:
    script = {"setenv.sh": 'JAVA_OPTS="-Dspring.profiles.active=dev"\n'}
    assert _targets(_war("", script)) == ["10.1.1.3:3306", "10.1.9.3:25"]


def test_with_no_profile_known_every_file_counts() -> None:
    found = _war("")
    assert _targets(found) == [
        "10.1.1.1:3306", "10.1.1.2:3306", "10.1.1.3:3306", "10.1.9.1:25", "10.1.9.3:25",
    ]  # fmt: skip
    assert items(found, "spring_boot.profiles", "active") == [None, None]


def test_placeholder_beans_of_xml_and_sources_in_a_tree(tmp_path: Path) -> None:
    files = {f"WEB-INF/classes/{name}": text for name, text in _FILES.items()}
    files["WEB-INF/beans.xml"] = _XML
    script = {"setenv.sh": 'JAVA_OPTS="-Dspring.profiles.active=prod"\n'}
    assert _targets(read_war(files, script)) == ["10.1.1.2:3306", "10.1.9.1:25"]
    code = """package cn.erp;
import org.springframework.context.annotation.PropertySource;
@PropertySource({"classpath:db.properties", "classpath:db-${spring.profiles.active}.properties"})
public class Config {}
"""
    tree = {f"erp/src/main/resources/{name}": text for name, text in _FILES.items()}
    tree["erp/src/main/resources/application.properties"] = "spring.profiles.active=prod\n"
    tree["erp/src/main/java/cn/erp/Config.java"] = code
    tree["erp/pom.xml"] = "<project><artifactId>e</artifactId><packaging>war</packaging></project>"
    found = read_folder(written(tmp_path, tree) / "erp")
    assert _targets(found) == ["10.1.1.2:3306", "10.1.9.1:25"]


def test_spring_boots_own_file_comes_over_any_other_source() -> None:
    found = _war("spring.profiles.active=prod\ndb.url=jdbc:mysql://10.1.1.9/erp\n")
    assert _targets(found) == ["10.1.1.9:3306", "10.1.9.1:25"]


@pytest.mark.parametrize("name", ["db-${env}.properties", "other.properties"])
def test_files_that_no_profile_chooses_all_count(name: str) -> None:
    files = {f"WEB-INF/classes/{key}": text for key, text in _FILES.items()}
    files["WEB-INF/beans.xml"] = f'<beans><property-placeholder location="{name}"/></beans>'
    script = {"setenv.sh": 'JAVA_OPTS="-Dspring.profiles.active=prod"\n'}
    assert len(_targets(read_war(files, script))) == 5
