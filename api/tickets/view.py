"""One ticket in full: its thread, the reports merged into it, and the outage it belongs to."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.outages.service import OutageService, outage_wire
from api.platform import Platform
from api.security import Principal
from api.tickets.models import Ticket
from api.tickets.presentation import ticket_wire
from api.tickets.service import TicketService


async def full_wire(session: AsyncSession, platform: Platform, ticket: Ticket, reader: Principal) -> dict[str, Any]:
    """What ``GET /v1/tickets/{id}`` and every step answer."""
    service = TicketService(session, platform)
    events, merged = await service.events(ticket), await service.merged_under(ticket)
    outage = await OutageService(session, platform.clock).get(ticket.outage_id) if ticket.outage_id else None
    known = outage_wire(outage, platform.clock.now()) if outage else None
    return ticket_wire(ticket, reader, events, merged) | {"outage": known}
