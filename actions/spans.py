"""Stretches of months in a customer's words: 今年, 最近半年, 上半年, 夏天, 6月到8月."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.answers import clean
from actions.turn import Turn
from nlu.text.numbers import number_of

MATTER = re.compile(r"电费|账单|用电|用了|多少度|多少钱|花了|交了|度电|缴费")  # what a stretch is asked about

SPAN_VALUES = ("months", "year", "first", "last", "from_month", "to_month")  # as the gateway takes them
SOME = r"(?:[两二三四五六七八九十]|[2-9]|1[0-2]|[23]\d|几)"
NAMED = re.compile(
    rf"今年|本年度?|去年|全年|一整?年|1整?年|半年|(?:最近|近|过去|这|前|上|头)(?:的)?{SOME}个?月|每个?月|各个?月|逐月|哪个?月|"
    rf"第?[一二三四1-4]季度|夏天|夏季|热天|暑假|\d{{1,2}}月份?(?:到|至|[-~])\d{{1,2}}月"
)
SEVERAL = re.compile(rf"(?:最近|近|过去|这|前|上|头)(?:的)?{SOME}个月")  # says by itself that it means them all
_FEW = 3  # 最近几个月
_RANGE = re.compile(r"月份?(?:到|至|[-~])")
_LAST_YEAR = re.compile(r"(?<!比)(?<!和)(?<!跟)(?<!与)(?<!同)去年")  # 比去年 names what is compared with
_QUARTER = re.compile(r"第?([一二三四1-4])季度")
_FIRST_MONTHS = re.compile(rf"(?:今年|本年|去年)(?:的)?(?:前|头)({SOME})个?月")
_WHY = re.compile(r"为什么|为啥|咋|怎么(?:这么|那么)")
_SUMMER = re.compile(r"夏天|夏季|热天|暑假")
_AGAINST_THE_YEAR_BEFORE = re.compile(
    r"同期|同比|(?:比|和|跟|与|同|较)(?:去年|上一?年|前一?年)(?!的?\d{1,2}月)(?:同|这|那|的|一年|全年|夏|热|$|呢|比|相比|多|少|高|低|贵|便宜|省|差|涨|降|对|怎么|如何|用|电费)"
)


def span_in(text: str, months: Sequence[str]) -> dict[str, str]:
    """The span that ``text`` names, as the gateway takes it; ``months``: those it names (YYYY-MM). Empty for none."""
    named = sorted(months)
    if len(named) > 1 and _RANGE.search(text):
        return {"first": named[0], "last": named[-1]}
    year = "last" if _LAST_YEAR.search(text) else "this"
    if part := _part_of_a_year(text):
        return {"year": year, "from_month": str(part[0]), "to_month": str(part[1])}
    if year == "last" or re.search(r"今年|本年", text):
        return {"year": "this" if re.search(r"今年|本年", text) else year}
    if "半年" in text:
        return {"months": "6"}
    if found := re.search(rf"({SOME})个?月(?!份)", text):
        return {"months": str(_FEW if found.group(1) == "几" else number_of(found.group(1)) or _FEW)}
    return {"months": "12"} if re.search(r"一整?年|1整?年|全年", text) else {}


def is_against_the_year_before(text: str) -> bool:
    """Whether the words compare with the year before (比去年同期呢)."""
    return bool(_AGAINST_THE_YEAR_BEFORE.search(text))


def compares_years(turn: Turn) -> bool:
    """Whether a stretch of months, named now or just told, is compared with the year before; one month is a bill."""
    text, subject = clean(turn.text).replace(" ", ""), turn.state.subject
    if not is_against_the_year_before(text) or "province" in turn.entities or _WHY.search(text):
        return False
    is_one_month = len(turn.entities.get("month", [])) == 1 or "kwh" in turn.entities
    is_spoken_of = subject is not None and subject.intent == "bill_history"
    return not is_one_month and (is_spoken_of or bool(MATTER.search(text) and span_in(text, ())))


def _part_of_a_year(text: str) -> tuple[int, int] | None:
    """First and last calendar month of 上半年, 二季度, 夏天, 今年前三个月."""
    if "上半年" in text:
        return 1, 6
    if "下半年" in text:
        return 7, 12
    if found := _QUARTER.search(text):
        last = 3 * int(number_of(found.group(1)) or found.group(1))
        return last - 2, last
    if found := _FIRST_MONTHS.search(text):
        return 1, min(12, int(number_of(found.group(1)) or _FEW))
    return (6, 8) if _SUMMER.search(text) else None
