"""Billing months, as people name them, against the day on which they write."""

from __future__ import annotations

import re
from datetime import date

from nlu.text.spans import Span

_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
RELATIVE_MONTHS = {
    "上上": -2,
    "大上": -2,
    "前": -2,
    "上": -1,
    "上一": -1,
    "头": -1,
    "昨": -1,
    "这": 0,
    "这一": 0,
    "本": 0,
    "当": 0,
    "今": 0,
    "呢": 0,
    "咪": 0,
    "依": 0,
    "搿": 0,
    "迭": 0,
    "顶": -1,
    "格": 0,
    "咯": 0,
    "下": 1,
    "下一": 1,
    "下下": 2,
}
# 去年和今年的8月: both years have the month
YEAR = (
    r"(?:(?P<year>20\d\d|\d\d) ?年 ?"
    r"|(?:(?P<also>[去前今本]年)的?[和跟与、,比])?(?P<ago>大?前年|去年|上年|今年|本年|明年)的?)?"
)
_MONTH = r"(?:1[0-2]|0?[1-9])"
_RANGE = r"[到至~—–-](?:次年|来年|翌年)?"
# what recurs is no one month: 每年1月清零
_NOT_YEARLY = r"(?<!每年)(?<!每年的)(?<!年年)(?<!历年)(?<!每到)"
# 8月, 7、8、9月份, 6月7月8月, 3月到5月, 9/10月, 7 8 9月: one or more months of one year
_NAMED_MONTHS = re.compile(
    rf"(?!(?<=[块元毛角])\d[,、])(?<![\d农阴旧近续满隔每./-])(?<!(?<![之以目提])前)(?<!农历)(?<!阴历)(?<!过去){_NOT_YEARLY}{YEAR}"
    rf"(?P<months>(?:{_MONTH}(?:(?: ?月份?的?)(?:[、和,与跟及.]|{_RANGE})?|[、和,与跟/. ]|{_RANGE}))*"
    rf"{_MONTH} ?月份?|元月份?)(?! ?\d{{1,2}} ?[日号]|(?<=5月)天(?!气|就|才|热|冷))"
)
# 八、九两个月
_COUNTED_MONTHS = re.compile(
    rf"(?<![\d农阴旧./-]){YEAR}"
    rf"(?P<months>{_MONTH}(?:[、,和与跟/ ](?:{_MONTH}|[二三四五六七八九十])){{1,3}})(?=这?[2-4两三四]个?月)"
)
_NAMES = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
# 七八月, 九十月份, 十一二月, 七八两个月: how neighbours are named together, with the numbers of them
_RUNS = {"".join(_NAMES[at : at + size]): (at + 1, size) for size in (2, 3, 4) for at in range(13 - size)}
_RUNS["十一二"] = (11, 2)
_RUN_OF_MONTHS = re.compile(
    rf"(?<![十\d一二三四五六七八九]){YEAR}"
    rf"(?P<run>{'|'.join(sorted(_RUNS, key=len, reverse=True))})(?:月份?|这?[两三四]个?月)"
)
_FESTIVAL_MONTH = re.compile(
    r"(?P<festival>元旦|春节|过年|清明|五一|端午|中秋|国庆|(?<!双)十一|双十一|双11)(?:节|假期?|长假)?的?[那这][1一]?个?月(?:份)?"
)
_FIXED = {"元旦": 1, "清明": 4, "五一": 5, "国庆": 10, "十一": 10, "双十一": 11, "双11": 11}
# the month in which the first day of a lunar festival falls, 2023 to 2030
_LUNAR = {"春节": "12122122", "过年": "12122122", "端午": "66566566", "中秋": "99099099"}
_NUMERIC_MONTH = re.compile(
    r"(?:(?<![\d./-])|(?<=\d-)(?<!\d{4}-))(20[12]\d)(?:[-/.](1[0-2]|0?[1-9])|(1[0-2]|0[1-9]))(?![\d./]|-(?!20)|年|元|块|度)"
    r"|(?<![\d./-])(?P<short>2[3-9])[./](?P<of>1[0-2]|0[1-9])(?=的?(?:电费|账单|账期|发票|份))"
)
_RELATIVE_MONTH = re.compile(
    r"(?P<ago>去年的?(?=这个?月|本月))?(?P<relative>上上|大上|上一|这一|下一|下下|(?<!以)上|这|本|当(?=月(?:份|的|电|账|用|费|发|单|度|抄|多|几|$|[,。?!]))|今(?=个|月(?:份|电|用|的|账|共|度))|昨(?=个)|[呢咪依搿格咯迭顶](?=个)|"
    r"(?:(?<![一-鿿])|(?<=[的查是交看]))头(?=个)|(?<![之以提先目当从跟往最几年])前|(?<![以剩余天乡])下)(?:1?[个各]?)"
    r"(?:月| ?month|号头|(?<=个)[越约](?=份|的?[电账用费]))"
    r"(?! ?\d{1,2} ?[日号]|食|饼|亮|球|租房|初[一二三四五六七八九十]|经|嫂)(?:份)?"
)
_NAMED = re.compile(r"[0-9]月|[0-9][日号]")
_SAME_MONTH = re.compile(r"去年的?同(?:1个?)?(?:月|期)")
_ENGLISH = "janfebmaraprmayjunjulaugsepoctnovdec"
_ENGLISH_MONTH = re.compile(
    r"(?<![A-Za-z])(?:(?P<relative>last|this|next) month|(?P<name>January|February|March|April|(?<=in )May|"
    r"(?<=for )May|May(?= bill|的)|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))(?![A-Za-z])"
    r"(?:,? ?(?P<year>20\d\d))?)",
    re.IGNORECASE,
)
_ENGLISH_RELATIVE = {"last": -1, "this": 0, "next": 1}
_LETTERS = re.compile(r"[A-Za-z]{3}")
# 12月起, 12月要检修: a month to come, said in the months before it
_COMING = re.compile(
    r"(?:份|底|初)?(?:起(?!来)|(?:之|以)?前(?![后的])|能(?!不能|[查看开补打导调退给])|可以(?![查看开补打导调退])|到期|搬|开业|装修|入住|交房|结婚|开始(?:实行|执行|涨|调|收|用|换|改)|以后|之后|要(?!是)|才能|就要|能不能|将|准备|打算|计划|会不会|的?(?:账?单|电费|发票)?(?:什么时候|啥时候?|几[号时]|哪天)(?:出|能|开|发|才))"
)
_SAID = re.compile(r"月|20|个越|号头|month")
# 尖峰是七八月才有吗 asks for a rule, not for two months
_SEASONS = re.compile(r"尖峰|[丰枯平汛]水")
_NEXT = re.compile(r"(?<![以剩余上])下1?个?月")
_AWAITED = re.compile(r"(?:等到?|预计|计划|打算|准备|最快|最迟|最晚)(?:在|到|要)?$")
_COMING_WITHIN = 2  # months


def find_months(text: str, today: date) -> list[Span]:
    """Billing months as ``YYYY-MM``; a month name later than ``today``'s month means last year's."""
    found = _english_months(text, today) if _LETTERS.search(text) else []
    if not (_SAID.search(text) or _NUMERIC_MONTH.search(text)):
        return found
    for pattern in (_NAMED_MONTHS, _COUNTED_MONTHS):
        found += [span for match in pattern.finditer(text) for span in _named_months(match, today)]
    if not _SEASONS.search(text):
        found += [span for match in _RUN_OF_MONTHS.finditer(text) for span in _run_of_months(match, today)]
    for match in _FESTIVAL_MONTH.finditer(text):
        found.append(_span(*_festival_month(match["festival"], today), *match.span()))
    for match in _NUMERIC_MONTH.finditer(text):
        year, month = match[1] or f"20{match['short']}", match[2] or match[3] or match["of"]
        found.append(_span(int(year), int(month), *match.span()))
    for match in _RELATIVE_MONTH.finditer(text):
        if match["relative"] == "当" and _NAMED.search(text, 0, match.start()):
            continue  # 8月1日开通,当月生效 is August
        months = RELATIVE_MONTHS[match["relative"]] - 12 * bool(match["ago"])
        found.append(_span(*_months_on(today, months), *match.span()))
    return found + _same_months(text, found)


def year_named(match: re.Match[str], today: date) -> int | None:
    """The year that a match of :data:`YEAR` names; None when it names none."""
    if "year" not in match.re.groupindex:
        return None
    if match["year"]:
        year = int(match["year"])
        return year if year > 100 else 2000 + year
    return today.year + _YEARS[match["ago"]] if match["ago"] else None


def _months_on(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months after ``today``'s."""
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1


def _span(year: int, month: int, start: int, end: int) -> Span:
    return Span("month", f"{year:04d}-{month:02d}", start, end)


def _named_months(match: re.Match[str], today: date) -> list[Span]:
    """The months of a list or a range, of the year named before them or else of the last year that had them."""
    at, shown = match.start("months"), match["months"]
    if shown.startswith("元"):
        return [_span(year_named(match, today) or today.year, 1, match.start(), match.end())]
    named = list(re.finditer(rf"({_MONTH}|[二三四五六七八九十])(?: ?月份?)?", shown))
    numbers = [int(month[1]) if month[1].isdecimal() else _NAMES.index(month[1]) + 1 for month in named]
    alone = not re.search(r"(?:[2-9]|1[0-2])月", match.string)
    if shown == "1月" and alone and match.start() == at and re.match(r"[\d交用就才电]", match.string[match.end() :]):
        return []  # 一月六十度 is sixty a month
    years = _years(numbers, match, today, is_range=re.search(_RANGE, shown) is not None)
    starts = [match.start("ago") if match["also"] else match.start(), *(at + month.start() for month in named[1:])]
    spans = [
        _span(year, number, start, at + month.end())
        for year, number, start, month in zip(years, numbers, starts, named, strict=True)
    ]
    return [*_also(match, numbers[0], today), *spans]


def _also(match: re.Match[str], month: int, today: date) -> list[Span]:
    """去年和今年8月 begins with August of last year."""
    if not match["also"]:
        return []
    return [_span(today.year + _YEARS[match["also"]], month, *match.span("also"))]


def _years(months: list[int], match: re.Match[str], today: date, is_range: bool) -> list[int]:
    """11月到2月 passes a new year; without a year each month is the last one of its name."""
    named = year_named(match, today)
    is_pair = is_range and len(months) == 2
    passes = is_pair and (months[0] > months[1] or "年" in match["months"])
    if named:
        return [named, named + 1] if passes else [named] * len(months)
    if len(months) == 1 and _is_coming(months[0], match, today):
        return [today.year + (months[0] < today.month)]
    years = [_past_year(month, today) for month in months]
    if is_pair and (passes or years[0] > years[1]):
        return [years[1] - passes, years[1]]
    return years


def _is_coming(month: int, match: re.Match[str], today: date) -> bool:
    """Whether a month without a year is one of the next and spoken of as such."""
    ahead = (month - today.month) % 12
    if ahead == 1 and _NEXT.search(match.string):  # 12月我出差, 下个月的能先交吗
        return True
    spoken = _COMING.match(match.string, match.end()) or _AWAITED.search(match.string, 0, match.start())
    return 0 < ahead <= _COMING_WITHIN and spoken is not None


def _run_of_months(match: re.Match[str], today: date) -> list[Span]:
    """七八月 is July and August; 八七 or 三五 is none."""
    first, size = _RUNS[match["run"]]
    start = match.start("run")
    year = year_named(match, today)
    return [
        _span(year or _past_year(number, today), number, start + at, match.end() if at == size - 1 else start + at + 1)
        for at, number in enumerate(range(first, first + size))
    ]


def _same_months(text: str, found: list[Span]) -> list[Span]:
    """去年同月, 去年同期 is the month that was named before, a year earlier; alone it is none."""
    spans = []
    for match in _SAME_MONTH.finditer(text):
        before = [span for span in found if span.end <= match.start()]
        if before:
            year, month = max(before, key=lambda span: span.end).value.split("-")
            spans.append(_span(int(year) - 1, int(month), *match.span()))
    return spans


def _english_months(text: str, today: date) -> list[Span]:
    """Last month, October: as foreigners and young people write them."""
    found = []
    for match in _ENGLISH_MONTH.finditer(text):
        if match["relative"]:
            year, month = _months_on(today, _ENGLISH_RELATIVE[match["relative"].lower()])
        else:
            month = _ENGLISH.index(match["name"][:3].lower()) // 3 + 1
            year = int(match["year"] or _past_year(month, today))
        found.append(_span(year, month, *match.span()))
    return found


def _festival_month(festival: str, today: date) -> tuple[int, int]:
    """Year and month of the last such festival; of the lunar ones by the years' table."""
    for year in (today.year, today.year - 1):
        months = _LUNAR.get(festival, "")
        month = int(months[year - 2023]) or 10 if 0 <= year - 2023 < len(months) else _FIXED.get(festival, 2)
        if (year, month) <= (today.year, today.month):
            return year, month
    return today.year - 1, month


def _past_year(month: int, today: date) -> int:
    """The last year that has had the month."""
    return today.year - 1 if month > today.month else today.year
