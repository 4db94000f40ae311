"""A readiness report as one HTML file that needs nothing else: no script, no network."""

from __future__ import annotations

from migrate import render as templates
from migrate.report import graph_svg
from migrate.report.content import Content, Material, marks, tell
from migrate.report.words import Words


def render(material: Material, language: str) -> str:
    """Return the report as an HTML document."""
    content = tell(material, language)
    words = Words(language)
    return templates.render(
        "migrate.report",
        "readiness.html.j2",
        {
            "content": content,
            "lang": "zh-CN" if language == "zh" else language,
            "say": words.say,
            "number": number,
            "bars": _bars(content, words),
            "folders": _folders(content),
            "graph": graph_svg.draw(
                material.topology,
                language,
                theme="auto",
                marks=marks(material.inventory, language, material.assessment),
                heading=False,
            ),
        },
        html=True,
    )


def number(value: float | None) -> str:
    """Return a number as people write it; what is not known is a dash."""
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def _bars(content: Content, words: Words) -> list[tuple[str, list[tuple[str, str, float]]]]:
    """Return the capacity chart: per resource the bars with label, value and percent."""
    size = content.capacity
    cores = (size.cores_before, size.cores_used, size.cores_after)
    memory = (size.memory_before, size.memory_used, size.memory_after)
    return [_chart("cores", cores, words), _chart("memory", memory, words)]


def _chart(
    unit: str, values: tuple[float, ...], words: Words
) -> tuple[str, list[tuple[str, str, float]]]:
    longest = max(values) or 1
    bars = [
        (words.say(f"capacity.{name}"), number(value), round(100 * value / longest, 1))
        for name, value in zip(("before", "used", "after"), values, strict=True)
    ]
    return words.say(f"capacity.{unit}"), bars


def _folders(content: Content) -> dict[str, list[object]]:
    folders: dict[str, list[object]] = {}
    for file in content.files:
        folders.setdefault(file.folder, []).append(file)
    return folders
