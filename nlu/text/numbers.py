"""Chinese numerals that are numbers: 四二零一零六零零零一, 三百一十八块四, 两百度; not 一户一表, 一点都不, 万一."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("零〇", "一幺壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SPELT = "零〇一二三四五六七八九幺"
# numerals written so that nobody alters them (壹佰贰拾元), and digits as soldiers and power workers say them (洞幺拐)
_FORMAL = re.compile(
    r"(?<![一-鿿])[壹贰叁肆伍陆柒捌玖拾](?=[元圆角万])|[壹贰叁肆伍陆柒捌玖拾][壹贰叁肆伍陆柒捌玖拾佰仟万零]+|(?<=[一二两三四五六七八九])[佰仟]"
)
_SPOKEN = re.compile(r"(?<![山岩窑])(?=[^ ]*[洞拐勾])[零〇一二三四五六七八九幺两洞拐勾]{4,}")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟洞拐勾", "一二三四五六七八九十百千零七九")
_RARE = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟洞拐勾")
_ALL = frozenset(_SPELT + "两十百千万")

# 一到六月, 八、九两个月: the next of a list or range of months
_LISTED = r"(?:[、,和跟与到至~-](?:[一二三四五六七八九]|十[一二]?|\d{1,2}))+(?:月(?!亮)|这?[两三四]个月)"
# 三七零一 零二零四 五八: a number read out in groups
_DICTATED = re.compile(
    rf"(?<![\d{_SPELT}十百千万])[{_SPELT}\d]{{2,6}}(?:[ ,、-]{{1,2}}[{_SPELT}\d]{{1,6}}){{1,5}}(?![十百千万])"
)
_LEAST_DICTATED = 10  # digits
_SPELT_OUT = re.compile(rf"[{_SPELT}\d]{{7,}}")
# A single numeral (三, 十) counts only where what follows says that it is counted or numbered.
_COUNTED = (
    r"(?=(?:分钟|小时|天|年|月份?(?![底初])|月|[号日](?!子|常|用|报)|栋|幢|单元|室|楼(?!上|下|道|梯)|层|弄|块(?!儿|地)|元|毛|分钱"
    r"|角(?=[钱一二三四五六七八九\d,。]|$)|千瓦|度(?!假)"
    r"|户电|号楼|个字(?![母体])|千伏|平方|kW|KW|kw|个月"
    rf"|这?[两三]个月|{_LISTED}))"
)
# 一度 (once), 一块 (together), 一层, 一个月: a number only in a clearer place
_LONE_ONE = (
    r"(?=(?:月份|月\d|月[一二三四五六七八九十]|号(?!子)|栋|幢|单元|室|号楼|"
    r"度电|块[钱零一二两三四五六七八九\d]|元|毛[钱一二三四五六七八九\d]))"
)
_DEARER = re.compile(r"[贵涨降宜省加]了?[一二三四五六七八九]分(?![钟之])")
# 一月 is January behind a year, in a list or range of months and where something begins; else it is "a month"
_AFTER_JANUARY = re.compile(
    r"月(?:[、,和跟与到至~-](?:[今明去]年)?[二三四五六七八九十\d]|起|开始|以[后来]|之后|的?(?:账单|发票)|$)"
)
_BEFORE_JANUARY = re.compile(
    r"(?:(?<!每)(?:[去今明前上本次来翌]年的?|\d年|[零〇一二三四五六七八九]年)|月份?[、,和跟与到至~-]|[从自到至]|^)$"
)

# 三百一个月 is 300 a month, not 310
_ONE_OF = r"(?!(?<=[百千万])一(?:[个年天次户家台晚夜会趟人平张下直起样季斤亩份笔回遍]|月(?!份)))"
_PART = rf"(?:{_ONE_OF}[{_SPELT}两十百万]|千(?![瓦伏]))"
_RUN = re.compile(
    rf"(?<![双第百])(?<!\d[.])(?P<run>(?:\d|{_PART})*?(?:{_PART})(?:\d|{_PART})*)(?:点(?P<decimals>[{_SPELT}]+)(?![{_SPELT}十]))?"
)
_TIME_OF_DAY = re.compile(r"点(?:[一二三四五六七八九十零]{1,3}(?:分|左右|多|钟)|[半钟多])")
# 早上八点零一, 七点五十九和八点零一: an hour before which the day or another hour is named
_BEFORE_HOUR = re.compile(
    r"(?:早上|早晨|上午|中午|下午|晚上|夜里|凌晨|半夜|点[一二三四五六七八九十零半过]{1,3}[和到至跟])$"
)
_DECIMAL_UNIT = re.compile(r"(?:千瓦|kW|KW|kw|度|块|元|毛|万|折|倍|%|个点|成|千伏|伏|安|公里|米)")
_IDIOM = re.compile(
    r"千万(?=[别不要记注请得小]|$)|万一|百分百|十分(?!钟|之)|十全十美|一五一十|三七二十一|十万火急|九牛一毛|七七八八|乱七八糟|三天两头|千家万户|一百货|十字|五一|十一(?:长假|那)|双十一|(?:[一二三四五六七八九]{2,4}|[七八]?[八]?九十(?:十一)?|十十一|十一十?二)(?=月|这?[两三四]个?月)|[一二三四五六七八九]{2,3}[两三四]个?月"
)


def digits_of_numerals(text: str) -> list[tuple[int, int, str]]:
    """The edits ``(start, end, digits)`` that write the numerals of ``text`` as digits, in order and apart."""
    shown = text
    if not _RARE.isdisjoint(text):
        text = _FORMAL.sub(_in_plain_numerals, _SPOKEN.sub(_in_plain_numerals, text))
    if _ALL.isdisjoint(text):
        return []
    edits = list(_dictated(text))
    idioms = [match.span() for match in _IDIOM.finditer(text) if not _is_inside_a_number(text, *match.span())]
    idioms += [edit[:2] for edit in edits]
    for match in _RUN.finditer(text):
        start, end = match.span("run")
        if any(start < stop and begin < end for begin, stop in idioms):
            continue
        edit = _edit(text, match)
        if edit and shown[edit[0] : edit[1]] != edit[2]:
            edits.append(edit)
    return sorted(edits)


def _is_inside_a_number(text: str, start: int, end: int) -> bool:
    """Whether an idiom is a piece of digits read out: 一三五一二三四 holds no 五一."""
    runs = _SPELT_OUT.finditer(text, max(0, start - 12), end + 12)
    return any(run.start() <= start and end <= run.end() for run in runs)


def _dictated(text: str) -> Iterator[tuple[int, int, str]]:
    """The groups of a number that is read out with pauses, where there are digits enough for an account or a phone."""
    for match in _DICTATED.finditer(text):
        groups = list(re.finditer(rf"[{_SPELT}\d]+", match.group()))
        if sum(len(group.group()) for group in groups) < _LEAST_DICTATED:
            continue
        for group in groups:
            if not group.group().isascii():
                yield match.start() + group.start(), match.start() + group.end(), _spell(group.group())


def _in_plain_numerals(match: re.Match[str]) -> str:
    return match.group().translate(_PLAIN)


def number_of(numeral: str) -> int | None:
    """The value of a numeral with units (三百一十八 → 318, 两百五 → 250, 3万5 → 35000); None when it is not one."""
    if "万" not in numeral:
        return _below_ten_thousand(numeral)
    head, _, tail = numeral.partition("万")
    thousands = _below_ten_thousand(head) if head else None
    if thousands is None or "万" in tail:
        return None
    if len(tail) == 1 and (tail in _DIGITS or tail.isdecimal()):  # 一万二 and 1万2 are 12,000
        return thousands * 10_000 + int(_DIGITS.get(tail, tail)) * 1_000
    rest = _below_ten_thousand(tail) if tail else 0
    return None if rest is None else thousands * 10_000 + rest


def _below_ten_thousand(numeral: str) -> int | None:
    total, last_unit, digits = 0, 10_000, ""
    for character in numeral:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit or (not digits and unit > 10):
                return None
            total += int(digits or 1) * unit
            last_unit, digits = unit, ""
        elif character in _DIGITS and digits.strip("0"):
            return None
        else:
            digits += str(_DIGITS.get(character, character))
    if len(digits) > len(str(last_unit)):
        return None
    shortened = 100 <= last_unit <= 1_000 and len(digits) == 1 and digits != "0"  # 两百五 is 250, but 一百零五 is 105
    return total + int(digits or 0) * (last_unit // 10 if shortened else 1)


def _edit(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    run, decimals = match["run"], match["decimals"]
    start, end = match.span("run")
    if not any(character in run for character in "十百千万"):
        return _spelt(text, match)
    if re.match(r"[百千万]", run) or (
        text[max(0, start - 1) : start] in {"几", "数", "上", "好", "成", "多"}
        and run[0] in "十百千万"
        and not text.startswith("月", end)
    ):
        return None
    if run == "十" and not re.match(_COUNTED, text[end + 1 :] if text[end : end + 1] in {"来", "多"} else text[end:]):
        return None
    value = number_of(run)
    if value is None:
        return None
    if decimals and _is_decimal(text, match):
        return start, match.end(), f"{value}.{_spell(decimals)}"
    return start, end, str(value)


def _spelt(text: str, match: re.Match[str]) -> tuple[int, int, str] | None:
    """Digits without units: three or more in a row are spelt out; fewer must be counted by what follows."""
    run, decimals = match["run"], match["decimals"]
    start, end = match.span("run")
    if decimals and len(run) <= 2 and _is_decimal(text, match):
        return start, match.end(), f"{_spell(run)}.{_spell(decimals)}"
    if "两" in run[1:]:
        return None
    mixed = any(character.isascii() for character in run)
    if mixed:
        return (start, end, _spell(run)) if len(run) >= 5 else None
    if len(run) >= 3 and (len(set(run)) > 1 or len(run) >= 4):
        return start, end, _spell(run)
    is_year = run[0] in "零〇二" and re.match(r"年(?!来|级)", text[end:]) is not None
    if len(run) == 2 and (is_year or run[0] in "零〇"):
        return start, end, _spell(run)
    if len(run) == 1 and run not in "零〇幺" and not (run == "两" and text.startswith("月", end)):
        counted = _is_counted_one(text, start, end) if run == "一" else re.match(_COUNTED, text[end:])
        counted = counted or _DEARER.search(text, max(0, start - 2), end + 2)  # 贵了五分
        return (start, end, _spell(run)) if counted else None
    return None


def _is_counted_one(text: str, start: int, end: int) -> bool:
    """Whether a lone 一 is a number: 一号楼, 今年一月; not 一度 (once), nor 一月 (a month)."""
    if re.match(r"月一[月张出抄交缴结次回]", text[end:]):
        return False
    if re.match(rf"{_LONE_ONE}|{_LISTED}", text[end:]):
        return True
    if text[end : end + 1] != "月":
        return text.startswith("日", end) and text[start - 1 : start] == "月"  # 十月一日
    named = re.search(r"(?:年的?|月份?[、,和跟与到至~-])$", text[:start]) and _BEFORE_JANUARY.search(text, 0, start)
    return bool(named or (_BEFORE_JANUARY.search(text, 0, start) and _AFTER_JANUARY.match(text, end)))


def _is_decimal(text: str, match: re.Match[str]) -> bool:
    """三点五度 is 3.5; 八点十五 and 三点五十 are times of day."""
    dot = match.end("run")
    if _TIME_OF_DAY.match(text, dot) or text[match.end() : match.end() + 1] == "十":
        return False
    if _BEFORE_HOUR.search(text, 0, match.start()) and not _DECIMAL_UNIT.match(text, match.end()):
        return False
    no_hour = match["run"] in {"零", "〇", "0"} or any(unit in match["run"] for unit in "百千万")
    return no_hour or len(match["decimals"]) >= 2 or _DECIMAL_UNIT.match(text, match.end()) is not None


def _spell(numeral: str) -> str:
    return "".join(character if character.isascii() else str(_DIGITS[character]) for character in numeral)
