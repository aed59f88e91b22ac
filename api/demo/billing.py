"""The demonstration customers' bills, calculated month by month with ``tariffs`` from their energy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from api.bills.models import Bill
from tariffs import Calculation, calculate

FIRST_MONTH = (2025, 10)
DUE_DAY = 25  # of the month after the month of use
PAID_DAY = 18  # when customers of the demonstration pay
POWER_FACTOR_STANDARD = "0.90"  # industry above 160 kVA at high voltage (水电财字〔1983〕215号)
KINDS = {
    "residential_tiered": "residential_tiered",
    "residential_tiered_tou": "residential_tiered_tou",
    "two_part_10kv": "two_part",
    "agricultural": "single_part",
    "single_part_commercial_tou": "single_part",
}


def bills_of(entry: Mapping[str, Any]) -> Iterator[Bill]:
    """One bill for every month of ``kwh``, oldest first; the tier year is the calendar year."""
    cumulative = Decimal(str(entry.get("kwh_2025_before_october", 0)))
    for position, energy in enumerate(entry["kwh"]):
        month = month_after(position)
        if month.endswith("-01"):
            cumulative = Decimal(0)
        kwh = Decimal(str(sum(energy))) if isinstance(energy, list) else Decimal(str(energy))
        given = _input(entry, month, position, energy, cumulative)
        yield _bill(entry, month, kwh, given, calculate(KINDS[entry["tariff"]], given))
        cumulative += kwh


def _bill(entry: Mapping[str, Any], month: str, kwh: Decimal, given: dict[str, Any], result: Calculation) -> Bill:
    year, number = map(int, month.split("-"))
    following = (year, number + 1) if number < 12 else (year + 1, 1)
    wire = result.to_wire()
    return Bill(
        account_number=entry["account_number"],
        month=month,
        kwh=kwh,
        total=result.total,
        kind=result.kind,
        calculation_input=given,
        lines=wire["lines"],
        tariff=wire["tariff"],
        due_date=date(*following, DUE_DAY),
        paid_on=None if month in entry["unpaid"] else date(*following, PAID_DAY),
        late_fee_category=entry["category"],
    )


def month_after(position: int) -> str:
    """The month (YYYY-MM) of a place in ``kwh``."""
    year, month = FIRST_MONTH
    months = year * 12 + month - 1 + position
    return f"{months // 12}-{months % 12 + 1:02d}"


def _input(entry: Mapping[str, Any], month: str, position: int, energy: Any, cumulative: Decimal) -> dict[str, Any]:
    match entry["tariff"]:
        case "residential_tiered":
            return _household(entry, month, cumulative) | {"kwh": str(energy)}
        case "residential_tiered_tou":
            return _household(entry, month, cumulative) | {"peak_kwh": str(energy[0]), "valley_kwh": str(energy[1])}
        case "two_part_10kv":
            return _two_part(entry, position, energy)
        case "agricultural":
            return {"energy": [{"kwh": str(energy), "price": entry["prices"]["energy"]}]}
        case "single_part_commercial_tou":
            return {"energy": [_share(entry, period, energy) for period in entry["period_shares"]]}
    raise ValueError(f"unknown tariff {entry['tariff']!r} of {entry['account_number']}")


def _household(entry: Mapping[str, Any], month: str, cumulative: Decimal) -> dict[str, Any]:
    return {
        "province": entry["province"],
        "year_month": month,
        "customer_type": "household",
        "cumulative_before": str(cumulative),
    }


def _two_part(entry: Mapping[str, Any], position: int, energy: int) -> dict[str, Any]:
    prices = entry["prices"]
    return {
        "basis": "contract_demand",
        "contract_demand_kw": str(entry["contract_demand_kw"]),
        "max_demand_kw": str(entry["max_demand_kw"][position]),
        "demand_price": prices["demand_per_kw"],
        "energy": [{"kwh": str(energy), "price": prices["energy"]}],
        "pf_standard": POWER_FACTOR_STANDARD,
        "power_factor": f"{entry['power_factor'][position]:.2f}",
        "fund_price": prices["funds"],
    }


def _share(entry: Mapping[str, Any], period: str, energy: int) -> dict[str, str]:
    kwh = Decimal(str(energy)) * Decimal(str(entry["period_shares"][period]))
    return {"period": period, "kwh": f"{kwh:f}", "price": entry["prices"][period]}
