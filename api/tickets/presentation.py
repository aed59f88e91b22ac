"""A ticket as JSON, with what the reader may see: phones in full only for the customer and who handles the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.security import AgentPrincipal, CustomerPrincipal, Principal
from api.tickets.deadlines import Deadlines
from api.tickets.models import Ticket, TicketEvent
from api.tickets.status import LABELS
from nlu.text.masking import mask_personal

FOR_STAFF = ("assignee", "conversation_id", "intent", "triage_error")
SAID = ("note", "reason", "result", "phone")  # details of events in people's own words


def may_see_details(ticket: Ticket, reader: Principal) -> bool:
    """Whether phones are shown in full: to the customer, the agent who filed it and the one who handles it."""
    if isinstance(reader, CustomerPrincipal):
        return ticket.account_number == reader.account_number
    return reader.username == ticket.assignee or ticket.created_by == f"agent:{reader.username}"


def ticket_wire(
    ticket: Ticket, reader: Principal, events: Sequence[TicketEvent] | None = None, merged: Sequence[str] = ()
) -> dict[str, Any]:
    """The whole ticket; ``events`` and ``merged`` only where one ticket is shown."""
    full = may_see_details(ticket, reader)
    wire: dict[str, Any] = {
        "ticket_id": ticket.ticket_id,
        "status": ticket.status,
        "status_label": LABELS[ticket.status],
        "created_at": ticket.created_at.isoformat(),
        "channel": ticket.channel,
        "text": ticket.text if full else mask_personal(ticket.text),
        "account_number": ticket.account_number,
        "phone": ticket.phone if full else mask_phone(ticket.phone),
        "address": ticket.address,
        "area": ticket.area,
        "type": ticket.type,
        "category": ticket.category,
        "urgency": ticket.urgency,
        "danger": ticket.danger,
        "needs_review": ticket.needs_review,
        "triage": ticket.triage,
        "deadlines": deadlines_wire(ticket),
        "unit": ticket.unit,
        "merged_into": ticket.merged_into,
        "outage_id": ticket.outage_id,
        "urges": ticket.urges,
    }
    if isinstance(reader, AgentPrincipal):
        wire |= {name: getattr(ticket, name) for name in FOR_STAFF}
    if events is not None:
        wire |= {"events": [event_wire(event, reader, is_full=full) for event in events], "merged": list(merged)}
    return wire


def deadlines_wire(ticket: Ticket) -> dict[str, str | None]:
    """The five deadlines."""
    return Deadlines(
        ticket.dispatch_due, ticket.arrive_due, ticket.restore_due, ticket.contact_due, ticket.reply_due
    ).to_wire()


def event_wire(event: TicketEvent, reader: Principal, *, is_full: bool) -> dict[str, Any]:
    """One event; a customer sees that an agent acted, not which one. What was said is masked like the text itself."""
    shown = event.actor if isinstance(reader, AgentPrincipal) else event.actor.partition(":")[0]
    details = {name: value for name, value in event.details.items() if name != "message_key"}
    if not is_full:
        details |= {name: mask_personal(details[name]) for name in SAID if isinstance(details.get(name), str)}
    return {"kind": event.kind, "at": event.at.isoformat(), "actor": shown, "data": details}


def mask_phone(phone: str | None) -> str | None:
    """138****5678; shorter numbers keep their last two digits."""
    if not phone:
        return phone
    if len(phone) >= 11:
        return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"
    return "*" * (len(phone) - 2) + phone[-2:]
