"""A customer's features in four dimensions, from plain records.

- use: energy a year, growth, volatility, season, valley share, load factor
- payment behaviour: share of contacts and payments made online
- needs: complaints
- credit: overdue bills and payment reminders

Growth and volatility are read after the season of the customer's category is taken out, with medians, so that one odd
month is not a trend. Missing values stay None; the model says what it puts in their place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from .records import CustomerRecord, MonthRecord

MIN_MONTHS = 6  # fewer months on record say too little
MAX_AGE_MONTHS = 4  # months without a reading before a record counts as stale
_HOURS_A_MONTH = 730
_WINDOW = 4  # months at each end that growth compares

Profile = Mapping[int, float]  # month 1–12 → log of its usual ratio to the year's mean


@dataclass(frozen=True, slots=True)
class Features:
    """The features of one customer. ``growth`` is the relative change in a year, ``volatility`` a deviation."""

    months: int
    yearly_kwh: float
    growth: float
    volatility: float
    summer_ratio: float
    valley_share: float | None
    load_factor: float | None
    online_share: float | None
    complaints: int
    overdue: int
    reminders: int

    @property
    def value(self) -> float:
        """Decimal logarithm of the yearly energy: households about 3.3, factories above 5.5."""
        return math.log10(self.yearly_kwh + 1)

    @property
    def arrears(self) -> float:
        """Overdue bills and reminders in one scale from 0 (none) to 4."""
        return min(self.overdue, 3) + min(self.reminders, 4) / 4


def known_months(record: CustomerRecord, as_of: date) -> tuple[MonthRecord, ...]:
    """The months on record up to the day, at most the last 13 (a year and the same month before)."""
    until = f"{as_of:%Y-%m}"
    return tuple(month for month in record.months if month.month <= until)[-13:]


def is_thin(months: Sequence[MonthRecord], as_of: date) -> bool:
    """Whether there are too few or only old months to say anything about the customer."""
    if len(months) < MIN_MONTHS:
        return True
    year, month = map(int, months[-1].month.split("-"))
    return (as_of.year - year) * 12 + as_of.month - month > MAX_AGE_MONTHS


def features_of(record: CustomerRecord, as_of: date, profile: Profile) -> Features:
    """The features on a day. ``profile`` is the usual season of the record's category."""
    months = known_months(record, as_of)
    energy = [float(month.kwh) for month in months]
    level = _deseasonalised(months, profile)
    growth = _growth(months, level)
    return Features(
        months=len(months),
        yearly_kwh=sum(energy[-12:]) * 12 / max(1, len(energy[-12:])),
        growth=math.expm1(growth),
        volatility=_volatility(level, growth),
        summer_ratio=_summer_ratio(months),
        valley_share=_valley_share(record, months),
        load_factor=_load_factor(months),
        online_share=None if record.online_share is None else float(record.online_share),
        complaints=record.complaints,
        overdue=sum(month.overdue for month in months),
        reminders=record.reminders,
    )


def _deseasonalised(months: Sequence[MonthRecord], profile: Profile) -> list[float]:
    """Logarithm of each month's energy without the usual season; an idle month counts as one kWh."""
    return [math.log(max(1.0, float(month.kwh))) - profile.get(int(month.month[-2:]), 0.0) for month in months]


def _growth(months: Sequence[MonthRecord], level: Sequence[float]) -> float:
    """Logarithmic growth a year: the median of the last months against that of the first.

    A trend counts only as far as the same month of last year agrees: a season unlike others' is not growth.
    """
    if len(level) < 2 * _WINDOW:
        return 0.0
    change = median(level[-_WINDOW:]) - median(level[:_WINDOW])
    trend = change * 12 / (len(level) - _WINDOW)
    if len(level) > 12:
        same_month = math.log(max(1.0, float(months[-1].kwh)) / max(1.0, float(months[-13].kwh)))
        trend = 0.0 if trend * same_month <= 0 else math.copysign(min(abs(trend), abs(same_month)), trend)
    return max(-1.0, min(1.0, trend))


def _volatility(level: Sequence[float], growth: float) -> float:
    middle = median(level)
    centre = (len(level) - 1) / 2
    residuals = [abs(each - middle - growth / 12 * (position - centre)) for position, each in enumerate(level)]
    return min(1.0, median(residuals))


def _summer_ratio(months: Sequence[MonthRecord]) -> float:
    summer = [float(month.kwh) for month in months if month.month[-2:] in {"07", "08"}]
    usual = median(float(month.kwh) for month in months)
    return sum(summer) / len(summer) / usual if summer and usual else 1.0


def _valley_share(record: CustomerRecord, months: Sequence[MonthRecord]) -> float | None:
    if record.valley_share is not None:
        return float(record.valley_share)
    measured = [month for month in months if month.valley_kwh is not None and month.peak_kwh is not None]
    total = sum(float(month.kwh) for month in measured)
    return sum(float(month.valley_kwh or 0) for month in measured) / total if total else None


def _load_factor(months: Sequence[MonthRecord]) -> float | None:
    factors = [
        float(month.kwh) / float(month.max_demand_kw) / _HOURS_A_MONTH for month in months if month.max_demand_kw
    ]
    return sum(factors) / len(factors) if factors else None
