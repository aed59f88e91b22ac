"""Tables of outages: the outages, what they name as cut off, how accounts are fed, and who wants to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base, Moment

TRANSFORMER, ACCOUNT = "transformer", "account"


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
    announced_at: Mapped[datetime | None] = mapped_column(Moment)  # when this start was announced; None: it was not


class OutagePoint(Base):
    """A transformer or an account that an outage names as cut off."""

    __tablename__ = "outage_points"
    __table_args__ = (Index("ix_outage_points_kind_name", "kind", "name"),)

    outage_id: Mapped[str] = mapped_column(ForeignKey("outages.outage_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)  # transformer | account
    name: Mapped[str] = mapped_column(String(60), primary_key=True)


class SupplyPoint(Base):
    """How an account is fed, as the grid's records say: by which transformer, of which feeder."""

    __tablename__ = "supply_points"

    account_number: Mapped[str] = mapped_column(String(13), primary_key=True)
    transformer: Mapped[str] = mapped_column(String(60), index=True)
    feeder: Mapped[str] = mapped_column(String(60), index=True)


class PlaceAlias(Base):
    """Another name of a road or compound. ``name`` is the official one, or the compound's address (新华路88号)."""

    __tablename__ = "place_aliases"

    alias: Mapped[str] = mapped_column(String(60), primary_key=True)
    city: Mapped[str] = mapped_column(String(30), primary_key=True, default="")  # empty: anywhere
    name: Mapped[str] = mapped_column(String(60), index=True)


class OutageSubscription(Base):
    """A customer who wants to be told when an outage concerns them."""

    __tablename__ = "outage_subscriptions"

    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    active: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(Moment)
