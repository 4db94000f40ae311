"""Chained conditions and file paths mean the same in a folder, an archive and sources."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from migrate import pipeline

CHAIN = """
- ruleID: chained
  category: mandatory
  effort: 1
  message: both words
  when:
    and:
    - builtin.filecontent: {pattern: alpha, filePattern: '.*\\.properties'}
      as: found
    - builtin.filecontent: {pattern: beta, filepaths: '{{found.filepaths}}'}
      from: found
"""
PLACED = """
- ruleID: placed
  category: mandatory
  effort: 1
  message: files in the shop
  when:
    java.referenced:
      pattern: java.io.File*
      location: TYPE
      filepaths: ['shop/Cart.java']
"""
FILES = {
    "WEB-INF/web.xml": "<web-app/>",
    "WEB-INF/classes/a.properties": "x=alpha\ny=beta\n",
    "WEB-INF/classes/b.properties": "y=beta\n",
}
CLASS = 'package {0};\nimport java.io.File;\npublic class Cart {{ File file = new File("x"); }}\n'


def found(tmp_path: Path, rule: str, given: Path) -> list[str]:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "rules.yaml").write_text(rule)
    ruleset = pipeline.rules_for([folder])
    reading = pipeline.read_paths([given], tmp_path, ruleset)
    findings = pipeline.findings_of(reading, "2026-01-01", ruleset)
    return [
        str(origin).removeprefix(given.name).lstrip("/ ").replace(" ", ":")
        for component in findings.values()
        for finding in component
        if finding.rule in ("chained", "placed")
        for origin in finding.origins
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_a_chain_follows_the_file_it_found(tmp_path: Path, packed: bool) -> None:
    given = tmp_path / ("app.war" if packed else "app")
    if packed:
        with zipfile.ZipFile(given, "w") as archive:
            for path, text in FILES.items():
                archive.writestr(path, text)
    for path, text in () if packed else FILES.items():
        (given / path).parent.mkdir(parents=True, exist_ok=True)
        (given / path).write_text(text)
    file = "WEB-INF/classes/a.properties"
    assert found(tmp_path, CHAIN, given) == [f"{file}:1", f"{file}:2"]


def test_file_paths_choose_among_sources(tmp_path: Path) -> None:
    given = tmp_path / "app"
    for package in ("shop", "bank"):
        source = given / "src/main/java" / package / "Cart.java"
        source.parent.mkdir(parents=True)
        source.write_text(CLASS.format(package))
    (given / "pom.xml").write_text(
        "<project><groupId>g</groupId><artifactId>app</artifactId><version>1</version></project>"
    )
    places = found(tmp_path, PLACED, given)
    assert places
    assert all(place.startswith("src/main/java/shop/Cart.java") for place in places)
