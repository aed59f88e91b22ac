"""Records for tests: an ordinary household to vary, and the demonstration customers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from customers import CustomerRecord, MonthRecord
from customers.register import read_register

AS_OF = date(2026, 11, 20)
REGISTER = Path(__file__).parents[2] / "api" / "demo" / "customers.yml"
HOUSEHOLD_KWH = (150, 140, 190, 240, 230, 150, 120, 140, 210, 330, 360, 240, 160)
NAMES = {
    "王建国": "4201060001",
    "周敏": "4201060009",
    "李秀英": "4201140002",
    "张伟": "3701020003",
    "陈静": "3301060004",
    "赵铁柱": "4107210005",
    "恒驰": "4201130006",
    "好邻便利店": "4201050007",
    "何勇": "4201110008",
    "孙晓梅": "3701020010",
    "吴迪": "3301060011",
    "郑凯": "4201060012",
}


def month_name(position: int) -> str:
    """2025-10 and on."""
    steps = 2025 * 12 + 9 + position
    return f"{steps // 12}-{steps % 12 + 1:02d}"


def months_of(kwh=HOUSEHOLD_KWH, overdue=0, **more) -> tuple[MonthRecord, ...]:
    """Months from 2025-10 on; the last ``overdue`` ones but the newest are overdue."""
    late = range(len(kwh) - 1 - overdue, len(kwh) - 1)
    return tuple(
        MonthRecord(month_name(index), Decimal(energy), paid=index not in late, overdue=index in late, **more)
        for index, energy in enumerate(kwh)
    )


def household(kwh=HOUSEHOLD_KWH, overdue=0, **more) -> CustomerRecord:
    """An ordinary household in Hubei, varied by keyword."""
    return CustomerRecord(
        **{
            "account_number": "4200000000",
            "province": "湖北",
            "area": "urban",
            "category": "residential",
            "tariff": "residential_tiered",
            "months": months_of(kwh, overdue),
            "kwh_before": Decimal(1900),
        }
        | more
    )


@cache
def demo() -> dict[str, CustomerRecord]:
    """The demonstration customers by short name."""
    records = {record.account_number: record for record in read_register(REGISTER, AS_OF)}
    return {name: records[number] for name, number in NAMES.items()}
