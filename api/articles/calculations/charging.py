"""What charging a car at home costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import is_verified, plain, written_out
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from api.articles.refusals import not_on_record
from tariffs import InvalidInput, calculate, figure, provinces_with

_CHARGING = r"充电桩|充电庄|充车|给车充|电动汽车|电动车|新能源车|电车充|汽车充|私桩|家充|充电|充了|[的己家]桩"
_ASKS_MONEY = (
    r"多少钱|几块|多少元|多少块|电费.{0,3}多少|[交付花缴]多少|要多少|怎么算|算一?下|算算|多钱|费用|便宜多少|省多少"
)
_PUBLIC = r"公共|商场|高速|服务区|充电站|特来电|星星充电|国网充电站|快充站|运营"
TITLE = "充电电费计算"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The cost of the energy charged; None when that is not asked."""
    if not asked.energies or not asked.says(_CHARGING) or not asked.says(_ASKS_MONEY) or asked.says(_PUBLIC):
        return None
    today = min(case.on, today)  # an earlier year is billed with its own prices
    if case.province is None:
        return _by_province(asked, case)
    if case.province in provinces_with("ev_tou.valley_price", case.on):
        return _time_of_use(asked, case.province, today)
    return _flat_price(asked, case.province, today)


def _periods(asked: Quantities) -> dict[str, str]:
    """The energy of each period that is named; 白天 and 晚上 name none: a charging evening is the dearest time."""
    if not asked.says(r"[峰谷平尖]|半夜|凌晨"):
        return {}
    parts = (Part.valley, Part.flat, Part.peak, Part.tip)
    return {part.value: plain(kwh) for part in parts if (kwh := asked.energy(part)) is not None}


def _time_of_use(asked: Quantities, province: str, today: date) -> Answer | None:
    periods = _periods(asked)
    if periods:
        result = calculate("ev_tou", {"province": province, "year_month": f"{today:%Y-%m}", "kwh_by_period": periods})
        head = f"按{province}居民充电桩分时电价计算，充电电费是{result.total:.2f}元。"
        return written_out(head, result, TITLE) if is_verified(result) else not_on_record(province, "充电桩分时电价")
    rows = []
    for part, name in ((Part.valley, "低谷"), (Part.flat, "平段"), (Part.peak, "高峰"), (Part.tip, "尖峰")):
        hours = figure(f"ev_tou.{part.value}_hours", province, today)
        periods = {part.value: plain(_all(asked))}
        result = calculate("ev_tou", {"province": province, "kwh_by_period": periods})
        rows.append((f"{name}（{hours.text if hours else ''}）", f"{result.total:.2f}元"))
    head = f"{province}居民充电桩分时段计价，{plain(_all(asked))}千瓦时都在同一时段充的话："
    text = f"{head}\n{table_text(rows)}\n告诉我各时段充了多少度，可以算得更准。"
    return Answer(True, text, (), (), table_card(TITLE, rows))


def _all(asked: Quantities) -> Decimal:
    return sum((energy.kwh for energy in asked.energies), Decimal(0))


def _flat_price(asked: Quantities, province: str, today: date) -> Answer | None:
    inputs = {"province": province, "year_month": f"{today:%Y-%m}", "customer_type": "combined",
              "kwh": plain(_all(asked)), "cumulative_before": "0"}  # fmt: skip
    try:
        result = calculate("residential_tiered", inputs)
    except InvalidInput:
        return not_on_record(province, "居民充电桩电价")
    if not is_verified(result):
        return not_on_record(province, "居民充电桩电价")
    head = f"单独装表的家用充电桩执行居民合表电价，不分档。按{province}的价格，充电电费是{result.total:.2f}元。"
    return written_out(head, result, TITLE)


def _by_province(asked: Quantities, case: Circumstances) -> Answer | None:
    names = sorted({*provinces_with("ev_tou.valley_price", case.on), *provinces_with("combined.price_lt1kv", case.on)})
    text = f"充电电价各省不同。单独装表的家用充电桩执行居民合表电价，不分档；有的省还有充电桩分时电价。\n{ASK}"
    return Answer(True, text, (), province_buttons(names, case.question), needs_province=True)
