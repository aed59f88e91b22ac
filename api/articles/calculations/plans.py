"""Which plan is cheaper at home for the same use: tiers alone, time-of-use, or the price of a shared meter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from api.articles.answer import Answer, Button, Source
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import basis, plain, sources_of
from api.articles.calculations.yearly import MONTHS, YearCost, energy_buttons, year_cost
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from api.articles.refusals import not_on_record
from api.bills.suppositions.reading import read_values
from tariffs import figure, provinces_with

_WHICH = r"划算|便宜|省|合算|合适|哪[个种]|贵|值"
_BY_THE_HOUR = r"峰谷|分时|谷电"
_AGAINST_TIERS = (
    r"(?:峰谷|分时|谷电).*(?:阶梯|不开|不用|不办|普通|平价)|(?:阶梯|不开|不用|不办|普通).*(?:峰谷|分时|谷电)"
)
_SHARED = r"合表.*阶梯|阶梯.*合表"
_OTHER = r"桩|充电|工厂|企业|公司|商铺|店|工商|商业|工业|农业|时段|几点|怎么办理|申请"
_USUAL_SHARES = (Decimal("0.3"), Decimal("0.4"), Decimal("0.5"))
_EXAMPLE = Decimal(200)
TITLE = "电价方案比较"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The year's cost under both plans; None when no choice between plans is asked for."""
    if not asked.says(_WHICH) or asked.says(_OTHER) or case.compared or case.on < today:
        return None
    kwh, share = _use(asked)
    if asked.says(_SHARED) and kwh is not None:
        return _with_shared_meter(kwh, case, today)
    if not asked.says(_AGAINST_TIERS) and not (kwh is not None and asked.says(_BY_THE_HOUR)):
        return None
    if case.province is None:
        return _by_province(kwh, case, today) if kwh is not None else None
    found = _Choice.of(case.province, kwh or _EXAMPLE, today)
    if found is None:
        return not_on_record(case.province, "居民峰谷分时电价")
    return found.with_share(share, case) if share is not None else found.by_share(case, is_example=kwh is None)


def _use(asked: Quantities) -> tuple[Decimal | None, Decimal | None]:
    """The month's energy and the share of it in the valley, as far as they are said."""
    peak, valley = asked.energy(Part.peak), asked.energy(Part.valley)
    if peak is not None and valley is not None and peak + valley > 0:
        return peak + valley, (valley / (peak + valley)).quantize(Decimal("0.0001"))
    year = asked.energy(Part.year)
    kwh = (year / MONTHS).quantize(Decimal("0.1")) if year is not None else asked.energy(Part.month)
    share = read_values(asked.text, "time_of_use").get("valley_share")
    return kwh, Decimal(share) if share is not None else None


@dataclass(frozen=True, slots=True)
class _Choice:
    """A household of ``kwh`` a month in a province: without periods, and all of it in the peak or in the valley."""

    province: str
    kwh: Decimal
    today: date
    tiered: YearCost
    at_peak: YearCost
    at_valley: YearCost

    @classmethod
    def of(cls, province: str, kwh: Decimal, today: date) -> _Choice | None:
        tiered = year_cost(province, kwh, today)
        peak, valley = (year_cost(province, kwh, today, "time_of_use", Decimal(share)) for share in (0, 1))
        return cls(province, kwh, today, tiered, peak, valley) if tiered and peak and valley else None

    @property
    def break_even(self) -> int:
        """From which share of the energy in the valley time-of-use is cheaper, per cent: its cost falls evenly."""
        spread = self.at_peak.total - self.at_valley.total
        share = (self.at_peak.total - self.tiered.total) / spread if spread > 0 else Decimal(1)
        return int((share * 100).to_integral_value(ROUND_CEILING))

    def with_share(self, share: Decimal, case: Circumstances) -> Answer:
        """Both plans for one share in the valley."""
        cost = year_cost(self.province, self.kwh, self.today, "time_of_use", share) or self.at_peak
        difference = self.tiered.total - cost.total
        better = "峰谷电价划算" if difference > 0 else "阶梯电价划算" if difference < 0 else "两种一样"
        rows = [("峰谷电价一年", f"{cost.total:.2f}元"), ("阶梯电价一年", f"{self.tiered.total:.2f}元")]
        percent = plain((share * 100).quantize(Decimal("0.1")))
        head = (
            f"{self.province}，每月都用{plain(self.kwh)}千瓦时、其中{percent}%在谷段{self._hours}，{better}："
            f"峰谷电价一年{cost.total:.2f}元，阶梯电价一年{self.tiered.total:.2f}元，相差{abs(difference):.2f}元。"
        )
        return self._answer([head], rows, case)

    def by_share(self, case: Circumstances, *, is_example: bool) -> Answer:
        """Time-of-use for some shares, against tiers alone."""
        rows = [("阶梯电价（不开峰谷）一年", f"{self.tiered.total:.2f}元")]
        for share in _USUAL_SHARES:
            cost = year_cost(self.province, self.kwh, self.today, "time_of_use", share) or self.at_peak
            rows.append((f"峰谷电价，{plain(share * 100)}%在谷段，一年", f"{cost.total:.2f}元"))
        head = (
            f"看夜里谷段{self._hours}用电占多少：{self.province}每月{plain(self.kwh)}千瓦时"
            f"{'（举例）' if is_example else ''}，谷段占到约{self.break_even}%以上，开峰谷划算；不到就不划算。"
        )
        return self._answer([head, table_text(rows)], rows, case)

    @property
    def _hours(self) -> str:
        hours = figure("residential_tou.valley_hours", self.province, self.today)
        return f"（{hours.text}）" if hours and hours.confidence != "L" else ""

    def _answer(self, lines: Sequence[str], rows: Sequence[tuple[str, str]], case: Circumstances) -> Answer:
        of_tiers, by_hour = basis(self.tiered.tariff), basis(self.at_peak.tariff)
        sources = of_tiers if of_tiers == by_hour else f"阶梯电价{of_tiers}峰谷电价{by_hour}"
        text = "\n".join([*lines, f"{sources}按全年累计分档计算，以实际账单为准。"])
        buttons = _buttons(case.question, self.kwh)
        return Answer(True, text, _sources(self.tiered, self.at_peak), buttons, table_card(TITLE, rows))


def _buttons(question: str, kwh: Decimal) -> tuple[Button, ...]:
    """Other amounts and, where none was said, shares in the valley; none beside readings of both periods."""
    if re.search(r"[峰谷][^,，。]{0,6}\d", question):
        return ()
    shares = () if re.search(r"%|一半|成", question) else _USUAL_SHARES[1:]
    percents = [plain(share * 100) for share in shares]
    of_shares = (Button(f"{each}%在谷段", f"{question}，{each}%在谷段用") for each in percents)
    return (*energy_buttons(question, kwh), *of_shares)


def _by_province(kwh: Decimal, case: Circumstances, today: date) -> Answer | None:
    names = provinces_with("residential_tou.valley_price1", today)
    choices = [found for name in names if (found := _Choice.of(name, kwh, today))]
    if not choices:
        return None
    rows = [(each.province, f"谷段占到约{each.break_even}%以上，开峰谷划算") for each in choices]
    text = f"各省峰谷价差不同，每月{plain(kwh)}千瓦时的话：\n{table_text(rows)}\n{ASK}"
    buttons = province_buttons([name for name, _ in rows], case.question)
    return Answer(True, text, (), buttons, table_card(TITLE, rows), needs_province=True)


def _with_shared_meter(kwh: Decimal, case: Circumstances, today: date) -> Answer | None:
    if case.province is None:
        return None
    tiered, shared = (year_cost(case.province, kwh, today, plan) for plan in ("tiered", "combined"))
    if tiered is None or shared is None:
        return not_on_record(case.province, "居民合表电价")
    difference = tiered.total - shared.total
    better = "合表电价便宜" if difference > 0 else "阶梯电价便宜" if difference < 0 else "两种一样"
    rows = [("阶梯电价一年", f"{tiered.total:.2f}元"), ("合表电价一年", f"{shared.total:.2f}元")]
    text = (
        f"{case.province}，每月都用{plain(kwh)}千瓦时，{better}：阶梯电价一年{tiered.total:.2f}元，合表电价一年{shared.total:.2f}元，"
        f"相差{abs(difference):.2f}元。\n阶梯电价{basis(tiered.tariff)}合表电价{basis(shared.tariff)}"
    )
    buttons = energy_buttons(case.question, kwh)
    return Answer(True, text, _sources(tiered, shared), buttons, table_card(TITLE, rows))


def _sources(*costs: YearCost) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for cost in costs for source in sources_of(cost.tariff)))
