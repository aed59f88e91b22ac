"""In which tier a year's energy lies, and how much is left to the next."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from api.articles.answer import Answer, Source
from api.articles.calculations.quantities import Part, Quantities
from api.articles.calculations.working import plain
from api.articles.composition import Circumstances
from api.articles.provinces import ASK, province_buttons, table_card, table_text
from api.articles.refusals import not_on_record
from tariffs import Figure, figure, provinces_with

_ASKS_TIER = (
    r"第?几档|哪一?档|什么档|超[没了]?(?:没)?[一二两三123]?档|到[没了]?(?:没)?第?[二三23]档|跳档|进[了入]?第?[二三23]档|"
    r"还(?:差|剩|能用)多少|算不算.{0,3}档|会不会超"
)
_EACH_MONTH = r"一个月|1个月|每月|每个月|月均|平均"
_OTHER = r"多少钱|电费|价|桩|充电|人口|[\d一二三四五六七八九]口"
_NAMES = ("第一档", "第二档", "第三档")
TITLE = "所在档位"
_MONTHS = 12


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The tier of the year's energy; None when that is not asked."""
    if len(asked.energies) > 1 or not asked.says(_ASKS_TIER) or asked.says(_OTHER):
        return None
    if (each_month := asked.energy(Part.month)) is not None and asked.says(_EACH_MONTH):
        return _course_of_the_year(each_month, case)
    kwh = asked.energy(Part.cumulative, Part.year)
    if kwh is None:
        return None
    if case.province:
        return _in_province(kwh, case.province, case.on)
    rows = [(name, _position(kwh, limits)) for name in provinces_with("residential_tiered.limit1_year", case.on)
            if (limits := _limits(name, case.on))]  # fmt: skip
    text = f"各省分档不同，全年累计{plain(kwh)}千瓦时的话：\n{table_text(rows)}\n{ASK}"
    buttons = province_buttons([name for name, _ in rows], case.question)
    return Answer(True, text, (), buttons, table_card(TITLE, rows), needs_province=True)


def _in_province(kwh: Decimal, province: str, on: date) -> Answer:
    limits = _limits(province, on)
    if limits is None:
        return not_on_record(province, "阶梯分档标准")
    text = f"{province}全年累计{plain(kwh)}千瓦时，{_position(kwh, limits)}。依据：{limits[0].source}。"
    return Answer(True, text, (Source(limits[0].source, None, limits[0].effective_from),))


def _course_of_the_year(kwh: Decimal, case: Circumstances) -> Answer | None:
    """When a household of even use crosses each limit, from January."""
    names = [case.province] if case.province else provinces_with("residential_tiered.limit1_year", case.on)
    rows = [(name, _crossings(kwh, limits)) for name in names if (limits := _limits(name, case.on))]
    head = f"从1月起每月都用{plain(kwh)}千瓦时，全年{plain(kwh * _MONTHS)}千瓦时"
    if case.province is None:
        buttons = province_buttons([name for name, _ in rows], case.question)
        text = f"各省分档不同，{head}的话：\n{table_text(rows)}\n{ASK}"
        return Answer(True, text, (), buttons, table_card(TITLE, rows), needs_province=True)
    limits = _limits(case.province, case.on)
    if limits is None:
        return not_on_record(case.province, "阶梯分档标准")
    text = (
        f"{case.province}一档上限{limits[0].text}、二档上限{limits[1].text}（全年累计）。{head}：{rows[0][1]}。"
        f"依据：{limits[0].source}。"
    )
    return Answer(True, text, (Source(limits[0].source, None, limits[0].effective_from),), (), table_card(TITLE, rows))


def _crossings(kwh: Decimal, limits: tuple[Figure, Figure]) -> str:
    words = []
    for name, limit in zip(_NAMES[1:], limits, strict=True):
        month = int((limit.value or Decimal(0)) // kwh) + 1 if kwh > 0 else _MONTHS + 1
        words.append(f"{month}月进入{name}" if month <= _MONTHS else f"全年不会进{name}")
    return "，".join(words)


def _limits(province: str, on: date) -> tuple[Figure, Figure] | None:
    found = [figure(f"residential_tiered.limit{tier}_year", province, on) for tier in (1, 2)]
    verified = [limit for limit in found if limit and limit.confidence != "L" and limit.value is not None]
    return (verified[0], verified[1]) if len(verified) == 2 else None


def _position(kwh: Decimal, limits: tuple[Figure, Figure]) -> str:
    values = [limit.value or Decimal(0) for limit in limits]
    tier = sum(kwh > value for value in values)
    if tier == 2:
        return f"在{_NAMES[2]}（超过{limits[1].text}）"
    left = plain(values[tier] - kwh)
    return f"在{_NAMES[tier]}（上限{limits[tier].text}，还剩{left}千瓦时到{_NAMES[tier + 1]}）"
