"""Months and days, as people name them, against the day on which they write."""

from __future__ import annotations

import calendar
import itertools
import re
from datetime import date, timedelta

from nlu.text.spans import Span

_YEARS = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "前年": -2, "明年": 1}
_RELATIVE_MONTHS = {
    "上上": -2,
    "前两": -2,
    "大上": -2,
    "上": -1,
    "上一": -1,
    "这": 0,
    "这一": 0,
    "本": 0,
    "当": 0,
    "下": 1,
    "下一": 1,
}
_RELATIVE_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_WEEKDAYS = {character: index % 7 for index, character in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS |= {str(index + 1): index for index in range(7)}

_YEAR = r"(?:(?P<year>20\d\d|\d\d)年|(?P<ago>去年|上年|今年|本年|前年|明年)的?)?"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_RANGE = r"[到至~-]"
# 8月, 7、8、9月份, 6月7月8月, 3月到5月: one or more months of one year
_NAMED_MONTHS = re.compile(
    rf"(?<![\d农阴旧./-])(?<!农历)(?<!阴历)(?<!个){_YEAR}"
    rf"(?P<months>(?:{_MONTH}(?:(?:月份?的?)(?:[、和,与跟及]|{_RANGE})?|[、和,与跟]|{_RANGE}))*{_MONTH}月份?|元月份?)(?!\d{{1,2}}[日号])"
)
# 七八月, 六七八月份, 七八两个月
_RUN_OF_MONTHS = re.compile(r"(?<![十\d一二三四五六七八九])([一二三四五六七八九]{2,4})(?:月份?|这?[两三四]个月)")
_FESTIVAL_MONTH = re.compile(
    r"(?P<festival>元旦|春节|过年|清明|五一|端午|中秋|国庆|(?<!双)十一|双十一|双11)(?:节|假期?|长假)?的?[那这][1一]?个?月(?:份)?"
)
_FIXED = {"元旦": 1, "清明": 4, "五一": 5, "国庆": 10, "十一": 10, "双十一": 11, "双11": 11}
# the month in which the first day of a lunar festival falls, 2023 to 2030
_LUNAR = {"春节": "12122122", "过年": "12122122", "端午": "66566566", "中秋": "99099099"}
_NUMERIC_MONTH = re.compile(r"(?<![\d./-])(20[12]\d)(?:[-/.](1[0-2]|0?[1-9])|(1[0-2]|0[1-9]))(?![\d./-]|年|元|块|度)")
_RELATIVE_MONTH = re.compile(
    r"(?P<ago>去年的?(?=这个?月|本月))?(?P<relative>上上|大上|上一|这一|下一|(?<!以)上|这|本|当|"
    r"(?<!以)下)(?:1?个)?月(?!\d{1,2}[日号]|食|饼|亮|球|租房|初|经|嫂)(?:份)?"
)
_RELATIVE_DAY = re.compile(
    r"(?P<relative>大前|大后|(?<!之|以|提|先|目|当|从|跟|往|最|几)前|昨|今|(?<!明)明|(?<!之|以|最|背|然|今|几)后)"
    r"(?:天|日(?!期)|[早晚夜](?!安)|儿个?|朝)(?!气)"
)
_FULL_DAY = re.compile(
    rf"(?<![\d农阴旧])(?<!农历)(?<!阴历){_YEAR}(?P<month>1[0-2]|"
    rf"0?[1-9])月(?:份的?)?(?P<day>3[01]|[12]\d|0?[1-9])(?:[日号](?!楼|院|线|表)|(?!\d|"
    rf"[多.度元块个%月、]|千瓦))"
)
_NUMERIC_DAY = re.compile(
    r"(?<![\d.])(?:(20[12]\d)([-/.年])(1[0-2]|0?[1-9])[-/.月](3[01]|[12]\d|0?[1-9])|"
    r"(20[12]\d)(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9]))日?(?!\d|[-./]\d)"
)
_SHORT_DAY = re.compile(
    r"(?<![\d./-])(?P<month>1[0-2]|0?[1-9])[/.](?P<day>3[01]|[12]\d|0?[1-9])(?=号|日|停|那天|"
    r"晚上|早上|上午|下午|检修|来电|报修|交的)(?:号|日)?"
)
_MONTH_DAY = re.compile(r"(?:(?P<relative>上上|上|这|本|下)1?个?月的?)(?P<day>3[01]|[12]\d|0?[1-9])[日号](?!楼|院|线)")
_LONE_DAY = re.compile(
    r"(?<!每个月)(?<!每月的)(?<!门牌)(?<!连续)(?<!近两)(?<![\d.月第每甲乙丙丁戊附廿卅栋幢路街巷道弄院村队组楼区园苑门厂井台变杆桩枪机房座宿-])(?P<day>3[01]|[12]\d|"
    r"0?[1-9])(?:号|日(?![内间游]))(?!楼|院|线|表|栋|幢|单元|门|井|台区|台|变|杆|桩|枪|机|房|座|段|公馆|"
    r"码|文|坑|柱|位|大院|小区|站|厂|室|箱|电[表梯箱杆柜工房池]|窗|柜|车|闸|开关|灯|厕所|直流|交流|快充|充电|门|岗)"
)
_DAYS_AGO = re.compile(r"(?<!\d)(?P<days>\d{1,2})天(?:之|以)?前")
_WEEKDAY = re.compile(
    r"(?P<which>上上|上|这|本|下)?个?(?<!每)(?<!每个)(?<!每到)(?<!每逢)(?<!都[是在])(?<!老[是在])(?<!总[是在])(?<!二个)(?<![一二三四五六日天][到至])(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])(?![\d年个条岁边到至])"
)
_WEEK = re.compile(r"周|星期|礼拜")
_BEGINS = re.compile(r"起|开始|以?后(?!来)|要(?!了)|将")
_FESTIVAL_DAY = re.compile(r"(双十一|双11|国庆|元旦|五一)节?(?:那1?天|当天)")
_COUNTED_DAY = re.compile(r"[0-9周]|星期|礼拜")
_PAST = re.compile(r"了|过|报的|交的|停的|办的|缴的|打的|来的|申请的|上次|之前|已|就报|至今|到现在")


def find_months(text: str, today: date) -> list[Span]:
    """Billing months as ``YYYY-MM``; a month name later than ``today``'s month means last year's."""
    if "月" not in text and "20" not in text:
        return []
    found = [span for match in _NAMED_MONTHS.finditer(text) for span in _named_months(match, today)]
    found += [span for match in _RUN_OF_MONTHS.finditer(text) for span in _run_of_months(match, today)]
    for match in _FESTIVAL_MONTH.finditer(text):
        found.append(_month_span(*_festival_month(match["festival"], today), *match.span()))
    for match in _NUMERIC_MONTH.finditer(text):
        found.append(_month_span(int(match[1]), int(match[2] or match[3]), *match.span()))
    for match in _RELATIVE_MONTH.finditer(text):
        months = today.year * 12 + today.month - 1 + _RELATIVE_MONTHS[match["relative"]] - 12 * bool(match["ago"])
        found.append(_month_span(months // 12, months % 12 + 1, *match.span()))
    return found


def find_dates(text: str, today: date) -> list[Span]:
    """Days as ``YYYY-MM-DD``; a day without its month or year is the one the sentence most likely means."""
    found = [
        Span("date", (today + timedelta(days=_RELATIVE_DAYS[match["relative"]])).isoformat(), *match.span())
        for match in _RELATIVE_DAY.finditer(text)
    ]
    found += [
        Span("date", (today - timedelta(days=int(match["days"]))).isoformat(), *match.span())
        for match in _DAYS_AGO.finditer(text)
    ]
    for match in _FESTIVAL_DAY.finditer(text):
        month, of_month = _FIXED[match[1]], 11 if match[1].startswith("双") else 1
        year = today.year if (month, of_month) <= (today.month, today.day) else today.year - 1
        found.append(Span("date", date(year, month, of_month).isoformat(), *match.span()))
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
                found.append(Span("date", day.isoformat(), *match.span()))
    return found


def _month_span(year: int, month: int, start: int, end: int) -> Span:
    return Span("month", f"{year:04d}-{month:02d}", start, end)


def _named_months(match: re.Match[str], today: date) -> list[Span]:
    """The months of a list or a range, of the year named before them or else of the last year that had them."""
    at, shown = match.start("months"), match["months"]
    if shown.startswith("元"):
        return [_month_span(_year_named(match, today) or today.year, 1, match.start(), match.end())]
    named = list(re.finditer(_MONTH + r"(?:月份?)?", shown))
    numbers = [int(re.sub(r"\D", "", month.group())) for month in named]
    if shown == "1月" and match.start() == at and re.match(r"[\d交用就才电]", match.string[match.end() :]):
        return []  # 一月六十度 is sixty a month
    years = _years(numbers, _year_named(match, today), today, is_range=re.search(_RANGE, shown) is not None)
    starts = [match.start(), *(at + month.start() for month in named[1:])]
    return [
        _month_span(year, number, start, at + month.end())
        for year, number, start, month in zip(years, numbers, starts, named, strict=True)
    ]


def _years(months: list[int], named: int | None, today: date, is_range: bool) -> list[int]:
    """11月到2月 passes a new year; without a year each month is the last one of its name."""
    passes = is_range and len(months) == 2 and months[0] > months[1]
    if named:
        return [named, named + 1] if passes else [named] * len(months)
    years = [_past_year(month, today) for month in months]
    return [years[1] - 1, years[1]] if passes else years


def _run_of_months(match: re.Match[str], today: date) -> list[Span]:
    """七八月 is July and August; 八七 or 三五 is none."""
    numbers = ["零一二三四五六七八九".index(character) for character in match[1]]
    if any(later != earlier + 1 for earlier, later in itertools.pairwise(numbers)):
        return []
    last = match.start() + len(numbers) - 1
    return [
        _month_span(_past_year(number, today), number, at, match.end() if at == last else at + 1)
        for at, number in enumerate(numbers, match.start())
    ]


def _festival_month(festival: str, today: date) -> tuple[int, int]:
    """Year and month of the last such festival; of the lunar ones by the years' table."""
    for year in (today.year, today.year - 1):
        months = _LUNAR.get(festival, "")
        month = int(months[year - 2023]) or 10 if 0 <= year - 2023 < len(months) else _FIXED.get(festival, 2)
        if (year, month) <= (today.year, today.month):
            return year, month
    return today.year - 1, month


def _year_named(match: re.Match[str], today: date) -> int | None:
    if "year" not in match.re.groupindex:
        return None
    if match["year"]:
        year = int(match["year"])
        return year if year > 100 else 2000 + year
    return today.year + _YEARS[match["ago"]] if match["ago"] else None


def _past_year(month: int, today: date) -> int:
    return today.year - 1 if month > today.month else today.year


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _numeric_day(match: re.Match[str], today: date) -> date | None:
    year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
    return _day(int(year), int(month), int(day))


def _full_day(match: re.Match[str], today: date) -> date | None:
    year = _year_named(match, today)
    named = _day(year or today.year, int(match["month"]), int(match["day"]))
    if year or named is None:
        return named
    if named <= today:  # 1月1号起 of November is the coming one
        coming = _day(today.year + 1, named.month, named.day)
        begins = _BEGINS.match(match.string, match.end()) is not None
        return coming if begins and coming and (coming - today).days <= 60 else named
    # a coming day within two months is a plan or a due date; a later one was last year
    near = (named - today).days <= 60 and not _is_past(match)
    return named if near else _day(today.year - 1, named.month, named.day)


def _month_day(match: re.Match[str], today: date) -> date | None:
    months = today.year * 12 + today.month - 1 + _RELATIVE_MONTHS[match["relative"]]
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
    if which == "下":
        return day + timedelta(weeks=1)
    return day - timedelta(weeks=1) if not which and day > today and _is_past(match) else day


def _is_past(match: re.Match[str]) -> bool:
    """Whether the words around speak of something that has happened."""
    return _PAST.search(match.string[match.end() : match.end() + 8]) is not None
