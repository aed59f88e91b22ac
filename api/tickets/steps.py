"""``POST /v1/tickets/{id}/…``: every step of handling. Each answers with the ticket as it is afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.errors import Conflict
from api.platform import Platform, PlatformDep
from api.security import AgentPrincipal, CustomerPrincipal, Principal, require_handler, require_principal
from api.tickets.announcing import announce
from api.tickets.errors import UnknownTicket
from api.tickets.handling import TicketHandling
from api.tickets.models import Ticket
from api.tickets.schemas import (
    CorrectRequest,
    DispatchRequest,
    FollowUpRequest,
    ProgressRequest,
    ResolveRequest,
    ReturnRequest,
    UrgeRequest,
    WithdrawRequest,
)
from api.tickets.service import TicketService
from api.tickets.view import full_wire
from api.tickets.wording import urge_text, withdraw_text

router = APIRouter()
TAKEN = frozenset({"sent", "withdrawn", "noted"})  # outcomes of an urge or withdrawal that others must hear of

Handler = Annotated[AgentPrincipal, Depends(require_handler)]
Caller = Annotated[Principal, Depends(require_principal)]


async def visible(service: TicketService, ticket_id: str, caller: Principal) -> Ticket:
    """The ticket if the caller may see it: staff all, customers their own. Raises UnknownTicket."""
    ticket = await service.get(ticket_id)
    if isinstance(caller, CustomerPrincipal) and ticket.account_number != caller.account_number:
        raise UnknownTicket()
    return ticket


@router.post("/{ticket_id}/correct")
async def correct(ticket_id: str, request: CorrectRequest, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Another type and category; kept as a training row."""
    return await _step(
        platform,
        agent,
        "corrected",
        lambda steps: steps.correct(ticket_id, request.type, request.category, request.reason),
    )


@router.post("/{ticket_id}/dispatch")
async def dispatch(
    ticket_id: str, agent: Handler, platform: PlatformDep, request: DispatchRequest | None = None
) -> dict[str, Any]:
    """Send it to a unit; without one, to the proposed unit."""
    unit = request.unit if request else None
    return await _step(platform, agent, "dispatched", lambda steps: steps.dispatch(ticket_id, unit))


@router.post("/{ticket_id}/accept")
async def accept(ticket_id: str, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Take it over."""
    return await _step(platform, agent, "accepted", lambda steps: steps.accept(ticket_id))


@router.post("/{ticket_id}/progress")
async def progress(ticket_id: str, request: ProgressRequest, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Say what was done."""
    return await _step(platform, agent, "progress", lambda steps: steps.progress(ticket_id, request.note))


@router.post("/{ticket_id}/return")
async def give_back(ticket_id: str, request: ReturnRequest, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Give it back to whoever dispatched it."""
    return await _step(platform, agent, "returned", lambda steps: steps.give_back(ticket_id, request.reason))


@router.post("/{ticket_id}/resolve")
async def resolve(ticket_id: str, request: ResolveRequest, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Record what came of it."""
    return await _step(platform, agent, "resolved", lambda steps: steps.resolve(ticket_id, request.result))


@router.post("/{ticket_id}/follow-up")
async def follow_up(ticket_id: str, request: FollowUpRequest, agent: Handler, platform: PlatformDep) -> dict[str, Any]:
    """Record what the customer says and close it."""
    return await _step(
        platform, agent, "followed_up", lambda steps: steps.follow_up(ticket_id, request.satisfaction, request.note)
    )


@router.post("/{ticket_id}/urge")
async def urge(
    ticket_id: str, caller: Caller, platform: PlatformDep, request: UrgeRequest | None = None
) -> dict[str, Any]:
    """Ask for more speed. ``urge.outcome`` says whether it was passed on."""
    note = request.note if request else None
    outcome, ticket, wire = await _wish(
        platform, caller, ticket_id, "urged", lambda tickets: tickets.urge(ticket_id, actor_of(caller), note)
    )
    return {**wire, "urge": {"outcome": outcome, "detail": urge_text(outcome, ticket, platform.clock.today())}}


@router.post("/{ticket_id}/withdraw")
async def withdraw(
    ticket_id: str, caller: Caller, platform: PlatformDep, request: WithdrawRequest | None = None
) -> dict[str, Any]:
    """Take it back. ``withdrawal.outcome`` is ``noted`` where an agent has to decide."""
    reason = request.reason if request else None
    outcome, ticket, wire = await _wish(
        platform, caller, ticket_id, "withdrawn", lambda tickets: tickets.withdraw(ticket_id, actor_of(caller), reason)
    )
    return {**wire, "withdrawal": {"outcome": outcome, "detail": withdraw_text(outcome, ticket)}}


def actor_of(caller: Principal) -> str:
    """How the thread names who acted."""
    return f"agent:{caller.username}" if isinstance(caller, AgentPrincipal) else "customer"


async def _step(
    platform: Platform, agent: AgentPrincipal, what: str, step: Callable[[TicketHandling], Awaitable[Ticket]]
) -> dict[str, Any]:
    async with platform.database.session() as session:
        ticket = await step(TicketHandling(session, platform, agent.username))
        await announce(session, platform, ticket, what)
        return await full_wire(session, platform, ticket, agent)


async def _wish(
    platform: Platform,
    caller: Principal,
    ticket_id: str,
    what: str,
    step: Callable[[TicketService], Awaitable[tuple[str, Ticket]]],
) -> tuple[str, Ticket, dict[str, Any]]:
    """What became of a wish of somebody who may see the ticket; Conflict (409) when the ticket is over."""
    async with platform.database.session() as session:
        service = TicketService(session, platform)
        await visible(service, ticket_id, caller)
        outcome, ticket = await step(service)
        if outcome == "closed":
            detail = urge_text("closed", ticket, ticket.created_at.date())
            raise Conflict(detail, code="wrong_status", status_now=ticket.status)
        if outcome in TAKEN:
            await announce(session, platform, ticket, what)
        return outcome, ticket, await full_wire(session, platform, ticket, caller)
