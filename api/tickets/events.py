"""Rows of a ticket's thread."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.tickets.models import Ticket, TicketEvent


def event_of(ticket: Ticket, kind: str, at: datetime, actor: str, **details: Any) -> TicketEvent:
    """One event; details that are None are left out."""
    present = {name: value for name, value in details.items() if value is not None}
    return TicketEvent(ticket_id=ticket.ticket_id, kind=kind, at=at, actor=actor, details=present)
