"""What the action server asks about outages, and what the utility's outage system reports."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from api.customers.verified import KnownCustomer, VerifiedCustomer
from api.outages.reporting import OutageReporting
from api.outages.schemas import OutageUpdate, SubscriptionRequest
from api.outages.service import OutageService
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import require_internal
from api.texts import OptionalLine

router = APIRouter(
    prefix="/internal", tags=["internal"], dependencies=[Depends(require_internal)], include_in_schema=False
)
OutageId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,20}$")]


@router.put("/outages/{outage_id}")
async def report(
    outage_id: OutageId, update: OutageUpdate, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """An update by the utility's outage system; the same or an older one again changes nothing."""
    return await OutageReporting(session, platform.clock).take(outage_id, update)


@router.get("/conversations/{conversation_id}/outages")
async def look_up(
    customer: KnownCustomer, session: ReadingDep, platform: PlatformDep, address: OptionalLine = None
) -> dict[str, Any]:
    """What concerns an address, or the verified customer's own. Outages are public: no verification is needed."""
    home, account = (customer.address, customer.account_number) if customer else (None, None)
    return (await OutageService(session, platform.clock).at(address, home, account)).to_wire()


@router.put("/conversations/{conversation_id}/subscriptions")
async def subscribe(
    customer: VerifiedCustomer, request: SubscriptionRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Outage notices on or off."""
    service = OutageService(session, platform.clock)
    return {"active": await service.subscribe(customer, request.kind, request.active)}
