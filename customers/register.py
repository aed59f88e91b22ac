"""Customers from a register file in the form of the demonstration data (``api/demo/customers.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from .records import CustomerRecord, MonthRecord

FIRST_MONTH = (2025, 10)
DUE_DAY = 25  # bills fall due on the 25th of the following month


def read_register(path: Path, as_of: date) -> list[CustomerRecord]:
    """All customers of a file, with what is overdue on the day."""
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [record_of(entry, as_of) for entry in entries]


def record_of(entry: Mapping[str, Any], as_of: date) -> CustomerRecord:
    """One entry of the file as a record."""
    return CustomerRecord(
        account_number=entry["account_number"],
        province=entry["province"],
        area=entry["area"],
        category=entry["category"],
        tariff=entry["tariff"],
        months=tuple(_month(entry, position, as_of) for position in range(len(entry["kwh"]))),
        kwh_before=_decimal(entry.get("kwh_2025_before_october")),
        valley_share=_decimal(entry.get("valley_share")),
        household_members=entry.get("household_members"),
        has_household_quota=bool(entry.get("has_household_quota", False)),
        tags=tuple(entry.get("tags", ())),
        prices={name: Decimal(str(price)) for name, price in entry.get("prices", {}).items()},
        period_shares={name: Decimal(str(share)) for name, share in entry.get("period_shares", {}).items()},
        capacity_kva=_decimal(entry.get("capacity_kva")),
        contract_demand_kw=_decimal(entry.get("contract_demand_kw")),
        basis=entry.get("demand_basis"),
        reminders=int(entry.get("reminders", 0)),
        complaints=int(entry.get("complaints", 0)),
        online_share=_decimal(entry.get("online_share")),
        recommendation_opt_out=bool(entry.get("recommendation_opt_out", False)),
    )


def _month(entry: Mapping[str, Any], position: int, as_of: date) -> MonthRecord:
    energy = entry["kwh"][position]
    peak, valley = energy if isinstance(energy, list) else (None, None)
    steps = FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1 + position
    month = f"{steps // 12}-{steps % 12 + 1:02d}"
    paid = month not in entry.get("unpaid", ())
    due = date((steps + 1) // 12, (steps + 1) % 12 + 1, DUE_DAY)
    return MonthRecord(
        month=month,
        kwh=Decimal(str(sum(energy) if isinstance(energy, list) else energy)),
        peak_kwh=_decimal(peak),
        valley_kwh=_decimal(valley),
        max_demand_kw=_at(entry.get("max_demand_kw"), position),
        power_factor=_at(entry.get("power_factor"), position),
        paid=paid,
        overdue=not paid and due < as_of,
    )


def _at(values: list[Any] | None, position: int) -> Decimal | None:
    return None if values is None else _decimal(values[position])


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
