"""The basic charge of a two-part tariff, by capacity or by demand."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Quantities
from api.articles.calculations.working import plain, written_out
from api.articles.composition import Circumstances
from tariffs import calculate

_ABOUT = r"基本电费|需量|两部制|容量电费|容量电价|超需量"
_ASKS = r"多少|怎么算|算一?下|算算|几块|几元|多钱|要交|得交"
_KW = r"(\d+(?:\.\d+)?)(?:千瓦(?!时)|kw(?!h)|KW(?!h)|kW(?!h))?"
_CONTRACT = re.compile(
    rf"(?:合同|核定|申请|约定|报|签)(?:的|了)?(?:最大)?(?:需量)?(?:值)?(?:是|为|报的?|定的?|了)?{_KW}"
)
_ACTUAL = re.compile(
    rf"(?:实际|抄见|最大需量|实测|用到|达到|到了|跑到|超到)(?:最大)?(?:需量)?(?:值)?(?:是|为|了|到)?{_KW}"
)
_CAPACITY = re.compile(r"(\d+(?:\.\d+)?)(?:千伏安|kva|KVA|kVA|个?容量)")
_PRICE = re.compile(
    r"(?:单价|电价|需量价|容量价|每千瓦|每千伏安|价格|标准|按)(?:是|为|每月|一个月)?(\d+(?:\.\d+)?)(?:元|块)?|"
    r"(\d+(?:\.\d+)?)(?:元|块)?(?:/|每|一个?)(?:千瓦|kW|kw|千伏安|kva|kVA)"
)
TITLE = "基本电费计算"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The basic charge, or the question for its price; None when that is not asked."""
    contract, actual = _number(_CONTRACT, asked.text), _number(_ACTUAL, asked.text)
    price = _number(_PRICE, asked.text)
    is_whole = bool(contract and actual and price)  # so that no word need ask for money
    if not asked.says(_ABOUT) or not (is_whole or asked.says(_ASKS)):
        return None
    if contract and actual:
        return _by_contract(contract, actual, price)
    capacity = _number(_CAPACITY, asked.text)
    if capacity and price and asked.says(r"容量"):
        inputs = {"basis": "capacity", "capacity_kva": plain(capacity), "capacity_price": plain(price)}
        result = calculate("two_part", inputs)
        return written_out(f"按变压器容量计收，每月基本电费是{result.total:.2f}元。", result, TITLE)
    return None


def _number(pattern: re.Pattern[str], text: str) -> Decimal | None:
    match = pattern.search(text)
    found = next((group for group in match.groups() if group), None) if match else None
    return Decimal(found) if found else None


def _by_contract(contract: Decimal, actual: Decimal, price: Decimal | None) -> Answer:
    if price is None:
        text = (
            f"合同需量{plain(contract)}千瓦、实际最大需量{plain(actual)}千瓦的基本电费，要用当地的需量电价来算。"
            "请告诉我您账单上的需量电价（元/千瓦·月），我就能算出来。"
        )
        return Answer(True, text)
    inputs = {
        "basis": "contract_demand",
        "contract_demand_kw": plain(contract),
        "max_demand_kw": plain(actual),
        "demand_price": plain(price),
    }
    result = calculate("two_part", inputs)
    case = f"合同需量{plain(contract)}千瓦，实际{plain(actual)}千瓦，按每千瓦{plain(price)}元计算"
    head = f"{case}，基本电费是{result.total:.2f}元。"
    return written_out(head, result, TITLE)
