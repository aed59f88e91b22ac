"""The geometry of the letter's charts, from numbers alone; the template draws it as SVG without scripts or styles.

Drawn by hand because the pages' content policy forbids the inline styles that charting libraries write into their SVG.
All sizes are in the units of each drawing's view box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from customers import Curve, MonthRecord, Recommendation

WIDTH, HEIGHT = 640, 200
_TOP, _BASE, _LEFT, _RIGHT = 24, 170, 150, 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with what stands beside it; ``low`` and ``high`` are the ends of its interval."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A curve of savings: its path, where zero lies, where the customer stands, and the ends of both scales."""

    title: str
    unit: str
    path: str
    zero: float
    own: tuple[float, float]
    own_label: str
    start: str
    end: str
    lowest: str
    highest: str


def month_bars(months: Sequence[MonthRecord]) -> list[Bar]:
    """The energy of each month (kWh), side by side."""
    most = max((month.kwh for month in months), default=Decimal(0)) or Decimal(1)
    step = WIDTH / max(1, len(months))
    return [_month_bar(position * step, step, month, most) for position, month in enumerate(months)]


def _month_bar(x: float, step: float, month: MonthRecord, most: Decimal) -> Bar:
    height = float(month.kwh / most) * (_BASE - _TOP)
    label = f"{int(month.month[5:])}月"
    return Bar(x + step * 0.18, _BASE - height, step * 0.64, height, label, f"{month.kwh.normalize():f}")


def saving_bars(items: Sequence[Recommendation]) -> list[Bar]:
    """The saving of each package (yuan a year), one under the other, with its interval."""
    known = [item for item in items if item.yearly_saving is not None]
    ends = [end for item in known for end in (item.yearly_saving, *(item.interval or ())) if end is not None]
    scale = (WIDTH - _LEFT - _RIGHT) / float(max(ends, default=Decimal(1)) or 1)
    bars = []
    for position, item in enumerate(known):
        saving = float(item.yearly_saving or 0)
        low, high = (_LEFT + float(end) * scale for end in item.interval) if item.interval else (None, None)
        bars.append(Bar(_LEFT, 12 + 40 * position, saving * scale, 20, item.title, f"{saving:.2f}元", low, high))
    return bars


def line_of(curve: Curve) -> Line:
    """A break-even as a line with the customer's own place on it."""
    across, savings = [x for x, _ in curve.points], [y for _, y in curve.points]
    low, high = min(*savings, Decimal(0)), max(*savings, Decimal(0))

    def place(x: Decimal, y: Decimal) -> tuple[float, float]:
        right = float((x - across[0]) / ((across[-1] - across[0]) or 1)) * (WIDTH - 90)
        up = float((y - low) / ((high - low) or 1)) * (_BASE - _TOP)
        return 70 + round(right, 1), round(_BASE - up, 1)

    path = " ".join(f"{x},{y}" for x, y in (place(*point) for point in curve.points))
    own = place(curve.own, _saving_at(curve))
    return Line(
        title=f"{curve.changed}与一年节省额",
        unit=curve.unit,
        path=path,
        zero=place(across[0], Decimal(0))[1],
        own=own,
        own_label=f"您约{curve.own:.0f}{curve.unit}",
        start=f"{across[0]:.0f}{curve.unit}",
        end=f"{across[-1]:.0f}{curve.unit}",
        lowest=f"{low:.0f}元",
        highest=f"{high:.0f}元",
    )


def _saving_at(curve: Curve) -> Decimal:
    """The saving where the customer stands, between the two nearest points."""
    for (x, y), (right, above) in zip(curve.points, curve.points[1:], strict=False):
        if x <= curve.own <= right:
            return y + (above - y) * (curve.own - x) / ((right - x) or 1)
    return curve.points[-1][1]
