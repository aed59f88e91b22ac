"""A customer's features on a day, as ``expressions.py`` computes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .records import CustomerRecord, MonthRecord

MIN_MONTHS = 6  # fewer months on record say too little
MAX_AGE_MONTHS = 4  # months without a reading before a record counts as stale
LAST_MONTHS = 13  # a year and the same month before

Profile = Mapping[int, float]  # month 1–12 → log of its usual ratio to the year's mean

# Needs expressed in tickets (their type) and chats (their intent), by the feature that counts them
MATTERS = {
    "fault_contacts": ("fault", "report_outage", "report_power_quality", "report_meter_fault"),
    "bill_contacts": ("explain_bill", "query_bill", "query_balance", "ask_late_fee", "request_meter_test"),
    "saving_contacts": ("recommend_package", "ask_tou_tariff", "apply_tou_tariff", "ask_tiered_tariff"),
    "new_energy_contacts": ("ask_ev_tariff", "apply_ev_charger", "apply_pv"),
}
_NEEDS = {matter: need for need, matters in MATTERS.items() for matter in matters}


def need_of(matter: str) -> str:
    """The need that a matter counts for, or the matter itself where no feature counts it."""
    return _NEEDS.get(matter, matter)


@dataclass(frozen=True, slots=True)
class Features:
    """One customer. ``growth`` is the relative change in a year, shares lie in 0 … 1, ``arrears`` in 0 (none) … 4.

    ``value`` is the decimal logarithm of the yearly energy: households about 3.3, factories above 5.5.
    """

    months: int
    newest: str | None  # YYYY-MM
    yearly_kwh: float
    value: float
    growth: float
    volatility: float  # typical distance of a month from season and trend
    summer_ratio: float  # against the customer's usual month
    winter_ratio: float
    valley_share: float | None
    evening_share: float | None
    load_factor: float | None  # mean load over highest load
    daily_variation: float | None  # of a day's energy, deviation over mean
    online_share: float | None
    complaints: int
    fault_contacts: int
    bill_contacts: int
    saving_contacts: int
    new_energy_contacts: int
    overdue: int
    late_bills: int
    reminders: int
    arrears: float


def known_months(record: CustomerRecord, as_of: date) -> tuple[MonthRecord, ...]:
    """The months on record up to the day, at most the last 13 (a year and the same month before)."""
    until = f"{as_of:%Y-%m}"
    return tuple(month for month in record.months if month.month <= until)[-LAST_MONTHS:]
