"""Reads and writes customers, attempts and audit events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import AuditEvent, Customer, VerificationAttempt


class CustomerRepository:
    """The rows, nothing decided."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, account_number: str) -> Customer | None:
        """One account of the register."""
        # what is no number never reaches the database
        return await self._session.get(Customer, account_number) if account_number.isdigit() else None

    async def by_openid(self, openid: str) -> Customer | None:
        """The account bound to a WeChat openid."""
        found: Customer | None = await self._session.scalar(select(Customer).where(Customer.wechat_openid == openid))
        return found

    async def without_opt_out(self) -> Sequence[Customer]:
        """Everybody whose own features may be used."""
        query = select(Customer).where(~Customer.recommendation_opt_out).order_by(Customer.account_number)
        return (await self._session.scalars(query)).all()

    async def attempts(self, subjects: Sequence[str], since: datetime) -> Sequence[VerificationAttempt]:
        """Attempts by any of the subjects since a moment, oldest first."""
        query = (
            select(VerificationAttempt)
            .where(VerificationAttempt.subject.in_(subjects), VerificationAttempt.at >= since)
            .order_by(VerificationAttempt.id)
        )
        return (await self._session.scalars(query)).all()

    def add(self, *rows: VerificationAttempt | AuditEvent) -> None:
        """Write with the transaction."""
        self._session.add_all(rows)
