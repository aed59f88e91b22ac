"""Calculating a bill, and the bills of a customer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.bills.outlook import BillOutlook
from api.bills.schemas import CalculationRequest, MeterRefundRequest
from api.bills.service import BillService
from api.customers.access import AccountForStaff, ReadableAccount
from api.errors import Unprocessable
from api.platform import PlatformDep, ReadingDep
from api.security import require_agent_outside_demo
from tariffs import InvalidInput, calculate

router = APIRouter(prefix="/v1", tags=["bills"])


@router.post("/bills/calculate", dependencies=[Depends(require_agent_outside_demo)])
def calculate_bill(request: CalculationRequest) -> dict[str, Any]:
    """Calculate one case exactly; a wrong input is refused with its field named."""
    try:
        return calculate(request.kind, request.input).to_wire()
    except InvalidInput as error:
        raise Unprocessable(f"{error.field}：{error.detail}", field=error.field) from error


@router.get("/customers/{account_number}/bills")
async def list_bills(account: ReadableAccount, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """A customer's bills, newest first."""
    return {"bills": await BillService(session, platform).all_of(account.account_number)}


@router.post("/customers/{account_number}/meter-refund")
async def calculate_meter_refund(
    account: AccountForStaff, asked: MeterRefundRequest, session: ReadingDep, platform: PlatformDep
) -> dict[str, Any]:
    """After a meter test: the months concerned billed again, for staff to check and agree on with the customer."""
    return await BillOutlook(session, platform).meter_refund(account.account_number, asked)
