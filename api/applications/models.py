"""The table of business applications."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database import Base


class Application(Base):
    """One application and its steps in order: ``{name, status, date, due, owner}``.

    A step is ``done``, ``in_progress`` or ``waiting``.
    """

    __tablename__ = "applications"

    application_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_number: Mapped[str] = mapped_column(ForeignKey("customers.account_number"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    submitted: Mapped[date]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
