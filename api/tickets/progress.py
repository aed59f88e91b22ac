"""A ticket's way as a customer follows it: accepted, dispatched, taken over, handled, done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from api.tickets.models import Ticket, TicketEvent
from api.tickets.status import LABELS
from api.workdays import working_days_between

WAY = (
    ("受理诉求", "created", None),
    ("派给处理单位", "dispatched", "dispatch_due"),
    ("处理人员接单", "accepted", "arrive_due"),
    ("处理并答复", "resolved", "restore_due"),
    ("回访", "followed_up", None),
)
REACHED = {
    "received": 1,
    "triaged": 1,
    "returned": 1,
    "dispatched": 2,
    "accepted": 3,
    "in_progress": 3,
    "resolved": 4,
    "closed": 5,
    "withdrawn": 5,
}


def progress_wire(ticket: Ticket, events: Sequence[TicketEvent], now: datetime) -> dict[str, Any]:
    """As the internal endpoint gives it. A withdrawn ticket has only been accepted and withdrawn."""
    return {
        "kind": "ticket",
        "id": ticket.ticket_id,
        "title": (ticket.triage or {}).get("type_label") or "您的诉求",
        "status": ticket.status,
        "status_label": LABELS[ticket.status],
        "steps": _steps(ticket, {event.kind: event.at for event in events}),
        "overdue_working_days": _overdue(ticket, now),
        "created": ticket.created_at.isoformat(),
        "reply_due": _moment(ticket.reply_due) if REACHED[ticket.status] < 4 else None,
    }


def _steps(ticket: Ticket, moments: dict[str, datetime]) -> list[dict[str, Any]]:
    if ticket.status == "withdrawn":
        return [_step("受理诉求", "done", moments.get("created")), _step("撤销", "done", moments.get("withdrawn"))]
    reached = REACHED[ticket.status]
    steps = []
    for position, (name, event, due) in enumerate(WAY):
        status = "done" if position < reached else "in_progress" if position == reached else "waiting"
        step = _step(name, status, moments.get(event) if status == "done" else None)
        if status == "in_progress":
            step |= {"due": _moment(_due(ticket, due)), "owner": ticket.unit}
        steps.append(step)
    return steps


def _step(name: str, status: str, at: datetime | None) -> dict[str, Any]:
    return {"name": name, "status": status, "date": _moment(at), "due": None, "owner": None}


def _due(ticket: Ticket, column: str | None) -> datetime | None:
    if column == "restore_due":
        return ticket.restore_due or ticket.reply_due
    found: datetime | None = getattr(ticket, column) if column else None
    return found


def _overdue(ticket: Ticket, now: datetime) -> int:
    if REACHED[ticket.status] >= 4:
        return 0
    due = ticket.reply_due
    return working_days_between(due.date(), now.date()) if due and due < now else 0


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
