"""Write docs/schema/*.json from the shapes in migrate/published/shapes.py."""

from pathlib import Path

from migrate import published

folder = Path(__file__).parent.parent / "docs" / "schema"
for name in published.SHAPES:
    (folder / f"{name}.schema.json").write_text(published.schema(name), "utf-8")
