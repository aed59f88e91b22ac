"""Telling others that a ticket has changed: the conversation it came from, and the agents' workbench."""

from __future__ import annotations

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from api.database import after_commit
from api.platform import Platform
from api.tickets.models import Ticket
from api.tickets.queue import TriageQueue


async def announce(
    session: AsyncSession, platform: Platform, ticket: Ticket, what: str, conversation_id: str | None = None
) -> None:
    """Write a ``ticket`` event into the conversation, in the same transaction; tell the workbench after it.

    ``what``: created, urged, withdrawn, dispatched …; ``conversation_id``: where it happened, else where it was filed.
    """
    after_commit(session, partial(TriageQueue(platform.redis).announce, [ticket.ticket_id]))
    told = conversation_id or ticket.conversation_id
    if told is None:
        return
    from api.conversations.service import ConversationService  # conversations file tickets: the other way round

    await ConversationService(session, platform).note_ticket(told, ticket.ticket_id, what)
