"""Several amounts of energy side by side, and how far apart their bills are: 300度和400度差多少."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from api.articles.answer import Answer, Row
from api.articles.calculations.household import Facts, case_day, is_of_a_home, lies_in, tariff_name
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import basis, is_verified, plain, sources_of
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from tariffs import Calculation, InvalidInput, calculate, figure, provinces_with

_DIFFERENCE = r"(?:差|相差|省|少|多|贵|便宜|高|低)(?:下|了|交|花|付|出|掉)*(?:大概|大约)?(?:多少|几)|差别|差距|差额"
_LESS = r"(?<!差)(?<!多)(?<!贵)(?<!高)少[交花付了]|省|便宜|低"
_MONEY = r"多少钱|几块|多少元|多少电费|电费.{0,6}(?:多少|几)|[交付花]多少|要多少|分别|怎么算"
_OTHER = r"超过|以内|以上|上限|免费|减免|补贴|[一二三]档|为什么|为啥"
_AND = r"(?:度|千瓦时)?(?:电)?(?:的)?(?:和|跟|与|比|到|降到|减到|至|或者?|还是|[-~、,])"
_BETWEEN = r"(?:一?个?月|每月|用了?|只用|才用|要是)*"
# 用300比用400度: the unit stands behind the last only
_WITHOUT_UNIT = re.compile(rf"(?<![\d.月年号])(\d{{2,5}}){_AND}{_BETWEEN}(?=\d{{2,5}}(?:度|千瓦时))")
_LISTED = re.compile(rf"\d{_AND}{_BETWEEN}\d")
_TIERS = ("第一档", "第二档", "第三档")
MOST = 4
TITLE = "电费对比"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """What each amount costs and the difference of two; None when not several amounts of a home are asked about."""
    amounts = _amounts(asked)
    if not 2 <= len(amounts) <= MOST or len(case.compared) > 1 or asked.says(_OTHER) or not is_of_a_home(asked):
        return None
    if not asked.says(_DIFFERENCE) and not (asked.says(_MONEY) and _LISTED.search(asked.text)):
        return None
    facts = [_facts(asked, kwh, min(case.on, today)) for kwh in amounts]
    if case.province is None:
        return _by_province(facts, case)
    return _in_province(asked, facts, case.province)


def _amounts(asked: Quantities) -> list[Decimal]:
    """The amounts that are to be priced, the smallest first."""
    bare = [Decimal(number) for number in _WITHOUT_UNIT.findall(asked.text)]
    named = [energy.kwh for energy in asked.energies if energy.part is not Part.cumulative]
    if any(energy.part not in (Part.month, Part.year, Part.cumulative) for energy in asked.energies):
        return []  # those of a day's periods
    return sorted({*bare, *named})


def _facts(asked: Quantities, kwh: Decimal, day: date) -> Facts:
    """The bill of one amount: a month's, or that of a whole year where a year is named."""
    if asked.energy(Part.year) is None:
        return Facts(asked, f"{day:%Y-%m}", {"kwh": plain(kwh)}, asked.energy(Part.cumulative))
    whole = Facts(asked, f"{day:%Y}-12", {"kwh": plain(kwh)}, Decimal(0))
    whole.is_whole_year = True
    return whole


def _bills(facts: Sequence[Facts], province: str, before: Decimal | None = None) -> list[Calculation] | None:
    """The bill of each amount; None where the province's prices or tiers are not on record or not verified."""
    try:
        bills = [calculate(each.kind, each.input(province, before)) for each in facts]
    except InvalidInput:
        return None
    return bills if all(is_verified(bill) for bill in bills) else None


def _in_province(asked: Quantities, facts: Sequence[Facts], province: str) -> Answer | None:
    bills = _bills(facts, province)
    if bills is None:
        return None
    rows = [*_rows(facts, bills), *_difference_row(bills)]
    lines = [
        f"按{province}居民{tariff_name(facts[0])}计算{_position(facts[0], bills[-1])}，{_verdict(asked, facts, bills)}",
        table_text(rows),
        *_in_other_tiers(facts, bills, province),
        basis(bills[-1].tariff),
    ]
    if facts[0].needs_cumulative:
        lines.append("告诉我今年在这之前累计用了多少度，可以算得更准。")
    return Answer(True, "\n".join(lines), sources_of(bills[-1].tariff), (), table_card(TITLE, rows))


def _position(facts: Facts, dearest: Calculation) -> str:
    """From which point of the year the bills are counted."""
    if facts.is_combined or facts.is_whole_year:
        return "（全年）" if facts.is_whole_year else ""
    if not facts.needs_cumulative:
        return f"，此前本年累计{plain(facts.cumulative or Decimal(0))}千瓦时"
    return "，如果今年在这之前还没有用过电" if _crosses(dearest) else "，如果今年累计还在第一档"


def _verdict(asked: Quantities, facts: Sequence[Facts], bills: Sequence[Calculation]) -> str:
    """The difference, seen from the side that was asked for."""
    if len(bills) > 2:
        return "分别是："
    few, many = (each.energy["kwh"] for each in facts)
    apart = f"{bills[1].total - bills[0].total:.2f}元"
    return f"{few}千瓦时比{many}千瓦时少{apart}：" if asked.says(_LESS) else f"{many}千瓦时比{few}千瓦时多{apart}："


def _rows(facts: Sequence[Facts], bills: Sequence[Calculation]) -> list[Row]:
    return [(f"{each.energy['kwh']}千瓦时", f"{bill.total:.2f}元") for each, bill in zip(facts, bills, strict=True)]


def _difference_row(bills: Sequence[Calculation]) -> list[Row]:
    return [("相差", f"{bills[1].total - bills[0].total:.2f}元")] if len(bills) == 2 else []


def _in_other_tiers(facts: Sequence[Facts], bills: Sequence[Calculation], province: str) -> list[str]:
    """The same in the second and third tier, while it is not known how far the year's energy has come."""
    if not facts[0].needs_cumulative or _crosses(bills[-1]):
        return []
    lines = []
    for tier, name in enumerate(_TIERS[1:], 1):
        limit = figure(f"residential_tiered.limit{tier}_year", province, case_day(facts[0]))
        found = _bills(facts, province, limit.value) if limit and limit.value is not None else None
        if found and all(lies_in(tier, bill) for bill in found):
            totals = "、".join(f"{bill.total:.2f}元" for bill in found)
            apart = f"，相差{found[1].total - found[0].total:.2f}元" if len(found) == 2 else ""
            lines.append(f"如果都在{name}，分别是{totals}{apart}。")
    return lines


def _crosses(bill: Calculation) -> bool:
    return bill.tiers is not None and sum(tier > 0 for tier in bill.tiers) > 1


def _by_province(facts: Sequence[Facts], case: Circumstances) -> Answer | None:
    rows: list[Row] = []
    for name in provinces_with("residential_tiered.price1", case.on):
        if bills := _bills(facts, name):
            totals = "、".join(f"{bill.total:.2f}元" for bill in bills)
            apart = f"，相差{bills[1].total - bills[0].total:.2f}元" if len(bills) == 2 else ""
            rows.append((name, f"{totals}{apart}"))
    if not rows:
        return None
    amounts = "、".join(f"{each.energy['kwh']}千瓦时" for each in facts)
    tier = "按今年累计还在第一档算，" if facts[0].needs_cumulative else ""
    text = f"各省电价不同。{tier}{amounts}的电费分别是：\n{table_text(rows)}\n{ASK}"
    buttons = province_buttons([name for name, _ in rows], case.question)
    return Answer(True, text, (), buttons, table_card(TITLE, rows), needs_province=True)
