"""A stretch of months at once: what was used and charged in all, the mean, the highest and the lowest month."""

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


class BillHistory:
    """The months of one account, inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._year = platform.clock.today().year

    async def of(self, account_number: str, span: BillSpan) -> dict[str, Any]:
        """The months of a span that are on record, oldest first, with their sums. Raises NotFound (no_bill)."""
        recorded = list(reversed(await self._bills.history(account_number)))
        chosen = self._chosen(recorded, span)
        if not chosen:
            raise NotFound("这段时间没有账单。", code="no_bill")
        return _wire(chosen)

    def _chosen(self, bills: Sequence[Bill], span: BillSpan) -> Sequence[Bill]:
        if span.year:
            year = self._year if span.year == "this" else self._year - 1
            return [bill for bill in bills if bill.month[:4] == str(year)]
        if span.first or span.last:
            first, last = span.first or "", span.last or "9999-12"
            return [bill for bill in bills if first <= bill.month <= last]
        return bills[-(span.months or USUAL) :]


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
