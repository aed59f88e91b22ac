"""Time-of-use against plain tiers on a household's own last year, each month calculated under both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.models import Bill
from api.bills.presentation import energy, money
from api.bills.service import BillService
from api.customers.models import Customer
from api.errors import NotFound
from api.platform import Platform
from tariffs import Calculation, InvalidInput, calculate

YEAR = 12
TIERED, BY_THE_HOUR = "residential_tiered", "residential_tiered_tou"
_PLACE = Decimal("0.01")


class PlanComparison:
    """Compares the two plans of a home, inside the caller's session. Changes nothing."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)

    async def of(self, customer: Customer) -> dict[str, Any]:
        """Both totals of the last twelve months on record, yuan; ``saving``: what time-of-use costs less (signed).

        Raises NotFound (no_comparison) where the share in the valley is not known, or prices are not verified.
        """
        bills = list(reversed((await self._bills.history(customer.account_number))[:YEAR]))
        pairs = [_pair(bill, customer.valley_share) for bill in bills]
        known = [pair for pair in pairs if pair is not None]
        if not bills or len(known) < len(bills):
            raise NotFound("这一户的峰谷用电不清楚，不能比较。", code="no_comparison")
        return _wire(bills, known)


def _pair(bill: Bill, share: Decimal | None) -> tuple[Calculation, Calculation, Decimal] | None:
    """The month under tiers alone and by the hour, and its energy in the valley (kWh)."""
    given = dict(bill.calculation_input)
    if bill.kind == BY_THE_HOUR:
        valley = Decimal(given["valley_kwh"])
    elif bill.kind == TIERED and share is not None:
        valley = (bill.kwh * share).quantize(_PLACE)
    else:
        return None
    rest = {name: value for name, value in given.items() if name not in ("kwh", "peak_kwh", "valley_kwh")}
    try:
        tiered = calculate(TIERED, {**rest, "kwh": energy(bill.kwh)})
        by_the_hour = calculate(
            BY_THE_HOUR, {**rest, "peak_kwh": energy(bill.kwh - valley), "valley_kwh": energy(valley)}
        )
    except InvalidInput:  # the province has no such tariff
        return None
    is_verified = all(each.tariff and each.tariff.confidence != "L" for each in (tiered, by_the_hour))
    return (tiered, by_the_hour, valley) if is_verified else None


def _wire(bills: Sequence[Bill], pairs: Sequence[tuple[Calculation, Calculation, Decimal]]) -> dict[str, Any]:
    tiered = sum((plain.total for plain, _, _ in pairs), Decimal(0))
    by_the_hour = sum((switched.total for _, switched, _ in pairs), Decimal(0))
    kwh, valley = sum((bill.kwh for bill in bills), Decimal(0)), sum((pair[2] for pair in pairs), Decimal(0))
    sources = dict.fromkeys(each.tariff.source for pair in pairs for each in pair[:2] if each.tariff)
    return {
        "current": "time_of_use" if bills[-1].kind == BY_THE_HOUR else "tiered",
        "first": bills[0].month,
        "last": bills[-1].month,
        "kwh": energy(kwh),
        "valley_percent": energy((100 * valley / kwh).quantize(Decimal(1))) if kwh else "0",
        "tiered_total": money(tiered),
        "time_of_use_total": money(by_the_hour),
        "saving": money(tiered - by_the_hour),
        "sources": list(sources),
    }
