"""The report as a product: one HTML page with everything inside, and the same as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup
from pygal.graph.xy import XY
from pygal.style import CleanStyle

from ops.evaluate import figures
from ops.evaluate.outcomes import Outcome

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Section:
    """One labelled set of one task as the report shows it; `others` say by name what else was said of the same rows."""

    task: str
    name: str
    headline: Mapping[str, Any]
    outcomes: Sequence[Outcome]
    others: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)

    def content(self) -> dict[str, Any]:
        """All tables and curves as plain values."""
        calibration = figures.calibration(self.outcomes)
        return {
            "task": self.task,
            "set": self.name,
            "headline": dict(self.headline),
            "calibration_error": figures.calibration_error(self.outcomes),
            "labels": [asdict(each) for each in figures.label_figures(self.outcomes)],
            "confusions": [asdict(each) for each in figures.confusions(self.outcomes)],
            "slices": [asdict(each) for each in figures.slices(self.outcomes)],
            "calibration": [asdict(each) for each in calibration],
            "coverage": [asdict(each) for each in figures.coverage_curve(self.outcomes)],
            "against_stock": compared(self.outcomes, self.others),
        }


def compared(ours: Sequence[Outcome], others: Mapping[str, Sequence[Outcome]]) -> list[dict[str, Any]]:
    """Ours and others side by side on the same rows; empty when no other was measured."""
    if not others:
        return []
    return [
        {
            "what": name,
            "accuracy": figures.accuracy(rows),
            "macro_f1": figures.macro_f1(rows),
            "first_two": figures.first(rows, 2),
            "first_three": figures.first(rows, 3),
            "calibration_error": figures.calibration_error(rows),
        }
        for name, rows in {"ours": ours, **others}.items()
    ]


def write_report(folder: Path, sections: Sequence[Section], rest: Mapping[str, Any]) -> Path:
    """Write report.json and report.html; the path of the page.

    `rest` is shown as tables: headline figures of the sets without sections, ablations, cross-validation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = {"sections": [section.content() for section in sections], **rest}
    (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    templates = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape())
    templates.filters["calibration_chart"] = _calibration_chart
    templates.filters["coverage_chart"] = _coverage_chart
    page = folder / "report.html"
    page.write_text(templates.get_template("report.html").render(content), encoding="utf-8")
    return page


def _calibration_chart(points: Sequence[Mapping[str, float]]) -> Markup:
    chart = _chart("校准：信心（横）与答对比例（纵）", range=(0, 1), xrange=(0, 1))
    chart.add("理想", [(0, 0), (1, 1)], show_dots=False, stroke_style={"dasharray": "4, 4"})
    chart.add("实测", [(point["x"], point["y"]) for point in points])
    return _drawn(chart)


def _coverage_chart(points: Sequence[Mapping[str, float]]) -> Markup:
    chart = _chart("覆盖率（横）与错误率（纵）", xrange=(0, 1))
    chart.add("错误率", [(point["x"], point["y"]) for point in points])
    return _drawn(chart)


def _chart(title: str, **settings: Any) -> Any:
    # no script from elsewhere: the page must open on a machine without network
    return XY(title=title, style=CleanStyle, width=560, height=360, js=[], disable_xml_declaration=True, **settings)


def _drawn(chart: Any) -> Markup:
    return Markup(chart.render(is_unicode=True))  # drawn from numbers alone: nothing in it comes from texts
