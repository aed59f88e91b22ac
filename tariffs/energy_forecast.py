"""The energy of the coming months from a customer's own months, with an interval.

Two views are averaged (in logarithms of daily use): the last month goes on as it was, and the same month last year
scaled by how the last three months compare with theirs. Alone, the first misses the season and the second takes an odd
month of last year for a rule; on real households the mixture below errs less than the second and hardly more than the
first. The further ahead, the less the last month says, and the less how this year compares with the last: three months
ahead, the median error on real enterprises falls from 23 to 21 % by that, below the naive forecast's.

The interval is a bootstrap of the customer's own changes from month to month: whoever uses energy evenly gets a narrow
one. Fewer than twelve months know no season and say so.
"""

from __future__ import annotations

import calendar
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from .money import half_up

LEAST_MONTHS, YEAR = 3, 12
COVERED = Decimal("0.8")  # how often the true value should lie in the interval
_LAST_MONTH = 0.6  # weight of the last month for the next one
_LAST_MONTH_KEPT, _LEVEL_KEPT = 0.4, 0.5  # what each further month ahead leaves of that weight, and of the comparison
_WIDER = 1.15  # own changes understate what is to come; chosen on the households of the backtest
_MEMORY = 18  # months of changes that count
_COMPARED = 3  # months that are compared with last year's
_PATHS = 400
_LEAST_KWH = 1.0  # an empty month has no logarithm


@dataclass(frozen=True, slots=True)
class Interval:
    """A middle value and the bounds that hold it in four of five cases."""

    low: Decimal
    middle: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class EnergyForecast:
    """The coming months (YYYY-MM, oldest first) in kWh; ``paths``: the equally likely courses behind the intervals."""

    months: tuple[str, ...]
    kwh: tuple[Interval, ...]
    paths: tuple[tuple[float, ...], ...]
    months_used: int

    @property
    def is_seasonal(self) -> bool:
        """Whether a whole year was there to learn the season from."""
        return self.months_used >= YEAR


def forecast_energy(history: Mapping[str, Decimal], horizon: int = 1) -> EnergyForecast | None:
    """``history``: month (YYYY-MM) → kWh. None when fewer than three months without a gap lead up to the newest."""
    logs = {_number(month): _daily(month, float(kwh)) for month, kwh in history.items()}
    if not logs:
        return None
    newest = max(logs)
    used = _run(logs, newest)
    if used < LEAST_MONTHS:
        return None
    middles = [_middle(logs, newest, used, ahead) for ahead in range(1, horizon + 1)]
    changes = [logs[newest - back] - logs[newest - back - 1] for back in range(min(used - 1, _MEMORY))]
    months = tuple(_month(newest + ahead) for ahead in range(1, horizon + 1))
    days = [_days(month) for month in months]
    paths = tuple(
        tuple(math.exp(level) * length for level, length in zip(path, days, strict=True))
        for path in _courses(middles, changes)
    )
    kwh = tuple(
        _interval(math.exp(middles[index]) * days[index], [path[index] for path in paths]) for index in range(horizon)
    )
    return EnergyForecast(months, kwh, paths, used)


def _middle(logs: Mapping[int, float], newest: int, used: int, ahead: int) -> float:
    """The logarithm of daily use ``ahead`` months after the newest."""
    last_year = newest + ahead - YEAR
    if used < YEAR or last_year not in logs:
        return logs[newest]
    pairs = [(newest - back, newest - back - YEAR) for back in range(_COMPARED)]
    ratios = [logs[now] - logs[then] for now, then in pairs if then in logs]
    if not ratios:  # just twelve months: how this year compares with the last is not known yet
        return logs[newest]
    weight, level = _LAST_MONTH * _LAST_MONTH_KEPT ** (ahead - 1), _LEVEL_KEPT ** (ahead - 1)
    return weight * logs[newest] + (1 - weight) * (logs[last_year] + level * median(ratios))


def _courses(middles: Sequence[float], changes: Sequence[float]) -> list[tuple[float, ...]]:
    """Paths around the middle: one change of level that stays, and one of each month, both drawn from the own changes
    in either direction. For the first month the two together spread as a single change does."""
    draw = random.Random(2026)  # the same months always give the same interval
    pool = [sign * change * _WIDER for change in changes for sign in (1, -1)]
    share = math.sqrt(0.5)
    paths = []
    for _ in range(_PATHS):
        level = draw.choice(pool)
        first = (middles[0] + level,)
        paths.append(first + tuple(middle + share * (level + draw.choice(pool)) for middle in middles[1:]))
    return paths


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, interpolated."""
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    lower = int(position)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (position - lower)


def _interval(middle: float, values: Sequence[float]) -> Interval:
    tail = float(1 - COVERED) / 2
    low, high = quantile(values, tail), quantile(values, 1 - tail)
    whole = [half_up(Decimal(repr(value)), Decimal(1)) for value in (min(low, middle), middle, max(high, middle))]
    return Interval(*whole)


def _run(logs: Mapping[int, float], newest: int) -> int:
    """How many months without a gap lead up to the newest, itself included."""
    length = 0
    while newest - length in logs:
        length += 1
    return length


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _days(month: str) -> int:
    return calendar.monthrange(int(month[:4]), int(month[5:]))[1]


def _daily(month: str, kwh: float) -> float:
    return math.log(max(kwh, _LEAST_KWH) / _days(month))
