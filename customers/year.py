"""A customer's own last twelve months as calculations: what was billed, and what would be under another rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tariffs import Calculation, InvalidInput, TariffReference, calculate

from .features import known_months
from .records import CustomerRecord, MonthRecord

ZERO = Decimal(0)
MONTHS = 12
_PRECISION = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Case:
    """One month as an input of ``tariffs.calculate``."""

    kind: str
    input: dict[str, Any]

    def bill(self) -> Calculation:
        """The calculated bill. Raises tariffs.InvalidInput."""
        return calculate(self.kind, self.input)


@dataclass(frozen=True, slots=True)
class Saving:
    """The difference between two ways of billing the same twelve months, yuan a year; ``is_verified`` unless a table of
    confidence L took part; ``tariffs`` are the tables that did (none where all prices are those of the contract)."""

    amount: Decimal
    is_verified: bool
    tariffs: tuple[TariffReference, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the prices come from and since when they hold, in Chinese, each once."""
        return tuple(dict.fromkeys(map(_source, self.tariffs))) or ("供用电合同约定的电价",)


def _source(tariff: TariffReference) -> str:
    end = f"，至{tariff.effective_to}" if tariff.effective_to else ""
    return tariff.source + (f"（自{tariff.effective_from}起执行{end}）" if tariff.effective_from else "（现行有效）")


def last_year(record: CustomerRecord, as_of: date) -> tuple[MonthRecord, ...] | None:
    """The newest twelve months without a gap, None when there are fewer."""
    months = known_months(record, as_of)[-MONTHS:]
    numbers = [int(month.month[:4]) * 12 + int(month.month[5:]) for month in months]
    whole = len(months) == MONTHS and numbers == list(range(numbers[0], numbers[0] + MONTHS))
    return months if whole else None


def saving_between(now: Sequence[Case], then: Sequence[Case]) -> Saving:
    """What ``then`` costs less than ``now``, from bills rounded line by line."""
    bills = [case.bill() for case in (*now, *then)]
    totals = [bill.total for bill in bills]
    amount = sum(totals[: len(now)], ZERO) - sum(totals[len(now) :], ZERO)
    tariffs = tuple(dict.fromkeys(bill.tariff for bill in bills if bill.tariff))
    return Saving(amount, all(tariff.confidence != "L" for tariff in tariffs), tariffs)


def pays_ahead(now: Sequence[Case], then: Sequence[Case], as_of: date) -> bool:
    """Whether ``then`` is also the cheaper one by the prices of the months to come: a table may have changed since.

    Where a price of the year ahead is not known yet, the year behind is all there is to go by.
    """
    try:
        return saving_between(_ahead(now, as_of), _ahead(then, as_of)).amount > 0
    except InvalidInput:
        return True


def _ahead(cases: Sequence[Case], as_of: date) -> tuple[Case, ...]:
    """The same months in the year to come."""
    return tuple(
        replace(case, input=case.input | {"year_month": _next(case.input["year_month"], as_of)}) for case in cases
    )


def _next(month: str, as_of: date) -> str:
    return month if month >= f"{as_of:%Y-%m}" else f"{int(month[:4]) + 1}{month[4:]}"


def household_cases(record: CustomerRecord, as_of: date) -> tuple[Case, ...] | None:
    """The last twelve months of a household, each with the year's energy before it.

    None when a month is missing, or when the first tier year's earlier energy is not known.
    """
    months = last_year(record, as_of)
    return None if months is None else cases_of(record, months)


def cases_of(record: CustomerRecord, months: Sequence[MonthRecord]) -> tuple[Case, ...] | None:
    """These months of a household's record; None when the energy of a tier year before one of them is not known."""
    cases = []
    for month in months:
        before = energy_before(record, month.month)
        if before is None:
            return None
        cases.append(_household_case(record, month, before))
    return tuple(cases)


def energy_before(record: CustomerRecord, month: str) -> Decimal | None:
    """The energy of the calendar year before a month, kWh; None when part of it is not on record."""
    year = month[:4]
    recorded = sum((each.kwh for each in record.months if year <= each.month < month), ZERO)
    starts = record.months[0].month
    if starts <= f"{year}-01":
        return recorded
    if starts[:4] != year or record.kwh_before is None:
        return None
    return record.kwh_before + recorded


def _household_case(record: CustomerRecord, month: MonthRecord, before: Decimal) -> Case:
    common: dict[str, Any] = {"province": record.province, "year_month": month.month, "cumulative_before": before}
    if record.has_household_quota:
        common["multi_person_quota"] = True
    if record.tariff == "residential_tiered_tou" and month.peak_kwh is not None and month.valley_kwh is not None:
        energy = {"peak_kwh": month.peak_kwh, "valley_kwh": month.valley_kwh}
        return Case("residential_tiered_tou", common | energy)
    return Case("residential_tiered", common | {"kwh": month.kwh})


def with_valley(case: Case, share: Decimal) -> Case:
    """The same month billed by time-of-use with this share of its energy in the valley."""
    kwh = Decimal(case.input["kwh"])
    valley = (kwh * share).quantize(_PRECISION)
    rest = {name: value for name, value in case.input.items() if name != "kwh"}
    return Case("residential_tiered_tou", rest | {"peak_kwh": kwh - valley, "valley_kwh": valley})


def without_time_of_use(case: Case) -> Case:
    """The same month billed by tiers alone."""
    rest = {name: value for name, value in case.input.items() if name not in ("peak_kwh", "valley_kwh")}
    kwh = Decimal(case.input["peak_kwh"]) + Decimal(case.input["valley_kwh"])
    return Case("residential_tiered", rest | {"kwh": kwh})


def changed(cases: Sequence[Case], change: dict[str, Any]) -> tuple[Case, ...]:
    """The same months with some inputs changed."""
    return tuple(replace(case, input=case.input | change) for case in cases)


def scaled(record: CustomerRecord, factor: Decimal) -> CustomerRecord:
    """The record as if all energy and demand had been ``factor`` times as much."""

    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else (value * factor).quantize(_PRECISION)

    months = tuple(
        replace(
            month,
            kwh=(month.kwh * factor).quantize(_PRECISION),
            peak_kwh=times(month.peak_kwh),
            valley_kwh=times(month.valley_kwh),
            max_demand_kw=times(month.max_demand_kw),
        )
        for month in record.months
    )
    return replace(record, months=months, kwh_before=times(record.kwh_before))


def interval_of(savings: Callable[[Decimal], Saving | None]) -> tuple[Decimal, Decimal]:
    """The lowest and highest saving when a year's use is 10 % less, the same, or 10 % more."""
    amounts = [saving.amount for factor in ("0.9", "1", "1.1") if (saving := savings(Decimal(factor)))]
    return min(amounts), max(amounts)
