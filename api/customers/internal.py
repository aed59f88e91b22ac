"""What the action server asks about the customer of a conversation."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.conversations.service import ConversationService
from api.customers.identity import Claim
from api.customers.presentation import account_wire
from api.customers.profile import CustomerProfile
from api.customers.schemas import PreferencesRequest, VerificationRequest
from api.customers.service import CustomerService
from api.customers.verification import VerificationService
from api.customers.verified import VerifiedCustomer
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import require_internal

CarEnergy = Annotated[Decimal | None, Query(gt=0, le=3000, max_digits=8)]
router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)


@router.post("/verification")
async def verify(
    conversation_id: str, request: VerificationRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Judge what the customer says of themselves; verified binds the account to the conversation."""
    conversations = ConversationService(session, platform)
    conversation = await conversations.get(conversation_id)
    claim = Claim(request.name, request.account_number, request.address)
    verdict = await VerificationService(session, platform).verify(claim, conversation_id, conversation.openid)
    if verdict.outcome == "verified":
        await conversations.bind(conversation_id, claim.account_digits)
    return {"outcome": verdict.outcome, "attempts_left": verdict.attempts_left}


@router.get("/account")
async def show_account(customer: VerifiedCustomer) -> dict[str, Any]:
    """The verified customer's own account."""
    return account_wire(customer)


@router.get("/recommendations")
async def recommend(
    customer: VerifiedCustomer, session: ReadingDep, platform: PlatformDep, ev_kwh_month: CarEnergy = None
) -> dict[str, Any]:
    """Packages for this customer, and why; with what they say they charge into their car a month, kWh."""
    return await CustomerProfile(session, platform).recommendations(customer, ev_kwh_month)


@router.put("/preferences")
async def prefer(
    customer: VerifiedCustomer, request: PreferencesRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Switch personalised recommendations on or off, at once."""
    customers = CustomerService(session, platform)
    personalised = await customers.set_personalised(customer.account_number, request.personalised, "customer")
    return {"personalised": personalised}
