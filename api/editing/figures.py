"""The figures an editor can refer to: every key of the tariff and limit tables with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import tariffs
import triage
from api.articles.figures import LABELS, FigureBook

GROUPS = {
    "residential_tiered": "居民阶梯",
    "residential_tou": "居民分时",
    "combined": "合表",
    "quota": "一户多人口",
    "late_fee": "违约金",
    "power_factor": "力率",
    "two_part": "两部制",
    "business_tou": "工商业分时",
    "ev_tou": "充电分时",
    "agency_purchase": "代理购电",
    "transmission": "输配电价",
    "meter_error": "电表误差",
}
NATIONAL = {  # figures that no comparison of provinces names
    "late_fee.residential_rate": "居民每日比例",
    "late_fee.other_rate_in_year": "其他用户当年欠费每日比例",
    "late_fee.other_rate_later_years": "其他用户跨年欠费每日比例",
    "late_fee.minimum": "最低收取",
    "power_factor.standard_large": "标准（大工业）",
    "power_factor.standard_general": "标准（一般工商业）",
    "power_factor.standard_agricultural": "标准（农业）",
    "two_part.threshold_must_kva": "应当执行的容量",
    "two_part.threshold_may_kva": "可以选择的容量",
    "two_part.demand_excess_ratio": "超合同需量的比例",
    "two_part.load_rate_kwh_per_kva": "负荷率优惠的每千伏安电量",
    "two_part.load_rate_discount": "负荷率优惠的折扣",
    "two_part.suspension_min_days": "暂停的最短天数",
    "agency_purchase.purchase": "购电价格",
    "agency_purchase.losses": "上网环节线损费用",
    "agency_purchase.system": "系统运行费用",
    "agency_purchase.left_market_multiplier": "退市用户的倍数",
    "transmission.two_part_ge220kv": "两部制（220千伏及以上）",
    "meter_error.rule": "退补规则",
}


@dataclass(frozen=True, slots=True)
class FigureOffered:
    """A reference to insert, its meaning, and its value today; ``differs``: each province has its own."""

    reference: str
    meaning: str
    text: str | None
    differs: bool


def offered(words: str, province: str | None, on: date, most: int) -> list[FigureOffered]:
    """Figures whose meaning or key holds every one of the words, those that may be quoted first."""
    wanted = words.lower().split()
    book = FigureBook(on)
    found = [
        each
        for each in (*_tariffs(book, province), *_limits(book))
        if all(word in f"{each.meaning} {each.reference}".lower() for word in wanted)
    ]
    return sorted(found, key=lambda each: each.text is None and not each.differs)[:most]


def _tariffs(book: FigureBook, province: str | None) -> Iterator[FigureOffered]:
    for key in tariffs.figure_keys():
        shown = book.tariff(key, province)
        group = GROUPS.get(key.partition(".")[0], "")
        meaning = f"{group} {LABELS.get(key) or NATIONAL.get(key) or key.partition('.')[2]}".strip()
        yield FigureOffered(f"{{{{tariff:{key}}}}}", meaning, shown.text if shown else None, bool(book.provinces(key)))


def _limits(book: FigureBook) -> Iterator[FigureOffered]:
    for key in triage.limit_keys():
        shown = book.limit(key)
        meaning = triage.limit(key, book.on).meaning if shown else key
        yield FigureOffered(f"{{{{limit:{key}}}}}", meaning, shown.text if shown else None, False)
