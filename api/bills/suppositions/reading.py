"""A change of a household in a customer's words: what changes, and the values they give for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from knowledge import provinces_in
from nlu.text.normalize import normalize
from nlu.text.numbers import number_of

Reader = Callable[[str], Decimal | str | None]
HORSEPOWER_KW = Decimal("0.735")  # one metric horsepower; air conditioners are sold by it (匹)
DAYS, MONTHS = 30, 12
LONGEST_SHARE = 6  # characters
_NUMBER = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十百]+(?:点[一二三四五六七八九])?|半)"
_BIKE = re.compile(r"电瓶车|电动自行车|电动两轮|电摩|电驴")
_SCENARIOS = (
    ("electric_car", r"电动(?:汽|轿)?车|电车|新能源|纯电|特斯拉|充车|给车充|跑.{0,4}\d公里"),
    ("heat_pump", r"热泵|空气能|煤改电"),
    ("move_to_night", r"(?:改|挪|移|换|放|错|调)(?:到|在|成|至)?.{0,4}(?:晚上|夜里|夜间|半夜|谷段|低谷|谷电|后半夜)"),
    ("time_of_use", r"(?:改|换|开|办|开通|申请|用|转|执行)(?:成|为|了|到|上|个)?.{0,3}(?:峰谷|分时|谷电)"),
    ("air_conditioner", r"空调"),
    ("appliance", r"电暖器|电暖气|暖风机|取暖器|油汀|小太阳|电热毯|地暖|热水器|烤箱|电磁炉|电饭煲|洗碗机|烘干机|洗衣机|"
     r"冰箱|冰柜|电视|电脑|鱼缸|加湿器|除湿机|浴霸|净水器|饮水机|投影|电器|电瓶车|电动自行车"),
    ("more_use", r"多用(?:了|掉)?(?:大概|差不多|个)?[\d一二两三四五六七八九十百]+(?:度|千瓦时)"),
)  # fmt: skip
_APPLIANCE = re.compile(next(words for name, words in _SCENARIOS if name == "appliance"))
_PER_100_KM = re.compile(rf"(?:百|100)公里[^\d一二两三四五六七八九十,。;]{{0,6}}{_NUMBER}(?:度|千瓦时|kwh|个电)?", re.I)
_DISTANCE = re.compile(r"(\d+(?:\.\d+)?)(?:公里|千米|km)", re.I)
_HOW_OFTEN = re.compile(r"每天|一天|每日|天天|每周|一周|一年|每年|全年|每月|一个月|每个月")
_TIMES_A_MONTH = {"天": Decimal(DAYS), "日": Decimal(DAYS), "周": Decimal(DAYS) / 7, "年": Decimal(1) / MONTHS}
_KILOWATTS = re.compile(rf"{_NUMBER}(?:千瓦|kw)(?!时|[·.]?h|小时)", re.I)
_WATTS = re.compile(r"(\d+)(?:瓦|w)(?!时|h)", re.I)
_HORSEPOWER = re.compile(rf"{_NUMBER}(?:匹|p(?![a-z]))(半)?", re.I)
_HOURS = re.compile(rf"{_NUMBER}个?(半)?(?:多)?(?:小时|钟头)")
_DAYS = re.compile(r"(?:每月|一个月|每个月|月)[^\d,。;]{0,4}(\d{1,2})天")
_HEAT = re.compile(r"(?:热量|需热|供热)[^\d,。;]{0,6}(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)(?:度|千瓦时)的?热")
_EFFICIENCY = re.compile(rf"(?:能效比?|cop)[^\d,。;一二两三四五六七八九十]{{0,3}}{_NUMBER}", re.I)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%|百分之(\d+)")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成")
_HALF = re.compile(r"一半|1半|对半")
# what is hoped to be saved is no share of the use
_SAVED = re.compile(r"(?:省|便宜|降低?|少)[^,。;\d]{0,2}(?:\d+(?:\.\d+)?%|[一二两三四五六七八九\d]成|一半|百分之\d+)")
_VALLEY = r"(?:谷段|谷电|低谷|谷期|夜里|夜间|半夜|凌晨|后半夜)"
_ALL_IN_VALLEY = re.compile(rf"{_VALLEY}(?:里|时段|时)?(?:再|才|来)?(?:充|用|开|跑)")
_NONE_IN_VALLEY = re.compile(rf"(?:都?不在|不是|没有?在){_VALLEY}|(?:峰段|白天)(?:充|用|开)")
_SEASON = re.compile(r"(\d{1,2})月?份?(?:到|至|[-~])(?:次年|第二年|来年)?(\d{1,2})月")
_SEASONS = (
    ("1-12", r"全年|1年4季|一年四季|每个月都|常年"),
    ("6-9", r"夏天|夏季|暑假"),
    ("11-3", r"冬天|冬季|采暖季|供暖季"),
)
_MORE = re.compile(rf"多用(?:了|掉|大概|差不多|个)*{_NUMBER}(?:度|千瓦时)")
_MONTHLY_USE = re.compile(
    r"(?:一个月|每月|每个月|月均|平时|平均)(?!多用)[^\d,。;]{0,8}(\d+(?:\.\d+)?)(?:来|多)?(?:度|千瓦时)(?!的?热)"
)
_LONE_USE = re.compile(r"^[^\d公开调设温到]{0,10}(\d+(?:\.\d+)?)(?:度|千瓦时)(?:电|左右|吧)*$")


def plain_text(text: str) -> str:
    """The text as it is read here: normalised, without spaces."""
    return re.sub(r"\s+", "", normalize(text).text)


def read_scenario(text: str) -> str | None:
    """What changes, as in ``WhatIfRequest``; None when it is none of those."""
    written = plain_text(text)
    for name, words in _SCENARIOS:
        if re.search(words, written) and not (name == "electric_car" and _BIKE.search(written)):
            return name
    return None


def read_appliance(text: str) -> str:
    """How the customer calls the appliance."""
    found = _APPLIANCE.search(plain_text(text))
    return found.group() if found else ""


def read_values(text: str, scenario: str) -> dict[str, str]:
    """The values given for a scenario, decimals as text; ``province`` and ``month_kwh`` are of the household."""
    written = plain_text(text)
    found: dict[str, Decimal | str | None] = {name: read(written) for name, read in _READERS[scenario].items()}
    places = provinces_in(written)
    found |= {"province": places[0] if len(places) == 1 else None, "month_kwh": _month_kwh(written)}
    return {name: _plain(value) for name, value in found.items() if value is not None}


def _plain(value: Decimal | str) -> str:
    if isinstance(value, str):
        return value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(written: str) -> Decimal | None:
    if written[0].isdigit():
        return Decimal(written)
    if written == "半":
        return Decimal("0.5")
    whole, _, tenths = written.partition("点")
    parts = [number_of(part) for part in (whole, tenths) if part]
    if None in parts:
        return None
    return Decimal(parts[0] or 0) + (Decimal(parts[1] or 0) / 10 if tenths else 0)


def _first(pattern: re.Pattern[str], text: str) -> Decimal | None:
    match = pattern.search(text)
    written = next((group for group in match.groups() if group), None) if match else None
    return _number(written) if written else None


def _kilowatts(text: str) -> Decimal | None:
    if (kilowatts := _first(_KILOWATTS, text)) is not None:
        return kilowatts
    if match := _HORSEPOWER.search(text):
        number = _number(match[1])
        half = Decimal("0.5") if match[2] else Decimal(0)
        return None if number is None else ((number + half) * HORSEPOWER_KW).quantize(Decimal("0.01"))
    watts = _first(_WATTS, text)
    return watts / 1000 if watts is not None else None


def _hours(text: str) -> Decimal | None:
    match = _HOURS.search(text)
    number = _number(match[1]) if match else None
    return number + Decimal("0.5") if match and number is not None and match[2] else number


def _kilometres(text: str) -> Decimal | None:
    rest = _PER_100_KM.sub("", text)
    match = _DISTANCE.search(rest)
    if match is None:
        return None
    often = _HOW_OFTEN.findall(rest[: match.start()])
    times = _TIMES_A_MONTH.get(often[-1][-1], Decimal(1)) if often else Decimal(1)
    return (Decimal(match[1]) * times).quantize(Decimal(1))


def _share(text: str) -> Decimal | None:
    text = _SAVED.sub("", text)
    if (percent := _first(_PERCENT, text)) is not None:
        return percent / 100
    if (tenths := _first(_TENTHS, text)) is not None:
        return tenths / 10
    return Decimal("0.5") if _HALF.search(text) else None


def _valley_share(text: str) -> Decimal | None:
    if _NONE_IN_VALLEY.search(text):
        return Decimal(0)
    share = _share(text) if re.search(rf"{_VALLEY}|晚上|谷", text) else None
    return Decimal(1) if share is None and _ALL_IN_VALLEY.search(text) else share


def _share_alone(text: str) -> Decimal | None:
    """30% says it all where the share in the valley is the only value."""
    return _share(text) if len(text) <= LONGEST_SHARE else _valley_share(text)


def _season(text: str) -> str | None:
    if (match := _SEASON.search(text)) and all(1 <= int(month) <= MONTHS for month in match.groups()):
        return f"{int(match[1])}-{int(match[2])}"
    return next((season for season, words in _SEASONS if re.search(words, text)), None)


def _month_kwh(text: str) -> Decimal | None:
    rest = _MORE.sub("", _PER_100_KM.sub("", text))
    return _first(_MONTHLY_USE, rest) or _first(_LONE_USE, rest)


def _found(pattern: re.Pattern[str]) -> Reader:
    return lambda text: _first(pattern, text)


_FOR_APPLIANCES: Mapping[str, Reader] = {
    "kilowatts": _kilowatts,
    "hours_a_day": _hours,
    "days": _found(_DAYS),
    "season": _season,
    "valley_share": _valley_share,
}
_READERS: Mapping[str, Mapping[str, Reader]] = {
    "air_conditioner": _FOR_APPLIANCES,
    "appliance": _FOR_APPLIANCES,
    "electric_car": {
        "kilometres": _kilometres,
        "kwh_per_100km": _found(_PER_100_KM),
        "valley_share": _valley_share,
    },
    # whoever knows the power and the hours need not know the heat
    "heat_pump": {**_FOR_APPLIANCES, "heat_kwh": _found(_HEAT), "efficiency": _found(_EFFICIENCY)},
    "move_to_night": {"share": _share},
    "time_of_use": {"valley_share": _share_alone},
    "more_use": {"kwh": _found(_MORE), "valley_share": _valley_share},
}
