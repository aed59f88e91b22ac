"""Which province is cheaper for the same use, each side calculated by its own tariff."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from api.articles.answer import Answer, Source
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import basis, plain, sources_of
from api.articles.calculations.yearly import MONTHS, YearCost, energy_buttons, year_cost
from api.articles.composition import Circumstances
from api.articles.provinces import table_card
from api.articles.refusals import HANDOVER
from tariffs import calculate

_CHEAPER = r"便宜|贵|划算|省|差多少|差几|高还是|低还是|[哪谁].{0,4}(?:高|低)"
_PRICE = r"电价|电费|用电|用.{0,6}(?:度|千瓦时)|一个月|每月"
_OTHER = r"工厂|企业|公司|商铺|店|工商|商业|工业|农业|充电|桩|合表|峰|谷|分时"
_SAMPLES = (Decimal(200), Decimal(300), Decimal(400))
TITLE = "电费比较"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The year's cost in each province that is named; None when no comparison of homes is asked for."""
    is_asked = len(case.compared) > 1 and asked.says(_CHEAPER) and asked.says(_PRICE) and not asked.says(_OTHER)
    if not is_asked or asked.energy(Part.cumulative) is not None or case.on < today:
        return None
    kwh = _month_kwh(asked)
    sample = kwh or _SAMPLES[0]
    costs = {name: cost for name in case.compared if (cost := year_cost(name, sample, today))}
    missing = [name for name in case.compared if name not in costs]
    if len(costs) < 2:
        return _cannot(costs, missing, sample)
    return _by_amount(costs, missing, case, today) if kwh is None else _compared(costs, missing, kwh, case, today)


def _month_kwh(asked: Quantities) -> Decimal | None:
    year = asked.energy(Part.year)
    return (year / MONTHS).quantize(Decimal("0.1")) if year is not None else asked.energy(Part.month)


def _compared(costs: dict[str, YearCost], missing: list[str], kwh: Decimal, case: Circumstances, today: date) -> Answer:
    lines = [
        f"{name}一年{cost.total:.2f}元，平均每月{cost.month:.2f}元。{basis(cost.tariff)}"
        for name, cost in costs.items()
    ]
    first = {name: _first_tier(name, kwh, today) for name in costs}
    months = [f"{name}：{amount:.2f}元" for name, amount in first.items()]
    head = f"每月都用{plain(kwh)}千瓦时、全年累计分档计算，{_verdict(costs)}"
    single = f"只看今年累计还在第一档的一个月，{plain(kwh)}千瓦时是："
    text = "\n".join([head, *lines, single, *months, *_not_compared(missing)])
    rows = [(f"{name}一年", f"{cost.total:.2f}元") for name, cost in costs.items()]
    card = table_card(TITLE, [*rows, *((f"{name}第一档一个月", f"{amount:.2f}元") for name, amount in first.items())])
    return Answer(True, text, _sources(costs), energy_buttons(case.question, kwh), card)


def _by_amount(costs: dict[str, YearCost], missing: list[str], case: Circumstances, today: date) -> Answer:
    """Without an amount: what some amounts cost on each side."""
    rows = []
    for kwh in _SAMPLES:
        of_this = {name: year_cost(name, kwh, today) for name in costs}
        sides = "，".join(f"{name}{cost.total:.2f}元" for name, cost in of_this.items() if cost)
        rows.append((f"每月{plain(kwh)}千瓦时，一年", sides))
    sources = [f"{name}{basis(cost.tariff)}" for name, cost in costs.items()]
    text = "\n".join(
        [
            "用同样多的电，按全年累计分档计算：",
            *(f"{label}：{sides}" for label, sides in rows),
            *sources,
            *_not_compared(missing),
            "告诉我您一个月大概用多少度，可以算得更准。",
        ]
    )
    return Answer(True, text, _sources(costs), energy_buttons(case.question, None), table_card(TITLE, rows))


def _first_tier(province: str, kwh: Decimal, today: date) -> Decimal:
    given = {"province": province, "year_month": f"{today:%Y-%m}", "kwh": plain(kwh), "cumulative_before": "0"}
    return calculate("residential_tiered", given).total


def _verdict(costs: dict[str, YearCost]) -> str:
    ordered = sorted(costs.items(), key=lambda each: each[1].total)
    (cheap, low), (dear, high) = ordered[0], ordered[-1]
    if low.total == high.total:
        return "两边一样。"
    return f"{cheap}便宜，一年比{dear}少{high.total - low.total:.2f}元："


def _not_compared(missing: list[str]) -> list[str]:
    return [f"{'、'.join(missing)}的电价或分档我这里没有收录经核实的数据，没有放进来比较。"] if missing else []


def _cannot(costs: dict[str, YearCost], missing: list[str], kwh: Decimal) -> Answer:
    known = [
        f"能算的是{name}：每月{plain(kwh)}千瓦时，一年{cost.total:.2f}元。{basis(cost.tariff)}"
        for name, cost in costs.items()
    ]
    text = f"抱歉，{'、'.join(missing)}的电价或分档我这里没有收录经核实的数据，不能替您比较，可以为您转人工查询。"
    return Answer(False, "\n".join([text, *known]), _sources(costs), (HANDOVER,))


def _sources(costs: dict[str, YearCost]) -> tuple[Source, ...]:
    return tuple(source for cost in costs.values() for source in sources_of(cost.tariff))
