"""What the action server asks about the verified customer's bills."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.bills.history import BillHistory
from api.bills.late_fees import LateFees
from api.bills.outlook import BillOutlook
from api.bills.plan_comparison import PlanComparison
from api.bills.schemas import BillSpan, SuppositionRequest, WhatIfRequest
from api.bills.service import BillService
from api.bills.supposing import Supposing
from api.customers.verified import KnownCustomer, VerifiedCustomer
from api.platform import PlatformDep, ReadingDep
from api.security import require_internal

router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)
Month = Annotated[str | None, Query(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]

Kwh = Annotated[Decimal | None, Query(ge=0, le=100_000, allow_inf_nan=False)]


@router.get("/bill")
async def show_bill(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, month: Month = None
) -> dict[str, Any]:
    """The bill of a month, or the newest."""
    return await BillService(session, platform).one(customer.account_number, month)


@router.get("/bill-comparison")
async def compare(
    customer: VerifiedCustomer,
    session: ReadingDep,
    platform: PlatformDep,
    month: Month = None,
    against: Annotated[str | None, Query(pattern=r"^(last_year|\d{4}-(0[1-9]|1[0-2]))$")] = None,
) -> dict[str, Any]:
    """Why a month's bill differs from the month before, or from ``against`` (a month, or last_year)."""
    return await BillService(session, platform).compare(customer.account_number, month, against)


@router.get("/bill-history")
async def show_history(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, span: Annotated[BillSpan, Query()]
) -> dict[str, Any]:
    """A stretch of months with its sums, mean, highest and lowest month."""
    return await BillHistory(session, platform).of(customer.account_number, span)


@router.get("/year-comparison")
async def compare_with_the_year_before(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, span: Annotated[BillSpan, Query()]
) -> dict[str, Any]:
    """A stretch of months beside the same months of the year before."""
    return await BillHistory(session, platform).against_the_year_before(customer.account_number, span)


@router.get("/balance")
async def show_balance(customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """What is on the account and what is owed."""
    return await BillService(session, platform).balance(customer.account_number, customer.balance)


@router.get("/late-fees")
async def show_late_fees(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, on: date | None = None, month: Month = None
) -> dict[str, Any]:
    """What the late fees come to if the bills are paid on a day (today)."""
    return await LateFees(session, platform).on(customer.account_number, on, month)


@router.get("/plan-comparison")
async def compare_plans(customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """Time-of-use against plain tiers on the last year's own bills."""
    return await PlanComparison(session, platform).of(customer)


@router.get("/forecast")
async def show_forecast(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, month: Month = None, kwh: Kwh = None
) -> dict[str, Any]:
    """The bill of a coming month (or the next) and the crossing into the next tier; ``kwh``: what is expected."""
    return await BillOutlook(session, platform).forecast(customer.account_number, month, kwh)


@router.post("/what-if")
async def show_what_if(
    asked: WhatIfRequest, customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep
) -> dict[str, Any]:
    """The customer's own months with a change: an appliance, a car, a heat pump, use moved to the night."""
    return await BillOutlook(session, platform).what_if(customer.account_number, asked)


@router.post("/suppositions")
async def suppose(
    asked: SuppositionRequest, customer: KnownCustomer, session: ReadingDep, platform: PlatformDep
) -> dict[str, Any]:
    """What a change would cost, from the customer's words; on figures they give while nobody is verified."""
    account_number = customer.account_number if customer else None
    return (await Supposing(session, platform).answer(asked, account_number)).to_wire()
