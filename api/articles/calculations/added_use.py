"""What an appliance, a car or a heat pump costs, when the question itself gives its power or its distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from api.articles.answer import Answer, Button
from api.articles.calculations.quantities import Quantities
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons
from api.articles.refusals import not_on_record
from api.bills.suppositions.general import answer_on_figures
from api.bills.suppositions.supposition import Supposition
from api.bills.suppositions.wording import OWN
from tariffs import InvalidInput, provinces_with

_ASKS_MONEY = r"多少钱|几块|多少电费|电费.{0,8}多少|多[花交付]多少|多多少|多钱|贵多少"
_OTHER = r"工厂|企业|公司|商铺|店|工商|工业|农业|桩|公共|充电站|买一台|价格|退|赔|跳闸|容量"
# Without these a question is about nobody's appliance in particular: the articles explain.
_DECISIVE = {
    "air_conditioner": ("kilowatts", "hours_a_day"),
    "appliance": ("kilowatts", "hours_a_day"),
    "electric_car": ("kilometres", "kwh_per_100km"),
    "more_use": ("kwh", "month_kwh"),
}


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The cost of the added energy, or the question for the province; None when no such thing is asked."""
    if not asked.says(_ASKS_MONEY) or asked.says(_OTHER) or case.on < today:
        return None
    supposition = Supposition.read(case.question, {"province": case.province} if case.province else {})
    wanted = _DECISIVE.get(supposition.scenario) if supposition else None
    if supposition is None or wanted is None or not set(wanted) <= set(supposition.values):
        return None
    if case.province is None:
        names = provinces_with("residential_tiered.price1", today)
        return Answer(True, f"各省电价不同。{ASK}", (), province_buttons(names, case.question), needs_province=True)
    values = {**supposition.values, "province": case.province}
    try:
        found = answer_on_figures(Supposition(supposition.scenario, values), today)
    except (InvalidInput, ValidationError):
        return not_on_record(case.province, "居民阶梯电价")
    return replace(found, buttons=tuple(_asked_again(case.question, found.buttons)))


def _asked_again(question: str, buttons: Sequence[Button]) -> Iterator[Button]:
    """Another value before the same question: the first one read wins. Own bills belong to the conversation."""
    return (Button(each.title, f"{each.title}，{question}") for each in buttons if each != OWN)
