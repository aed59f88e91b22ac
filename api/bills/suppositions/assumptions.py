"""What is assumed about a change until the customer says otherwise, and how each value reads."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

_TABLE = Path(__file__).with_name("assumptions.yml")
ALL_YEAR = "1-12"
# Written so that the same words, sent by a button or by hand, are read back as the same value.
_WORDS = {
    "kilowatts": "功率{}千瓦",
    "hours_a_day": "每天用{}小时",
    "days": "每月用{}天",
    "kilometres": "每月开{}公里",
    "kwh_per_100km": "百公里{}度",
    "heat_kwh": "每月需要{}千瓦时的热量",
    "efficiency": "能效比{}",
    "kwh": "每月多用{}度",
    "share": "白天用电的{}%挪到谷段",
    "valley_share": "{}%在谷段用",
}
QUESTIONS = {
    "kilowatts": "它的功率是多少千瓦？铭牌或说明书上有。",
    "kwh": "您估计每个月会多用多少度？",
}


class Assumption(BaseModel):
    """One value of a change: what is assumed (None: it is asked for) and what else is offered as a button."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: str | None
    choices: tuple[str, ...]


# Who pays by the hour is billed by when the energy is used; until told otherwise nothing of it is cheap.
_IN_THE_VALLEY = Assumption(name="valley_share", value="0", choices=("0.5", "1"))


@cache
def _table() -> dict[str, tuple[Assumption, ...]]:
    written: dict[str, list[dict[str, Any]]] = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {name: tuple(Assumption.model_validate(each) for each in rows) for name, rows in written.items()}


def assumptions_of(scenario: str, *, by_the_hour: bool = False) -> tuple[Assumption, ...]:
    """The values of a scenario; ``by_the_hour``: the household is billed by time-of-use."""
    rows = _table()[scenario]
    adds_use = scenario not in ("move_to_night", "time_of_use")
    return (*rows, _IN_THE_VALLEY) if by_the_hour and adds_use else rows


def spoken(name: str, value: str) -> str:
    """A value in words: 每天用8小时, 只在6月到9月用."""
    if name == "season":
        first, last = value.split("-")
        if value == ALL_YEAR:
            return "全年都用"
        return f"只在{first}月到{'次年' if int(last) < int(first) else ''}{last}月用"
    if name in ("share", "valley_share"):
        percent = f"{Decimal(value) * 100:f}"
        return _WORDS[name].format(percent.rstrip("0").rstrip(".") if "." in percent else percent)
    return _WORDS[name].format(value)


def months_of(season: str) -> tuple[int, ...]:
    """The calendar months of a season: ``11-3`` is November to March."""
    first, last = map(int, season.split("-"))
    return tuple(range(first, last + 1)) if first <= last else (*range(first, 13), *range(1, last + 1))
