import pytest

from migrate import text
from tests.report import estate


@pytest.fixture(autouse=True)
def estate_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the hand-made estate's reasons and rules their texts."""
    for language in text.LANGUAGES:
        for name, words in estate.TEXTS.items():
            monkeypatch.setitem(text.catalogue(language), name, words)
