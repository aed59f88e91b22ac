"""A figure that differs by season, cut down to the season that the question names."""

from __future__ import annotations

import re
from datetime import date

from nlu.text.dates import find_months
from nlu.text.normalize import normalize

_HEATING_MONTHS = frozenset({11, 12, 1, 2, 3})
_SUMMER_MONTHS = frozenset({7, 8})
# As the tariff tables write them: 8:00–22:00（采暖季11月—次年3月为8:00–20:00）; 7、8月20:00–22:00，其他月份18:00–20:00
_HEATING = re.compile(r"(?P<plain>.+?)（采暖季11月—次年3月为(?P<heating>.+)）")
_SUMMER = re.compile(r"7、8月(?P<summer>.+?)，其他月份(?P<other>.+)")
_SEASONS = (
    (re.compile(r"夏天|夏季|夏日|盛夏|暑假|三伏|迎峰度夏"), 7),
    (re.compile(r"冬天|冬季|冬日|寒冬|寒假|采暖季|供暖季|取暖季"), 1),
    (re.compile(r"春天|春季|开春"), 4),
    (re.compile(r"秋天|秋季|入秋"), 10),
)
_NOW = re.compile(r"现在|眼下|这个月|本月|今晚|今天|这几天|当前")


def month_asked_about(question: str, today: date) -> int | None:
    """The month (1–12) whose figures are asked for, by its name, its season or 现在; None when nothing says so."""
    text = normalize(question).text
    if months := {int(span.value[5:]) for span in find_months(text, today)}:
        return months.pop() if len(months) == 1 else None
    named = {month for words, month in _SEASONS if words.search(text)}
    if named:
        return named.pop() if len(named) == 1 else None
    return today.month if _NOW.search(text) else None


def in_season(text: str, month: int | None) -> str:
    """A figure's text for one month; the whole text when no month is asked about or it is the same all year."""
    if month is None:
        return text
    if match := _HEATING.fullmatch(text):
        return f"{match['heating']}（采暖季11月—次年3月）" if month in _HEATING_MONTHS else match["plain"]
    if match := _SUMMER.fullmatch(text):
        return f"{match['summer']}（7、8月）" if month in _SUMMER_MONTHS else f"{match['other']}（7、8月以外）"
    return text
