"""A generated population of customers to fit and test segments on: realistic in shape, invented in every figure.

What it assumes (and a fit on real customers would replace):
- 86 % households, 7 % shops, 3 % industry, 4 % agriculture, in six provinces; area mostly urban.
- energy a month is log-normal within a category: households around 190 kWh, shops 2,400, industry 60,000, agriculture
  450, times the season of the category (cooling in summer, a smaller heating peak, irrigation in spring and summer) and
  some noise;
- 5 % of the households and 18 % of the businesses grow by 25–80 % a year, the others by −6 … +8 %;
- 5 % pay late again and again (two to five overdue bills, two to six reminders), 6 % have one late bill;
- complaints are rare (0.05 a year) and somewhat more frequent among those who pay late;
- 3 % of the households carry a special-service tag from the register.
Everything follows from the seed; the population is generated when needed and never stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np

from .records import Category, CustomerRecord, MonthRecord

SEED = 20261120
SIZE = 20_000
AS_OF = date(2026, 11, 20)
MONTHS = [f"{(2025 * 12 + 9 + step) // 12}-{(2025 * 12 + 9 + step) % 12 + 1:02d}" for step in range(13)]

CATEGORIES: tuple[Category, ...] = ("residential", "commercial", "industrial", "agricultural")
CATEGORY_SHARES = (0.86, 0.07, 0.03, 0.04)
LEVELS: dict[Category, tuple[float, float]] = {
    "residential": (190, 0.45),
    "commercial": (2400, 0.7),
    "industrial": (60000, 0.9),
    "agricultural": (450, 0.8),
}
SEASONS: dict[Category, tuple[float, ...]] = {  # January … December, relative to the year's mean
    "residential": (1.15, 1.10, 0.85, 0.75, 0.78, 1.05, 1.50, 1.55, 1.05, 0.80, 0.72, 0.90),
    "commercial": (1.00, 0.85, 0.92, 0.92, 0.97, 1.08, 1.25, 1.28, 1.08, 0.95, 0.88, 0.92),
    "industrial": (0.97, 0.72, 1.02, 1.02, 1.02, 1.04, 1.08, 1.08, 1.03, 1.01, 1.00, 1.01),
    "agricultural": (0.10, 0.50, 1.50, 1.35, 1.45, 1.90, 1.65, 1.20, 0.90, 0.75, 0.45, 0.25),
}
PROVINCES = ("湖北", "山东", "浙江", "河南", "江苏", "北京")
AREAS: tuple[Literal["urban", "rural", "remote"], ...] = ("urban", "rural", "remote")
SPECIAL_TAGS = ("elderly_living_alone", "disabled", "five_guarantee", "home_medical_equipment")


def generate(size: int = SIZE, seed: int = SEED) -> Iterator[CustomerRecord]:
    """Yield ``size`` customers with 13 months each."""
    draw = np.random.default_rng(seed)
    for position in range(size):
        category = CATEGORIES[int(draw.choice(4, p=CATEGORY_SHARES))]
        yield _customer(draw, f"99{position:08d}", category)


def _customer(draw: np.random.Generator, account_number: str, category: Category) -> CustomerRecord:
    energy = _energy(draw, category)
    overdue, reminders, late = _payment(draw)
    months = _months(draw, category, energy, overdue)
    industrial = category == "industrial"
    demands = [month.max_demand_kw for month in months if month.max_demand_kw]
    return CustomerRecord(
        account_number=account_number,
        province=PROVINCES[int(draw.integers(len(PROVINCES)))],
        area=AREAS[int(draw.choice(3, p=(0.68, 0.29, 0.03)))],
        category=category,
        tariff=_tariff(draw, category),
        months=months,
        valley_share=None if industrial else _share(draw.beta(4, 8)),
        household_members=int(draw.integers(1, 8)) if category == "residential" else None,
        tags=_tags(draw, category),
        capacity_kva=max(demands) * 2 if demands else None,
        contract_demand_kw=sorted(demands)[len(demands) // 2] if demands else None,
        reminders=reminders,
        complaints=int(draw.poisson(0.4 if late else 0.05)),
        online_share=_share(draw.beta(2, 3) if late else draw.beta(6, 2)),
    )


def _energy(draw: np.random.Generator, category: Category) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    middle, spread = LEVELS[category]
    growing = draw.random() < (0.05 if category in ("residential", "agricultural") else 0.18)
    growth = draw.uniform(0.25, 0.8) if growing else draw.uniform(-0.06, 0.08)
    season = np.array([SEASONS[category][int(month[-2:]) - 1] for month in MONTHS])
    trend = (1 + growth) ** (np.arange(13) / 12)
    noise = np.exp(draw.normal(0, draw.choice([0.05, 0.08, 0.2], p=(0.4, 0.5, 0.1)), 13))
    return np.asarray(np.round(np.exp(draw.normal(np.log(middle), spread)) * season * trend * noise), dtype=np.float64)


def _payment(draw: np.random.Generator) -> tuple[int, int, bool]:
    """Overdue bills, reminders, and whether the customer pays late again and again."""
    kind = draw.random()
    if kind < 0.05:
        return int(draw.integers(2, 6)), int(draw.integers(2, 7)), True
    if kind < 0.11:
        return 1, int(draw.integers(0, 2)), False
    return 0, 0, False


def _months(
    draw: np.random.Generator, category: Category, energy: np.ndarray[tuple[int], np.dtype[np.float64]], overdue: int
) -> tuple[MonthRecord, ...]:
    late = set(range(12 - overdue, 12))  # the newest bill is not due yet
    load_factor = draw.uniform(0.3, 0.65)
    return tuple(
        MonthRecord(
            month=month,
            kwh=Decimal(int(kwh)),
            max_demand_kw=Decimal(max(1, round(kwh / 730 / load_factor))) if category == "industrial" else None,
            power_factor=_share(draw.uniform(0.84, 0.96)) if category == "industrial" else None,
            paid=position not in late,
            overdue=position in late,
        )
        for position, (month, kwh) in enumerate(zip(MONTHS, energy, strict=True))
    )


def _tariff(draw: np.random.Generator, category: Category) -> str:
    if category == "residential":
        return "residential_tiered_tou" if draw.random() < 0.15 else "residential_tiered"
    names = {"commercial": "single_part_commercial_tou", "industrial": "two_part_10kv", "agricultural": "agricultural"}
    return names[category]


def _tags(draw: np.random.Generator, category: Category) -> tuple[str, ...]:
    if category != "residential":
        return ()
    tags = [SPECIAL_TAGS[int(draw.integers(len(SPECIAL_TAGS)))]] if draw.random() < 0.03 else []
    return tuple(tags + (["ev_owner"] if draw.random() < 0.06 else []))


def _share(value: float) -> Decimal:
    return Decimal(str(round(float(value), 2)))
