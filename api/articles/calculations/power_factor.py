"""What a power factor adds to or takes off a bill."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Quantities
from api.articles.calculations.working import basis, plain, sources_of, written_out
from api.articles.composition import Circumstances
from api.articles.provinces import table_card, table_text
from tariffs import Calculation, calculate

_ABOUT = r"功率因[数素]|功率英数|力调|力率|cos[φfΦ]|无功"
_REWARD = r"奖|罚|减收|加收|增收|少收|多收|调整|减多少|加多少"
_FACTOR = re.compile(r"(?<![\d.])(0\.\d{1,4}|1\.0{1,2}|\d{2}(?:\.\d)?%)(?!\d)")
_STANDARD = re.compile(
    r"(?:标准|考核|执行|要求|规定)(?:值)?(?:是|为|按|的|线)?(?:功率因数)?(?:是|为)?(0\.(?:9|85|8)0?|9?[058]{1,2}%)"
)
_STANDARD_BEHIND = re.compile(r"(0\.(?:90?|85|80?))的?(?:标准|考核|档)")
_BASE_BARE = re.compile(r"(?:基数|电费|基本电费|合计|参与|计算基数)(?:是|为|有|共|大概|约)?(\d+(?:\.\d+)?)(万)?")
_STANDARDS = ("0.90", "0.85", "0.80")
_WHO = {
    "0.90": "160千伏安以上的高压工业等",
    "0.85": "100千伏安及以上的其他工业、非工业、商业等",
    "0.80": "100千伏安及以上的农业等",
}
_STEP = Decimal("0.05")  # 每高0.01: a step of the table is no power factor
TITLE = "功率因数调整电费"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The adjustment in yuan, or in percent when no amount is given; None when that is not asked."""
    standard = _standard(asked)
    if not asked.says(_ABOUT) and not (standard and asked.says(_REWARD)):
        return None
    factors = [factor for text in _FACTOR.findall(asked.text) if (factor := _decimal(text)) > _STEP]
    actual = [factor for factor in factors if standard is None or factor != Decimal(standard)]
    if not actual and standard and factors.count(Decimal(standard)) > 1:
        actual = [Decimal(standard)]
    if not actual:
        return None
    base = _base(asked)
    if standard is None:
        return _each_standard(actual[0], base)
    return _one_standard(standard, actual[0], base)


def _standard(asked: Quantities) -> str | None:
    found = _STANDARD.search(asked.text) or _STANDARD_BEHIND.search(asked.text)
    if found:
        value = f"{_decimal(found[1]):.2f}"
        return value if value in _STANDARDS else None
    if asked.says(r"农业|排灌"):
        return "0.80"
    return None


def _decimal(text: str) -> Decimal:
    return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)


def _base(asked: Quantities) -> Decimal | None:
    if asked.amounts:
        return max(asked.amounts)
    if match := _BASE_BARE.search(asked.text):
        return Decimal(match[1]) * (10_000 if match[2] else 1)
    return None


def _calculated(standard: str, factor: Decimal, base: Decimal | None) -> Calculation:
    inputs = {"standard": standard, "power_factor": plain(factor), "base_amount": plain(base or Decimal(100))}
    return calculate("power_factor", inputs)


def _effect(percent: Decimal) -> str:
    if percent > 0:
        return f"增收{plain(percent)}%"
    return f"减收{plain(-percent)}%" if percent < 0 else "不增不减"


def _percent(result: Calculation) -> Decimal:
    return Decimal(str(result.details["percent"]))


def _one_standard(standard: str, factor: Decimal, base: Decimal | None) -> Answer:
    result = _calculated(standard, factor, base)
    effect = _effect(_percent(result))
    head = f"考核标准{standard}，实际功率因数{plain(factor)}，{effect}"
    if base is None:
        text = f"{head}。告诉我参与调整的电费金额，我可以算出具体多少钱。\n{basis(result.tariff)}"
        return Answer(True, text, sources_of(result.tariff))
    head += f"，调整电费是{result.total:.2f}元。"
    return written_out(head, result, TITLE, "基金及附加不参与调整。")


def _each_standard(factor: Decimal, base: Decimal | None) -> Answer:
    rows = []
    for standard in _STANDARDS:
        result = _calculated(standard, factor, base)
        money = f"，{result.total:.2f}元" if base is not None else ""
        rows.append((f"标准{standard}（{_WHO[standard]}）", f"{_effect(_percent(result))}{money}"))
    head = f"要看您执行哪个考核标准，功率因数{plain(factor)}时："
    text = f"{head}\n{table_text(rows)}\n{basis(result.tariff)}请告诉我您的考核标准或用电类别。"
    return Answer(True, text, sources_of(result.tariff), (), table_card(TITLE, rows))
