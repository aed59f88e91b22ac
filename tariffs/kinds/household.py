"""What the two residential calculations share: reading a household's input, and its tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from ..calculation import TariffReference
from ..catalogue import provinces_of, row_on
from ..errors import InvalidInput
from ..fields import Fields
from ..money import ZERO
from ..schedules import Confidence, PriceRow, QuotaRow, TieredRow, Voltage

Tiers = tuple[Decimal, Decimal, Decimal]
Row = TypeVar("Row", bound=PriceRow)

COMMON_FIELDS = {
    "province", "year_month", "customer_type", "voltage", "cumulative_before", "multi_person_quota",
    "household_members", "quota_months", "months_connected", "free_kwh", "low_income", "reading_date",
    "tiers_shift",
}  # fmt: skip
ALIASES = {
    "month": "year_month",
    "connected_months": "months_connected",
    "months_in_year": "months_connected",
    "account_months": "months_connected",
    "active_months": "months_connected",
    "free_quota_kwh": "free_kwh",
    "free_kwh_month": "free_kwh",
    "dibao": "low_income",
    "members": "household_members",
    "cumulative_kwh": "cumulative_before",
    "cumulative": "cumulative_before",
}
_CUSTOMER_TYPES = {
    "household": "household", "residential": "household", "low_income": "household",
    "lowincome": "household", "一户一表": "household", "居民": "household",
    "combined": "combined", "合表": "combined", "school": "combined", "welfare": "combined",
    "non_residential": "combined", "非居民": "combined",
}  # fmt: skip
_VOLTAGES: dict[str, Voltage] = {
    "lt1kv": "lt1kv", "<1kv": "lt1kv", "below1kv": "lt1kv", "under1kv": "lt1kv", "220v": "lt1kv", "380v": "lt1kv",
    "low": "lt1kv", "lessthan1kv": "lt1kv", "不满1千伏": "lt1kv", "低压": "lt1kv",
    "ge1kv": "ge1kv", "gte1kv": "ge1kv", ">=1kv": "ge1kv", "≥1kv": "ge1kv", "1kv": "ge1kv", "110kv": "ge1kv",
    "1to10kv": "ge1kv", "10kv": "ge1kv", "gt1kv": "ge1kv", ">1kv": "ge1kv", "above1kv": "ge1kv", "over1kv": "ge1kv",
    "1kvandabove": "ge1kv", "1kvabove": "ge1kv", "1kv+": "ge1kv", "mv": "ge1kv",
    "high": "ge1kv", "1千伏及以上": "ge1kv", "110千伏": "ge1kv", "高压": "ge1kv",
    "rural": "rural", "rurallt1kv": "rural", "lt1kvrural": "rural", "village": "rural", "农村": "rural",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Household:
    """A residential customer in one month: who they are and what decides their tiers. Energy in kWh."""

    province: str
    month: date
    is_combined: bool
    voltage: Voltage
    cumulative_before: Decimal
    has_quota: bool
    quota_months: int
    months_connected: int
    free_kwh: Decimal
    tiers_shift: bool | None = None  # assume that a quota moves tier 2 (or not) instead of the province's rule

    @classmethod
    def read(cls, fields: Fields) -> Household:
        """Read and check the common fields. Raises InvalidInput."""
        is_combined = _choice(fields, "customer_type", _CUSTOMER_TYPES, "household") == "combined"
        province, month = fields.province(), fields.month("year_month")
        connected = fields.whole("months_connected", 1, 12) if "months_connected" in fields else 12
        has_quota = fields.flag("multi_person_quota")
        if "reading_date" in fields:
            fields.day("reading_date")  # the season follows the billing month; the date is only checked
        return cls(
            province=province,
            month=month,
            is_combined=is_combined,
            voltage=_VOLTAGES[_choice(fields, "voltage", {name: name for name in _VOLTAGES}, "lt1kv")],
            cumulative_before=ZERO if is_combined else fields.number("cumulative_before"),
            has_quota=has_quota,
            quota_months=_quota_months(fields, province, month, connected) if has_quota else 0,
            months_connected=connected,
            free_kwh=_free_kwh(fields, province, month),
            tiers_shift=fields.flag("tiers_shift") if "tiers_shift" in fields else None,
        )

    def tiered_row(self) -> TieredRow:
        """The price row of the month; InvalidInput when there is none or its tiers are not known."""
        if self.voltage != "lt1kv":
            raise InvalidInput("voltage", "一户一表只收录了不满1千伏的价格；合表用户请填 customer_type=combined")
        row = require_row(TieredRow, self.province, self.month, "居民阶梯电价")
        if not row.is_complete:
            raise InvalidInput("province", f"{self.province}的阶梯分档标准尚未收录，无法计算")
        return row

    def limits(self, row: TieredRow) -> tuple[Decimal, Decimal]:
        """The upper limits of tiers 1 and 2 for the settlement period, kWh.

        A year counts the months connected (a part month counts as one); a large household adds its quota to tier 1, and
        to tier 2 where the province's rule moves both (发改价格〔2013〕2523号; Shandong's text keeps tier 2).
        """
        if row.monthly_limits is None:
            raise InvalidInput("province", f"{self.province}的阶梯分档标准尚未收录，无法计算")
        by_year = row.settlement == "year"
        months = self.months_connected if by_year else 1
        first, second = (limit * months for limit in row.monthly_limits)
        if not self.has_quota:
            return first, second
        rule = quota_row(self.province, self.month)
        extra = rule.extra_kwh_month * (self.quota_months if by_year else 1)
        shifts = rule.tiers_shift if self.tiers_shift is None else self.tiers_shift
        return first + extra, second + extra if shifts else max(second, first + extra)

    def doubt(self, kwh: Decimal, row: TieredRow) -> tuple[Confidence | None, ...]:
        """The confidence of what else decided the tiers: their limits, and a quota's doubtful move of tier 2."""
        if not self.has_quota or self.tiers_shift is not None:
            return (row.limits_confidence,)
        both = {replace(self, tiers_shift=shifts).tiers_of(kwh, row) for shifts in (True, False)}
        matters = len(both) > 1
        return row.limits_confidence, quota_row(self.province, self.month).tiers_shift_confidence if matters else None

    def tiers_of(self, kwh: Decimal, row: TieredRow) -> Tiers:
        """Split a month's energy over the tiers, given the energy used before in the settlement period."""
        before = self.cumulative_before if row.settlement == "year" else ZERO
        return split_by_tiers(before, kwh, self.limits(row))


@dataclass(frozen=True, slots=True)
class TierPlace:
    """The yearly limits (kWh) of tiers 1 and 2 that hold for a household, and where they come from."""

    limits: tuple[Decimal, Decimal]
    tariff: TariffReference


def tier_place(source: Mapping[str, Any]) -> TierPlace | None:
    """The tiers of a household's month; None for combined customers and monthly tiers. Raises InvalidInput."""
    common = {name: value for name, value in source.items() if ALIASES.get(name, name) in COMMON_FIELDS}
    household = Household.read(Fields(common, COMMON_FIELDS, ALIASES))
    if household.is_combined:
        return None
    row = household.tiered_row()
    if row.settlement != "year":
        return None
    shift = quota_row(household.province, household.month).tiers_shift_confidence if household.has_quota else None
    return TierPlace(household.limits(row), TariffReference.of(row, also=(row.limits_confidence, shift)))


def split_by_tiers(before: Decimal, kwh: Decimal, limits: tuple[Decimal, Decimal]) -> Tiers:
    """The part of (before, before + kwh] that lies in each tier. The upper limit belongs to the lower tier."""
    after = before + kwh
    first = max(ZERO, min(after, limits[0]) - before)
    third = max(ZERO, after - max(before, limits[1]))
    return first, kwh - first - third, third


def require_row(kind: type[Row], province: str, day: date, what: str) -> Row:
    """The row in force, or InvalidInput that says which provinces are covered or that the date is too early."""
    row = row_on(kind, province, day)
    if row is not None:
        return row
    covered = provinces_of(kind)
    if province in covered:
        raise InvalidInput("year_month", f"{day:%Y-%m}的{province}{what}尚未收录，请换一个月份或转人工查询")
    raise InvalidInput("province", f"{province}的{what}尚未收录，目前有：{'、'.join(covered)}")


def require_rule(kind: type[Row], day: date, field: str, what: str) -> Row:
    """The national rule in force on a day, or InvalidInput naming the field that held the day."""
    row = row_on(kind, None, day)
    if row is None:
        raise InvalidInput(field, f"{day}的{what}尚未收录，请换一个日期或转人工查询")
    return row


def quota_row(province: str, day: date) -> QuotaRow:
    """The multi-person rule of the province, else the national frame."""
    row = row_on(QuotaRow, province, day) or row_on(QuotaRow, None, day)
    if row is None:
        raise InvalidInput("year_month", "这个月份没有一户多人口的规则")
    return row


def _quota_months(fields: Fields, province: str, month: date, connected: int) -> int:
    rule = quota_row(province, month)
    if "household_members" in fields:
        members = fields.whole("household_members", 1, 99)
        if members < rule.min_members:
            raise InvalidInput("household_members", f"户籍人口满{rule.min_members}人才能享受一户多人口政策")
    return fields.whole("quota_months", 0, connected) if "quota_months" in fields else connected


def _free_kwh(fields: Fields, province: str, month: date) -> Decimal:
    if "free_kwh" in fields:
        return fields.number("free_kwh", maximum=Decimal(100))
    if not (fields.flag("low_income") or _is_low_income_type(fields)):
        return ZERO
    free = quota_row(province, month).free_kwh_month
    if free is None:
        raise InvalidInput("free_kwh", f"{province}的免费电量（10或15千瓦时）尚未收录，请填写 free_kwh")
    return free


def _is_low_income_type(fields: Fields) -> bool:
    return "customer_type" in fields and fields.text("customer_type").lower() in {"low_income", "low income"}


def _choice(fields: Fields, name: str, choices: Mapping[str, Any], default: str) -> str:
    if name not in fields:
        return str(choices[default])
    written = fields.text(name).lower()
    compact = "".join(character for character in written if character not in " _-–~—")
    for key in (written, compact):
        if key in choices:
            return str(choices[key])
    raise InvalidInput(name, f"不认识“{written}”")
