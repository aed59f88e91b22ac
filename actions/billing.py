"""电费: the bill of a month, and why it is what it is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from actions.answers import clean
from actions.dialogue_state import Wish
from actions.errors import GatewayRefused
from actions.knowledge_action import show_answer
from actions.spans import compares_years
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, day_name, month_name, months_between

_SUPPOSED = re.compile(r"多少钱|几块|要交|得交|多少电费|电费多少|怎么算")
# 用了300电费多少: an amount that only energy can be
_WITHOUT_UNIT = re.compile(r"用(?:了|掉|电)?(?:大概|差不多|大约)?(\d{2,5})(?![\d度千元块月号年天个%.]|$)")
_ENERGY = re.compile(r"\d+(?:\.\d+)?(?=(?:来|多)?(?:度|千瓦时))")
_BILLS = ("query_bill", "explain_bill")
LONGEST_LEANING = 12  # characters
_NAMES_A_TIME = re.compile(r"[上这本当]个?月|最近|最新|查|电费单")
_LAST_YEAR = re.compile(r"去年|同期|同比")
_A_MONTH_OF_LAST_YEAR = re.compile(r"去年[\d一二三四五六七八九十]{1,3}月")
_WITH_A_MONTH = re.compile(r"(?:比|和|跟|与|同)(?:今年|去年)?[\d一二三四五六七八九十]{1,3}月")
_AND_LAST_YEAR = re.compile(r"那?去年(?:的|同期)?(?:是多少|多少)?呢?")
_COMPARES = re.compile(
    r"同期|同比|(?:比|和|跟|与)去年(?:同|这|那|的|$|呢|比|多|少|高|低|贵|便宜|省)|"
    r"(?:比|和|跟|与|同)(?:今年|去年)?[\d一二三四五六七八九十]{1,3}月份?(?:的)?(?:比|相比|多|少|高|低|呢|差)"
)
_WHEREIN = re.compile(r"(?:那|主要|到底|都)?(?:贵|多|高|少|差|便宜)(?:在|到)(?:了)?(?:哪|什么|啥).{0,4}")  # 贵在哪
_MEANING = re.compile(r"什么意思|啥意思|是什么|是啥|什么叫|怎么看")
MOST_MONTHS = 3
ReadMonth = Callable[[str | None], Awaitable[dict[str, Any]]]


class QueryBill(TopicAction):
    """The bill of a month, or the newest."""

    intent = "query_bill"
    title = "查电费账单"
    is_about_own_account = True
    follows = ("month",)

    def follows_of(self, subject: Wish) -> tuple[str, ...]:
        """A calculation is asked about again with another amount or place, a bill with another month."""
        return ("kwh", "province") if "kwh" in subject.values else self.follows

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the bill with its lines; 用了300度要多少钱 is a calculation and needs no bill."""
        if question := supposed_use(wish):
            found = await turn.gateway.answer(question, wish.values.get("province"))
            if found.get("answerable"):
                show_answer(turn, found)
                return
        shown = set()
        for month in _months(turn, wish):
            bill = await _read_month(turn, turn.gateway.bill, month)
            if bill and bill["month"] not in shown:  # that of a month not billed yet is the newest one's
                shown.add(bill["month"])
                show_bill(turn, bill)
                wish.values["month"] = str(bill["month"])


class ExplainBill(TopicAction):
    """Why the bill is what it is, against the month before, the same month of last year, or one that is named."""

    intent = "explain_bill"
    title = "了解电费为什么变化"
    is_about_own_account = True
    follows = ("month",)

    def hears(self, turn: Turn) -> bool:
        """比去年同期呢; 和8月比多多少."""
        if compares_years(turn):
            return False
        text = clean(turn.text).replace(" ", "")
        subject = turn.state.subject
        is_about_bills = "电费" in text or "用电" in text or (subject and subject.intent in _BILLS)
        leans = subject is not None and subject.intent in _BILLS and _AND_LAST_YEAR.fullmatch(text)
        asks_on = subject is not None and subject.intent in (*_BILLS, "bill_history") and _WHEREIN.fullmatch(text)
        return bool(leans or asks_on or (is_about_bills and _COMPARES.search(text) and "province" not in turn.entities))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the parts of the difference, which add up to it, and the likely causes."""
        if _MEANING.search(wish.text):
            found = await turn.gateway.answer(wish.text, wish.values.get("province"))
            if found.get("answerable"):
                show_answer(turn, found)
                return
        month, against = _compared(turn, wish)
        if against:
            await self._against(turn, wish, month, against)
            return
        if comparison := await _read_month(turn, turn.gateway.bill_comparison, month):
            wish.values["month"] = str(comparison["month"])
            _show_comparison(turn, comparison)

    async def _against(self, turn: Turn, wish: Wish, month: str | None, against: str) -> None:
        try:
            comparison = await turn.gateway.bill_comparison(month, against)
        except GatewayRefused as refusal:
            newest = await newest_bill(turn) if refusal.status == 404 else None
            if newest is None:
                raise
            if month and month > newest["month"]:
                turn.say("utter_bill_not_yet", month=month_name(month), newest=month_name(newest["month"]))
                await self._against(turn, wish, None, against)
                return
            months = sorted(newest.get("months") or [newest["month"]])
            turn.say("utter_explanation_year_gone", first=month_name(months[0]), last=month_name(months[-1]))
            return
        wish.values["month"] = str(comparison["month"])
        _show_comparison(turn, comparison)


def supposed_use(wish: Wish) -> str | None:
    """用了300度要多少钱 as a question to the calculator, with the amount of a follow-up (400呢); None for a bill."""
    text = _WITHOUT_UNIT.sub(r"\g<0>度", wish.text)
    if not _SUPPOSED.search(text) or not ("kwh" in wish.values or text != wish.text):
        return None
    if "kwh" not in wish.values:
        wish.values["kwh"] = str(next(_WITHOUT_UNIT.finditer(wish.text)).group(1))
    return _ENERGY.sub(wish.values["kwh"], text, count=1)


def _months(turn: Turn, wish: Wish) -> Sequence[str | None]:
    """The months asked for: several when the message names several (九月和八月的)."""
    named = dict.fromkeys(turn.entities.get("month", []) if wish.text == turn.text else [])
    return [*named][:MOST_MONTHS] or [_month_spoken_of(turn, wish)]


def _month_spoken_of(turn: Turn, wish: Wish) -> str | None:
    """The month named, or that of the bill shown before when the message is short and names none (怎么这么高)."""
    subject = turn.state.subject
    if "month" in wish.values or subject is None or subject.intent not in (*_BILLS, "bill_history"):
        return wish.values.get("month")
    leans = len(wish.text) <= LONGEST_LEANING and not _NAMES_A_TIME.search(wish.text)
    return subject.values.get("month") if leans else None


def _compared(turn: Turn, wish: Wish) -> tuple[str | None, str | None]:
    """The month to explain and the one to compare it with; none: the month before it."""
    text = clean(wish.text)
    named = sorted(set(turn.entities.get("month", []))) if wish.text == turn.text else []
    if len(named) > 1:
        return named[-1], None if months_between(named[0], named[-1]) == 1 else named[0]
    if named and _A_MONTH_OF_LAST_YEAR.search(text):
        return None, named[0]
    if _LAST_YEAR.search(text):
        return _month_spoken_of(turn, wish), "last_year"
    if named and _WITH_A_MONTH.search(text):
        subject = turn.state.subject
        other = subject.values.get("month") if subject and subject.intent in _BILLS else None
        both = sorted({named[0], other or ""})
        return (both[-1], both[0]) if other and len(both) > 1 else (None, named[0])
    return _month_spoken_of(turn, wish), None


async def _read_month(turn: Turn, read: ReadMonth, month: str | None) -> dict[str, Any] | None:
    """What ``read`` gives for ``month``; the newest for one not billed yet (这个月); None: nothing to show."""
    try:
        return await read(month)
    except GatewayRefused as refusal:
        if refusal.status != 404:
            raise
    newest = await newest_bill(turn)
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


async def newest_bill(turn: Turn) -> dict[str, Any] | None:
    """The newest bill, which names the months there are; None when there is none."""
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
    if is_money(bill.get("late_fee")):
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
    return "utter_bill_overdue" if is_money(bill.get("late_fee")) else "utter_bill_unpaid"


def _show_comparison(turn: Turn, comparison: Mapping[str, Any]) -> None:
    if comparison.get("needs_review"):
        turn.offer_person("utter_explanation_review", month=month_name(comparison["month"]))
        return
    difference = str(comparison["difference"])
    direction = "less" if difference.startswith("-") else "more" if is_money(difference) else "same"
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


def is_money(amount: Any) -> bool:
    """Whether an amount as the gateway writes it is more or less than nothing."""
    return str(amount or "0").strip("-0.") != ""
