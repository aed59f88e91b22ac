"""Loads the demonstration's customers, bills, outages and applications. Loading again changes nothing.

What customers have changed since (preferences, payments) is theirs: rows that exist are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from api.applications.models import Application
from api.bills.models import Bill
from api.customers.models import Customer
from api.database import Base
from api.demo.billing import bills_of
from api.demo.readings import reading_days_of
from api.outages.models import Outage
from api.outages.upserting import insert_new
from api.readings.models import ReadingDay

FOLDER = Path(__file__).parent


class DemoLoader:
    """Writes the rows of this folder's YAML files that are not in the database yet."""

    def __init__(self, session: AsyncSession, folder: Path = FOLDER) -> None:
        self._session = session
        self._folder = folder

    async def load(self) -> dict[str, int]:
        """Add what is missing; returns how many rows of each noun were added."""
        entries = self._read("customers")
        return {
            "customers": await self._add(_customer(entry) for entry in entries),
            "bills": await self._add(bill for entry in entries for bill in bills_of(entry)),
            "outages": await self._add(Outage(**entry) for entry in self._read("outages")),
            "applications": await self._add(_application(entry) for entry in self._read("applications")),
            "days of readings": await self._add_readings(day for entry in entries for day in reading_days_of(entry)),
        }

    def _read(self, noun: str) -> list[dict[str, Any]]:
        loaded: list[dict[str, Any]] = yaml.safe_load((self._folder / f"{noun}.yml").read_text(encoding="utf-8"))
        return loaded

    async def _add_readings(self, days: Iterable[ReadingDay]) -> int:
        """All at once: they are many, and nobody changes them."""
        rows = [{"account_number": each.account_number, "day": each.day, "kwh": each.kwh} for each in days]
        return len(await insert_new(self._session, ReadingDay, rows, ReadingDay.day))

    async def _add(self, rows: Iterable[Base]) -> int:
        added = 0
        for row in rows:
            if await self._session.get(type(row), _identity(row)) is None:
                self._session.add(row)
                added += 1
        await self._session.flush()
        return added


def _identity(row: Base) -> Any:
    match row:
        case Customer():
            return row.account_number
        case Bill():
            return (row.account_number, row.month)
        case Outage():
            return row.outage_id
        case Application():
            return row.application_id
    raise TypeError(type(row).__name__)


def _customer(entry: Mapping[str, Any]) -> Customer:
    before = entry.get("kwh_2025_before_october")
    return Customer(
        account_number=entry["account_number"],
        name=entry["name"],
        phone=entry.get("phone"),
        contact=entry.get("contact"),
        address=entry["address"],
        province=entry["province"],
        area=entry["area"],
        category=entry["category"],
        tariff=entry["tariff"],
        wechat_openid=entry.get("wechat_openid"),
        balance=_decimal(entry["balance"]).quantize(Decimal("0.01")),
        tags=entry.get("tags", []),
        household_members=entry.get("household_members"),
        prices={name: str(price) for name, price in entry.get("prices", {}).items()},
        period_shares={name: str(share) for name, share in entry.get("period_shares", {}).items()},
        capacity_kva=_optional(entry.get("capacity_kva")),
        contract_demand_kw=_optional(entry.get("contract_demand_kw")),
        demand_basis=entry.get("demand_basis"),
        valley_share=_optional(entry.get("valley_share")),
        kwh_before=_optional(before),
        reminders=entry.get("reminders", 0),
        recommendation_opt_out=entry.get("recommendation_opt_out", False),
    )


def _application(entry: Mapping[str, Any]) -> Application:
    steps = [{name: str(value) for name, value in step.items()} for step in entry["steps"]]
    return Application(
        application_id=entry["application_id"],
        account_number=entry["account_number"],
        kind=entry["kind"],
        submitted=entry["submitted"],
        steps=steps,
    )


def _decimal(number: Any) -> Decimal:
    return Decimal(str(number))


def _optional(number: Any) -> Decimal | None:
    return None if number is None else _decimal(number)
