"""The table of bills."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.columns import Exact
from api.database import Base


class Bill(Base):
    """What one account was charged for one month of use, and the reading it was calculated from."""

    __tablename__ = "bills"

    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # YYYY-MM, the month of use
    kwh: Mapped[Decimal] = mapped_column(Exact)
    total: Mapped[Decimal] = mapped_column(Exact)
    kind: Mapped[str] = mapped_column(String(40))  # the calculation, as in POST /v1/bills/calculate
    calculation_input: Mapped[dict[str, Any]] = mapped_column(JSON)  # what it was calculated from, decimals as text
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    tariff: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    due_date: Mapped[date]
    paid_on: Mapped[date | None]
    late_fee_category: Mapped[str] = mapped_column(String(20))  # residential, or the business category
