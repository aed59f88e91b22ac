"""Facts that the gates of a complaint weigh, as a text states them: how often, how long, how many households."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_DIGITS = {character: index for index, character in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_NUMBER = r"(\d+(?:\.\d)?|[一两二三四五六七八九十俩])"
_TIMES = re.compile(
    rf"(?:停|断|跳|没)(?:了|过|电|闸|掉|下来)*[^,。!?;]{{0,6}}?(?:有|共|达|了|过|已)?{_NUMBER}多?(?:次|回|趟)|{_NUMBER}多?(?:次|回)[^,。!?;]{{0,4}}(?:停|断|跳闸)|"
    rf"第{_NUMBER}(?:次|回)[^,。!?;]{{0,4}}(?:停|断|跳)|{_NUMBER}(?:连|次)?停"
)
_IMPLIED = re.compile(
    r"(?:天天|每天|隔三差五|隔三岔五|三天两头|动不动就|一天.{0,2}[好几两三四五]次|每周都|每隔几天|好几次|无数次|十几次|几十次|不下十次)[^。!?;]{0,8}(?:停|跳|断)|(?:停|跳|断)[^,。!?;]{0,6}(?:好几次|十几次|几十次|无数次|多次)"
)
_SPANS = (
    (re.compile(rf"{_NUMBER}(?:来|多)?天(?:内|里|以?来|之内|停|就|里头)?"), 1),
    (re.compile(rf"{_NUMBER}个?(?:星期|礼拜|周)"), 7),
    (re.compile(rf"{_NUMBER}个?多?月(?!份|[底初末\d])"), 30),
    (re.compile(rf"{_NUMBER}(?:个)?多?年(?!级|\d|底|初|月)"), 365),
)
_NAMED_SPANS = (
    (re.compile(r"这周|本周|上周|一星期|这几天|这两天|近几天|最近几天|这个星期|上个?星期|上个?礼拜|国庆|五一|春节"), 7),
    (re.compile(r"半个?月|半拉月"), 15),
    (re.compile(r"这个月|本月|上个?月|当月|月内|一个月|这月|最近|近期|这段时间|这阵子"), 30),
    (
        re.compile(
            r"半年|入夏以来|开春以来|今年以来|今年|从去年|去年|入冬以来|一个?季度|常年|多年|长期|几年|好几年|一直以来|年前|过年到"
        ),
        180,
    ),
)
_SEVERAL = re.compile(
    r"(?:全|整个?|一)(?:村|小区|楼栋|栋楼|楼|组|条街|镇|屯|湾|院)|(?:多|几|数|十几|几十|好几|百余|上百|二十多|三十多)(?:户|家)|[2-9]\d*户|1\d+户|[两三四五六七八九十]+[来多余]?(?:户|家)|"
    r"邻居(?:家|们)?(?:也|都)|家家|户户|大家都|左邻右舍|我们(?:村|组|小区|这排|这片|这一片|楼|院|街|镇|队|几家|大棚)|街坊|一排|全体|(?:组|村|楼|小区|街)里?都|居民们?普遍|村民|业主们|多户"
)
_SINGLE = re.compile(
    r"(?:就|只有?|仅|单单|唯独)(?:是)?(?:我|自|他|她|其|俺|本)(?:们)?(?:家|一户|户|一家|一人)|(?:单|独)(?:户|一户|我家)|就他一户|剩我一户|(?:其他|别家|隔壁|邻居)[^,。!?;]{0,8}(?:正常|没事|没有?(?:这|此)|无此|都好|不这样)"
)
_LASTING = re.compile(
    r"长期|常年|多年|好几年|几年|半年|一直以来|去年|前年|入夏以来|开春|两季|每年|年年|从[^,。!?;]{1,8}到(?:现在|今)[^,。!?;]{0,6}|(?:[两二三四五六七八九十]|\d+)个多?月|一个多月|数月|几个月|四季|过年到"
)
_RECENT = re.compile(
    r"今天|今晚|今早|昨天|昨晚|昨夜|刚才|刚刚|现在|这两天|这几天|近[三两二几]天|突然|正在|此刻|从早上|从中午|从下午|当前|今日|这会儿?|前天|[一二两三\d]个?小时"
)
_THIRD_PARTY = re.compile(
    r"外力|车撞|撞(?:了|断|倒)|挖断|挖破|施工方|地铁|雷(?:击|打|雨)|鸟|树|风筝|自家|我家(?:自己|内部)|物业(?:的|自)|用户(?:侧|设备|内部)|专变|原因(?:不明|未知|不清|还没)|不知道(?:什么|啥)?原因|开发商"
)


@dataclass(frozen=True)
class Observations:
    """A normalised ticket text, read for what the gates ask."""

    text: str

    @cached_property
    def outages(self) -> int | None:
        """How many outages the text counts; None when it gives no number."""
        counts = [_value(group) for match in _TIMES.finditer(self.text) for group in match.groups() if group]
        return max(counts, default=None)

    @cached_property
    def days(self) -> int | None:
        """The days over which the text counts; the shortest span named, None when it names none."""
        spans = [
            int(_value(match[1]) * unit)
            for pattern, unit in _SPANS
            for match in pattern.finditer(self.text)
            if match[1]
        ]
        spans += [days for pattern, days in _NAMED_SPANS if pattern.search(self.text)]
        return min((days for days in spans if days > 0), default=None)

    @property
    def implies_frequent(self) -> bool:
        """天天停: a frequency without a number."""
        return _IMPLIED.search(self.text) is not None

    @property
    def several_households(self) -> bool:
        """Whether more than one household is concerned."""
        return _SEVERAL.search(self.text) is not None and not self.single_household

    @property
    def single_household(self) -> bool:
        """Whether the text says that only one household is concerned."""
        return _SINGLE.search(self.text) is not None

    @property
    def is_lasting(self) -> bool:
        """Whether it has gone on for more than a month (two seasons named count)."""
        return _LASTING.search(self.text) is not None

    @property
    def is_recent(self) -> bool:
        """Whether it began in these days, or goes on now."""
        return _RECENT.search(self.text) is not None

    @property
    def blames_others(self) -> bool:
        """Whether the cause named is not the utility's equipment, or is unknown."""
        return _THIRD_PARTY.search(self.text) is not None


def _value(numeral: str) -> int:
    return _DIGITS[numeral] if numeral in _DIGITS else int(float(numeral))
