"""The register of customers: who somebody is, what is known of them, what they prefer."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import AuditEvent, Customer
from api.customers.repository import CustomerRepository
from api.errors import NotFound
from api.platform import Platform


class CustomerService:
    """Everything inside one transaction: the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._platform = platform
        self._repository = CustomerRepository(session)

    async def find(self, account_number: str) -> Customer | None:
        """One account or None."""
        return await self._repository.get(account_number)

    async def get(self, account_number: str) -> Customer:
        """One account. Raises NotFound (404)."""
        customer = await self._repository.get(account_number)
        if customer is None:
            raise NotFound("没有这个户号，请核对后再查。")
        return customer

    async def by_openid(self, openid: str) -> Customer | None:
        """The account a WeChat customer has bound, or None."""
        return await self._repository.by_openid(openid)

    async def set_personalised(self, account_number: str, personalised: bool, actor: str) -> bool:
        """Switch personalised recommendations on or off, at once; the refusal is kept on record."""
        customer = await self.get(account_number)
        customer.recommendation_opt_out = not personalised
        customer.opted_out_at = None if personalised else self._platform.clock.now()
        self.note("recommendations_on" if personalised else "recommendations_off", actor, account_number)
        return personalised

    def note(self, kind: str, actor: str, account_number: str | None, **details: Any) -> None:
        """Write an audit event."""
        now = self._platform.clock.now()
        self._repository.add(AuditEvent(at=now, kind=kind, actor=actor, account_number=account_number, details=details))
