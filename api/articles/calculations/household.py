"""What a month (or a year) of a household costs: tiers, time-of-use, large families, shared meters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from api.articles.answer import Answer, Button
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import basis, is_verified, plain, sources_of, written_out
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from api.articles.refusals import not_on_record
from knowledge import named_audiences
from tariffs import Calculation, InvalidInput, calculate, figure, provinces_with

_ASKS_MONEY = (
    r"多少钱|几块|几元|多少元|多少块|多少电费|电费(?:是|得|要|会|应该|大概|一共|总共|算|为)?(?:多少|几|多钱)|要?[交付花缴扣]多少|"
    r"要多少|得多少|花多少|怎么算|算一?下|算算|算一算|帮我?算|给我?算|计算|多钱|钱多少|得[交付花]几|一共多|总共多|"
    r"费用|合多少|扣多少|电费呢|省多少|差多少|哪个?(?:更)?(?:贵|便宜|划算)|谁(?:贵|便宜)"
)
_OTHERS = frozenset({"business", "agricultural"})  # their prices are not those of a home
_QUOTA = r"一户多人口|多人口|人口优惠|(?:[5-9]|[一二两]?十?[五六七八九])(?:口人|口之家|个人的户)"
_LOW_INCOME = r"低保|五保|特困"
_COMBINED = r"合表|合租(?:一个)?表|几家(?:共|合)?用一?(?:个|块)?表|共用一?(?:个|块)?(?:电)?表|总表"
_OTHER_MATTERS = r"空调|冰箱|热水器|一天|每天|小时|发电|光伏|上网电|电动车|误差|退补|多计|少计|示数|读数"
TITLE = "电费计算"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """A household's bill, or the question for what is missing; None when no bill is asked for."""
    if not asked.energies or not is_of_a_home(asked):
        return None
    if not asked.says(_ASKS_MONEY) and not _is_whole_bill(asked):
        return None
    facts = _facts(asked, min(case.on, today))  # an earlier year is billed with its own prices
    if facts is None:
        return None
    if case.province is None:
        return _by_province(facts, case)
    return _in_province(facts, case)


def is_of_a_home(asked: Quantities) -> bool:
    """Whether the energy is what a home draws: no other payer, no appliance, no readings of a meter."""
    return not named_audiences(asked.text) & _OTHERS and not asked.says(_OTHER_MATTERS)


def _is_whole_bill(asked: Quantities) -> bool:
    """Whether the numbers are those of a bill, so that no word need ask for money."""
    month = asked.energy(Part.cumulative) is not None and asked.energy(Part.month) is not None
    return month or (asked.energy(Part.peak) is not None and asked.energy(Part.valley) is not None)


class Facts:
    """What a question says of one bill of a home."""

    def __init__(self, asked: Quantities, month: str, energy: Mapping[str, str], cumulative: Decimal | None) -> None:
        self.month = month
        self.energy = energy
        self.cumulative = cumulative
        self.is_whole_year = False
        self.is_combined = asked.says(_COMBINED)
        self.has_quota = asked.says(_QUOTA)
        self.is_low_income = asked.says(_LOW_INCOME)

    @property
    def kind(self) -> str:
        """Which calculator the bill is for."""
        return "residential_tiered_tou" if "peak_kwh" in self.energy else "residential_tiered"

    @property
    def needs_cumulative(self) -> bool:
        """Whether the year's energy before the bill would change it and was not said."""
        return self.cumulative is None and not self.is_combined

    def input(self, province: str, cumulative: Decimal | None = None) -> dict[str, Any]:
        """What the calculator takes, with another energy before the bill (kWh) where one is given."""
        before = self.cumulative if cumulative is None else cumulative
        return {
            "province": province,
            "year_month": self.month,
            "customer_type": "combined" if self.is_combined else "household",
            **self.energy,
            "cumulative_before": plain(before or Decimal(0)),
            **({"multi_person_quota": True} if self.has_quota else {}),
            **({"low_income": True} if self.is_low_income else {}),
        }


def _facts(asked: Quantities, today: date) -> Facts | None:
    month = next((month for month in asked.months if month <= f"{today:%Y-%m}"), f"{today:%Y-%m}")
    cumulative = asked.energy(Part.cumulative)
    peak, valley = asked.energy(Part.peak), asked.energy(Part.valley)
    if peak is not None and valley is not None:
        return Facts(asked, month, {"peak_kwh": plain(peak), "valley_kwh": plain(valley)}, cumulative)
    if peak is not None or valley is not None:
        return None  # half of a time-of-use bill: the articles explain what else is needed
    used = asked.energy(Part.month)
    year = asked.energy(Part.year)
    if used is None and (year or (cumulative if len(asked.energies) == 1 else None)):
        facts = Facts(asked, f"{today:%Y}-12", {"kwh": plain(year or cumulative or Decimal(0))}, Decimal(0))
        facts.is_whole_year = True
        return facts
    return None if used is None else Facts(asked, month, {"kwh": plain(used)}, cumulative)


def _in_province(facts: Facts, case: Circumstances) -> Answer:
    province = case.province or ""
    try:
        result = calculate(facts.kind, facts.input(province))
    except InvalidInput:
        return not_on_record(province, "居民电价")
    if not is_verified(result):
        return _unverified(facts, province, case.on)
    if facts.needs_cumulative:
        return _by_tier(facts, province, result)
    return written_out(_head(facts, province, result), result, TITLE, _note(facts))


def _head(facts: Facts, province: str, result: Calculation) -> str:
    span = "全年" if facts.is_whole_year else f"{facts.month[:4]}年{int(facts.month[5:])}月"
    before = f"，此前本年累计{plain(facts.cumulative)}千瓦时" if facts.cumulative and not facts.is_whole_year else ""
    return f"按{province}居民{tariff_name(facts)}计算，{span}电费是{result.total:.2f}元{before}。"


def tariff_name(facts: Facts) -> str:
    """The tariff the bill follows, in Chinese."""
    if facts.is_combined:
        return "合表电价"
    name = "峰谷分时和阶梯电价" if "peak_kwh" in facts.energy else "阶梯电价"
    return f"{name}（一户多人口）" if facts.has_quota else name


def _note(facts: Facts) -> str:
    return "一户多人口按全年都已办理计算。" if facts.has_quota else ""


def _by_tier(facts: Facts, province: str, first: Calculation) -> Answer:
    """The year's energy so far is not known: what the same energy costs in each tier, and the question for it."""
    limits = [figure(f"residential_tiered.limit{tier}_year", province, case_day(facts)) for tier in (1, 2)]
    starts = [Decimal(0), *(limit.value for limit in limits if limit and limit.value is not None)]
    names = ("一档内", "二档内", "三档内")
    rows = []
    for tier, (name, start) in enumerate(zip(names, starts, strict=False)):
        result = calculate(facts.kind, facts.input(province, start))
        if lies_in(tier, result):
            rows.append((f"都在{name}", f"{result.total:.2f}元"))
    lines = "；".join(f"{label}：{total}" for label, total in rows)
    parts = [f"{line.label}{plain(line.kwh or Decimal(0))}千瓦时×{plain(line.price or Decimal(0))}元"
             for line in first.lines]  # fmt: skip
    working = f"（{'，'.join(parts)}）" if parts else ""
    crosses = first.tiers is not None and sum(tier > 0 for tier in first.tiers) > 1
    case = "如果今年在这之前还没有用过电" if crosses else "如果今年累计还在第一档"
    alone = crosses or len(rows) == 1
    text = (
        f"{province}居民电费按全年累计用电分档。{case}，这些电是{first.total:.2f}元{working}。\n"
        f"{'' if alone else lines + '。' + chr(10)}{basis(first.tariff)}\n"
        "请告诉我今年在这之前累计用了多少度，我给您算出准确的数。"
    )
    card = None if alone else table_card(TITLE, rows)
    return Answer(True, text, sources_of(first.tariff), (), card)


def lies_in(tier: int, bill: Calculation) -> bool:
    """Whether all of a bill's energy is in one tier (0 the first): a large family's tiers begin later."""
    return bill.tiers is not None and all((kwh > 0) == (each == tier) for each, kwh in enumerate(bill.tiers))


def case_day(facts: Facts) -> date:
    """The day whose prices the month is billed with."""
    year, month = map(int, facts.month.split("-"))
    return date(year, month, 15)


def _unverified(facts: Facts, province: str, on: date) -> Answer:
    prices = [figure(f"residential_tiered.price{tier}", province, on) for tier in (1, 2, 3)]
    shown = [price for price in prices if price and price.confidence != "L"]
    if len(shown) < len(prices):
        return not_on_record(province, "居民阶梯电价")
    names = "、".join(f"{tier}档{price.text}" for tier, price in zip("一二三", shown, strict=True))
    text = (
        f"{province}的分档电量标准我这里还没有核实，不能给您算出准确电费。已核实的电价是：{names}（依据：{shown[0].source}）。"
        "您可以在网上国网的账单里看到自家分档，也可以为您转人工核算。"
    )
    return Answer(True, text, (), (Button("转人工", "转人工"),))


def _by_province(facts: Facts, case: Circumstances) -> Answer | None:
    rows, names = [], case.compared or tuple(provinces_with("residential_tiered.price1", case.on))
    for name in names:
        try:
            result = calculate(facts.kind, facts.input(name))
        except InvalidInput:
            continue
        if is_verified(result):
            rows.append((name, f"{result.total:.2f}元"))
    if not rows:
        return not_on_record("、".join(case.compared) or None, "居民电价")
    tier = "（按今年累计还在第一档算）" if facts.needs_cumulative else ""
    ask = "" if case.compared else f"\n{ASK}"
    more = "如果还能告诉我今年累计用了多少度，会算得更准。" if facts.needs_cumulative else ""
    text = f"各省电价不同，同样的用电量，电费是{tier}：\n{table_text(rows)}{ask}{more}"
    buttons = () if case.compared else province_buttons([name for name, _ in rows], _asked_again(case))
    return Answer(True, text, (), buttons, table_card(TITLE, rows), needs_province=not case.compared)


def _asked_again(case: Circumstances) -> str:
    return re.sub(r"\s+", "", case.question)
