"""The table of interval readings: a row a day, because a customer has thousands of intervals a year."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class ReadingDay(Base):
    """What one meter measured in each hour of a day of local time. Finer intervals are added up before they are kept:
    nothing here asks for them, and they say more about a home than we need to know."""

    __tablename__ = "reading_days"

    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True, index=True)
    kwh: Mapped[list[float | None]] = mapped_column(JSON)  # 24 hours from midnight on; None where part of it is missing
