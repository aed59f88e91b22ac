"""Days, as people name them, against the day on which they write."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from nlu.text.months import RELATIVE_MONTHS, YEAR, find_months, year_named
from nlu.text.spans import Span

__all__ = ["find_dates", "find_months"]

_RELATIVE_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
# as Cantonese say it, and as voice input hears it
_RELATIVE_DAYS |= {"寻": -1, "琴": -1, "听": 1, "作": -1, "做": -1, "咋": -1, "金": 0, "名": 1}
_WEEKDAYS = {character: index % 7 for index, character in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {str(index + 1): index for index in range(7)}

_RELATIVE_DAY = re.compile(
    r"(?P<year>(?:去|前)年的?(?=今[天日]))?(?P<relative>大前|大后|(?<!之|以|提|先|目|当|从|跟|往|最|几|啥|么)前|昨|今|(?<!明)明|(?<!之|以|最|背|然|今|几)后)"
    r"(?:天|日(?!期)|[早晚夜](?!安)|凌?晨|儿个?|个(?!月|人|[小钟位电])儿?|朝|(?=[上下中]午))(?!气)"
    r"|(?P<dialect>[寻琴](?=[日晚])|听(?=日))[日晚]|(?P<heard>[作咋做](?=天)|[金名](?=天))天(?=[早晚上下中夜停报交才就]|$)(?!花|都)"
)
_TWO_DAYS = re.compile(r"(?P<first>[昨今明])(?P<second>[今明后])(?=[12两]天|[两二]日)")
# 18到20号, 11月18-20日: days that share the month and the 号 of a neighbour
_DAY_BEHIND = re.compile(r"(?:[、和跟与]|[到至~—–-])(?P<day>3[01]|[12]\d|0?[1-9])[日号](?!楼|院|线|表|栋|幢|单元)")
_DAY_BEFORE = re.compile(r"(?<![\d.:月/路街巷弄村-])(?P<day>3[01]|[12]\d|0?[1-9])[日号]?(?:、|[到至~—–-])$")
_FULL_DAY = re.compile(
    rf"(?<![\d农阴旧])(?<!农历)(?<!阴历)(?<!每年)(?<!每年的){YEAR}(?P<month>1[0-2]|"
    rf"0?[1-9]|元) ?月(?:份的?)? ?(?P<day>3[01]|[12]\d|0?[1-9])(?: ?[日号](?!楼|院|线|表)|(?<! \d)(?<! \d\d)(?!\d|"
    rf"[多几.度元块个%月、]|千瓦))"
)
_NUMERIC_DAY = re.compile(
    r"(?<![\d.A-Za-z])(?:(20[12]\d)([-/.年])(1[0-2]|0?[1-9])(?:\2|(?<=年\d)月|(?<=年\d\d)月)(3[01]|[12]\d|0?[1-9])|"
    r"(20[12]\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9]))日?(?!\d|[-./]\d)"
)
_SHORT_DAY = re.compile(
    r"(?<![\d./-])(?P<month>1[0-2]|0?[1-9])[/.](?P<day>3[01]|[12]\d|0?[1-9])(?=号|日|停|那天|"
    r"晚上|早上|上午|下午|检修|来电|报修|[交抄修换装]的|才|又)(?:号|日)?"
)
_MONTH_DAY = re.compile(
    r"(?:(?P<relative>上上|上|这|本|下)1?个?月的?)(?P<day>3[01]|[12]\d|0?[1-9])(?:[日号](?!楼|院|线)|(?=$|[,。;停换报到至]))"
)
_LONE_DAY = re.compile(
    r"(?<!每个月)(?<!每月的)(?<!门牌)(?<!连续)(?<!近两)(?<![\d.月第每甲乙丙丁戊附廿卅栋幢路街巷弄院村队组楼区园苑门厂井台变杆桩枪机房座宿口坊排负-])(?<!(?<!知)道)(?P<day>3[01]|[12]\d|"
    r"0?[1-9])(?:号|(?<=\d\d)(?<!逾\d\d)(?<!已\d\d)(?<!近\d\d)(?<!满\d\d)日(?![内间游后未以有来之]))(?!楼|院|线|表|栋|幢|单元|门|井|台区|大?棚|鱼?塘|[池摊铺仓库炉窑]|档口|台|变|杆|桩|枪|机|房|座|段|公馆|"
    r"码|文|坑|柱|位|大院|小区|站|厂|室|箱|电[表梯箱杆柜工房池]|窗|柜|车|闸|桌|冷库|教室|泵|炉|风机|电池|开关|灯|妹|姑娘|小姐|客服|坐席|厕所|直流|交流|快充|充电|门|岗)"
)
_DAYS_AGO = re.compile(r"(?<!\d)(?P<days>\d{1,2})(?:天|(?<=[于早人我,。]\d)日)(?:之|以)?前")
_WEEKDAY = re.compile(
    r"(?P<which>上上|上|这|本|下下|下)?个?(?<!每)(?<!每个)(?<!每到)(?<!每逢)(?<!都[是在])(?<!老[是在])(?<!总[是在])(?<!二个)(?<![一1])(?<![一二三四五六日天][到至])(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])(?![\d年个条岁边到至次回趟遍])"
)
_WEEK = re.compile(r"周|星期|礼拜")
_RANGE_BEFORE = re.compile(r"(1[0-2]|[1-9])月\d{1,2}[日号]?[到至~-]$")
_BEGINS = re.compile(r"起|开始|以?后(?!来)|要(?!了)|将|.{0,6}(?:清零|归零|从头|重新|重算|还贵)")
_FESTIVAL_DAY = re.compile(r"(双十一|双11|国庆|元旦|五一)节?(?:那1?天|当天|(?<=元旦)(?!节|假|前|后|期间|那|放|晚会))")
_FESTIVALS = {"元旦": (1, 1), "五一": (5, 1), "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11)}
_COUNTED_DAY = re.compile(r"[0-9周]|星期|礼拜")
_PAST = re.compile(r"了|过|报的|交的|停的|办的|缴的|打的|来的|申请的|上次|之前|已|就报|至今|到现在")


def find_dates(text: str, today: date) -> list[Span]:
    """Days as ``YYYY-MM-DD``; a day without its month or year is the one the sentence most likely means."""
    found = [Span("date", day.isoformat(), *match.span()) for match, day in _relative_days(text, today)]
    for match in _TWO_DAYS.finditer(text):  # 今明两天
        for group in ("first", "second"):
            said = today + timedelta(days=_RELATIVE_DAYS[match[group]])
            found.append(Span("date", said.isoformat(), *match.span(group)))
    found += [
        Span("date", (today - timedelta(days=int(match["days"]))).isoformat(), *match.span())
        for match in _DAYS_AGO.finditer(text)
    ]
    for match in _FESTIVAL_DAY.finditer(text):
        festival = _near(*_FESTIVALS[match[1]], today, is_past=_is_past(match))
        found.append(Span("date", festival.isoformat(), *match.span()))
    readings = (
        (_NUMERIC_DAY, _numeric_day),
        (_FULL_DAY, _full_day),
        (_SHORT_DAY, _full_day),
        (_MONTH_DAY, _month_day),
        (_LONE_DAY, _lone_day),
        (_WEEKDAY, _weekday),
    )
    for pattern, read in readings if _COUNTED_DAY.search(text) else ():
        if pattern is _WEEKDAY and not _WEEK.search(text):
            continue
        for match in pattern.finditer(text):
            day = read(match, today)
            if day:
                found = [*_days_beside(text, day, match), *found, Span("date", day.isoformat(), *match.span())]
    return found


def _days_beside(text: str, day: date, match: re.Match[str]) -> Iterator[Span]:
    """The other days of a list or range, which have the month of ``day``, or the next when they count less."""
    behind = _DAY_BEHIND.match(text, match.end())
    if behind and "day" in match.re.groupindex:
        number = int(behind["day"])
        month = day if number > day.day else day.replace(day=1) + timedelta(days=31)
        named = _day(month.year, month.month, number)
        if named:
            yield Span("date", named.isoformat(), behind.start("day"), behind.end())
    before = _DAY_BEFORE.search(text, 0, match.start()) if match.re is _LONE_DAY else None
    if before and int(before["day"]) < day.day:
        yield Span("date", day.replace(day=int(before["day"])).isoformat(), *before.span("day"))


def _relative_days(text: str, today: date) -> Iterator[tuple[re.Match[str], date]]:
    for match in _RELATIVE_DAY.finditer(text):
        day = today + timedelta(days=_RELATIVE_DAYS[match["relative"] or match["dialect"] or match["heard"]])
        years = {"去": 1, "前": 2}.get((match["year"] or "")[:1], 0)
        same = _day(day.year - years, day.month, day.day)
        if same:
            yield match, same


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _near(month: int, of_month: int, today: date, is_past: bool) -> date:
    """The festival day that a sentence means: the coming one within two months, unless it tells of something past."""
    this, coming = date(today.year, month, of_month), date(today.year + 1, month, of_month)
    if this <= today:
        return coming if (coming - today).days <= 60 and not is_past else this
    return this if (this - today).days <= 60 and not is_past else date(today.year - 1, month, of_month)


def _numeric_day(match: re.Match[str], today: date) -> date | None:
    year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
    return _day(int(year), int(month), int(day))


def _full_day(match: re.Match[str], today: date) -> date | None:
    year = year_named(match, today)
    named = _day(year or today.year, int(match["month"].replace("元", "1")), int(match["day"]))
    if year or named is None:
        return named
    begun = _RANGE_BEFORE.search(match.string, 0, match.start())
    if begun and named <= today < date(today.year, int(begun[1]), 1):  # 12月1日到2月28日
        return _day(today.year + 1, named.month, named.day)
    if named <= today:  # 1月1号起 of November is the coming one
        coming = _day(today.year + 1, named.month, named.day)
        begins = _BEGINS.match(match.string, match.end()) is not None
        return coming if begins and coming and (coming - today).days <= 60 else named
    # a coming day within two months is a plan or a due date; a later one was last year
    near = (named - today).days <= 60 and not _is_past(match)
    return named if near else _day(today.year - 1, named.month, named.day)


def _month_day(match: re.Match[str], today: date) -> date | None:
    months = today.year * 12 + today.month - 1 + RELATIVE_MONTHS[match["relative"]]
    return _day(months // 12, months % 12 + 1, int(match["day"]))


def _lone_day(match: re.Match[str], today: date) -> date | None:
    day = int(match["day"])
    if day <= today.day or not _is_past(match):
        return _day(today.year, today.month, day)
    months = today.year * 12 + today.month - 2
    return _day(months // 12, months % 12 + 1, day)


def _weekday(match: re.Match[str], today: date) -> date | None:
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=_WEEKDAYS[match["day"]])
    which = match["which"]
    if which in {"上", "上上"}:
        return day - timedelta(weeks=len(which))
    if which in {"下", "下下"}:
        return day + timedelta(weeks=len(which))
    return day - timedelta(weeks=1) if not which and day > today and _is_past(match) else day


def _is_past(match: re.Match[str]) -> bool:
    """Whether the words around speak of something that has happened."""
    after = match.string[match.end() : match.end() + 8]
    return _PAST.search(after) is not None and not after.startswith(("之前", "以前", "前"))
