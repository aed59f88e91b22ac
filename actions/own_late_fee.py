"""八月那笔拖到12月底交要多交多少: the late fee of the customer's own unpaid bills, today or on a day they name."""

from __future__ import annotations

import calendar
import re

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.topic import WordedTopic
from actions.turn import Turn
from actions.wording import card, day_name, month_name

_LATER = re.compile(
    r"(?:拖|等|晚|推迟|延|缓|再过).{0,12}(?:交|缴|付|还).{0,8}(?:多[交付花掏]?多少|违约金|滞纳金|罚多少|多少钱|要多少)|"
    r"(?:违约金|滞纳金).{0,12}(?:拖|等|晚|推迟|延|缓|再过)(?!.{0,4}天)"
)
_MINE = re.compile(
    r"(?:我|俺|咱)(?:家|的|这个?)?.{0,4}(?:违约金|滞纳金)|(?:违约金|滞纳金)(?:是)?(?:怎么|咋|如何)(?:算)?(?:出来|来)的?"
)
_BILL = re.compile(r"(\d{1,2}|[一二三四五六七八九]|十[一二]?)月(?:份)?(?:的|那|这)?(?:笔|个|电费|账单|单子)")
_END = re.compile(r"月(?:份)?(?:底|末)")


class OwnLateFee(WordedTopic):
    """The late fee of unpaid bills, each with its days."""

    topic = "own_late_fee"
    title = "算我的违约金"
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """拖到12月底交多交多少; 我的违约金怎么算出来的. An amount of one's own is a question in general."""
        text = clean(turn.text).replace(" ", "")
        subject = turn.state.subject
        spoken_of = subject is not None and subject.intent in ("query_balance", "own_late_fee")
        is_general = {"amount_yuan", "kwh", "account_number"} & set(turn.entities) or re.search("店|公司|企业|厂", text)
        if is_general:
            return False
        return bool(spoken_of and (_LATER.search(text) or _MINE.search(text))) or bool(
            _BILL.search(text) and _LATER.search(text)
        )

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Each unpaid bill with its fee on that day; who owes nothing hears so."""
        day, month = _day_and_bill(turn, clean(wish.text).replace(" ", ""))
        found = await turn.gateway.late_fees(day, month)
        if not found["bills"] and month:
            found = await turn.gateway.late_fees(day, None)
        if not found["bills"]:
            turn.say("utter_paid_dispute_clear")
            return
        rows = [(month_name(bill["month"]), _words(bill)) for bill in found["bills"]]
        rows += [("违约金合计", f"{found['late_fee_total']}元"), ("依据", found["source"] or "")]
        owes = any(int(bill["days"]) for bill in found["bills"])
        turn.say(
            "utter_late_fee_own" if owes else "utter_late_fee_not_yet",
            card=card("balance", f"{day_name(found['on'])}交清的违约金", rows),
            day=day_name(found["on"]),
            late_fee=found["late_fee_total"],
        )


def _words(bill: dict[str, object]) -> str:
    return (
        f"{bill['amount']}元，{day_name(str(bill['due_date']))}到期，逾期{bill['days']}天，违约金{bill['late_fee']}元"
    )


def _day_and_bill(turn: Turn, text: str) -> tuple[str | None, str | None]:
    """The day of paying (YYYY-MM-DD) and the month of the bill, as far as the words name them."""
    months = list(turn.entities.get("month", []))
    named = _BILL.search(text)
    bill = months.pop(0) if months and named else None
    if days := turn.entities.get("date"):
        return days[-1], bill
    if months and _END.search(text):
        year, month = map(int, months[-1].split("-"))
        return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}", bill
    return None, bill
