"""Fill the Chinese survey workbook with survey.yaml, as the customer did.

Run from the repository: python samples/score-record/build/make_workbook.py
"""

from pathlib import Path

import yaml

from migrate.model.survey import Row, Survey
from migrate.survey import template
from migrate.survey.cells import normal, parse
from migrate.survey.schema import schema

HERE = Path(__file__).parent
OUT = HERE.parent / "input" / "survey" / "培训中心业务系统.xlsx"

data = yaml.safe_load((HERE / "survey.yaml").read_text("utf-8"))
rows: dict[str, tuple[Row, ...]] = {}
for sheet in schema().sheets:
    given = data.get(sheet.id, [])
    found = []
    for number, record in enumerate([given] if isinstance(given, dict) else given, 3):
        values = {}
        for column in sheet.columns:
            value = record.get(column.id)
            if value is not None and value != []:
                joined = ", ".join(map(str, value)) if isinstance(value, list) else value
                values[column.id] = parse(column, normal(joined))
        found.append(Row(sheet.id, OUT.name, sheet.label["zh"], number, values, {}))
    rows[sheet.id] = tuple(found)
OUT.parent.mkdir(exist_ok=True)
OUT.write_bytes(template("zh", Survey(rows)))
