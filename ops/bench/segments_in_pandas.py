"""The stock way to segment customers: the same features by hand in pandas, everything in memory.

Written apart from ``customers/expressions.py``, so that tests can hold one against the other. It knows what the
generated customers have (no interval readings, no share from the register).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from customers.features import LAST_MONTHS, MATTERS, MAX_AGE_MONTHS, MIN_MONTHS
from customers.segment_model import SegmentModel
from customers.tags import SPECIAL_TAGS

Frame = Any  # pandas' own types say too little about grouped frames


def segments_in_pandas(folder: Path, as_of: date, model: SegmentModel) -> Frame:
    """Features and segment of every customer, indexed by account number."""
    customers = pd.read_parquet(folder / "customers").set_index("account_number")
    months = _last_months(pd.read_parquet(folder / "months"), as_of)
    months = months.join(customers["category"], on="account_number")
    found = customers.join(_use(months, model)).join(_bills(months))
    found = found.join(_contacts(pd.read_parquet(folder / "contacts"), as_of))
    counts = ["contacts", "online_contacts", "overdue", "late_bills", "known_payments", "online_payments", *MATTERS]
    found[[*counts, "months"]] = found[[*counts, "months"]].fillna(0)
    signs = found[["reminders", "late_bills"]].max(axis=1)
    found["arrears"] = found["overdue"].clip(upper=3) + signs.clip(upper=4) / 4
    online = found["online_payments"] + found["online_contacts"]
    found["online_share"] = online / (found["known_payments"] + found["contacts"]).replace(0, np.nan)
    found["segment"] = _segments(found, as_of, model)
    return found


def _last_months(months: Frame, as_of: date) -> Frame:
    months = months[months["month"] <= f"{as_of:%Y-%m}"]
    months["number"] = months["month"].str[-2:].astype(int)
    months["index"] = months["month"].str[:4].astype(int) * 12 + months["number"]
    newest = months.groupby("account_number", sort=False)["index"].transform("max")
    months["back"] = newest - months["index"]
    months = months[months["back"] < LAST_MONTHS]
    groups = months.groupby("account_number", sort=False)["index"]
    months["place"] = months["index"] - groups.transform("min")
    months["span"] = months["place"] + months["back"] + 1
    return months


def _use(months: Frame, model: SegmentModel) -> Frame:
    keys = pd.DataFrame(model.season_columns()).rename(columns={"month_number": "number"})
    months = months.merge(keys, on=["category", "number"], how="left")
    months["some_kwh"] = months["kwh"].clip(lower=1)
    months["level"] = np.log(months["some_kwh"]) - months["ratio"].fillna(0)
    groups = months.groupby("account_number", sort=False)
    use = groups.agg(
        months=("month", "size"), span=("span", "max"), newest=("month", "max"), middle=("level", "median")
    )
    year = months[months["back"] < 12].groupby("account_number", sort=False)["kwh"]
    use["yearly_kwh"] = year.sum() * 12 / year.count()
    use["value"] = np.log10(use["yearly_kwh"] + 1)
    log_growth = _growth(months, use)
    use["growth"] = np.exp(log_growth) - 1
    growth, middle = (months["account_number"].map(each) for each in (log_growth, use["middle"]))
    expected = middle + growth / 12 * (months["place"] - (months["span"] - 1) / 2)
    months["unrest"] = (months["level"] - expected).abs()
    use["volatility"] = months.groupby("account_number", sort=False)["unrest"].median().clip(upper=1)
    return use


def _growth(months: Frame, use: Frame) -> Frame:
    def middle(part: Frame) -> Frame:
        return part.groupby("account_number", sort=False)["level"].median()

    def kwh(back: int) -> Frame:
        return months[months["back"] == back].set_index("account_number")["some_kwh"].reindex(use.index)

    span = (use["span"] - 4).where(use["months"] >= 8)
    trend = ((middle(months[months["back"] < 4]) - middle(months[months["place"] < 4])) * 12 / span).fillna(0)
    against = np.log(kwh(0) / kwh(12))
    agreed = np.sign(trend) * np.minimum(trend.abs(), against.abs())
    agreed = agreed.where(trend * against > 0, 0.0).where(against.notna(), trend)
    return agreed.clip(-1, 1)


def _bills(months: Frame) -> Frame:
    months["is_late"] = months["days_late"] > 0
    months["is_paid_online"] = months["is_paid_online"].astype("boolean")
    return months.groupby("account_number", sort=False).agg(
        overdue=("is_overdue", "sum"),
        late_bills=("is_late", "sum"),
        known_payments=("is_paid_online", "count"),
        online_payments=("is_paid_online", "sum"),
    )


def _contacts(contacts: Frame, as_of: date) -> Frame:
    day = pd.to_datetime(contacts["day"])
    last, first = pd.Timestamp(as_of), pd.Timestamp(as_of - timedelta(days=365))
    recent = contacts[(day > first) & (day <= last)].copy()
    for name, kinds in MATTERS.items():
        recent[name] = recent["matter"].isin(kinds)
    counted = {name: (name, "sum") for name in MATTERS}
    groups = recent.groupby("account_number", sort=False)
    return groups.agg(contacts=("matter", "size"), online_contacts=("is_online", "sum"), **counted)


def _segments(found: Frame, as_of: date, model: SegmentModel) -> Frame:
    newest = found["newest"].fillna("0000-00")
    age = as_of.year * 12 + as_of.month - newest.str[:4].astype(int) * 12 - newest.str[-2:].astype(int)
    is_thin = (found["months"] < MIN_MONTHS) | (age > MAX_AGE_MONTHS)
    special = set(SPECIAL_TAGS)
    is_special = (found["category"] == "agricultural") | found["tags"].map(lambda tags: bool(special & set(tags)))
    decided = _decided(found, model, 0)
    return pd.Series(np.select([is_special, is_thin], ["special_service", "unknown"], decided), index=found.index)


def _decided(found: Frame, model: SegmentModel, node: int) -> Any:
    step: Any = model.tree[node]
    if "segment" in step:
        return np.full(len(found), step["segment"], dtype=object)
    value = found[step["feature"]].fillna(model.missing[step["feature"]])
    below, above = (_decided(found, model, int(step[side])) for side in ("below", "above"))
    return np.where(value > step["threshold"], above, below)
