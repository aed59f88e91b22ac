"""What was charged, what is owed, and why a bill differs from the one before."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from api.bills.models import Bill
from api.bills.presentation import bill_wire, comparison_wire, money
from api.errors import NotFound
from api.platform import Platform
from customers import MonthRecord
from tariffs import BilledMonth, Calculation, calculate, compare_bills

ZERO = Decimal("0.00")


class BillService:
    """The bills of one account, inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._today = platform.clock.today()

    async def all_of(self, account_number: str) -> list[dict[str, Any]]:
        """Every bill with its late fee as of today, newest first."""
        return [bill_wire(bill, self.late_fee(bill)) for bill in await self.history(account_number)]

    async def one(self, account_number: str, month: str | None) -> dict[str, Any]:
        """The bill of a month (YYYY-MM), or the newest, and which months there are. Raises NotFound (no_bill)."""
        bills = await self.history(account_number)
        bill = _of_month(bills, month)
        late_fee = self.late_fee(bill)
        outstanding = ZERO if bill.paid_on else bill.total + late_fee
        months = [each.month for each in bills]
        return bill_wire(bill, late_fee) | {
            "outstanding": money(outstanding),
            "months": months,
            "tariff": _named(bill.tariff),
        }

    async def balance(self, account_number: str, balance: Decimal) -> dict[str, Any]:
        """What is owed today: unpaid bills, their late fees, and the total less a positive balance."""
        unpaid = [bill for bill in reversed(await self.history(account_number)) if bill.paid_on is None]
        fees = [self.late_fee(bill) for bill in unpaid]
        arrears, late_fees = sum((bill.total for bill in unpaid), ZERO), sum(fees, ZERO)
        return {
            "balance": money(balance),
            "unpaid": [
                {
                    "month": bill.month,
                    "amount": money(bill.total),
                    "due_date": bill.due_date.isoformat(),
                    "late_fee": money(fee),
                    "days_overdue": max(0, (self._today - bill.due_date).days),
                }
                for bill, fee in zip(unpaid, fees, strict=True)
            ],
            "arrears": money(arrears),
            "late_fee_total": money(late_fees),
            "total_due": money(max(ZERO, arrears + late_fees - max(ZERO, balance))),
            "as_of": self._today.isoformat(),
        }

    async def compare(self, account_number: str, month: str | None, against: str | None = None) -> dict[str, Any]:
        """Why a month's bill differs from the month before, or from ``against`` (an earlier month YYYY-MM, or
        ``last_year``). Raises NotFound (no_bill)."""
        bills = await self.history(account_number)
        current = _of_month(bills, month)
        older = [bill for bill in bills if bill.month < current.month]
        if against == "last_year":
            against = f"{int(current.month[:4]) - 1}{current.month[4:]}"
        if against:
            older = [_of_month(older, against)]
        if not older:
            raise NotFound(f"没有 {current.month} 之前的账单，无法比较。", code="no_bill")
        comparison = compare_bills(_billed(older[0]), _billed(current))
        return comparison_wire(comparison, list(reversed([current, *older[:11]])))

    async def months_of(self, account_numbers: Sequence[str], since: str = "") -> dict[str, tuple[MonthRecord, ...]]:
        """The months of several accounts from a month (YYYY-MM) on, oldest first; accounts without any are left out."""
        mine = Bill.account_number.in_(account_numbers)
        query = select(Bill).where(mine, Bill.month >= since).order_by(Bill.month)
        shown = load_only(Bill.kwh, Bill.total, Bill.calculation_input, Bill.due_date, Bill.paid_on)
        found: dict[str, list[MonthRecord]] = {}
        for bill in await self._session.scalars(query.options(shown)):
            found.setdefault(bill.account_number, []).append(self._record(bill))
        return {number: tuple(months) for number, months in found.items()}

    async def history(self, account_number: str) -> Sequence[Bill]:
        """Every bill, newest first."""
        query = select(Bill).where(Bill.account_number == account_number).order_by(Bill.month.desc())
        return (await self._session.scalars(query)).all()

    def late_fee(self, bill: Bill) -> Decimal:
        """The late fee of an unpaid bill as of today; 0.00 when it is paid or not overdue."""
        found = None if bill.paid_on is not None else self.late_fee_on(bill, self._today)
        return found.total if found else ZERO

    def late_fee_on(self, bill: Bill, day: date) -> Calculation | None:
        """The late fee of a bill that is paid on ``day``; None when it is not overdue then."""
        if day <= bill.due_date or bill.total <= 0:
            return None
        given = {
            "category": bill.late_fee_category,
            "amount": money(bill.total),
            "due_date": bill.due_date.isoformat(),
            "pay_date": day.isoformat(),
        }
        return calculate("late_fee", given)

    def _record(self, bill: Bill) -> MonthRecord:
        given = bill.calculation_input
        return MonthRecord(
            month=bill.month,
            kwh=bill.kwh,
            peak_kwh=_decimal(given.get("peak_kwh")),
            valley_kwh=_decimal(given.get("valley_kwh")),
            max_demand_kw=_decimal(given.get("max_demand_kw")),
            power_factor=_decimal(given.get("power_factor")),
            total=bill.total,
            paid=bill.paid_on is not None,
            overdue=bill.paid_on is None and self._today > bill.due_date,
            days_late=max(0, (bill.paid_on - bill.due_date).days) if bill.paid_on else 0,
        )


def _of_month(bills: Sequence[Bill], month: str | None) -> Bill:
    for bill in bills:
        if month is None or bill.month == month:
            return bill
    raise NotFound(f"没有 {month} 的账单。" if month else "还没有账单。", code="no_bill")


def _billed(bill: Bill) -> BilledMonth:
    year, month = map(int, bill.month.split("-"))
    days = calendar.monthrange(year, month)[1]
    return BilledMonth(bill.month, days, bill.kind, bill.calculation_input, recorded=bill.total)


def _named(tariff: dict[str, Any] | None) -> dict[str, Any] | None:
    if tariff is None:
        return None
    return {name: tariff.get(name) for name in ("source", "effective_from", "confidence")}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
