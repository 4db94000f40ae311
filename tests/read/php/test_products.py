"""Products with their settings: framework, root, database, written folders, no secret kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from tests.read.php.sites import items, site

PRODUCTS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("products.yaml").read_text("utf-8")
)


def label(product: dict[str, Any]) -> str:
    return "{name}-{version}".format(**product["framework"])


@pytest.mark.parametrize("product", PRODUCTS, ids=label)
def test_a_product_with_its_settings(product: dict[str, Any], tmp_path: Path) -> None:
    front = {} if product.get("root") else {"index.php": "<?php require 'x.php';"}
    found = site(tmp_path, {**front, **product["files"]})
    assert found.value("php.framework") == product["framework"]
    assert found.value("web.document_root") == product.get("root", ".")
    databases = [[i["host"], i["port"], i["database"]] for i in items(found, "datasources")]
    assert databases == [product["database"]]
    assert set(product["written"]) <= {item["path"] for item in items(found, "files.written")}
    assert "s3cretMark77" not in msgspec.json.encode(found).decode()
