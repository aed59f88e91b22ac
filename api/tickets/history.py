"""What tickets tell about a customer, for other nouns to read without knowing the tickets' service."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.tickets.repository import TicketRepository


class TicketHistory:
    """Counts of the past."""

    def __init__(self, session: AsyncSession) -> None:
        self._repository = TicketRepository(session)

    async def complaints_of(self, account_number: str, since: datetime) -> int:
        """How many complaints a customer has filed since a moment."""
        return await self._repository.count_of(account_number, "complaint", since)
