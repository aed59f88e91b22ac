"""Generated customers as plain records, with what only recommendations read: province, tariff, household, capacity."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from .population import CATEGORIES, MONTHS, SEED, SPECIAL_TAGS, Population
from .records import Contact, CustomerRecord, MonthRecord

PROVINCES = ("湖北", "山东", "浙江", "河南", "江苏", "北京")
AREAS: tuple[Literal["urban", "rural", "remote"], ...] = ("urban", "rural", "remote")
_TARIFFS = {
    "residential": ("residential_tiered",) * 6 + ("residential_tiered_tou",),
    "commercial": ("single_part_commercial_tou",),
    "industrial": ("two_part_10kv",),
    "agricultural": ("agricultural",),
}


def generate(size: int, seed: int = SEED) -> Iterator[CustomerRecord]:
    """Yield the customers of ``Population.draw(size, seed)``."""
    drawn = Population.draw(size, seed)
    draw = np.random.default_rng((seed, size))
    contacts: dict[int, list[Contact]] = {}
    for customer, day, matter, is_online in zip(*drawn.contacts.values(), strict=True):
        contacts.setdefault(int(customer), []).append(
            Contact(day.astype("datetime64[D]").item(), matter, bool(is_online))
        )
    for place in range(size):
        yield _record(drawn, place, tuple(contacts.get(place, ())), draw)


def _record(drawn: Population, place: int, contacts: tuple[Contact, ...], draw: np.random.Generator) -> CustomerRecord:
    category = CATEGORIES[drawn.category[place]]
    demands = sorted(int(each) for each in drawn.max_demand_kw[place] if not math.isnan(each))
    return CustomerRecord(
        account_number=drawn.account_numbers[place],
        province=PROVINCES[draw.integers(len(PROVINCES))],
        area=AREAS[draw.choice(3, p=(0.68, 0.29, 0.03))],
        category=category,
        tariff=_TARIFFS[category][draw.integers(len(_TARIFFS[category]))],
        months=_months(drawn, place, draw),
        valley_share=_decimal(drawn.valley_share[place]),
        household_members=int(draw.integers(1, 8)) if category == "residential" else None,
        tags=_tags(drawn, place, draw),
        capacity_kva=Decimal(demands[-1] * 2) if demands else None,
        contract_demand_kw=Decimal(demands[len(demands) // 2]) if demands else None,
        reminders=int(drawn.reminders[place]),
        complaints=int(drawn.complaints[place]),
        contacts=contacts,
    )


def _months(drawn: Population, place: int, draw: np.random.Generator) -> tuple[MonthRecord, ...]:
    is_industrial = CATEGORIES[drawn.category[place]] == "industrial"
    factor = _decimal(round(draw.uniform(0.84, 0.96), 2)) if is_industrial else None
    return tuple(
        MonthRecord(
            month=month,
            kwh=Decimal(int(drawn.kwh[place, position])),
            max_demand_kw=_decimal(drawn.max_demand_kw[place, position]),
            power_factor=factor,
            paid=not drawn.is_overdue[place, position],
            overdue=bool(drawn.is_overdue[place, position]),
            days_late=int(drawn.days_late[place, position]),
            paid_online=drawn.is_paid_online[place, position],
        )
        for position, month in enumerate(MONTHS)
    )


def _tags(drawn: Population, place: int, draw: np.random.Generator) -> tuple[str, ...]:
    special = drawn.special[place]
    has_car = CATEGORIES[drawn.category[place]] == "residential" and draw.random() < 0.06
    return ((SPECIAL_TAGS[special],) if special >= 0 else ()) + (("ev_owner",) if has_car else ())


def _decimal(value: Any) -> Decimal | None:
    return None if math.isnan(value) else Decimal(str(float(value)).removesuffix(".0"))
