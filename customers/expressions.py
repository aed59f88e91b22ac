"""A customer's features in four dimensions, written once: DuckDB and Spark compute them from the same expressions.

- use: energy a year, growth, volatility, season; valley share, evening share, load factor and daily variation, from
  interval readings where there are any
- payment and channels: share of payments and contacts made online
- needs: what tickets and chats were about
- credit: overdue and late bills, payment reminders

Growth and volatility are read after the season of the customer's category is taken out, with medians, so that one odd
month is not a trend. Missing values stay null. Every figure is rounded to six decimals: two engines add in different
orders, and the last bits must not decide about a customer.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import ibis

from .features import LAST_MONTHS, MATTERS
from .tables import CONTACTS, CUSTOMERS, MONTHS, READINGS, SEASONS

Table = Any  # ibis states the types of its values only when it sees the table
Value = Any
_YEAR = timedelta(days=365)
_HOURS_A_MONTH = 730
_WINDOW = 4  # months at each end that growth compares
_NIGHT, _EVENING = (23, 0, 1, 2, 3, 4, 5, 6), (18, 19, 20, 21)  # hours; the commonest valley and peak windows
_HOURS_OF_A_DAY = 22  # a day with fewer hours on record says nothing about its shape
_LEAST_DAYS = 14
_LEAST_SINGLES = 3  # payments and contacts; fewer say nothing about a habit
_DIGITS = 6


def features(as_of: date) -> Table:
    """One row a customer on a day, with the fields of ``Features`` and ``category`` and ``tags``."""
    rows = counted(as_of)
    joined = rows["customers"]
    months = _last_months(rows["months"].join(joined["account_number", "category"], "account_number"))
    for part in (_use_and_bills(months), _contacts(rows["contacts"]), _readings(rows["readings"])):
        joined = joined.left_join(part, "account_number").drop("account_number_right")
    return joined.select("account_number", "category", "tags", "newest", **_columns(joined))


def counted(as_of: date) -> dict[str, Table]:
    """The rows of each table that count on a day: nothing later, contacts and readings of a year only.

    Readings are counted from the beginning of a month, so that features do not change every day by themselves.
    """
    contacts, readings = ibis.table(CONTACTS, name="contacts"), ibis.table(READINGS, name="readings")
    months, read_on = ibis.table(MONTHS, name="months"), readings.read_at.date()
    return {
        "customers": ibis.table(CUSTOMERS, name="customers"),
        "months": months.filter(months.month <= f"{as_of:%Y-%m}"),
        "contacts": contacts.filter(contacts.day > as_of - _YEAR, contacts.day <= as_of),
        "readings": readings.filter(read_on >= (as_of - _YEAR).replace(day=1), read_on <= as_of),
    }


def seasons(as_of: date) -> Table:
    """The usual season of each category: the median of log(month / the customer's own middle) by calendar month."""
    rows = counted(as_of)
    months = _last_months(rows["months"].join(rows["customers"]["account_number", "category"], "account_number"))
    logs = months.mutate(log_kwh=ibis.greatest(months.kwh, 1.0).ln())
    middles = logs.group_by("account_number").agg(middle=logs.log_kwh.mean(where=logs.back < 12))
    joined = logs.join(middles, "account_number")
    ratios = joined.group_by("category", month_number=joined.number).agg(
        ratio=(joined.log_kwh - joined.middle).median()
    )
    return ratios.mutate(ratio=ratios.ratio.round(4)).order_by("category", "month_number")


def _columns(row: Table) -> dict[str, Value]:
    complaints = row.complaints.coalesce(0) + row.complaint_contacts.coalesce(0)
    overdue, late = row.overdue.coalesce(0), row.late_bills.coalesce(0)
    known = row.known_payments.coalesce(0) + row.contacts.coalesce(0)
    counted_online = row.online_payments.coalesce(0) + row.online_contacts.coalesce(0)
    online = ibis.cases((known >= _LEAST_SINGLES, counted_online / known.nullif(0)))
    # contacts alone are not "payments and contacts": without single payments on record the register goes first
    share = ibis.cases((row.known_payments.coalesce(0) > 0, online), else_=row.online_share.coalesce(online))
    reminders = row.reminders.coalesce(0)
    signs = ibis.greatest(reminders, late)  # a late bill is usually reminded of: not counted twice
    figures = {
        "yearly_kwh": row.yearly_kwh,
        "value": (row.yearly_kwh + 1).log10(),
        "growth": row.log_growth.exp() - 1,
        "volatility": row.volatility,
        "summer_ratio": row.summer_ratio.coalesce(1.0),
        "winter_ratio": row.winter_ratio.coalesce(1.0),
        "valley_share": row.valley_share.coalesce(row.valley_share_months, row.night_share),
        "evening_share": row.evening_share,
        "load_factor": row.load_factor_months.coalesce(row.load_factor_readings),
        "daily_variation": row.daily_variation,
        "online_share": share.coalesce(row.online_share),
        "arrears": ibis.least(overdue, 3) + ibis.least(signs, 4) / 4,
    }
    counts = {"months": row.months.coalesce(0), "complaints": complaints, "overdue": overdue, "late_bills": late}
    counts |= {"reminders": reminders} | {name: row[name].coalesce(0) for name in MATTERS}
    return {name: value.round(_DIGITS) for name, value in figures.items()} | counts


def _last_months(known: Table) -> Table:
    """The 13 calendar months up to each customer's newest, with how far each lies from the newest and the oldest."""
    numbered = known.mutate(number=known.month.right(2).cast("int64"), index=month_index(known.month))
    ends = numbered.group_by("account_number").agg(newest_index=numbered.index.max(), oldest_index=numbered.index.min())
    joined = numbered.join(ends, "account_number")
    oldest = ibis.greatest(joined.oldest_index, joined.newest_index - LAST_MONTHS + 1)
    placed = joined.mutate(
        back=joined.newest_index - joined.index, place=joined.index - oldest, span=joined.newest_index - oldest + 1
    )
    return placed.filter(placed.back < LAST_MONTHS)


def month_index(month: Value) -> Value:
    """Months since year 0."""
    return month.left(4).cast("int64") * 12 + month.right(2).cast("int64")


def _use_and_bills(months: Table) -> Table:
    """Energy, season, growth, volatility, and payments of each customer with months on record."""
    placed = _without_season(months)
    grown = _growth(_shape(placed))
    joined = placed.join(grown["account_number", "middle", "log_growth"], "account_number")
    expected = joined.middle + joined.log_growth / 12 * (joined.place - (joined.span - 1) / 2)
    distance = (joined.level - expected).abs()
    unrest = joined.group_by("account_number").agg(volatility=ibis.least(1.0, distance.median()))
    return grown.join(unrest, "account_number")


def _without_season(months: Table) -> Table:
    """Adds ``level``: the logarithm of the energy without the usual season; an idle month counts as one kWh."""
    usual = ibis.table(SEASONS, name="seasons")
    joined = months.left_join(usual, ["category", ("number", "month_number")], rname="season_{name}")
    kwh = ibis.greatest(joined.kwh, 1.0)
    return joined.mutate(some_kwh=kwh, level=kwh.ln() - joined.ratio.coalesce(0.0))


def _shape(placed: Table) -> Table:
    usual = placed.kwh.median().nullif(0)
    return placed.group_by("account_number").agg(
        months=placed.count(),
        span=placed.span.max(),
        newest=placed.month.max(),
        yearly_kwh=placed.kwh.sum(where=placed.back < 12) * 12 / placed.count(where=placed.back < 12),
        summer_ratio=placed.kwh.mean(where=placed.number.isin([7, 8])) / usual,
        winter_ratio=placed.kwh.mean(where=placed.number.isin([12, 1, 2])) / usual,
        middle=placed.level.median(),
        # cases and not where=: ibis 12 words a filtered median in a way that Spark refuses
        first=ibis.cases((placed.place < _WINDOW, placed.level)).median(),
        last=ibis.cases((placed.back < _WINDOW, placed.level)).median(),
        newest_kwh=placed.some_kwh.max(where=placed.back == 0),
        same_month_kwh=placed.some_kwh.max(where=placed.back == 12),
        **_bills(placed),
    )


def _bills(months: Table) -> dict[str, Value]:
    """Payment behaviour and credit, and the load shape that monthly readings tell."""
    measured = months.valley_kwh.notnull() & months.peak_kwh.notnull()
    factor = months.kwh / months.max_demand_kw.nullif(0) / _HOURS_A_MONTH
    return {
        "overdue": months.is_overdue.sum(),
        "late_bills": (months.days_late > 0).sum(),
        "known_payments": months.is_paid_online.count(),
        "online_payments": months.is_paid_online.sum(),
        "valley_share_months": months.valley_kwh.sum(where=measured) / months.kwh.sum(where=measured).nullif(0),
        "load_factor_months": factor.mean(),
    }


def _growth(shape: Table) -> Table:
    """Adds the logarithmic growth a year: the median of the last months against that of the first.

    A trend counts only as far as the same month of last year agrees: a season unlike others' is not growth.
    """
    change = (shape.last - shape.first) * 12 / (shape.span - _WINDOW).nullif(0)
    trend = ibis.cases((shape.months >= 2 * _WINDOW, change)).coalesce(0.0)
    against = (shape.newest_kwh / shape.same_month_kwh).ln()
    agreed = ibis.cases(
        (against.isnull(), trend),
        (trend * against <= 0, 0.0),
        else_=trend.sign() * ibis.least(trend.abs(), against.abs()),
    )
    return shape.mutate(log_growth=ibis.greatest(-1.0, ibis.least(1.0, agreed)))


def _contacts(recent: Table) -> Table:
    """What the customer came with, and how."""
    matters = {name: recent.matter.isin(kinds).sum() for name, kinds in MATTERS.items()}
    return recent.group_by("account_number").agg(
        contacts=recent.count(),
        online_contacts=recent.is_online.sum(),
        complaint_contacts=(recent.matter == "complaint").sum(),
        **matters,
    )


def _readings(recent: Table) -> Table:
    """The load shape that interval readings tell, from whole days only."""
    hourly = recent.group_by("account_number", day=recent.read_at.date(), hour=recent.read_at.hour()).agg(
        kwh=recent.kwh.sum()
    )
    daily = hourly.group_by("account_number", "day").agg(
        hours=hourly.count(),
        total=hourly.kwh.sum(),
        highest=hourly.kwh.max(),
        night=hourly.kwh.sum(where=hourly.hour.isin(_NIGHT)),
        evening=hourly.kwh.sum(where=hourly.hour.isin(_EVENING)),
    )
    whole = daily.filter(daily.hours >= _HOURS_OF_A_DAY)
    energy = whole.total.sum().nullif(0)
    shape = whole.group_by("account_number").agg(
        days=whole.count(),
        night_share=whole.night.sum() / energy,
        evening_share=whole.evening.sum() / energy,
        load_factor_readings=whole.total.mean() / 24 / whole.highest.max().nullif(0),
        daily_variation=whole.total.std(how="pop") / whole.total.mean().nullif(0),
    )
    return shape.filter(shape.days >= _LEAST_DAYS).drop("days")
