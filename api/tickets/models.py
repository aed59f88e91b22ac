"""Tables of tickets: the ticket, its thread of events, and agents' corrections, which are training rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment


class Ticket(Base):
    """A matter that somebody must handle. The thread of events says how it came to be as it is."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_status_created_at", "status", "created_at"),
        Index("ix_tickets_fault_point_created_at", "fault_point", "created_at"),
        Index("ix_tickets_type_category_status", "type", "category", "status"),
    )

    ticket_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(200), unique=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment, index=True)
    created_by: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    account_number: Mapped[str | None] = mapped_column(String(13), index=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    address: Mapped[str | None] = mapped_column(String(300))
    area: Mapped[str] = mapped_column(String(10))  # urban | rural | remote, the customer's; urban when unknown
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    intent: Mapped[str | None] = mapped_column(String(40))
    category_hint: Mapped[str | None] = mapped_column(String(60))  # "type/category" settled in the conversation

    status: Mapped[str] = mapped_column(String(20))
    type: Mapped[str | None] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(30))
    urgency: Mapped[str | None] = mapped_column(String(10))
    danger: Mapped[bool] = mapped_column(default=False)
    needs_review: Mapped[bool] = mapped_column(default=False)
    triage: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    triage_error: Mapped[str | None] = mapped_column(String(300))  # why triage was given up; an agent classifies then
    unit: Mapped[str | None] = mapped_column(String(60), index=True)
    assignee: Mapped[str | None] = mapped_column(String(80))

    dispatch_due: Mapped[datetime | None] = mapped_column(Moment)
    arrive_due: Mapped[datetime | None] = mapped_column(Moment)
    restore_due: Mapped[datetime | None] = mapped_column(Moment)
    contact_due: Mapped[datetime | None] = mapped_column(Moment)
    reply_due: Mapped[datetime | None] = mapped_column(Moment)

    fault_point: Mapped[str | None] = mapped_column(String(200))
    outage_id: Mapped[str | None] = mapped_column(String(20), index=True)
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    urges: Mapped[int] = mapped_column(default=0)
    last_urged_at: Mapped[datetime | None] = mapped_column(Moment)
    returns: Mapped[int] = mapped_column(default=0)


class TicketEvent(Base):
    """One thing that happened to a ticket: what, when, by whom."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(80))  # customer | agent:<username> | system
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class TicketCorrection(Base):
    """An agent's other opinion on type and category: a labelled row for training, personal details masked."""

    __tablename__ = "ticket_corrections"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.ticket_id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    agent: Mapped[str] = mapped_column(String(80))
    masked_text: Mapped[str] = mapped_column(Text)
    from_type: Mapped[str | None] = mapped_column(String(20))
    from_category: Mapped[str | None] = mapped_column(String(30))
    to_type: Mapped[str] = mapped_column(String(20))
    to_category: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
