"""Which day a question is about: 去年7月的电价 is answered with the rule then in force."""

from __future__ import annotations

import re
from datetime import date

from nlu.text.dates import find_months
from nlu.text.normalize import normalize

_YEAR = re.compile(r"(?<!\d)(20[0-9]\d)(?:年|那年|底|初)")
_SHORT_YEAR = re.compile(
    r"(?<![\d.])([12]\d)年(?=[的那底初冬夏春秋]|\d{1,2}月|时|以前|之前|一档|二档|三档|居民|阶梯|电价)"
)
_AGO = re.compile(r"(大前年|前年|去年|上一?年)")
_YEARS_BACK = {"大前年": 3, "前年": 2}
_YEARS_AGO = re.compile(r"(?<!\d)(\d{1,2}|几)年(?:之|以)?前")
_SEASONS = {"春": (4, 15), "夏": (7, 15), "秋": (10, 15)}
_SEASON = re.compile(r"年的?(冬|春|夏|秋)|(?:去|前)年(冬|春|夏|秋)")
# What has its own figure on every day: prices, windows, bounds of tiers, shares.
_DATED = re.compile(
    r"电价|电费.{0,3}多少|多少电费|价格|多少钱|单价|几毛|几分|标准|收费|规定|怎么收|怎么算|执行|[一二三]档|阶梯|几档|谷[电段]|峰[电段]|"
    r"峰谷|尖峰|平段|几点|时段|比价|比例|倍|基金|附加|合表|免费|便宜|多少度|上限|一度|每度|度电"
)
_NOW = re.compile(r"现在|目前|如今|眼下|当前|这会儿|今天")
# 2018年装的桩: when something was done, not whose rules are asked about.
_DONE_THEN = re.compile(
    r"年(?:\d{1,2}月份?|底|初|[春夏秋冬]天?)?(?:才|就|新|刚)?(?:买|装|办|搬|上|建|盖|开通|申请|报装|签|换|入住|交房|投运|投产|结婚|并网|注册)的?"
)
_OF_PRICES = "电价|一度|每度|几毛|[一二三]档|谷电|峰电|阶梯价"
_WILL = re.compile(r"电价|价格|多少钱|几毛|多少")


def year_ahead(question: str, today: date) -> str | None:
    """A coming time whose prices are asked about (2030年, 明年): nobody has published them."""
    text = normalize(question).text
    if not re.search(rf"{_OF_PRICES}|价格", text) or not _WILL.search(text):
        return None
    for match in _YEAR.finditer(text):
        if int(match[1]) > today.year:
            return match.group()
    soon = re.search(rf"(明年|后年|来年|(?<![乡底楼地山])下一年)[^，。？?]{{0,8}}(?:{_OF_PRICES})", text)
    return soon[1] if soon else None


def day_asked_about(question: str, today: date) -> date:
    """The day whose rules are asked about; today unless the question names an earlier time and something dated."""
    text = normalize(question).text
    if not _DATED.search(text) or _NOW.search(text) or _DONE_THEN.search(text):
        return today
    if months := [span.value for span in find_months(text, today)]:
        year, month = map(int, months[0].split("-"))
        return min(date(year, month, 15), today)
    year_named = _year_asked_about(text, today)
    return today if year_named is None else min(_day_of(text, year_named), today)


def _year_asked_about(text: str, today: date) -> int | None:
    if match := _YEAR.search(text):
        return int(match[1])
    if match := _SHORT_YEAR.search(text):
        return 2000 + int(match[1])
    if match := _AGO.search(text):
        return today.year - _YEARS_BACK.get(match[1], 1)
    if match := _YEARS_AGO.search(text):
        return today.year - (3 if match[1] == "几" else int(match[1]))
    return None


def _day_of(text: str, year: int) -> date:
    """The end of the year, or the middle of the season that is named: a winter begins in December."""
    match = _SEASON.search(text)
    season = next((group for group in match.groups() if group), None) if match else None
    if season is None or season == "冬":
        return date(year, 12, 31)
    month, day = _SEASONS[season]
    return date(year, month, day)
