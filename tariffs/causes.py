"""Likely causes of a higher bill, ranked by what the figures show, each with what to check.

The reasons follow the list of the domain notes (§4); thresholds here only decide what is worth saying first.
"""

from __future__ import annotations

from decimal import Decimal

from .billed_month import BilledMonth, Part
from .decomposition import energy_of
from .money import ZERO

_JUMP = Decimal("0.8")  # daily use up by 80 %: rarely the weather alone
_NOTABLE = Decimal("0.15")
_SUMMER, _WINTER = {"06", "07", "08", "09"}, {"11", "12", "01", "02"}


def likely_causes(previous: BilledMonth, current: BilledMonth, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Chinese sentences, the one with the most money behind it first; empty when the bill is not higher."""
    if current.total <= previous.total:
        return ()
    rising = sorted((part for part in parts if part.amount > 0), key=lambda part: part.amount, reverse=True)
    return tuple(sentence for part in rising for sentence in _sentences(part, previous, current))


def _sentences(part: Part, previous: BilledMonth, current: BilledMonth) -> list[str]:
    if part.key == "consumption":
        return _consumption(previous, current)
    fixed = _FIXED.get(part.key)
    return [f"{fixed}（约{part.amount}元）"] if fixed else []


_FIXED = {
    "tier": "本年累计电量进入更高的阶梯，这部分每千瓦时单价更高；次年重新从第一档计算",
    "days": "本期抄表天数比上期多，可核对账单上的抄表日期",
    "price": "两个月执行的电价不同，可核对账单上的单价",
    "season": "换季后峰谷时段和谷段价格不同，可把用电移到当前的谷段",
    "shift": "高价时段用电占比上升，可把洗衣、热水、充电移到谷段",
    "plan": "两个月之间变更过电价方案，可核对变更生效的月份",
    "demand": "最大需量或计费容量变化，请核对当月最大需量及是否超过合同需量的105%",
    "power_factor": "功率因数低于考核标准，请检查无功补偿装置是否投入",
    "adjustments": "账单里含违约金或退补，请核对明细",
}


def _consumption(previous: BilledMonth, current: BilledMonth) -> list[str]:
    old, new = energy_of(previous) / previous.days, energy_of(current) / current.days
    growth = (new - old) / old if old else ZERO
    causes = ["日均用电增加，可想想是否新添电器、在家时间变长或家里人多了"]
    month = current.month[-2:]
    if growth >= _NOTABLE and month in _SUMMER:
        causes.insert(0, "正值夏季，空调、冰箱用电增加")
    if growth >= _NOTABLE and month in _WINTER:
        causes.insert(0, "正值冬季，取暖、热水用电增加")
    if growth >= _JUMP or (not old and new):
        causes.append(
            "用电增加较多，请核对电表示数；拉下总开关后电表仍走字，可能有漏电、串户，可申请上门核实或校验电表"
        )
    return causes
