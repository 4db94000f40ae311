"""The one strict Jinja environment, for generators and reports; the only importer of jinja2."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


class TemplateError(Exception):
    """A template is missing or uses a value it was not given: a defect of the toolkit."""


def render(package: str, template: str, values: Mapping[str, object], *, html: bool = False) -> str:
    """Render `templates/<template>` of a package (`generators.dockerfile`).

    Undefined values are errors; `html` escapes every value.

    Raises:
        TemplateError: no such template, or a value is undefined.
    """
    import jinja2

    try:
        return _environment(package, html).get_template(template).render(values)
    except jinja2.TemplateError as wrong:
        raise TemplateError(f"{package}/templates/{template}: {wrong}") from wrong


@functools.cache
def _environment(package: str, html: bool) -> Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        undefined=jinja2.StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
