"""交费: balance and arrears, what was paid and does not show, and what is asked about paying."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from actions.answers import clean
from actions.billing import is_money
from actions.dialogue_state import Wish
from actions.knowledge_action import KnowledgeAction
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, day_name, month_name

_HAS_PAID = re.compile(
    r"(?:明明|已经|早就|早都|早已|前几天|昨天|上周|刚刚?|我)(?:都|就|已经)?(?:交|缴|付|充|还)(?:过|了|完|清|上)"
)
# 把欠的全交了要多少, 一共欠你们多少
_HOW_MUCH_IS_OWED = re.compile(
    r"欠(?:的|费|款|着|了|你们|的电费|的钱)*(?:一共|总共|全部?|都|一次|一起|现在)*(?:[交还缴补付](?:了|清|完|上|齐)*)?(?:一共|总共|大概)?(?:要|得|是|有|还有)?(?:交|给)?(?:多少|几多|好多|几块)|"
    r"^(?:那)?(?:一起|一共|总共|全部?|都|一次)(?:交|还|缴)(?:清|完|了|掉)?(?:要|得|是)?(?:多少|几多|好多)(?:钱)?[?？]?$"
)
_IS_OWED = re.compile(r"没交|未交|没缴|欠|催|没到账|没收到|不到账|没显示|还(?:让|叫|要)我?(?:交|缴)|停(?:我|了)")


class QueryBalance(TopicAction):
    """Balance and arrears."""

    intent = "query_balance"
    title = "查余额和欠费"
    is_about_own_account = True

    def hears(self, turn: Turn) -> bool:
        """我明明交了，怎么还说没交; 把欠的全交了要多少."""
        text = clean(turn.text).replace(" ", "")
        asks = _HOW_MUCH_IS_OWED.search(text) and not turn.entities and not re.search("违约|滞纳|停电", text)
        return bool(asks or (_HAS_PAID.search(text) and _IS_OWED.search(text)))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the balance, and every unpaid bill with its late fee."""
        balance = await turn.gateway.balance()
        _show_balance(turn, balance)
        if not (_HAS_PAID.search(wish.text) and _IS_OWED.search(wish.text)):
            return
        if balance.get("unpaid"):
            turn.offer_person("utter_paid_dispute_open")
        else:
            turn.say("utter_paid_dispute_clear")


class PayBill(KnowledgeAction):
    """How to pay."""

    intent = "pay_bill"
    title = "了解怎么交电费"
    question = "交电费有哪些渠道"


class AskLateFee(KnowledgeAction):
    """Late fees."""

    intent = "ask_late_fee"
    title = "了解违约金"
    depends_on_payer = True
    matter = "违约金"
    question = "电费违约金怎么算"


class RequestInvoice(KnowledgeAction):
    """Invoices."""

    intent = "request_invoice"
    title = "开电费发票"
    matter = "电费发票"
    question = "电费发票怎么开"


class AskDisconnection(KnowledgeAction):
    """Disconnection for arrears and reconnection."""

    intent = "ask_disconnection"
    title = "了解欠费停电和复电"
    question = "欠费停电后交费多久复电"


def _show_balance(turn: Turn, balance: Mapping[str, Any]) -> None:
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


def _unpaid_words(bill: Mapping[str, Any]) -> str:
    words = f"{bill['amount']}元，{day_name(bill.get('due_date'))}到期"
    return f"{words}，违约金{bill['late_fee']}元" if is_money(bill.get("late_fee")) else words
