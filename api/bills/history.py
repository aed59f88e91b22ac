"""A stretch of months at once: what was used and charged in all, the mean, the highest and the lowest month, and how
it differs from the same months of the year before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.models import Bill
from api.bills.presentation import energy, money
from api.bills.schemas import BillSpan
from api.bills.service import BillService
from api.errors import NotFound
from api.platform import Platform

USUAL = 12  # months, where the customer names no span
CENT = Decimal("0.01")
UNNAMED = "9999-12"  # later than any month


class BillHistory:
    """The months of one account, inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._year = platform.clock.today().year

    async def of(self, account_number: str, span: BillSpan) -> dict[str, Any]:
        """The months of a span that are on record, oldest first, with their sums. Raises NotFound (no_bill)."""
        chosen = self._chosen(await self._recorded(account_number), span)
        return _wire(chosen) | {"begins_later": chosen[0].month > self._wanted_first(span)}

    async def against_the_year_before(self, account_number: str, span: BillSpan) -> dict[str, Any]:
        """The months of a span beside the same months of the year before, as far as both are on record; ``compared``
        is null where none are. Raises NotFound (no_bill) when the span itself has no months."""
        recorded = await self._recorded(account_number)
        chosen = self._chosen(recorded, span)
        by_month = {bill.month: bill for bill in recorded}
        pairs = [(earlier, bill) for bill in chosen if (earlier := by_month.get(_year_before(bill.month)))]
        return {
            "first": chosen[0].month,
            "last": chosen[-1].month,
            "recorded_since": recorded[0].month,
            "missing": [month for bill in chosen if (month := _year_before(bill.month)) not in by_month],
            "compared": _compared(pairs) if pairs else None,
        }

    async def _recorded(self, account_number: str) -> Sequence[Bill]:
        return list(reversed(await self._bills.history(account_number)))

    def _wanted_first(self, span: BillSpan) -> str:
        """The first month of the span, whether it is on record or not."""
        year = self._year if span.year == "this" else self._year - 1
        return f"{year}-{span.from_month:02d}" if span.year else span.first or UNNAMED

    def _chosen(self, bills: Sequence[Bill], span: BillSpan) -> Sequence[Bill]:
        """The months of the span. Raises NotFound (no_bill) when there are none."""
        first, last = span.first or "", span.last or UNNAMED
        if span.year:
            first = self._wanted_first(span)
            last = f"{first[:4]}-{span.to_month:02d}"
        chosen = [bill for bill in bills if first <= bill.month <= last]
        if not chosen:
            raise NotFound("这段时间没有账单。", code="no_bill")
        return chosen if span.year or span.first or span.last else chosen[-(span.months or USUAL) :]


def _wire(bills: Sequence[Bill]) -> dict[str, Any]:
    kwh, total = sum((bill.kwh for bill in bills), Decimal(0)), sum((bill.total for bill in bills), Decimal(0))
    return {
        "first": bills[0].month,
        "last": bills[-1].month,
        "kwh": energy(kwh),
        "total": money(total),
        "unpaid": sum(bill.paid_on is None for bill in bills),
        "average_kwh": energy(_mean(kwh, len(bills), Decimal(1))),
        "average_total": money(_mean(total, len(bills), CENT)),
        "by_kwh": {"highest": _month(max(bills, key=_use)), "lowest": _month(min(bills, key=_use))},
        "by_total": {"highest": _month(max(bills, key=_charge)), "lowest": _month(min(bills, key=_charge))},
        "months": [_month(bill) for bill in bills],
        "chart": {
            "kind": "bar",
            "unit": "元",
            "labels": [bill.month for bill in bills],
            "values": [float(bill.total) for bill in bills],
        },
    }


def _compared(pairs: Sequence[tuple[Bill, Bill]]) -> dict[str, Any]:
    """Sums of both sides, their differences, and each month; ``pairs``: the earlier month and the later one."""
    earlier_kwh, kwh = (sum((each[side].kwh for each in pairs), Decimal(0)) for side in (0, 1))
    earlier_total, total = (sum((each[side].total for each in pairs), Decimal(0)) for side in (0, 1))
    return {
        "first": pairs[0][1].month,
        "last": pairs[-1][1].month,
        "kwh": energy(kwh),
        "total": money(total),
        "earlier_kwh": energy(earlier_kwh),
        "earlier_total": money(earlier_total),
        "kwh_difference": energy(kwh - earlier_kwh),
        "difference": money(total - earlier_total),
        "months": [_month(bill) | {"earlier": _month(earlier)} for earlier, bill in pairs],
    }


def _year_before(month: str) -> str:
    return f"{int(month[:4]) - 1}{month[4:]}"


def _month(bill: Bill) -> dict[str, Any]:
    return {
        "month": bill.month,
        "kwh": energy(bill.kwh),
        "total": money(bill.total),
        "paid": bill.paid_on is not None,
    }


def _use(bill: Bill) -> Decimal:
    return bill.kwh


def _charge(bill: Bill) -> Decimal:
    return bill.total


def _mean(amount: Decimal, count: int, step: Decimal) -> Decimal:
    return (amount / count).quantize(step, ROUND_HALF_UP)
