"""工单: how far it is, urging it, withdrawing it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from actions.answers import clean
from actions.demand_action import tell_ticket
from actions.dialogue_state import Wish
from actions.errors import GatewayRefused, VerificationRequired
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, day_name, moment_name

MOST_SHOWN = 3
LONGEST_MORE = 14  # characters; a longer message says what it wants itself
_MORE = re.compile(
    r"超期|逾期|拖|^(?:为什么|为啥|怎么|咋)(?:还|这么)(?:没|不|慢|久)|还没[给办好完弄装批来]|谁(?:在)?(?:办|负责|管)|哪个(?:部门|单位)|"
    r"(?:什么|啥)时候(?:能|可以)?(?:办|好|装|完|弄|答复|回复|有)|还(?:要|得)(?:多久|几天)|多久(?:能)?(?:好|办|答复|回复|装|弄)|几时能?(?:好|办|装)"
)
_ENDED = ("closed", "withdrawn", "done")
_STEP_LABELS = {"done": "已完成", "in_progress": "进行中", "waiting": "待开始"}


class ProgressAction(TopicAction):
    """Where the customer's tickets and applications stand."""

    act: ClassVar[str] = "progress"
    wanted: ClassVar[str] = "ticket"  # shown first when nothing is named
    follows: ClassVar[tuple[str, ...]] = ("ticket_number",)

    def continues(self, text: str) -> bool:
        """怎么超期了; 为什么还没给方案; 谁在办: where it stands says it."""
        return len(text) <= LONGEST_MORE and bool(_MORE.search(clean(text)))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the named one, or the newest of the wanted kind; an overdue step is admitted."""
        number, form = wish.values.get("ticket_number"), turn.state.form
        if form is not None and form.kind == "demand" and not number:
            turn.say("utter_progress_not_filed")
            return
        items = await _items(turn, number)
        if not items and not number and not (await turn.gateway.context()).get("verified"):
            raise VerificationRequired  # a stranger's own tickets are found once we know who asks
        chosen = self._wanted_first(items)
        if not chosen:
            turn.fail()
            turn.offer_person("utter_progress_unknown" if number else "utter_progress_none", number=number or "")
        for item in chosen[:MOST_SHOWN]:
            _show_progress(turn, item)

    def _wanted_first(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Of the wanted kind when there is one, and what is still open when something is."""
        of_kind = [item for item in items if item["kind"] == self.wanted] or items
        return [item for item in of_kind if item["status"] not in _ENDED] or of_kind


class QueryTicketProgress(ProgressAction):
    """How far a ticket is."""

    intent = "query_ticket_progress"
    title = "查工单进度"


class UrgeTicket(TopicAction):
    """Hurry an existing ticket."""

    intent = "urge_ticket"
    title = "催办工单"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Send the urge, or say why it is not sent; for an application that is not done a ticket is proposed."""
        if "application" in wish.values:
            await _file_for_application(turn, wish)
            return
        subject = turn.state.subject
        if subject and subject.intent == "query_application" and await _urge_application(turn, wish):
            return
        outcome = await _act(turn, "urge", wish)
        if outcome.get("outcome") == "not_found":
            if await _urge_application(turn, wish):
                return
            turn.say("utter_urge_not_found")
            turn.offer("report_outage", wish.text)
            return
        turn.say(f"utter_urge_{outcome['outcome']}", ticket_id=outcome.get("ticket_id") or "")


class WithdrawTicket(TopicAction):
    """Take a demand back."""

    intent = "withdraw_ticket"
    title = "撤销工单"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Ask once whether it is meant, then withdraw."""
        number = wish.values.get("ticket_number")
        if "confirmed" not in wish.values:
            turn.say("utter_withdraw_confirm")
            turn.offer(self.intent, wish.text, **({"ticket_number": number} if number else {}))
            return
        outcome = await _act(turn, "withdraw", wish)
        turn.say(f"utter_withdraw_{outcome['outcome']}", ticket_id=outcome.get("ticket_id") or "")


async def _urge_application(turn: Turn, wish: Wish) -> bool:
    """Whether an application is on its way: where it stands, and a ticket to those who handle it on request."""
    items = await _items(turn, wish.values.get("ticket_number"))
    open_ones = [each for each in items if each["kind"] == "application" and each["status"] not in _ENDED]
    if not open_ones:
        return False
    item = open_ones[0]
    step = _current(item)
    values = {"title": item["title"], "number": item["id"], "step": step.get("name") or item["status_label"]}
    due, overdue = day_name(step.get("due")), item.get("overdue_working_days")
    response = "overdue" if overdue else "due" if due else "open"
    turn.say(f"utter_urge_application_{response}", due=due, overdue=overdue or "", **values)
    turn.offer("urge_ticket", wish.text, application=f"{item['title']}（{item['id']}），{values['step']}")
    return True


async def _file_for_application(turn: Turn, wish: Wish) -> None:
    """A ticket that urges an application: those exist for tickets only."""
    text = f"客户催办申请：{wish.values['application']}。客户的话：{wish.text}"
    ticket = await turn.gateway.file_ticket(text=text, intent="urge_ticket", address=None, phone=None, category=None)
    tell_ticket(turn, ticket)


async def _items(turn: Turn, number: str | None) -> list[dict[str, Any]]:
    try:
        return list((await turn.gateway.progress(number)).get("items") or [])
    except GatewayRefused as refusal:
        if refusal.status != 404:
            raise
        return []


async def _act(turn: Turn, act: str, wish: Wish) -> dict[str, Any]:
    subject = turn.state.subject
    number = wish.values.get("ticket_number") or (subject.values.get("filed") if subject else None)
    call = turn.gateway.urge if act == "urge" else turn.gateway.withdraw
    try:
        return await call(number, wish.text)
    except GatewayRefused as refusal:
        if refusal.status != 404:
            raise
        return {"outcome": "not_found", "ticket_id": number}


def _show_progress(turn: Turn, item: Mapping[str, Any]) -> None:
    rows = [(step["name"], _step_words(step)) for step in item.get("steps") or []]
    current, overdue = _current(item), item.get("overdue_working_days")
    due = day_name(current.get("due"))
    response = "overdue" if overdue else "due" if due and item["kind"] == "application" else "shown"
    if item.get("reply_due") and not overdue:
        response = "reply"
    turn.say(
        f"utter_progress_{response}",
        card=card("progress", str(item["title"]), [("编号", item["id"]), ("状态", item["status_label"]), *rows]),
        title=item["title"],
        number=item["id"],
        status=item["status_label"],
        step=current.get("name") or item["status_label"],
        owner=current.get("owner") or "",
        due=due,
        reply=moment_name(item.get("reply_due")),
        overdue=overdue or "",
    )


def _current(item: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((step for step in item.get("steps") or [] if step.get("status") == "in_progress"), {})


def _step_words(step: Mapping[str, Any]) -> str:
    """已完成 11月12日; 进行中，历下供电中心，12月3日前."""
    words = [_STEP_LABELS.get(str(step.get("status")), str(step.get("status") or ""))]
    words += [str(step["owner"])] if step.get("owner") else []
    if step.get("date"):
        words.append(day_name(step["date"]))
    elif step.get("due"):
        words.append(f"{day_name(step['due'])}前")
    return "，".join(words)
