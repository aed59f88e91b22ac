"""Tables of outages and of those who want to be told of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment


class Outage(Base):
    """One supply interruption, running, announced or over."""

    __tablename__ = "outages"

    outage_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # fault | planned | temporary …
    status: Mapped[str] = mapped_column(String(20), index=True)  # announced | repairing | restored | cancelled
    feeder: Mapped[str | None] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(String(300))
    reason: Mapped[str | None] = mapped_column(String(200))
    start: Mapped[datetime] = mapped_column(Moment)
    expected_restore: Mapped[datetime | None] = mapped_column(Moment)
    restored: Mapped[datetime | None] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class OutageSubscription(Base):
    """A customer who wants to be told when an outage concerns them."""

    __tablename__ = "outage_subscriptions"

    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    active: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(Moment)
