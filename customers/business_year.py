"""A two-part customer's own last twelve months as calculations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .records import Basis, CustomerRecord, MonthRecord
from .year import Case, last_year

BY_CAPACITY, BY_ACTUAL = {"basis": "capacity"}, {"basis": "actual_demand"}  # changes to try on the months
_LARGE_INDUSTRY_KVA, _ASSESSED_KVA = Decimal(160), Decimal(100)  # 水电财字〔1983〕215号


def is_two_part(record: CustomerRecord) -> bool:
    """Whether the customer pays a basic charge."""
    return record.tariff.startswith("two_part")


def factor_standard(record: CustomerRecord) -> Decimal | None:
    """The power factor a customer is held to, None when not assessed (水电财字〔1983〕215号)."""
    capacity = record.capacity_kva or Decimal(0)
    if record.category == "industrial" and capacity > _LARGE_INDUSTRY_KVA:
        return Decimal("0.90")
    if capacity < _ASSESSED_KVA or record.category == "residential":
        return None
    return Decimal("0.80") if record.category == "agricultural" else Decimal("0.85")


def two_part_cases(record: CustomerRecord, as_of: date) -> tuple[Case, ...] | None:
    """The last twelve months by the customer's own basis of the basic charge.

    None when a price, a demand or a month is missing.
    """
    months = last_year(record, as_of)
    known = {"energy", "demand_per_kw"} <= set(record.prices) and basis_of(record) is not None
    if months is None or not known or not is_two_part(record):
        return None
    if any(month.max_demand_kw is None for month in months):
        return None
    return tuple(_case(record, month) for month in months)


def basis_of(record: CustomerRecord) -> Basis | None:
    """What the basic charge is counted by; None when it is by capacity and its price is not on record."""
    usual: Basis = "capacity" if record.contract_demand_kw is None else "contract_demand"
    basis = record.basis or usual
    is_priced = record.capacity_kva is not None and "capacity_per_kva" in record.prices
    return basis if is_priced or basis != "capacity" else None


def _case(record: CustomerRecord, month: MonthRecord) -> Case:
    source: dict[str, Any] = {
        "basis": basis_of(record),
        "max_demand_kw": month.max_demand_kw,
        "demand_price": record.prices["demand_per_kw"],
        "energy": [{"kwh": month.kwh, "price": record.prices["energy"]}],
    }
    if record.contract_demand_kw is not None:
        source["contract_demand_kw"] = record.contract_demand_kw
    if record.capacity_kva is not None:
        source |= {"capacity_kva": record.capacity_kva, "load_rate_discount": True}
    if "capacity_per_kva" in record.prices:
        source["capacity_price"] = record.prices["capacity_per_kva"]
    if "funds" in record.prices:
        source["fund_price"] = record.prices["funds"]
    standard = factor_standard(record)
    if standard is not None and month.power_factor is not None:
        source |= {"pf_standard": standard, "power_factor": month.power_factor}
    return Case("two_part", source)
