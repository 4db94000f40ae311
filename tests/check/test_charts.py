"""Charts that people edited: what Helm would refuse is named, what only Helm can tell is said."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from migrate.model.artifact import CheckReport
from tests.check.small import checked, found

CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
SCHEMA = {
    "type": "object",
    "properties": {
        "replicas": {"type": "integer"},
        "secrets": {"additionalProperties": {"type": "string"}},
    },
}


def chart(root: Path, **files: str) -> CheckReport:
    names = {"chart": "Chart.yaml", "values": "values.yaml", "schema": "values.schema.json"}
    written = {"chart": CHART, "values": "replicas: 1\n", "schema": json.dumps(SCHEMA), **files}
    return checked(root, {f"charts/shop/{names[name]}": text for name, text in written.items()})


def test_a_good_chart_passes(tmp_path: Path) -> None:
    report = chart(tmp_path)
    assert report.results == ()
    assert report.checked == 4  # three files, and the namespace


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("apiVersion: v2\nversion: 1.0.0\n", ("", "check.no_field")),
        ("apiVersion: v2\nname: 3\nversion: 1.0.0\n", ("/name", "check.chart.no_text")),
        ("apiVersion: v2\nname: shop\nversion: 1.0\n", ("/version", "check.chart.no_text")),
        ("apiVersion: v2\nname: shop\nversion: first\n", ("/version", "check.chart.version")),
        ("[]", ("", "check.no_map")),
        ("", ("", "check.no_map")),
    ],
)
def test_metadata_that_helm_refuses(tmp_path: Path, text: str, expected: tuple[str, str]) -> None:
    assert found(chart(tmp_path, chart=text)) == [expected]


def test_values_that_the_schema_refuses(tmp_path: Path) -> None:
    report = chart(tmp_path, values="replicas: many\n")
    assert found(report) == [("/replicas", "check.chart.values")]
    assert "many" in report.results[0].because.params["detail"]


def test_a_secret_among_the_values_is_not_repeated(tmp_path: Path) -> None:
    report = chart(tmp_path, values="secrets: {db: 77177}\n")
    assert found(report) == [("/secrets/db", "check.chart.values")]
    assert "77177" not in str(report)


def test_a_file_beside_the_charts_is_no_chart(tmp_path: Path) -> None:
    report = checked(tmp_path, {"charts/README.md": "charts"})
    assert report.results == ()
    assert [s.because.id for s in report.not_checked] == ["check.nobody"]


def test_templates_are_left_to_helm(tmp_path: Path) -> None:
    files = {"charts/shop/Chart.yaml": CHART, "charts/shop/values.yaml": "a: 1\n"}
    templates = {"charts/shop/templates/x.yaml": "{{ broken", "charts/shop/templates/NOTES.txt": ""}
    report = checked(tmp_path, {**files, **templates})
    assert report.results == ()
    assert {s.path: s.because.id for s in report.not_checked} == dict.fromkeys(
        templates, "check.chart.templates"
    )


def test_a_template_of_secrets_that_is_no_map(tmp_path: Path) -> None:
    report = checked(tmp_path, {"secrets.template.yaml": "[a]\n"})
    assert found(report) == [("", "check.no_map")]


def test_a_schema_makes_nothing_be_fetched(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        schema = {"$ref": f"http://127.0.0.1:{server.server_port}/schema.json"}
        report = chart(tmp_path, schema=json.dumps(schema))
        server.shutdown()
        thread.join()
    assert found(report) == [("", "check.chart.schema")]
    assert asked == []
