"""Reads and writes agents and their audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.agents.models import Agent, AgentAuditEvent


class AgentRepository:
    """The rows of one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, *rows: Agent | AgentAuditEvent) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)

    async def get(self, username: str) -> Agent | None:
        """One account."""
        return await self._session.get(Agent, username)

    async def audit_events(self, limit: int, before: int | None = None) -> Sequence[AgentAuditEvent]:
        """The newest audit events first."""
        query = select(AgentAuditEvent)
        if before is not None:
            query = query.where(AgentAuditEvent.id < before)
        return (await self._session.scalars(query.order_by(AgentAuditEvent.id.desc()).limit(limit))).all()
