"""What the action server may ask of a conversation; see actions/conversation_gateway.py for the other side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from api.conversations.danger import DangerReport, DangerService
from api.conversations.schemas import DangerRequest, HandoverRequest, SwitchRequest
from api.conversations.service import ConversationService
from api.conversations.workbench import masked_account, masked_name
from api.customers.service import CustomerService
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import require_internal

router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)


@router.get("/context")
async def read_context(conversation_id: str, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """Whether the customer is verified and what the dialogue may know of them."""
    conversation = await ConversationService(session, platform).get(conversation_id)
    number = conversation.account_number
    customer = await CustomerService(session, platform).find(number) if number else None
    return {
        "verified": customer is not None,
        "customer": {
            "name_masked": masked_name(customer.name),
            "account_masked": masked_account(customer.account_number),
            "province": customer.province,
            "area": customer.area,
            "address": customer.address,
        }
        if customer
        else None,
        "province": conversation.province or (customer.province if customer else None),
        "channel": conversation.channel,
        "owner": conversation.owner,
    }


@router.get("/accounts")
async def list_accounts(conversation_id: str, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """The accounts that the customer proved in this conversation, newest proof last; nobody verified has none."""
    conversations = ConversationService(session, platform)
    current = (await conversations.get(conversation_id)).account_number
    proved = await conversations.proved_accounts(conversation_id) if current else {}
    customers = CustomerService(session, platform)
    found = [each for number in proved if (each := await customers.find(number))]
    return {
        "items": [
            {
                "account_number": each.account_number,
                "account_masked": masked_account(each.account_number),
                "name_masked": masked_name(each.name),
                "category": each.category,
                "address": each.address,
                "is_current": each.account_number == current,
            }
            for each in found
        ]
    }


@router.put("/accounts/current")
async def switch_account(
    conversation_id: str, wanted: SwitchRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Go on with another account that was proved before in this conversation; 404 for any other."""
    await ConversationService(session, platform).switch(conversation_id, wanted.account_number)
    return {"account_masked": masked_account(wanted.account_number)}


@router.post("/handover")
async def hand_over(
    conversation_id: str, wanted: HandoverRequest, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Into the queue; one that waits already keeps its place."""
    place = await ConversationService(session, platform).queue(conversation_id, wanted.reason, wanted.note)
    return {"owner": place.owner, "position": place.position}


@router.post("/danger")
async def report_danger(conversation_id: str, reported: DangerRequest, platform: PlatformDep) -> dict[str, Any]:
    """Safety words, an urgent ticket, a person. The words are in the thread already when this answers."""
    report = DangerReport(reported.text, reported.message_key, reported.address, reported.phone)
    answer = await DangerService(platform).handle(conversation_id, report)
    messages = [message.model_dump() for message in answer.messages]
    return {"messages": messages, "ticket_id": answer.ticket_id, "owner": answer.owner}
