"""The secrets template: it must stay a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate.check.files import Files
from migrate.check.remarks import Covered, Remark, failed, warning
from migrate.check.yaml_files import Broken, documents

PATH = "secrets.template.yaml"


def run(files: Files) -> Iterator[Remark]:
    """Yield a warning for each secret that somebody has written into the template."""
    if PATH not in files.texts:
        return
    content = documents(files.texts[PATH])
    if isinstance(content, Broken):
        place = f"L{content.line}" if content.line else ""
        yield failed(PATH, place, "yaml", content.text, detail=content.detail)
        return
    yield Covered(PATH)
    for document in content:
        for name, value in document.items() if isinstance(document, Mapping) else ():
            if value:
                yield warning(PATH, f"/{name}", "secret", "check.secret_written", name=name)
