"""Demands: somebody has to do something, so what they need is collected and a ticket is filed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from actions import forms
from actions.answers import is_question
from actions.dialogue_state import Form, Wish
from actions.errors import VerificationRequired
from actions.exact_words import bare
from actions.knowledge_action import find_answer
from actions.topic_action import TopicAction
from actions.turn import Turn
from actions.wording import card, moment_name

# What remains of 我要投诉 without these says nothing of the matter yet.
_BARE_WORDS = re.compile(
    r"我|要|想|请|帮|你好|您好|你们|一下|个|投诉|举报|建议|意见|反映|表扬|感谢|提|情况|问题|索赔|赔偿|报修|有|人|条|点|上门|服务"
)
BARE_WISH = 10  # characters
ENOUGH = 4  # characters that remain when the matter is told
_DEADLINES = ("arrive", "contact", "reply")  # the first that applies is told


class DemandAction(TopicAction):
    """Collects address and phone (the verified customer's own are offered), files a ticket, tells what comes next."""

    fields: ClassVar[tuple[str, ...]] = ("address", "phone")
    needs_description: ClassVar[bool] = False
    category: ClassVar[str | None] = None  # "type/category" where it is certain; else triage decides
    intro: ClassVar[str | None] = None  # said before the first question
    follows: ClassVar[tuple[str, ...]] = ("address", "phone")

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Ask for what is missing, or file."""
        if "confirmed" in wish.values and self._is_collected(wish):
            await self.file(turn, wish)
            return
        form = await self._form(turn, wish)
        if form.missing() is None:
            if turn.confidence < turn.unsure and wish.text == turn.text:  # nothing is filed on a guess
                turn.say("utter_demand_is_it_that", title=self.title)
                turn.offer(self.intent, wish.text, **wish.values)
                return
            wish.values.update(form.values)
            await self.file(turn, wish)
            return
        if self.intro:
            turn.say(self.intro)
        forms.begin(turn, form)

    async def file(self, turn: Turn, wish: Wish) -> None:
        """File the ticket (in place of one just filed, when a value of it was corrected) and say so."""
        values = wish.values
        former = values.get("filed")
        if former:
            await turn.gateway.withdraw(former, turn.text)
        ticket = await turn.gateway.file_ticket(
            text="\n".join(part for part in (wish.text, values.get("description"), self.supplement(values)) if part),
            intent=self.intent,
            address=values.get("address") or None,
            phone=values.get("phone") or None,
            category=self.settled_category(values),
        )
        # Remembered with the subject, so that 不对，是3栋 replaces this ticket instead of adding one.
        values.update(filed=str(ticket["ticket_id"]), confirmed="yes")
        tell_ticket(turn, ticket, corrected=bool(former))

    def supplement(self, values: Mapping[str, str]) -> str:
        """What the ticket's text says besides the customer's words."""
        return ""

    def settled_category(self, values: Mapping[str, str]) -> str | None:
        """The "type/category" that the conversation has settled; None leaves it to triage."""
        return self.category

    def _is_collected(self, wish: Wish) -> bool:
        wanted = (*self.fields, "description") if self._lacks_matter(wish) else self.fields
        return "own_contact" in wish.values or all(name in wish.values for name in wanted)

    def _lacks_matter(self, wish: Wish) -> bool:
        return self.needs_description and len(_BARE_WORDS.sub("", bare(wish.text))) < ENOUGH

    async def _form(self, turn: Turn, wish: Wish) -> Form:
        """The questions for this customer: their own address and phone are offered once they are verified."""
        known = {name: wish.values[name] for name in self.fields if wish.values.get(name)}
        own = {} if set(self.fields) <= set(known) else await _own_contact(turn)
        asked = list(self.fields)
        if own:
            # Whoever is known and need not be visited is not asked anything about themselves.
            asked = ["own_contact"] if "address" in self.fields else []
        description = ["description"] if self._lacks_matter(wish) else []
        return Form("demand", wish, description + asked, {**known, **own})


class ExplainedDemandAction(DemandAction):
    """A demand that most people first want explained: the article answers, then registering it is offered."""

    question: ClassVar[str] = ""
    follows: ClassVar[tuple[str, ...]] = ("address", "phone", "province")

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Explain and offer, or register once that was accepted."""
        if "confirmed" in wish.values:
            await super().carry_out(turn, wish)
            return
        # 我要装充电桩 holds no question: what such people want to know is how it is applied for.
        asks = len(bare(wish.text)) > BARE_WISH or is_question(wish.text)
        found = await find_answer(turn, wish if asks else Wish(wish.intent, self.question, wish.values), self.question)
        if found.get("answerable") or is_question(wish.text):  # an honest gap is an answer to a question
            turn.show({**found, "text": found["answer"]})
        turn.say("utter_demand_offer_registration")
        turn.offer(self.intent, wish.text, **wish.values)


def tell_ticket(turn: Turn, ticket: Mapping[str, Any], *, corrected: bool = False) -> None:
    """Say that a ticket is filed, its number, and the next moment the customer can count on."""
    outage = ticket.get("attached_outage")
    deadlines = ticket.get("deadlines") or {}
    next_step = next((name for name in _DEADLINES if deadlines.get(name)), None)
    rows = [("工单号", ticket["ticket_id"]), ("类型", ticket.get("type_label")), ("类别", ticket.get("category_label"))]
    shown = card("ticket", "工单已登记", rows)
    if outage:
        restore = moment_name(outage.get("expected_restore"))
        response = "utter_ticket_attached" if restore else "utter_ticket_attached_unknown"
        turn.say(
            response, card=shown, ticket_id=ticket["ticket_id"], reason=outage.get("reason") or "", restore=restore
        )
        return
    response = (
        "utter_ticket_corrected"
        if corrected
        else f"utter_ticket_filed_{next_step}"
        if next_step
        else "utter_ticket_filed"
    )
    moment = moment_name(deadlines.get(next_step)) if next_step else ""
    turn.say(response, card=shown, ticket_id=ticket["ticket_id"], moment=moment)


async def _own_contact(turn: Turn) -> dict[str, str]:
    """The verified customer's registered address and (masked) phone; empty for everybody else."""
    try:
        if not (await turn.gateway.context()).get("verified"):
            return {}
        account = await turn.gateway.account()
    except VerificationRequired:
        return {}
    return {"own_address": str(account.get("address") or ""), "own_phone": str(account.get("phone_masked") or "")}
