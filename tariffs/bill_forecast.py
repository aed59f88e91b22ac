"""What the next bill will be, and when the year's energy will cross into the next tier: both with an interval.

The energy comes from the customer's own months (``energy_forecast``), the money from the same calculation as a real
bill with the rules of the month ahead. Where a price or limit is not verified, or demand decides the bill, no amount is
named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .calculation import Calculation, TariffReference
from .calculator import calculate
from .decomposition import RESIDENTIAL
from .energy_forecast import EnergyForecast, Interval, quantile
from .errors import InvalidInput
from .kinds.household import TierPlace, tier_place
from .kinds.readings import with_energy
from .money import ZERO, half_up

_KWH_PLACE = Decimal("0.01")
NOT_VERIFIED = "这里的电价或分档标准尚未核实，只估计用电量，不估计电费。"
NO_PRICE = "下个月的电价还没有收录，只估计用电量。"
BY_DEMAND = "电费还取决于最大需量和功率因数，无法可靠预计，只估计用电量。"
SAME_PRICES = "按最近一期账单的单价估计，实际以当月公布的电价为准。"


@dataclass(frozen=True, slots=True)
class BillForecast:
    """The next month's energy (kWh) and amount (yuan); ``total`` is None where ``note`` says why."""

    month: str
    kwh: Interval
    total: Interval | None
    tariff: TariffReference | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TierForecast:
    """Whether the year's energy crosses into ``tier``: the share of courses that do, and when. Months are YYYY-MM.

    ``likely_month`` is None unless most courses cross; ``earliest`` and ``latest`` hold four in five of those that do.
    """

    tier: int
    limit: Decimal
    used: Decimal
    probability: Decimal
    likely_month: str | None
    earliest: str | None
    latest: str | None
    tariff: TariffReference


def forecast_bill(
    newest: Mapping[str, Any],
    kind: str,
    month: str,
    energy: EnergyForecast,
    like: Mapping[str, Any] | None = None,
) -> BillForecast:
    """The bill after ``newest`` (the input of ``calculate`` for ``month``) for the first month of ``energy``.

    ``like``: the input of the same month last year, for the shares of peak and valley; they move with the season.
    """
    ahead, kwh = energy.months[0], energy.kwh[0]
    if kind not in (*RESIDENTIAL, "single_part", "agricultural"):
        return BillForecast(ahead, kwh, None, None, BY_DEMAND)
    try:
        inputs = [_input(newest, like, kind, month, ahead, each) for each in (kwh.low, kwh.middle, kwh.high)]
        bills = [calculate(kind, each) for each in inputs]
    except InvalidInput:
        return BillForecast(ahead, kwh, None, None, NO_PRICE)
    tariff = bills[1].tariff
    if any(bill.tariff and bill.tariff.confidence == "L" for bill in bills):
        return BillForecast(ahead, kwh, None, None, NOT_VERIFIED)
    note = "" if kind in RESIDENTIAL else SAME_PRICES
    return BillForecast(ahead, kwh, _totals(bills), tariff, note)


def _totals(bills: list[Calculation]) -> Interval:
    low, middle, high = (bill.total for bill in bills)
    return Interval(low, middle, high)


def _input(
    newest: Mapping[str, Any], like: Mapping[str, Any] | None, kind: str, month: str, ahead: str, kwh: Decimal
) -> dict[str, Any]:
    """The newest month's input with the energy of the month ahead, in the proportions of ``like`` or of the newest."""
    given = with_energy(newest)
    if kind not in RESIDENTIAL:
        entries = given["energy"]
        entries = [entries] if isinstance(entries, Mapping) else entries
        factor = _factor(kwh, sum((Decimal(str(each["kwh"])) for each in entries), ZERO))
        return given | {"energy": [dict(each) | {"kwh": _scaled(each["kwh"], factor)} for each in entries]}
    names = ("kwh",) if kind == "residential_tiered" else ("peak_kwh", "valley_kwh")
    used = sum((Decimal(str(given[name])) for name in names), ZERO)
    shares = with_energy(like) if like else given
    shares = shares if all(name in shares for name in names) else given
    whole = sum((Decimal(str(shares[name])) for name in names), ZERO)
    coming = {name: _scaled(shares[name], _factor(kwh, whole)) for name in names}
    before = Decimal(str(given.get("cumulative_before", 0))) + used if ahead[:4] == month[:4] else ZERO
    rest = {name: value for name, value in given.items() if name not in ("kwh", "reading_date")}
    return rest | coming | {"year_month": ahead, "cumulative_before": before}


def _factor(kwh: Decimal, used: Decimal) -> Decimal:
    if not used:
        raise InvalidInput("kwh", "上期没有用电，无法按比例估计")
    return kwh / used


def _scaled(kwh: Any, factor: Decimal) -> Decimal:
    return half_up(Decimal(str(kwh)) * factor, _KWH_PLACE)


def forecast_tier(newest: Mapping[str, Any], kind: str, month: str, energy: EnergyForecast) -> TierForecast | None:
    """When the tier year (calendar year) of the month ahead crosses the next limit.

    None where there are no tiers by year, their limits are not verified, or the highest tier is reached.
    ``energy`` should reach to December.
    """
    if kind not in RESIDENTIAL:
        return None
    used = _used(newest, kind)
    year = energy.months[0][:4]
    try:
        place = tier_place(with_energy(newest))
    except InvalidInput:
        return None
    used = used if month[:4] == year else ZERO
    if place is None or place.tariff.confidence == "L" or used >= place.limits[1]:
        return None
    return _crossing(place, used, energy, [each for each in energy.months if each[:4] == year])


def _used(newest: Mapping[str, Any], kind: str) -> Decimal:
    given = with_energy(newest)
    names = ("kwh",) if kind == "residential_tiered" else ("peak_kwh", "valley_kwh")
    return Decimal(str(given.get("cumulative_before", 0))) + sum((Decimal(str(given[name])) for name in names), ZERO)


def _crossing(place: TierPlace, used: Decimal, energy: EnergyForecast, months: list[str]) -> TierForecast:
    tier = 2 if used < place.limits[0] else 3
    limit = place.limits[tier - 2]
    crossed = [found for path in energy.paths if (found := _first_over(path, float(limit - used), len(months)))]
    share = half_up(Decimal(len(crossed)) / len(energy.paths), Decimal("0.01"))

    def at(quarter: float) -> str | None:
        return months[round(quantile(crossed, quarter)) - 1] if crossed else None

    likely = months[round(quantile(crossed, 0.5)) - 1] if share > Decimal("0.5") else None
    return TierForecast(tier, limit, used, share, likely, at(0.1), at(0.9), place.tariff)


def _first_over(path: tuple[float, ...], left: float, months: int) -> int | None:
    """The first month (from 1) in which the sum of a path exceeds what is left, None when none does."""
    for position, kwh in enumerate(path[:months], start=1):
        left -= kwh
        if left < 0:
            return position
    return None
