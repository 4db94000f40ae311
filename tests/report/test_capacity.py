import pytest

from migrate.report.capacity import quantity


@pytest.mark.parametrize(
    ("text", "number"),
    [("500m", 0.5), ("2", 2), ("1.5", 1.5), ("1Gi", 2**30), ("1G", 1e9), ("64Mi", 2**26)],
)
def test_quantities(text: str, number: float) -> None:
    assert quantity(text) == number


@pytest.mark.parametrize("text", ["", "much", "1 GB", "-1", "1Xi"])
def test_what_is_no_quantity(text: str) -> None:
    assert quantity(text) is None
