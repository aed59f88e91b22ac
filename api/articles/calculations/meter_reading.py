"""How much energy two meter readings make."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Quantities
from api.articles.calculations.working import plain
from api.articles.composition import Circumstances
from tariffs import InvalidInput, calculate

_ABOUT = r"示数|读数|表底|底数|抄见|电表(?:上|显示)|走字|止码|起码"
_ASKS = r"多少度|多少电|几度|用了多少|怎么算|多少千瓦时|算一?下|算算"
_NUMBER = re.compile(r"(?<![\d.])(\d{1,7}(?:\.\d+)?)(?![\d.]*(?:倍|月|年|号|日|元|块|天|千瓦|kW|%))")
_MULTIPLIER = re.compile(r"(?:倍率|互感器|变比)(?:是|为)?(\d+)|(\d+)倍")


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The energy between two readings; None when that is not asked."""
    if not asked.says(_ABOUT) or not asked.says(_ASKS):
        return None
    multiplier = _MULTIPLIER.search(asked.text)
    times = Decimal(next(group for group in multiplier.groups() if group)) if multiplier else Decimal(1)
    text = asked.text.replace(multiplier.group(), "") if multiplier else asked.text
    readings = [Decimal(number) for number in _NUMBER.findall(text)]
    if len(readings) != 2:
        return None
    previous, current = sorted(readings)
    try:
        segment = {"previous": plain(previous), "current": plain(current), "multiplier": plain(times)}
        result = calculate("meter", {"segments": [segment], "unit_price": "1"})  # only the energy is used
    except InvalidInput:
        return None
    kwh = plain(Decimal(str(result.details["energy_kwh"])))
    by = f" × 倍率{plain(times)}" if times != 1 else ""
    shown = f"（{plain(current)} − {plain(previous)}）{by} = {kwh}千瓦时"
    return Answer(True, f"电量是两次示数之差{'乘以倍率' if by else ''}：{shown}，也就是{kwh}度。")
