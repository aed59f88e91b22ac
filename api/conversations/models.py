"""Tables of conversations: the conversation, its thread of events, and the turns that answer customers' messages.

The thread is the record. ``owner``, ``agent`` and the queue columns repeat what the thread says, because one owner at
any moment needs a column that can be compared and set.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment

BOT, QUEUE, AGENT = "bot", "queue", "agent"


class Conversation(Base):
    """A thread with one customer. Its id is a capability: whoever knows it may read and write here."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner_queue_priority_queued_at", "owner", "queue_priority", "queued_at"),)

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(10))  # web | app | wechat
    openid: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_message_at: Mapped[datetime | None] = mapped_column(Moment)
    last_event: Mapped[int] = mapped_column(default=0)  # the number of the newest event

    account_number: Mapped[str | None] = mapped_column(String(13), index=True)  # only once it is proved
    identified_by: Mapped[str | None] = mapped_column(String(20))  # token | verification | openid
    province: Mapped[str | None] = mapped_column(String(20))  # what the customer said; never proof of anything

    owner: Mapped[str] = mapped_column(String(10), default=BOT)
    agent: Mapped[str | None] = mapped_column(String(60), index=True)  # who owns it, or owned it last
    queued_at: Mapped[datetime | None] = mapped_column(Moment)
    queue_priority: Mapped[int] = mapped_column(default=0)
    queue_reason: Mapped[str | None] = mapped_column(String(60))
    danger_ticket: Mapped[str | None] = mapped_column(String(16))  # the open danger, to which details are added

    session: Mapped[int] = mapped_column(default=1)  # the bot's memory begins anew with each session
    session_turns: Mapped[int] = mapped_column(default=0)

    turn_fence: Mapped[int] = mapped_column(default=0)  # grows with each turn; an overtaken turn may not write
    turn_until: Mapped[float] = mapped_column(default=0.0)  # real epoch seconds; 0 when no turn is in flight


class ConversationEvent(Base):
    """One thing that happened, numbered within its conversation."""

    __tablename__ = "conversation_events"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))  # message | owner | ticket | identity | danger | note
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(80))  # customer | bot | system | agent:<username>
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class ConversationTurn(Base):
    """A customer's message and, once it is there, its answer: a repeated message is answered from here."""

    __tablename__ = "conversation_turns"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    client_message_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # what the bot and the tickets know the message by
    digest: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]  # of the event that holds the message
    at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
