"""What the action server asks about outages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.customers.verified import KnownCustomer, VerifiedCustomer
from api.outages.schemas import SubscriptionRequest
from api.outages.service import OutageService
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import require_internal
from api.texts import OptionalLine

router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)


@router.get("/outages")
async def look_up(
    customer: KnownCustomer, session: ReadingDep, platform: PlatformDep, address: OptionalLine = None
) -> dict[str, Any]:
    """What concerns an address, or the verified customer's own. Outages are public: no verification is needed."""
    home = customer.address if customer else None
    return (await OutageService(session, platform.clock).at(address, home)).to_wire()


@router.put("/subscriptions")
async def subscribe(
    customer: VerifiedCustomer, request: SubscriptionRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Outage notices on or off."""
    service = OutageService(session, platform.clock)
    return {"active": await service.subscribe(customer.account_number, request.kind, request.active)}
