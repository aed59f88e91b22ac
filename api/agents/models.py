"""Tables of agents: their accounts, and what they did that must be kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment


class Agent(Base):
    """A member of staff."""

    __tablename__ = "agents"

    username: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[str] = mapped_column(String(20))  # agent | supervisor | editor | operator | auditor
    password_hash: Mapped[str] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)  # such an account opens nothing outside demo mode


class AgentAuditEvent(Base):
    """Who signed in, who looked at or did what; kept at least six months (网络安全法 21)."""

    __tablename__ = "agent_audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(40))  # login | login_failed | read_briefing | read_messages | take | …
    actor: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str | None] = mapped_column(String(60), index=True)  # a conversation's id
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
