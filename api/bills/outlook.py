"""What comes next: the next bill, a changed household, and what a wrong meter means for bills already sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.bills.models import Bill
from api.bills.months_ahead import MOST_AHEAD, MonthsAhead, RecordedMonth
from api.bills.outlook_wire import forecast_wire, no_forecast_wire, what_if_wire
from api.bills.schemas import MeterRefundRequest, WhatIfRequest
from api.bills.service import BillService
from api.errors import NotFound, Unprocessable
from api.platform import Platform
from tariffs import (
    AddElectricCar,
    Case,
    ChargingOption,
    InvalidInput,
    calculate,
    charging_options,
    what_if_of_all,
    what_if_over,
)

YEAR = 12
_FRESH = 2  # the newest bill may be this many months old: that of the last month is often not out yet
TOO_FEW = "连续的账单不足3个月，还不能估计下期电费。"
TOO_FAR = "这个月离现在还远，估计不准，我只估计最近几个月的电费。"
TOO_OLD = "最近的账单离现在太久，不能据此估计下期电费。"


class BillOutlook:
    """Looks ahead from the bills of one account, inside the caller's session. Changes nothing."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._today = platform.clock.today()

    async def forecast(
        self, account_number: str, month: str | None = None, kwh: Decimal | None = None
    ) -> dict[str, Any]:
        """The bill of a coming month (YYYY-MM; none: the next) and the crossing into the next tier, with intervals.

        ``kwh``: what the customer expects to use in that month. Raises NotFound (no_bill).
        """
        bills = await self._some(account_number)
        if _age(bills[0].month, self._today) > _FRESH:
            return no_forecast_wire(TOO_OLD, len(bills))
        recorded = [RecordedMonth(bill.month, bill.kind, bill.calculation_input, bill.kwh) for bill in bills]
        ahead = MonthsAhead.of(recorded)
        if ahead is None:
            return no_forecast_wire(TOO_FEW, len(bills))
        wanted = max(month or "", ahead.energy.months[0])
        if wanted not in ahead.energy.months[:MOST_AHEAD]:
            return no_forecast_wire(TOO_FAR, len(bills))
        return forecast_wire(ahead, ahead.bills(wanted, kwh), kwh)

    async def what_if(self, account_number: str, asked: WhatIfRequest) -> dict[str, Any]:
        """A change over the last twelve months (or the newest one). Raises NotFound (no_bill), Unprocessable."""
        cases = await self._cases(account_number, 1 if asked.span == "month" else YEAR)
        try:
            change = asked.change()
            result = what_if_over(cases, change, asked.months or range(1, 13))
            options: tuple[ChargingOption, ...] = ()
            if isinstance(change, AddElectricCar):
                options = charging_options(*cases[-1], change)
        except InvalidInput as error:
            raise Unprocessable(error.detail, field=error.field) from error
        return what_if_wire(asked.scenario, result, options)

    async def what_if_of_all(self, account_number: str, asked: Sequence[WhatIfRequest]) -> dict[str, Any]:
        """Several changes together over the last twelve months. Raises NotFound (no_bill), Unprocessable."""
        cases = await self._cases(account_number, YEAR)
        try:
            result = what_if_of_all(cases, [(each.change(), each.months or range(1, 13)) for each in asked])
        except InvalidInput as error:
            raise Unprocessable(error.detail, field=error.field) from error
        return what_if_wire("several", result, ())

    async def meter_refund(self, account_number: str, asked: MeterRefundRequest) -> dict[str, Any]:
        """The months billed again after a meter test; nothing is booked. Raises NotFound (no_bill), Unprocessable."""
        bills = await self._some(account_number)
        concerned = [bill for bill in bills if asked.from_month <= bill.month <= f"{asked.to_month[:4]}-12"]
        affected = [bill for bill in concerned if bill.month <= asked.to_month]
        if not affected:
            raise NotFound("这段时间没有账单。", code="no_bill")
        written = [
            {"kind": bill.kind, "month": bill.month, "input": bill.calculation_input, "is_affected": bill in affected}
            for bill in concerned
        ]
        given = {"error_percent": asked.error_percent, "tolerance_percent": asked.tolerance_percent, "bills": written}
        try:
            result = calculate("meter_error_refund", given)
        except InvalidInput as error:
            raise Unprocessable(error.detail, field=error.field) from error
        return result.to_wire() | {"needs_review": any(not _agrees(bill) for bill in concerned)}

    async def _cases(self, account_number: str, months: int) -> list[Case]:
        """The newest months as the calculator takes them, oldest first. Raises NotFound (no_bill)."""
        bills = await self._some(account_number)
        return [(bill.kind, bill.calculation_input) for bill in reversed(bills[:months])]

    async def _some(self, account_number: str) -> Sequence[Bill]:
        bills = await self._bills.history(account_number)
        if not bills:
            raise NotFound("还没有账单。", code="no_bill")
        return bills


def _age(month: str, today: date) -> int:
    return today.year * 12 + today.month - int(month[:4]) * 12 - int(month[5:])


def _agrees(bill: Bill) -> bool:
    """Whether the recorded amount follows from the rules; else a person has to look before anything is paid back."""
    return calculate(bill.kind, bill.calculation_input).total == bill.total
