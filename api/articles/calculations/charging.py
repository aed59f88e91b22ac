"""What charging a car at home costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import basis, is_verified, plain, sources_of, written_out
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from api.articles.refusals import HANDOVER, not_on_record
from tariffs import Calculation, InvalidInput, calculate, figure, provinces_with

_CHARGING = r"充电桩|充电庄|充车|给车充|电动汽车|电动车|新能源车|电车充|汽车充|私桩|家充|充电|充了|[的己家]桩"
_ASKS_MONEY = (
    r"多少钱|几块|多少元|多少块|电费.{0,3}多少|[交付花缴]多少|要多少|怎么算|算一?下|算算|多钱|费用|便宜多少|省多少"
)
NIGHT = r"谷|夜里|夜间|晚上|半夜|凌晨"  # when charging is meant to be cheap
PUBLIC = r"公共|商场|高速|服务区|充电站|特来电|星星充电|国网充电站|快充站|运营"
TITLE = "充电电费计算"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The cost of the energy charged; None when that is not asked."""
    if not asked.energies or not asked.says(_CHARGING) or not asked.says(_ASKS_MONEY) or asked.says(PUBLIC):
        return None
    day = _day_of_charging(asked, case, today)
    if case.province is None:
        return _by_province(asked, case, day)
    if case.province in provinces_with("ev_tou.valley_price", day):
        return _time_of_use(asked, case.province, day)
    return _flat_price(asked, case.province, day)


def _day_of_charging(asked: Quantities, case: Circumstances, today: date) -> date:
    """The day that is asked about, whose prices hold; what is still to come is counted with those of today."""
    return min(asked.dates[0] if asked.dates else case.on, today)


def _periods(asked: Quantities) -> dict[str, str]:
    """The energy of each period that is named; 白天 and 晚上 name none: a charging evening is the dearest time."""
    if not asked.says(r"[峰谷平尖]|半夜|凌晨"):
        return {}
    parts = (Part.valley, Part.flat, Part.peak, Part.tip)
    return {part.value: plain(kwh) for part in parts if (kwh := asked.energy(part)) is not None}


def _time_of_use(asked: Quantities, province: str, day: date) -> Answer | None:
    periods, where = _periods(asked), {"province": province, "year_month": f"{day:%Y-%m}"}
    if periods:
        result = calculate("ev_tou", where | {"kwh_by_period": periods})
        head = f"按{province}居民充电桩分时电价计算，充电电费是{result.total:.2f}元。"
        return written_out(head, result, TITLE) if is_verified(result) else not_on_record(province, "充电桩分时电价")
    rows = []
    for part, name in ((Part.valley, "低谷"), (Part.flat, "平段"), (Part.peak, "高峰"), (Part.tip, "尖峰")):
        hours = figure(f"ev_tou.{part.value}_hours", province, day)
        result = calculate("ev_tou", where | {"kwh_by_period": {part.value: plain(_all(asked))}})
        rows.append((f"{name}（{hours.text if hours else ''}）", f"{result.total:.2f}元"))
    head = f"{province}居民充电桩分时段计价，{plain(_all(asked))}千瓦时都在同一时段充的话："
    text = f"{head}\n{table_text(rows)}\n{basis(result.tariff)}告诉我各时段充了多少度，可以算得更准。"
    return Answer(True, text, sources_of(result.tariff), (), table_card(TITLE, rows))


def _all(asked: Quantities) -> Decimal:
    return sum((energy.kwh for energy in asked.energies), Decimal(0))


def _flat_price(asked: Quantities, province: str, day: date) -> Answer | None:
    inputs = {"province": province, "year_month": f"{day:%Y-%m}", "customer_type": "combined",
              "kwh": plain(_all(asked)), "cumulative_before": "0"}  # fmt: skip
    try:
        result = calculate("residential_tiered", inputs)
    except InvalidInput:
        return not_on_record(province, "居民充电桩电价")
    if not is_verified(result):
        return not_on_record(province, "居民充电桩电价")
    if _names_a_period(asked):
        return _without_periods(province, result)
    head = f"单独装表的家用充电桩执行居民合表电价，不分档。按{province}的价格，充电电费是{result.total:.2f}元。"
    return written_out(head, result, TITLE)


def _names_a_period(asked: Quantities) -> bool:
    return asked.says(NIGHT) or bool(_periods(asked))


def _without_periods(province: str, result: Calculation) -> Answer:
    """A price of a period is asked for where none is on record: the price without periods must not pass for it."""
    head = (
        f"抱歉，{province}的充电桩分时（峰谷）电价我这里没有收录经核实的数据，不能按时段算。"
        f"单独装表、不选分时电价的话，按居民合表电价，几点充都是一个价，充电电费是{result.total:.2f}元。"
    )
    return written_out(head, result, TITLE, buttons=(HANDOVER,))


def _by_province(asked: Quantities, case: Circumstances, day: date) -> Answer | None:
    names = sorted({*provinces_with("ev_tou.valley_price", day), *provinces_with("combined.price_lt1kv", day)})
    if not names:
        return not_on_record(None, f"{day:%Y年%-m月}的充电桩电价")
    text = f"充电电价各省不同。单独装表的家用充电桩执行居民合表电价，不分档；有的省还有充电桩分时电价。\n{ASK}"
    return Answer(True, text, (), province_buttons(names, case.question), needs_province=True)
