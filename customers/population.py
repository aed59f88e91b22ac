"""A generated population to fit, test and measure segments on: realistic in shape, invented in every figure.

What it assumes (and a fit on real customers would replace):
- 86 % households, 7 % shops, 3 % industry, 4 % agriculture;
- energy a month is log-normal within a category: households around 190 kWh, shops 2,400, industry 60,000, agriculture
  450, times the season of the category (cooling in summer, a smaller heating peak, irrigation in spring and summer) and
  some noise;
- 5 % of the households and 18 % of the businesses grow by 25–80 % a year, the others by −6 … +8 %;
- 5 % pay late again and again (two to five overdue bills, two to six reminders, bills paid late before), 6 % have one
  late bill;
- complaints are rare (0.05 a year) and somewhat more frequent among those who pay late; other tickets and chats come
  about once a year;
- 3 % of the households carry a special-service tag from the register.
Everything follows from the seed; the population is generated when needed and never stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .records import Category

SEED = 20261120
SIZE = 20_000
AS_OF = date(2026, 11, 20)
MONTHS = [f"{(2025 * 12 + 9 + step) // 12}-{(2025 * 12 + 9 + step) % 12 + 1:02d}" for step in range(13)]

CATEGORIES: tuple[Category, ...] = ("residential", "commercial", "industrial", "agricultural")
CATEGORY_SHARES = (0.86, 0.07, 0.03, 0.04)
LEVELS = ((190, 0.45), (2400, 0.7), (60000, 0.9), (450, 0.8))  # kWh a month and its spread, by category
GROWING = (0.05, 0.18, 0.18, 0.05)
SEASONS = (  # January … December, relative to the year's mean, by category
    (1.15, 1.10, 0.85, 0.75, 0.78, 1.05, 1.50, 1.55, 1.05, 0.80, 0.72, 0.90),
    (1.00, 0.85, 0.92, 0.92, 0.97, 1.08, 1.25, 1.28, 1.08, 0.95, 0.88, 0.92),
    (0.97, 0.72, 1.02, 1.02, 1.02, 1.04, 1.08, 1.08, 1.03, 1.01, 1.00, 1.01),
    (0.10, 0.50, 1.50, 1.35, 1.45, 1.90, 1.65, 1.20, 0.90, 0.75, 0.45, 0.25),
)
SPECIAL_TAGS = ("elderly_living_alone", "disabled", "five_guarantee", "home_medical_equipment")
MATTERS = ("enquiry", "fault", "query_bill", "explain_bill", "recommend_package", "apply_ev_charger")
_RESIDENTIAL, _INDUSTRIAL = 0, 2
_BILLS_DUE = 12  # of thirteen; the newest is not

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Population:
    """Customers as arrays: one row a customer; two-dimensional ones have one column a month."""

    account_numbers: Array  # ten digits, beginning with 99
    category: Array  # index into CATEGORIES
    kwh: Array
    max_demand_kw: Array  # NaN but for industry
    is_overdue: Array
    days_late: Array
    is_paid_online: Array  # None where unpaid
    reminders: Array
    complaints: Array
    valley_share: Array  # NaN for industry
    special: Array  # index into SPECIAL_TAGS, −1: none
    contacts: dict[str, Array]  # as the table of that name, with the place of the customer instead of the number

    @classmethod
    def draw(cls, size: int, seed: int = SEED, first: int = 0) -> Population:
        """``size`` customers; parts with different ``first`` are different customers of one population."""
        draw = np.random.default_rng((seed, first))
        category = draw.choice(4, size, p=CATEGORY_SHARES)
        kind = draw.random(size)
        often, once = kind < 0.05, (kind >= 0.05) & (kind < 0.11)
        online_share = np.where(often, draw.beta(2, 3, size), draw.beta(6, 2, size))
        kwh = _energy(draw, category)
        load_factor = np.where(category == _INDUSTRIAL, draw.uniform(0.3, 0.65, size), np.nan)
        has_tag = (category == _RESIDENTIAL) & (draw.random(size) < 0.03)
        return cls(
            account_numbers=np.array([f"99{first + place:08d}" for place in range(size)], dtype=object),
            category=category,
            kwh=kwh,
            max_demand_kw=np.maximum(1, np.round(kwh / 730 / load_factor[:, None])),
            **_payments(draw, often, once, online_share),
            complaints=draw.poisson(np.where(often, 0.4, 0.05)),
            valley_share=np.where(category == _INDUSTRIAL, np.nan, np.round(draw.beta(4, 8, size), 2)),
            special=np.where(has_tag, draw.integers(0, len(SPECIAL_TAGS), size), -1),
            contacts=_contacts(draw, online_share),
        )

    def tables(self) -> dict[str, dict[str, Array]]:
        """The columns of ``tables.py``."""
        size = len(self.category)
        tags = np.empty(size, dtype=object)
        tags[:] = [[SPECIAL_TAGS[each]] if each >= 0 else [] for each in self.special]
        customers = {
            "account_number": self.account_numbers,
            "category": np.array(CATEGORIES, dtype=object)[self.category],
            "tags": tags,
            "valley_share": self.valley_share,
            "reminders": self.reminders,
            "complaints": self.complaints,
        }
        by_month = {
            name: getattr(self, name).ravel()
            for name in ("kwh", "max_demand_kw", "is_overdue", "days_late", "is_paid_online")
        }
        numbers = {"account_number": np.repeat(self.account_numbers, len(MONTHS))}
        months = numbers | {"month": np.tile(np.array(MONTHS, dtype=object), size)} | by_month
        contacts = dict(self.contacts)
        contacts["account_number"] = self.account_numbers[contacts.pop("customer")]
        return {"customers": customers, "months": months, "contacts": contacts}


def _energy(draw: np.random.Generator, category: Array) -> Array:
    size = len(category)
    middle, spread = np.array(LEVELS)[category].T
    growing = draw.random(size) < np.array(GROWING)[category]
    growth = np.where(growing, draw.uniform(0.25, 0.8, size), draw.uniform(-0.06, 0.08, size))
    season = np.array(SEASONS)[:, [int(month[-2:]) - 1 for month in MONTHS]][category]
    trend = (1 + growth[:, None]) ** (np.arange(len(MONTHS)) / 12)
    unrest = draw.choice([0.05, 0.08, 0.2], size, p=(0.4, 0.5, 0.1))
    noise = np.exp(draw.normal(0, 1, (size, len(MONTHS))) * unrest[:, None])
    level = np.exp(draw.normal(np.log(middle), spread))
    return np.asarray(np.round(level[:, None] * season * trend * noise))


def _payments(draw: np.random.Generator, often: Array, once: Array, online_share: Array) -> dict[str, Array]:
    """Overdue and late bills, reminders, and which bills were paid online. The newest bill is not due yet."""
    size, places = len(often), np.arange(len(MONTHS))
    overdue = np.where(often, draw.integers(2, 6, size), once.astype(int))[:, None]
    is_overdue = (places >= _BILLS_DUE - overdue) & (places < _BILLS_DUE)
    late = np.where(often, draw.integers(1, 5, size), once & (draw.random(size) < 0.5))[:, None]
    is_paid = (places < _BILLS_DUE) & ~is_overdue
    online = draw.random((size, len(MONTHS))) < online_share[:, None]
    return {
        "is_overdue": is_overdue,
        "days_late": np.where(places < late, draw.integers(1, 40, (size, len(MONTHS))), 0),
        "is_paid_online": np.where(is_paid, online.astype(object), np.array(None)),
        "reminders": np.where(often, draw.integers(2, 7, size), once & (draw.random(size) < 0.5)).astype(int),
    }


def _contacts(draw: np.random.Generator, online_share: Array) -> dict[str, Array]:
    """Tickets and chats of the last fifteen months, one a year on average."""
    customer = np.repeat(np.arange(len(online_share)), draw.poisson(1.3, len(online_share)))
    days_ago = draw.integers(1, 470, len(customer))
    return {
        "customer": customer,
        "day": (np.datetime64(AS_OF.isoformat(), "D") - days_ago).astype("datetime64[us]"),
        "matter": np.array(MATTERS, dtype=object)[draw.integers(0, len(MATTERS), len(customer))],
        "is_online": draw.random(len(customer)) < online_share[customer],
    }
