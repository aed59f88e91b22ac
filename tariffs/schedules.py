"""The rows of the tariff tables: what a price row holds and what makes it valid.

Every row says for which province and class of customers it stands, from when until when, where it comes from and how
sure we are of it (H two agreeing or official sources, M one decent source, L unverified: calculated with, never
quoted).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

Confidence = Literal["H", "M", "L"]
Period = Literal["valley", "flat", "peak", "tip"]
Voltage = Literal["lt1kv", "ge1kv", "rural"]
Hours = tuple[tuple[int, int], ...]

PERIODS: tuple[Period, ...] = ("valley", "flat", "peak", "tip")


def hours_of(windows: Hours) -> list[int]:
    """The clock hours (0–23, use in [h:00, h+1:00)) inside windows such as ``((22, 8),)``."""
    hours: list[int] = []
    for start, end in windows:
        length = (end - start) % 24 or 24
        hours.extend((start + step) % 24 for step in range(length))
    return sorted(hours)


class PriceRow(BaseModel):
    """What every row has: identity, whom it concerns, validity, source and confidence."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    province: str | None
    customer_class: str
    voltage: Voltage | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    not_before: date | None = None
    source: str
    confidence: Confidence

    def is_valid_on(self, day: date) -> bool:
        """Whether the row is in force on the day. An open end runs on until a later row replaces it."""
        start = self.effective_from or self.not_before
        return (start is None or start <= day) and (self.effective_to is None or day <= self.effective_to)

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to < self.effective_from:
            raise ValueError(f"{self.id}: ends before it starts")
        return self


class TieredRow(PriceRow):
    """Residential tiers: three prices (yuan/kWh) and two limits (kWh a year and a month)."""

    settlement: Literal["year", "month"]
    prices: tuple[Decimal, ...]
    monthly_limits: tuple[Decimal, Decimal] | None = None
    yearly_limits: tuple[Decimal, Decimal] | None = None
    limits_confidence: Confidence | None = None

    @property
    def is_complete(self) -> bool:
        """Whether all three prices and both limits are known, so that a bill can be calculated."""
        return len(self.prices) == 3 and self.monthly_limits is not None and self.yearly_limits is not None

    @model_validator(mode="after")
    def _prices_and_limits_rise(self) -> Self:
        if len(self.prices) not in (1, 3) or list(self.prices) != sorted(self.prices):
            raise ValueError(f"{self.id}: one or three rising prices expected")
        for limits in (self.monthly_limits, self.yearly_limits):
            if limits and not 0 < limits[0] < limits[1]:
                raise ValueError(f"{self.id}: limits must rise")
        if (
            self.monthly_limits
            and self.yearly_limits
            and any(month * 12 != year for month, year in zip(self.monthly_limits, self.yearly_limits, strict=True))
        ):
            raise ValueError(f"{self.id}: a yearly limit is twelve monthly ones")
        return self


class CombinedRow(PriceRow):
    """The single price of combined customers, by voltage, yuan/kWh."""

    prices: dict[Voltage, Decimal]


class Season(BaseModel):
    """Some months of the year with their windows and, where they differ, their own tier 1 prices."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["all_year", "heating", "other"]
    label: str
    months: tuple[int, ...]
    peak_hours: Hours
    valley_hours: Hours
    peak_price: Decimal | None = None
    valley_price: Decimal | None = None

    @model_validator(mode="after")
    def _windows_fill_the_day(self) -> Self:
        if sorted(hours_of(self.peak_hours) + hours_of(self.valley_hours)) != list(range(24)):
            raise ValueError(f"{self.label}: the windows do not fill 24 hours exactly once")
        return self


class TimeOfUseRow(PriceRow):
    """Residential time-of-use: tier 1 prices of peak and valley energy, surcharges of tiers 2 and 3, yuan/kWh."""

    peak_price: Decimal
    valley_price: Decimal
    surcharges: tuple[Decimal, ...]
    seasons: tuple[Season, ...]

    def season_of(self, month: int) -> Season | None:
        """The season a month (1–12) falls into, None where the windows are unknown."""
        return next((season for season in self.seasons if month in season.months), None)

    def surcharge(self, tier: int) -> Decimal | None:
        """What tier 1, 2 or 3 adds to the tier 1 price, None where it is not known."""
        return (Decimal(0), *self.surcharges)[tier - 1] if tier <= len(self.surcharges) + 1 else None

    @model_validator(mode="after")
    def _seasons_fill_the_year(self) -> Self:
        months = sorted(month for season in self.seasons for month in season.months)
        if months and months != list(range(1, 13)):
            raise ValueError(f"{self.id}: the seasons do not fill the year exactly once")
        return self


class QuotaRow(PriceRow):
    """The rule for households with many members and for free energy; kWh a month."""

    extra_kwh_month: Decimal
    min_members: int
    combined_from_members: int | None = None
    tiers_shift: bool
    tiers_shift_confidence: Confidence
    renew_years: int | None = None
    free_kwh_month: Decimal | None = None
    free_kwh_text: str | None = None
    free_confidence: Confidence


class EvRow(PriceRow):
    """Time-of-use of residents' charging piles: a price (yuan/kWh) and windows for each period."""

    prices: dict[Period, Decimal]
    hours: dict[Period, Hours]

    def period_of(self, hour: int) -> Period:
        """The period of the energy used in [hour:00, hour+1:00)."""
        return next(period for period, windows in self.hours.items() if hour in hours_of(windows))

    @model_validator(mode="after")
    def _windows_fill_the_day(self) -> Self:
        if sorted(hour for windows in self.hours.values() for hour in hours_of(windows)) != list(range(24)):
            raise ValueError(f"{self.id}: the windows do not fill 24 hours exactly once")
        return self


class LateFeeRow(PriceRow):
    """Late fee rates a day and the smallest fee in yuan."""

    residential_rate: Decimal
    other_rate_in_year: Decimal
    other_rate_later_years: Decimal
    minimum: Decimal


class Penalty(BaseModel):
    """Below the standard: ``per_step`` percent more for every 0.01, until ``down_to``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    down_to: Decimal
    per_step: Decimal


class PowerFactorRow(PriceRow):
    """Percent adjustments around one standard power factor."""

    standard: Decimal
    who: str
    rewards: dict[Decimal, Decimal]
    penalties: tuple[Penalty, ...]


class TwoPartRow(PriceRow):
    """Thresholds (kVA), the contract-demand rule and the load-rate discount of the two-part tariff."""

    threshold_may_kva: Decimal
    threshold_must_kva: Decimal
    demand_excess_ratio: Decimal
    demand_excess_multiplier: Decimal
    load_rate_kwh_per_kva: Decimal
    load_rate_discount: Decimal
    load_rate_confidence: Confidence
    suspension_min_days: int


class BusinessTouRow(PriceRow):
    """Business time-of-use as texts: the ratio and the hours of each period that is known."""

    ratio: str
    hours: dict[Period, str]


class FundsRow(PriceRow):
    """Government funds and surcharges, yuan/kWh."""

    price: Decimal


class MeterErrorRow(PriceRow):
    """How a measuring error found by a test is settled, in words."""

    rule: str


Scheme = Literal["single_part", "two_part"]
Level = Literal["lt1kv", "1_10kv", "20kv", "35kv", "110kv", "ge220kv"]


class AgencyPurchaseRow(PriceRow):
    """The published parts of one month's agency purchase, yuan/kWh, and how the periods multiply some of them."""

    purchase: Decimal
    losses: Decimal
    system: Decimal
    ratios: dict[Period, Decimal]
    time_of_use_on: tuple[Literal["purchase", "transmission"], ...]


class AgencyRuleRow(PriceRow):
    """By how much the purchase price is multiplied for those who left the market."""

    left_market_multiplier: Decimal


class TransmissionRow(PriceRow):
    """Transmission of a scheme and voltage level, yuan/kWh; capacity in yuan per kVA, demand in yuan per kW a month."""

    scheme: Scheme
    level: Level
    price: Decimal
    capacity_price: Decimal | None = None
    demand_price: Decimal | None = None


class AgricultureRow(PriceRow):
    """Who pays the agricultural price, who does not, and from which capacity (kVA) on the power factor is assessed."""

    uses: dict[str, str]
    excluded: dict[str, str]
    pays_renewables_surcharge: bool
    assessed_from_kva: Decimal
    standard: Decimal
    station_standard: Decimal
    large_station_from_kva: Decimal
    large_station_standard: Decimal
