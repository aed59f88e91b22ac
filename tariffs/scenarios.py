"""What if: the same month with some use moved to the night, with time-of-use, or with one more appliance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .calculation import Calculation
from .calculator import calculate
from .errors import InvalidInput
from .kinds.readings import with_energy
from .money import ZERO, half_up, plain


@dataclass(frozen=True, slots=True)
class MoveToValley:
    """Use ``kwh`` (kWh in the month) in the valley instead of the peak."""

    kwh: Decimal


@dataclass(frozen=True, slots=True)
class SwitchToTimeOfUse:
    """Be billed by time-of-use with this share (0–1) of the energy in the valley."""

    valley_share: Decimal


@dataclass(frozen=True, slots=True)
class AddAppliance:
    """One more appliance: its power (kW), hours a day and days a month, and the share it uses in the valley."""

    name: str
    kilowatts: Decimal
    hours_a_day: Decimal
    days: int
    valley_share: Decimal = ZERO

    @property
    def kwh(self) -> Decimal:
        """The energy it adds in the month, kWh."""
        return self.kilowatts * self.hours_a_day * self.days


Change = MoveToValley | SwitchToTimeOfUse | AddAppliance


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The bill as it is and as it would be; ``difference`` in yuan, negative when it becomes cheaper."""

    before: Calculation
    after: Calculation
    explanation: str

    @property
    def difference(self) -> Decimal:
        """After less before, yuan."""
        return half_up(self.after.total - self.before.total)


def what_if(kind: str, input: Mapping[str, Any], change: Change) -> WhatIf:
    """Calculate a residential month with a change. Raises InvalidInput when the change is impossible for it."""
    input = with_energy(input)
    before = calculate(kind, input)
    if isinstance(change, MoveToValley):
        after_kind, after_input, words = _moved(kind, input, change)
    elif isinstance(change, SwitchToTimeOfUse):
        after_kind, after_input, words = _switched(kind, input, change)
    else:
        after_kind, after_input, words = _added(kind, input, change)
    return WhatIf(before, calculate(after_kind, after_input), words)


Changed = tuple[str, dict[str, Any], str]


def _moved(kind: str, input: Mapping[str, Any], change: MoveToValley) -> Changed:
    if kind != "residential_tiered_tou":
        raise InvalidInput("change", "只有执行峰谷电价的住户，移峰填谷才影响电费")
    peak, valley = Decimal(str(input["peak_kwh"])), Decimal(str(input["valley_kwh"]))
    if not 0 <= change.kwh <= peak:
        raise InvalidInput("change", f"移到谷段的电量应在0到{plain(peak)}千瓦时之间")
    moved = dict(input) | {"peak_kwh": peak - change.kwh, "valley_kwh": valley + change.kwh}
    return kind, moved, f"把{plain(change.kwh)}千瓦时从峰段移到谷段，总用电量不变。"


def _switched(kind: str, input: Mapping[str, Any], change: SwitchToTimeOfUse) -> Changed:
    if kind != "residential_tiered":
        raise InvalidInput("change", "只有未执行峰谷电价的居民才能改为峰谷电价")
    if not 0 <= change.valley_share <= 1:
        raise InvalidInput("change", "谷段占比应在0到1之间")
    kwh = Decimal(str(input["kwh"]))
    valley = half_up(kwh * change.valley_share, Decimal("0.0001"))
    switched = {name: value for name, value in input.items() if name != "kwh"}
    switched |= {"peak_kwh": kwh - valley, "valley_kwh": valley}
    share = plain(half_up(change.valley_share * 100, Decimal("0.1")))
    return "residential_tiered_tou", switched, f"改为峰谷电价，按{share}%的电量在谷段计算，总用电量不变。"


def _added(kind: str, input: Mapping[str, Any], change: AddAppliance) -> Changed:
    if change.kwh < 0 or not 0 <= change.valley_share <= 1:
        raise InvalidInput("change", "电器的功率、时长不能是负数，谷段占比应在0到1之间")
    added = dict(input)
    if kind == "residential_tiered":
        added["kwh"] = Decimal(str(input["kwh"])) + change.kwh
    elif kind == "residential_tiered_tou":
        added.pop("kwh", None)
        added["valley_kwh"] = Decimal(str(input["valley_kwh"])) + change.kwh * change.valley_share
        added["peak_kwh"] = Decimal(str(input["peak_kwh"])) + change.kwh * (1 - change.valley_share)
    else:
        raise InvalidInput("change", "目前只能为居民账单增加电器")
    hours = f"{plain(change.kilowatts)}千瓦、每天{plain(change.hours_a_day)}小时、每月{change.days}天"
    return kind, added, f"增加{change.name}（按{hours}估算），每月多用{plain(half_up(change.kwh))}千瓦时。"
