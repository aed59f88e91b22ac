"""Tables of customers: the register, and every attempt to show who somebody is."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.columns import Exact
from api.database import Base, Moment


class Customer(Base):
    """One account of the register. Energy in kWh, demand in kW, money in yuan."""

    __tablename__ = "customers"

    account_number: Mapped[str] = mapped_column(String(13), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(20))
    contact: Mapped[str | None] = mapped_column(String(50))
    address: Mapped[str] = mapped_column(String(200))
    province: Mapped[str] = mapped_column(String(20))
    area: Mapped[str] = mapped_column(String(10))  # urban | rural | remote
    category: Mapped[str] = mapped_column(String(20))  # residential | agricultural | industrial | commercial
    tariff: Mapped[str] = mapped_column(String(40))
    wechat_openid: Mapped[str | None] = mapped_column(String(64), index=True)
    balance: Mapped[Decimal] = mapped_column(Exact)
    tags: Mapped[list[str]] = mapped_column(JSON)
    household_members: Mapped[int | None]
    has_household_quota: Mapped[bool] = mapped_column(default=False)
    prices: Mapped[dict[str, str]] = mapped_column(JSON)
    period_shares: Mapped[dict[str, str]] = mapped_column(JSON)
    capacity_kva: Mapped[Decimal | None] = mapped_column(Exact)
    contract_demand_kw: Mapped[Decimal | None] = mapped_column(Exact)
    # capacity | contract_demand | actual_demand; none: a contract demand where one is agreed, else capacity
    demand_basis: Mapped[str | None] = mapped_column(String(20))
    valley_share: Mapped[Decimal | None] = mapped_column(Exact)
    kwh_before: Mapped[Decimal | None] = mapped_column(Exact)  # the first tier year's energy before the first bill
    ev_kwh_month: Mapped[Decimal | None] = mapped_column(Exact)  # charged on the home's meter, where it is metered
    reminders: Mapped[int] = mapped_column(default=0)  # payment reminders in the last 12 months
    online_share: Mapped[Decimal | None] = mapped_column(Exact)
    recommendation_opt_out: Mapped[bool] = mapped_column(default=False)
    opted_out_at: Mapped[datetime | None] = mapped_column(Moment)


class VerificationAttempt(Base):
    """One attempt to show who somebody is. Which account was claimed is kept as a keyed digest only."""

    __tablename__ = "verification_attempts"
    __table_args__ = (Index("ix_verification_attempts_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[str] = mapped_column(String(32), index=True)
    subject: Mapped[str] = mapped_column(String(120))  # conversation:… | openid:… | phone:… (one row for each)
    at: Mapped[datetime] = mapped_column(Moment)
    account_digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(10))  # verified | failed | refused


class AuditEvent(Base):
    """Who looked at or changed what of a customer, kept at least six months (网络安全法 21)."""

    __tablename__ = "customer_audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    kind: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(120))
    account_number: Mapped[str | None] = mapped_column(ForeignKey("customers.account_number"), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
