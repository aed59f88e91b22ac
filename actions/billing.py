"""电费: bills, balance, why a bill is higher, and what is asked about paying."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from actions.dialogue_state import Wish
from actions.errors import GatewayRefused
from actions.knowledge_action import KnowledgeAction, show_answer
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, day_name, month_name

_SUPPOSED = re.compile(r"多少钱|几块|要交|得交|多少电费|电费多少|怎么算")
_SOMEBODY_ELSES = re.compile(
    r"(?:邻居|隔壁|别人|前夫|前妻|前任|同事|领导)(?:他|她)?家?.{0,4}(?:电费|用了|用电|账单|多少电)"
)
_MEANING = re.compile(r"什么意思|啥意思|是什么|是啥|什么叫|怎么看")
MOST_MONTHS = 3
ReadMonth = Callable[[str | None], Awaitable[dict[str, Any]]]


class QueryBill(TopicAction):
    """The bill of a month, or the newest."""

    intent = "query_bill"
    title = "查电费账单"
    is_about_own_account = True
    follows = ("month",)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the bill with its lines; 用了300度要多少钱 is a calculation and needs no bill."""
        if _SOMEBODY_ELSES.search(wish.text):
            show_answer(turn, await turn.gateway.answer(wish.text, None))
            return
        if "kwh" in wish.values and _SUPPOSED.search(wish.text):
            found = await turn.gateway.answer(wish.text, wish.values.get("province"))
            if found.get("answerable"):
                show_answer(turn, found)
                return
        for month in _months(turn, wish):
            if bill := await _read_month(turn, turn.gateway.bill, month):
                show_bill(turn, bill)


class ExplainBill(TopicAction):
    """Why the bill is what it is, against the month before."""

    intent = "explain_bill"
    title = "了解电费为什么变化"
    is_about_own_account = True
    follows = ("month",)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the parts of the difference, which add up to it, and the likely causes."""
        if _MEANING.search(wish.text):
            found = await turn.gateway.answer(wish.text, wish.values.get("province"))
            if found.get("answerable"):
                show_answer(turn, found)
                return
        comparison = await _read_month(turn, turn.gateway.bill_comparison, wish.values.get("month"))
        if comparison:
            _show_comparison(turn, comparison)


class QueryBalance(TopicAction):
    """Balance and arrears."""

    intent = "query_balance"
    title = "查余额和欠费"
    is_about_own_account = True

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the balance, and every unpaid bill with its late fee."""
        balance = await turn.gateway.balance()
        unpaid = balance.get("unpaid") or []
        rows = [("账户余额", f"{balance['balance']}元")]
        rows += [(month_name(bill["month"]), _unpaid_words(bill)) for bill in unpaid]
        if unpaid:
            rows += [("违约金合计", f"{balance['late_fee_total']}元"), ("应交合计", f"{balance['total_due']}元")]
        response = "utter_balance_arrears" if unpaid else "utter_balance_clear"
        turn.say(
            response,
            card=card("balance", "余额与欠费", rows),
            balance=balance["balance"],
            arrears=balance.get("arrears") or "",
            late_fee=balance.get("late_fee_total") or "",
            total_due=balance.get("total_due") or "",
            as_of=day_name(balance.get("as_of")),
        )


class PayBill(KnowledgeAction):
    """How to pay."""

    intent = "pay_bill"
    title = "了解怎么交电费"
    question = "交电费有哪些渠道"


class AskLateFee(KnowledgeAction):
    """Late fees."""

    intent = "ask_late_fee"
    title = "了解违约金"
    question = "电费违约金怎么算"


class RequestInvoice(KnowledgeAction):
    """Invoices."""

    intent = "request_invoice"
    title = "开电费发票"
    question = "电费发票怎么开"


class AskDisconnection(KnowledgeAction):
    """Disconnection for arrears and reconnection."""

    intent = "ask_disconnection"
    title = "了解欠费停电和复电"
    question = "欠费停电后交费多久复电"


def _months(turn: Turn, wish: Wish) -> Sequence[str | None]:
    """The months asked for: several when the message names several (九月和八月的)."""
    named = dict.fromkeys(turn.entities.get("month", []) if wish.text == turn.text else [])
    return [*named][:MOST_MONTHS] or [wish.values.get("month")]


async def _read_month(turn: Turn, read: ReadMonth, month: str | None) -> dict[str, Any] | None:
    """What ``read`` gives for ``month``; the newest for one not billed yet (这个月); None: nothing to show."""
    try:
        return await read(month)
    except GatewayRefused as refusal:
        if refusal.status != 404:
            raise
    newest = await _newest_bill(turn)
    if newest is None:
        turn.offer_person("utter_bill_none")
        return None
    if month and month > newest["month"]:
        turn.say("utter_bill_not_yet", month=month_name(month), newest=month_name(newest["month"]))
        return await read(newest["month"])
    turn.fail()
    months = sorted(newest.get("months") or [newest["month"]])
    first, last = month_name(months[0]), month_name(months[-1])
    turn.say("utter_bill_no_month", month=month_name(month or ""), first=first, last=last)
    return None


async def _newest_bill(turn: Turn) -> dict[str, Any] | None:
    try:
        return await turn.gateway.bill(None)
    except GatewayRefused:
        return None


def show_bill(turn: Turn, bill: Mapping[str, Any]) -> None:
    """Show one bill with its lines."""
    rows: list[tuple[str, Any]] = [
        ("用电量", f"{bill['kwh']}千瓦时"),
        *((line["label"], _line_words(line)) for line in bill.get("lines") or []),
    ]
    rows += [("应交电费", f"{bill['total']}元"), ("交费截止", day_name(bill.get("due_date")))]
    if _is_money(bill.get("late_fee")):
        rows.append(("违约金", f"{bill['late_fee']}元"))
    rows.append(("电价依据", (bill.get("tariff") or {}).get("source")))
    turn.say(
        _bill_response(bill),
        card=card("bill", f"{month_name(bill['month'])}电费账单", rows),
        month=month_name(bill["month"]),
        kwh=bill["kwh"],
        total=bill["total"],
        due_date=day_name(bill.get("due_date")),
        late_fee=bill.get("late_fee") or "",
        outstanding=bill.get("outstanding") or bill["total"],
    )


def _bill_response(bill: Mapping[str, Any]) -> str:
    if bill.get("paid"):
        return "utter_bill_paid"
    return "utter_bill_overdue" if _is_money(bill.get("late_fee")) else "utter_bill_unpaid"


def _show_comparison(turn: Turn, comparison: Mapping[str, Any]) -> None:
    difference = str(comparison["difference"])
    direction = "less" if difference.startswith("-") else "more" if _is_money(difference) else "same"
    rows = [
        (part["label"], f"{part['amount']}元　{part.get('explanation') or ''}".strip()) for part in comparison["parts"]
    ]
    title = f"{month_name(comparison['month'])}与{month_name(comparison['previous_month'])}相比"
    turn.say(
        f"utter_explanation_{direction}",
        card=card("bill_comparison", title, rows, comparison.get("chart")),
        month=month_name(comparison["month"]),
        previous_month=month_name(comparison["previous_month"]),
        total=comparison["total"],
        previous_total=comparison["previous_total"],
        difference=difference.lstrip("-"),
    )
    if comparison.get("causes"):
        turn.say("utter_explanation_causes", causes="；".join(comparison["causes"]))


def _line_words(line: Mapping[str, Any]) -> str:
    if line.get("kwh") is not None and line.get("price") is not None:
        return f"{line['kwh']}千瓦时 × {line['price']}元 = {line['amount']}元"
    return f"{line['amount']}元"


def _unpaid_words(bill: Mapping[str, Any]) -> str:
    words = f"{bill['amount']}元，{day_name(bill.get('due_date'))}到期"
    return f"{words}，违约金{bill['late_fee']}元" if _is_money(bill.get("late_fee")) else words


def _is_money(amount: Any) -> bool:
    return str(amount or "0").strip("-0.") != ""
