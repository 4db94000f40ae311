"""Loading the rooms must not load the heavy libraries behind them."""

import subprocess
import sys


def test_heavy_libraries_are_loaded_when_they_are_used() -> None:
    rooms = "migrate.deploy, migrate.deploy.images, migrate.report.html, migrate.report.xlsx"
    heavy = ("kubernetes", "docker", "xlsxwriter", "jinja2", "yaml", "dockerfile_parse")
    code = f"import sys, {rooms}\nprint(*(set({heavy!r}) & set(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.split() == []
