"""The figures behind an article's references, in force on a day; never one that is not verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import tariffs
import triage
from api.articles.seasons import in_season
from knowledge import REFERENCE

UNVERIFIED = "L"
# How a figure is called in a table that sets provinces side by side.
LABELS = {
    "residential_tiered.price1": "一档电价",
    "residential_tiered.price2": "二档电价",
    "residential_tiered.price3": "三档电价",
    "residential_tiered.limit1_year": "一档上限（年）",
    "residential_tiered.limit2_year": "二档上限（年）",
    "residential_tiered.limit1_month": "一档上限（月）",
    "residential_tiered.limit2_month": "二档上限（月）",
    "residential_tiered.settlement": "结算方式",
    "combined.price_lt1kv": "合表电价（不满1千伏）",
    "combined.price_1_10kv": "合表电价（1千伏及以上）",
    "combined.price_rural": "合表电价（农村）",
    "residential_tou.peak_price1": "一档峰电价",
    "residential_tou.peak_price2": "二档峰电价",
    "residential_tou.peak_price3": "三档峰电价",
    "residential_tou.valley_price1": "一档谷电价",
    "residential_tou.valley_price2": "二档谷电价",
    "residential_tou.valley_price3": "三档谷电价",
    "residential_tou.peak_hours": "峰段",
    "residential_tou.valley_hours": "谷段",
    "residential_tou.heating_months": "供暖季",
    "residential_tou.heating_peak_hours": "供暖季峰段",
    "residential_tou.heating_valley_hours": "供暖季谷段",
    "residential_tou.heating_peak_price1": "供暖季一档峰电价",
    "residential_tou.heating_peak_price2": "供暖季二档峰电价",
    "residential_tou.heating_peak_price3": "供暖季三档峰电价",
    "residential_tou.heating_valley_price1": "供暖季一档谷电价",
    "residential_tou.heating_valley_price2": "供暖季二档谷电价",
    "residential_tou.heating_valley_price3": "供暖季三档谷电价",
    "quota.extra_kwh_month": "每月增加电量",
    "quota.min_members": "户籍人口起点",
    "quota.combined_from_members": "可选合表的人口起点",
    "quota.free_kwh_month": "每月免费电量",
    "quota.tiers_shift": "分档变化",
    "quota.renew_years": "重新办理周期",
    "ev_tou.tip_price": "充电尖峰电价",
    "ev_tou.peak_price": "充电高峰电价",
    "ev_tou.flat_price": "充电平段电价",
    "ev_tou.valley_price": "充电低谷电价",
    "ev_tou.tip_hours": "充电尖峰时段",
    "ev_tou.peak_hours": "充电高峰时段",
    "ev_tou.flat_hours": "充电平段时段",
    "ev_tou.valley_hours": "充电低谷时段",
    "business_tou.ratio": "尖峰平谷比",
    "business_tou.tip_hours": "尖峰时段",
    "business_tou.peak_hours": "高峰时段",
    "business_tou.flat_hours": "平段",
    "business_tou.valley_hours": "低谷时段",
    "funds.price": "政府性基金及附加",
}


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure that may be shown."""

    text: str
    source: str
    effective_from: date | None
    province: str | None


class FigureBook:
    """Looks figures up for one day, and for one month of the year where one is asked about."""

    def __init__(self, on: date, month: int | None = None) -> None:
        self.on = on
        self._month = month

    def tariff(self, key: str, province: str | None) -> ShownFigure | None:
        """A tariff figure; None when it is not on record there and then, unknown or unverified."""
        try:
            found = tariffs.figure(key, province, self.on)
        except (KeyError, tariffs.TariffError):
            return None
        if found is None or found.confidence == UNVERIFIED:
            return None
        return ShownFigure(in_season(found.text, self._month), found.source, found.effective_from, found.province)

    def limit(self, key: str) -> ShownFigure | None:
        """A time limit or threshold; None when it is not on record or unverified."""
        try:
            found = triage.limit(key, self.on)
        except KeyError:
            return None
        if found.confidence == UNVERIFIED:
            return None
        return ShownFigure(found.text, found.source, None, None)

    def provinces(self, key: str) -> list[str]:
        """The provinces that have a figure of their own for a tariff key; none for a national rule."""
        try:
            return tariffs.provinces_with(key, self.on)
        except KeyError:
            return []

    def resolve(self, kind: str, key: str, province: str | None) -> ShownFigure | None:
        """The figure of a reference."""
        return self.tariff(key, province) if kind == "tariff" else self.limit(key)

    def fill(self, text: str, province: str | None) -> tuple[str, list[ShownFigure]] | None:
        """The text with its figures in place, and which they were; None when one of them may not be shown."""
        shown: list[ShownFigure] = []
        parts: list[str] = []
        end = 0
        for match in REFERENCE.finditer(text):
            figure = self.resolve(match[1], match[2], province)
            if figure is None:
                return None
            shown.append(figure)
            parts += [text[end : match.start()], figure.text]
            end = match.end()
        return "".join([*parts, text[end:]]), shown
