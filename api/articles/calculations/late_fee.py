"""What an unpaid bill costs more for being late."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from api.articles.answer import Answer
from api.articles.calculations.quantities import Quantities
from api.articles.calculations.working import is_verified, plain, written_out
from api.articles.composition import Circumstances
from api.articles.wanted import Payer, payer_named
from tariffs import calculate

_LATE = (
    r"违约金|滞纳金|滞那金|违约费|罚金|罚款|罚多少|罚钱|晚交|迟交|晚缴|迟缴|逾期|拖了|拖欠|晚了|"
    r"欠了?.{0,8}(?:多交|多付|加收)"
)
_ASKS = r"多少|几块|几元|怎么算|算一?下|算算|多钱|几毛|多交|加收|要交|得交"
_NAMED_AT_THE_END = r"(?:违约金|滞纳金)[?？呢吗]?$"  # 欠200元晚了5天，违约金
_NOT_HOMES = frozenset({Payer.business, Payer.farm, Payer.other_pile})
_TWO_YEARS = re.compile(
    r"(?:当年|今年|年内|本年)[^天\d]{0,6}(\d{1,3})天.{0,6}?"
    r"(?:跨年|第二年|次年|明年|来年|后面|转年|隔年|过年|新年)[^天\d]{0,8}(\d{1,3})天"
)
TITLE = "违约金计算"


def answer(asked: Quantities, case: Circumstances, today: date) -> Answer | None:
    """The late fee; asks for the days when only the amount is there. None when no late fee is asked for."""
    if not asked.amounts or not asked.says(_LATE) or not (asked.says(_ASKS) or asked.says(_NAMED_AT_THE_END)):
        return None
    amount = max(asked.amounts)
    category = "commercial" if payer_named(asked.text) in _NOT_HOMES else "residential"
    days = _due_and_paid(asked, today, category)
    if days is None:
        return _ask_days(amount)
    due, paid = days
    result = calculate(
        "late_fee",
        {"category": category, "amount": plain(amount), "due_date": due.isoformat(), "pay_date": paid.isoformat()},
    )
    if not is_verified(result):
        return None
    who = "居民" if category == "residential" else "非居民"
    head = f"按{who}客户计算，欠费{plain(amount)}元，逾期{(paid - due).days}天，违约金是{result.total:.2f}元。"
    return written_out(head, result, TITLE, _note(asked, category))


def _due_and_paid(asked: Quantities, today: date, category: str) -> tuple[date, date] | None:
    if match := _TWO_YEARS.search(asked.text):
        in_year, later = int(match[1]), int(match[2])
        end = date(today.year - 1, 12, 31)
        return end - timedelta(days=in_year), end + timedelta(days=later)
    if asked.days is not None:
        # Days alone say nothing of the calendar: they are taken as lying within one year, and the note says so.
        due = date(today.year, 1, 1)
        return due, due + timedelta(days=asked.days)
    days = sorted(set(asked.dates))
    if len(days) >= 2:
        return days[0], days[-1]
    if len(days) == 1 and days[0] < today and asked.says(r"到期|截止|该交|应交|最后一天|期限"):
        return days[0], today
    return None


def _note(asked: Quantities, category: str) -> str:
    start = "从缴费期限的次日算起，算到交费那天。"
    if category == "residential":
        return start + "如果您不是居民客户，请告诉我，标准不同。"
    crossed = _TWO_YEARS.search(asked.text) is not None
    return start if crossed else start + "这里按都在当年内计算，跨年度的部分标准更高。"


def _ask_days(amount: Decimal) -> Answer:
    text = (
        f"违约金从缴费期限的次日起按天计算。请告诉我这{plain(amount)}元逾期了多少天（或到期日和交费日），以及是居民还是非居民用电，"
        "我就能给您算出来。"
    )
    return Answer(True, text)
