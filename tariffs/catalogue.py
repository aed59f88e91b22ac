"""The tariff tables of this folder, loaded once, validated, and looked up by province and day."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import ValidationError

from .errors import InvalidTable
from .schedules import (
    AgencyPurchaseRow,
    AgencyRuleRow,
    AgricultureRow,
    BusinessTouRow,
    CombinedRow,
    EvRow,
    FundsRow,
    LateFeeRow,
    MeterErrorRow,
    PowerFactorRow,
    PriceRow,
    QuotaRow,
    TieredRow,
    TimeOfUseRow,
    TransmissionRow,
    TwoPartRow,
)

TABLES = Path(__file__).parent / "tables"
Row = TypeVar("Row", bound=PriceRow)

FILES: dict[type[PriceRow], str] = {
    TieredRow: "residential_tiered.yml",
    CombinedRow: "combined.yml",
    TimeOfUseRow: "residential_tou.yml",
    QuotaRow: "household_quota.yml",
    EvRow: "ev_tou.yml",
    LateFeeRow: "late_fee.yml",
    PowerFactorRow: "power_factor.yml",
    TwoPartRow: "two_part.yml",
    BusinessTouRow: "business_tou.yml",
    FundsRow: "funds.yml",
    MeterErrorRow: "meter_error.yml",
    AgencyPurchaseRow: "agency_purchase.yml",
    AgencyRuleRow: "agency_rule.yml",
    TransmissionRow: "transmission.yml",
    AgricultureRow: "agriculture.yml",
}


def read_rows(kind: type[Row], path: Path) -> tuple[Row, ...]:
    """Read and validate one table. Raises InvalidTable naming the file when a row is wrong or two rows overlap."""
    try:
        written: list[Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = tuple(kind.model_validate(row) for row in written)
    except (ValidationError, yaml.YAMLError) as error:
        raise InvalidTable(f"{path.name}: {error}") from error
    _refuse_overlaps(rows, path)
    return rows


def _refuse_overlaps(rows: tuple[Row, ...], path: Path) -> None:
    for position, row in enumerate(rows):
        for other in rows[position + 1 :]:
            later_start = max(each.effective_from or each.not_before or date.min for each in (row, other))
            overlap = row.is_valid_on(later_start) and other.is_valid_on(later_start)
            if row.id == other.id or (overlap and _identity(row) == _identity(other)):
                raise InvalidTable(f"{path.name}: {row.id} and {other.id} stand for the same days")


def _identity(row: PriceRow) -> tuple[object, ...]:
    extra: tuple[object, ...] = ()
    if isinstance(row, PowerFactorRow):
        extra = (row.standard,)
    if isinstance(row, TransmissionRow):
        extra = (row.scheme, row.level)
    return row.province, row.customer_class, row.voltage, *extra


@cache
def _loaded(kind: type[PriceRow]) -> tuple[PriceRow, ...]:
    return read_rows(kind, TABLES / FILES[kind])


def rows_of(kind: type[Row]) -> tuple[Row, ...]:
    """All rows of a table, read at the first call."""
    return cast("tuple[Row, ...]", _loaded(kind))


def row_on(kind: type[Row], province: str | None, day: date) -> Row | None:
    """The row in force for a province (None: the national one) on a day, or None."""
    return next(iter(rows_on(kind, province, day)), None)


def rows_on(kind: type[Row], province: str | None, day: date) -> list[Row]:
    """All rows in force for a province on a day; more than one only where rows differ in class, voltage or standard."""
    return [row for row in rows_of(kind) if row.province == province and row.is_valid_on(day)]


def provinces_of(kind: type[Row]) -> list[str]:
    """The provinces that a table has rows for at any time, in table order."""
    return list(dict.fromkeys(row.province for row in rows_of(kind) if row.province))
