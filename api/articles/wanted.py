"""Whose figure a question asks for and which one: class of customer, item, tier, period, voltage.

A price is not a window, a fund is not a price, a shop's price is not a home's. The words are in ``senses.yml``; what is
read here is compared with what an answer shows (``api/articles/stated.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from api.articles.senses import said, says
from knowledge import named_audiences, strip_places
from nlu.text.normalize import normalize


class Payer(StrEnum):
    """Who pays the price that is asked for, by the words of the question."""

    home = "居民"
    shared = "合表"  # several homes on one meter; schools, homes for the old, what a compound shares
    pile = "居民充电桩"
    other_pile = "单位和公共充电桩"
    business = "工商业"
    farm = "农业生产"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One figure. ``keys``: where the tariff tables have it, the first on record counts; none: no table has it."""

    payer: Payer
    name: str
    keys: tuple[str, ...] = ()


ANY_PRICE = "具体价格"
_PERIODS = {"tip": "尖峰", "peak": "峰段", "flat": "平段", "valley": "谷段"}
_TIERS = {"一": 1, "二": 2, "三": 3}


def wanted_figure(question: str) -> Wanted | None:
    """The one figure that a question asks for; None when it asks for none, for several or for a calculation."""
    text = strip_places("".join(normalize(question).text.split()))
    payer = payer_named(text)
    if payer is None:
        return None
    readers = (_fee_rate, _fund, _part_of_price, _ratio, _window, _bound, _price)
    return next((found for read in readers if (found := read(text, payer))), None)


def payer_named(text: str) -> Payer | None:
    """Who pays, by the words; a home where nobody is named, None where several are."""
    named = named_audiences(text)
    if says(text, "pile"):
        return Payer.other_pile if says(text, "other_pile") else Payer.pile
    if says(text, "shared") and not named & {"business", "agricultural"}:
        return Payer.shared
    if len(named & {"business", "agricultural"}) == 2 or (named - {"residential"} and says(text, "surely_home")):
        return None
    if "business" in named:
        return Payer.business
    return Payer.farm if "agricultural" in named else Payer.home


def _fee_rate(text: str, payer: Payer) -> Wanted | None:
    """What a late bill costs a day; only where somebody is named: the rates differ."""
    if not says(text, "fee") or says(text, "other_fee") or not says(text, "rate"):
        return None
    if payer in {Payer.business, Payer.farm}:
        span = "later_years" if says(text, "later_years") else "in_year"
        return Wanted(payer, "违约金比例", (f"late_fee.other_rate_{span}",))
    return Wanted(payer, "违约金比例", ("late_fee.residential_rate",)) if says(text, "home") else None


def _fund(text: str, payer: Payer) -> Wanted | None:
    """What is collected for funds: only what industry and trade pay is on record."""
    if not says(text, "fund") or not says(text, "fund_asked") or says(text, "otherwise"):
        return None
    is_ours = payer is Payer.business or (payer is Payer.home and not says(text, "home"))
    return Wanted(payer, "政府性基金及附加", ("funds.price",) if is_ours else ())


def _part_of_price(text: str, payer: Payer) -> Wanted | None:
    """Another part of a price: industry and trade pay them, few are on record."""
    part = said("part", text)
    if part is None or says(text, "not_part") or not says(text, "part_asked"):
        return None
    is_known = says(text, "highest_voltage") and says(part, "transmission") and not says(text, "one_part")
    return Wanted(Payer.business, part, ("transmission.two_part_ge220kv",) if is_known else ())


def _ratio(text: str, payer: Payer) -> Wanted | None:
    """How the periods of industry and trade stand to each other."""
    if payer is not Payer.business or not says(text, "ratio"):
        return None
    return Wanted(payer, "峰谷比价", ("business_tou.ratio",))


def _bound(text: str, payer: Payer) -> Wanted | None:
    """Up to which energy a tier goes, in a year or a month."""
    tier = _tier(text)
    if payer is not Payer.home or tier is None or not says(text, "bound") or says(text, "not_bound"):
        return None
    upper = tier - 1 if says(text, "enters") else tier
    if not 1 <= upper <= 2:
        return None
    span = "month" if says(text, "monthly") else "year"
    return Wanted(payer, f"{'一二'[upper - 1]}档上限", (f"residential_tiered.limit{upper}_{span}",))


def _window(text: str, payer: Payer) -> Wanted | None:
    """The hours of a period."""
    period = _period(text)
    if period is None or not says(text, "hours") or says(text, "not_hours"):
        return None
    name = f"{_PERIODS[period]}时段"
    if payer in {Payer.home, Payer.shared}:
        return Wanted(payer, name, (f"residential_tou.{period}_hours",) if period in {"peak", "valley"} else ())
    table = {Payer.pile: "ev_tou", Payer.business: "business_tou"}.get(payer)
    return Wanted(payer, name, (f"{table}.{period}_hours",) if table else ())


def _price(text: str, payer: Payer) -> Wanted | None:
    """A price of one kWh."""
    if not says(text, "how_much") or not says(text, "price") or says(text, "otherwise", "hours"):
        return None
    period = _period(text)
    if payer in {Payer.business, Payer.farm, Payer.other_pile}:
        return Wanted(payer, ANY_PRICE)
    if payer is Payer.pile:
        return Wanted(payer, f"{_PERIODS[period]}价格", (f"ev_tou.{period}_price",)) if period else None
    if payer is Payer.shared:
        return None if period or says(text, "peak_or_valley") else _shared_price(text)
    return _home_price(text, period)


def _home_price(text: str, period: str | None) -> Wanted | None:
    tier = _tier(text)
    if period in {"peak", "valley"}:
        name = f"{'一二三'[tier - 1]}档{_PERIODS[period]}价格" if tier else f"{_PERIODS[period]}价格"
        return Wanted(Payer.home, name, (f"residential_tou.{period}_price{tier or 1}",))
    if tier and period is None and not says(text, "only_one_of_them"):
        return Wanted(Payer.home, f"{'一二三'[tier - 1]}档电价", (f"residential_tiered.price{tier}",))
    return None


def _shared_price(text: str) -> Wanted:
    if says(text, "high_voltage") and not says(text, "low_voltage"):
        return Wanted(Payer.shared, "电价（1千伏及以上供电）", ("combined.price_1_10kv",))
    keys = ("combined.price_rural", "combined.price_lt1kv") if says(text, "rural") else ("combined.price_lt1kv",)
    return Wanted(Payer.shared, "电价", keys)


def _period(text: str) -> str | None:
    """The one period that is named; None when none or several are (峰谷)."""
    found = [period for period in _PERIODS if says(text, period)]
    return found[0] if len(found) == 1 else None


def _tier(text: str) -> int | None:
    """The one tier that is named."""
    found = set(re.findall(r"([一二三])档", text))
    return _TIERS[found.pop()] if len(found) == 1 else None
