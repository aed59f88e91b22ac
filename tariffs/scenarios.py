"""What if: the same month with some use moved to the night, with time-of-use, or with one more appliance.

No power, mileage or efficiency is assumed here: they come from the customer or the appliance's label.
"""

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

_KWH_PLACE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class MoveToValley:
    """Use ``kwh`` (kWh in the month) in the valley instead of the peak."""

    kwh: Decimal


@dataclass(frozen=True, slots=True)
class MoveShareToValley:
    """Use this share (0–1) of the peak energy in the valley instead."""

    share: Decimal


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

    @property
    def words(self) -> str:
        """Where the energy comes from, in Chinese."""
        hours = f"{plain(self.kilowatts)}千瓦、每天{plain(self.hours_a_day)}小时、每月{self.days}天"
        return f"增加{self.name}（按{hours}估算）"


@dataclass(frozen=True, slots=True)
class AddElectricCar:
    """Charging at home: kilometres a month and kWh per 100 km at the plug, and the share charged in the valley."""

    kilometres: Decimal
    kwh_per_100km: Decimal
    valley_share: Decimal = ZERO

    @property
    def kwh(self) -> Decimal:
        """The energy it adds in the month, kWh."""
        return self.kilometres * self.kwh_per_100km / 100

    @property
    def words(self) -> str:
        """Where the energy comes from, in Chinese."""
        basis = f"每月{plain(self.kilometres)}公里、百公里{plain(self.kwh_per_100km)}千瓦时"
        return f"在家给电动汽车充电（按{basis}估算）"


@dataclass(frozen=True, slots=True)
class AddHeatPump:
    """Heating with a heat pump: the heat needed (kWh a month), heat per electricity, and the share in the valley."""

    heat_kwh: Decimal
    efficiency: Decimal
    valley_share: Decimal = ZERO

    @property
    def kwh(self) -> Decimal:
        """The energy it adds in the month, kWh."""
        if self.efficiency <= 0:
            raise InvalidInput("change", "能效比应大于0")
        return self.heat_kwh / self.efficiency

    @property
    def words(self) -> str:
        """Where the energy comes from, in Chinese."""
        basis = f"每月需热量{plain(self.heat_kwh)}千瓦时、能效比{plain(self.efficiency)}"
        return f"用热泵取暖（按{basis}估算）"


Addition = AddAppliance | AddElectricCar | AddHeatPump
Change = MoveToValley | MoveShareToValley | SwitchToTimeOfUse | Addition


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
    after_kind, after_input, words = changed_input(kind, input, change)
    return WhatIf(before, calculate(after_kind, after_input), words)


Changed = tuple[str, dict[str, Any], str]


def changed_input(kind: str, input: Mapping[str, Any], change: Change) -> Changed:
    """The kind and input of the month with the change, and the change in Chinese. Raises InvalidInput."""
    if isinstance(change, MoveToValley | MoveShareToValley):
        return _moved(kind, input, change)
    if isinstance(change, SwitchToTimeOfUse):
        return _switched(kind, input, change)
    return _added(kind, input, change)


def _moved(kind: str, input: Mapping[str, Any], change: MoveToValley | MoveShareToValley) -> Changed:
    if kind != "residential_tiered_tou":
        raise InvalidInput("change", "只有执行峰谷电价的住户，移峰填谷才影响电费")
    peak, valley = Decimal(str(input["peak_kwh"])), Decimal(str(input["valley_kwh"]))
    if isinstance(change, MoveShareToValley):
        if not 0 <= change.share <= 1:
            raise InvalidInput("change", "移到谷段的比例应在0到1之间")
        kwh = half_up(peak * change.share, _KWH_PLACE)
    else:
        kwh = change.kwh
    if not 0 <= kwh <= peak:
        raise InvalidInput("change", f"移到谷段的电量应在0到{plain(peak)}千瓦时之间")
    moved = dict(input) | {"peak_kwh": peak - kwh, "valley_kwh": valley + kwh}
    return kind, moved, f"把{plain(kwh)}千瓦时从峰段移到谷段，总用电量不变。"


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


def _added(kind: str, input: Mapping[str, Any], change: Addition) -> Changed:
    kwh = half_up(change.kwh, _KWH_PLACE)
    if kwh < 0 or not 0 <= change.valley_share <= 1:
        raise InvalidInput("change", "电器的功率、时长、里程不能是负数，谷段占比应在0到1之间")
    added = dict(input)
    if kind == "residential_tiered":
        added["kwh"] = Decimal(str(input["kwh"])) + kwh
    elif kind == "residential_tiered_tou":
        added.pop("kwh", None)
        valley = half_up(kwh * change.valley_share, _KWH_PLACE)
        added["valley_kwh"] = Decimal(str(input["valley_kwh"])) + valley
        added["peak_kwh"] = Decimal(str(input["peak_kwh"])) + kwh - valley
    else:
        raise InvalidInput("change", "目前只能为居民账单增加电器")
    return kind, added, f"{change.words}，每月多用{plain(half_up(kwh))}千瓦时。"
