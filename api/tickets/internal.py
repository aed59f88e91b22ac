"""What the action server does with tickets: files, urges, withdraws, and asks how far they are."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession

from api.applications.service import ApplicationService
from api.conversations.service import ConversationService
from api.customers.verified import KnownCustomer
from api.errors import NotFound
from api.outages.service import OutageService, outage_wire
from api.platform import Platform, PlatformDep, ReadingDep
from api.security import require_internal
from api.texts import OptionalLine
from api.tickets.announcing import announce
from api.tickets.filing import NewTicket
from api.tickets.intake import TicketIntake
from api.tickets.models import Ticket
from api.tickets.presentation import deadlines_wire
from api.tickets.progress import progress_wire
from api.tickets.schemas import ConversationTicketRequest, CustomerWishRequest
from api.tickets.service import TicketService

router = APIRouter(
    prefix="/internal/conversations/{conversation_id}",
    tags=["internal"],
    dependencies=[Depends(require_internal)],
    include_in_schema=False,
)
MOST_SHOWN = 10


@router.post("/tickets")
async def file_ticket(
    conversation_id: str, request: ConversationTicketRequest, customer: KnownCustomer, platform: PlatformDep
) -> dict[str, Any]:
    """File what the customer said; happens once for each message."""
    async with platform.database.reading() as session:
        conversation = await ConversationService(session, platform).get(conversation_id)
    new = NewTicket(
        text=request.text,
        channel=conversation.channel,
        idempotency_key=request.message_key,
        scope=f"conversation:{conversation_id}",
        account_number=customer.account_number if customer else None,
        phone=request.phone,
        address=request.address,
        conversation_id=conversation_id,
        intent=request.intent,
        category_hint=request.category,
    )
    receipt = await TicketIntake(platform).receive(new)
    async with platform.database.session() as session:
        ticket = await TicketService(session, platform).get(receipt.ticket_id)
        if receipt.created:
            await announce(session, platform, ticket, "created")
        return {**await _filed_wire(session, platform, ticket), "created": receipt.created}


async def _filed_wire(session: AsyncSession, platform: Platform, ticket: Ticket) -> dict[str, Any]:
    """What the dialogue tells the customer of a ticket that was filed."""
    outage = await OutageService(session, platform.clock).get(ticket.outage_id) if ticket.outage_id else None
    triage = ticket.triage or {}
    return {
        "ticket_id": ticket.ticket_id,
        "status": ticket.status,
        "deadlines": deadlines_wire(ticket),
        "type": ticket.type,
        "category": ticket.category,
        "type_label": triage.get("type_label"),
        "category_label": triage.get("category_label"),
        "attached_outage": outage_wire(outage, platform.clock.now()) if outage else None,
        "merged_into": ticket.merged_into,
    }


@router.post("/tickets/{ticket_id}/{wish}")
async def act(
    conversation_id: str,
    ticket_id: str,
    wish: Literal["urge", "withdraw"],
    request: CustomerWishRequest,
    customer: KnownCustomer,
    platform: PlatformDep,
) -> dict[str, Any]:
    """Urge or withdraw a ticket of this customer or conversation; ``latest`` is the newest open one."""
    async with platform.database.session() as session:
        service = TicketService(session, platform)
        account_number = customer.account_number if customer else None
        ticket = await _mine(service, ticket_id, account_number, conversation_id)
        if ticket is None:
            return {"ticket_id": None, "outcome": "not_found", "status": None}
        outcome: str
        if wish == "urge":
            outcome, ticket = await service.urge(ticket.ticket_id, "customer", request.text, request.message_key)
        else:
            done, ticket = await service.withdraw(ticket.ticket_id, "customer", request.text, request.message_key)
            outcome = "sent" if done == "withdrawn" else done  # a complaint or a danger is only noted
        if outcome in {"sent", "noted"}:
            await announce(session, platform, ticket, "urged" if wish == "urge" else "withdrawn", conversation_id)
        return {"ticket_id": ticket.ticket_id, "outcome": outcome, "status": ticket.status}


@router.get("/progress")
async def show_progress(
    conversation_id: str,
    customer: KnownCustomer,
    session: ReadingDep,
    platform: PlatformDep,
    number: OptionalLine = None,
) -> dict[str, Any]:
    """How far the tickets and applications of this customer or conversation are. Raises NotFound for a number that is
    not theirs."""
    account_number = customer.account_number if customer else None
    service = TicketService(session, platform)
    tickets = await service.recent_of(account_number, conversation_id)
    items = [progress_wire(each, await service.events(each), platform.clock.now()) for each in tickets[:MOST_SHOWN]]
    items += await ApplicationService(session, platform).of(account_number) if account_number else []
    chosen = [item for item in items if number is None or item["id"].upper() == number.upper()]
    if number and not chosen:
        raise NotFound("没有查到这个编号，请核对，或完成身份核实后再查。", code="unknown_number")
    return {"items": chosen}


async def _mine(
    service: TicketService, ticket_id: str, account_number: str | None, conversation_id: str
) -> Ticket | None:
    if ticket_id == "latest":
        return next(iter(await service.open_of(account_number, conversation_id)), None)
    ticket = await service.find(ticket_id)
    if ticket is None:
        return None
    of_customer = account_number is not None and ticket.account_number == account_number
    return ticket if of_customer or ticket.conversation_id == conversation_id else None
