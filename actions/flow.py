"""What a turn goes through, in this order. The first step that takes the turn ends it.

1. ``_act_at_once``      danger; 转人工; 取消
2. ``_choose``           the customer picks one of two readings offered before
3. ``_fill_form``        the message answers (or corrects) what a form asked
4. ``_answer_offer``     yes or no to what was proposed
5. ``_follow_up``        那八月呢; 说错了，是九月: the same subject with a new value
6. ``_ask_which``        two readings are near and would lead to different acts: ask
7. ``_try_knowledge``    no reading is likely: perhaps an article answers
8. ``_carry_out``        the wish itself; a form that was open asks its question again afterwards

A wish that needs to know who the customer is starts the verification form and is carried out once that is done. Two
turns in a row that did not help offer a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from actions import corrections, forms
from actions.dialogue_state import Choice, Form, Wish
from actions.errors import VerificationRequired
from actions.exact_words import bare
from actions.fields import clean
from actions.turn import Turn

# A reading is near when the best is unsure and the next is within this distance of it.
SURE = 0.62
NEAR = 0.22
# Below this the best reading is a guess, and an article that answers the words is better than an act.
UNKNOWN = 0.35
SHORTEST_QUESTION = 6
# A wish this likely beside "not understood" is worth a question.
POSSIBLE = 0.25
# A miss of danger costs more than a false alarm.
POSSIBLE_DANGER = 0.3
FAILURES_BEFORE_A_PERSON = 2
# Intents about the talk itself: never offered as a reading, never a subject of later questions.
ABOUT_THE_TALK = frozenset(
    [
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "cancel",
        "repeat",
        "inform",
        "bot_challenge",
        "out_of_scope",
        "human_agent",
        "report_danger",
    ]
)
_NUMBERS = {
    "1": 0,
    "第1个": 0,
    "前面那个": 0,
    "前一个": 0,
    "一": 0,
    "第一个": 0,
    "2": 1,
    "第2个": 1,
    "后面那个": 1,
    "后一个": 1,
    "二": 1,
    "第二个": 1,
}


class Handler(Protocol):
    """How one intent is carried out (a ``TopicAction``)."""

    title: str
    follows: tuple[str, ...]
    remembers: tuple[str, ...]
    is_answered_from_knowledge: bool

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Do it and reply."""

    def continues(self, text: str) -> bool:
        """Whether ``text`` goes on about this wish."""


class DialogueFlow:
    """One turn of the dialogue."""

    def __init__(self, turn: Turn, handlers: Mapping[str, Handler]) -> None:
        self._turn = turn
        self._state = turn.state
        self._handlers = handlers

    async def take(self) -> None:
        """Answer the message and leave the state as the next message needs it."""
        for step in (
            self._act_at_once,
            self._choose,
            self._fill_form,
            self._answer_offer,
            self._follow_up,
            self._ask_which,
            self._try_knowledge,
        ):
            if await step():
                break
        else:
            self._forget_proposals()
            await self._carry_out(self._remembering(self._turn.wish()))
        self._count_failures()

    async def _act_at_once(self) -> bool:
        turn = self._turn
        if turn.intent == "report_danger" or dict(turn.ranking[:3]).get("report_danger", 0) >= POSSIBLE_DANGER:
            self._drop_everything()
            await self._handlers["report_danger"].carry_out(turn, turn.wish("report_danger"))
            return True
        if turn.intent == "human_agent":
            await self._handlers["human_agent"].carry_out(turn, turn.wish())
            return True
        if turn.intent == "cancel" or self._takes_back_the_form():
            await self._cancel()
            return True
        return False

    def _takes_back_the_form(self) -> bool:
        """Whether 不用来了 is said of a demand that has not been filed yet."""
        return (
            self._state.form is not None
            and self._turn.intent == "withdraw_ticket"
            and "ticket_number" not in self._turn.entities
        )

    async def _cancel(self) -> None:
        something = self._state.form or self._state.choice or self._state.offer
        self._drop_everything()
        self._turn.say("utter_cancel_done" if something else "utter_cancel_nothing")

    async def _choose(self) -> bool:
        choice, self._state.choice = self._state.choice, None
        if choice is None:
            return False
        intent = _chosen(choice, bare(self._turn.text))
        if intent is None:
            return False
        await self._carry_out(Wish(intent, choice.text, {**choice.values, **self._turn.values()}))
        return True

    async def _fill_form(self) -> bool:
        form = self._state.form
        if form is None:
            return False
        if not await forms.answer(self._turn, form):
            return False
        if self._state.form is None and self._turn.said == 0:
            await self._complete(form)
        return True

    async def _complete(self, form: Form) -> None:
        """Everything asked for is known: verify, file, or look up; then do what was wished."""
        if form.kind == "verification":
            if not await forms.verify(self._turn, form):
                return
            await self._carry_out(form.wish)
        else:
            await self._carry_out(form.wish.with_values(**form.values, confirmed="yes"))

    async def _answer_offer(self) -> bool:
        offer = self._state.offer
        if offer is None or self._turn.intent not in ("affirm", "deny") or self._corrects_a_value():
            return False
        self._state.offer = None
        if self._turn.intent == "affirm":
            values = {**offer.wish.values, **self._turn.values(), "confirmed": "yes"}
            await self._carry_out(Wish(offer.wish.intent, offer.wish.text or self._turn.text, values))
        else:
            self._turn.say("utter_offer_declined")
        return True

    def _corrects_a_value(self) -> bool:
        """Whether a no names what is right instead (不对，是3栋)."""
        turn = self._turn
        return turn.intent == "deny" and bool(turn.entities or corrections.address_parts(clean(turn.text)))

    async def _follow_up(self) -> bool:
        """The subject again with the value the message gives, when the message leans on what was spoken of."""
        subject, turn = self._state.subject, self._turn
        if subject is not None and self._handlers[subject.intent].continues(turn.text):
            await self._carry_out(Wish(subject.intent, turn.text, subject.values))
            return True
        if subject is None or (turn.intent not in ("inform", "deny") and not self._leans_on_subject()):
            return False
        new = turn.values(*self._handlers[subject.intent].follows)
        if "address" in self._handlers[subject.intent].follows and corrections.is_correction(turn.text):
            part = new.get("address") or corrections.address_parts(clean(turn.text))
            if part:
                new["address"] = corrections.merge_address(subject.values.get("address", ""), part)
        if not new:
            return False
        self._forget_proposals()
        await self._carry_out(subject.with_values(**new))
        return True

    def _remembering(self, wish: Wish) -> Wish:
        """The wish with what was said of the place before it: 停电了吗 at an address, then 那帮我报修."""
        subject, handler = self._state.subject, self._handlers[wish.intent]
        if subject is None or not self._handlers[subject.intent].remembers:
            return wish
        known = {name: subject.values[name] for name in handler.remembers if subject.values.get(name)}
        return Wish(wish.intent, wish.text, {**known, **wish.values})

    def _leans_on_subject(self) -> bool:
        text = self._turn.text.strip()
        return corrections.is_follow_up(text) or (corrections.is_correction(text) and len(text) <= 24)

    async def _ask_which(self) -> bool:
        readings = self._near_readings()
        if len(readings) < 2:
            return False
        self._forget_proposals()
        options = {self._handlers[intent].title: intent for intent in readings}
        self._state.choice = Choice(self._turn.text, options, self._turn.values())
        buttons = [{"title": title, "payload": title} for title in options]
        self._turn.say("utter_choice_ask", buttons=buttons)
        return True

    async def _try_knowledge(self) -> bool:
        """Nothing is understood well enough to act on: an article may still answer, else ask for other words."""
        turn = self._turn
        if turn.intent in ABOUT_THE_TALK or turn.confidence >= UNKNOWN or len(clean(turn.text)) < SHORTEST_QUESTION:
            return False
        found = await turn.gateway.answer(turn.text, None)
        if not found.get("answerable"):
            return False
        self._forget_proposals()
        turn.show({**found, "text": found["answer"]})
        self._state.subject = turn.wish()
        return True

    def _near_readings(self) -> list[str]:
        """The best two intents when the model is unsure between them and they would lead to different acts."""
        (first, best), (second, next_best) = [*self._turn.ranking, ("", 0.0), ("", 0.0)][:2]
        if first == "out_of_scope" and best < SURE and next_best >= POSSIBLE and self._title(second):
            return [second, "human_agent"]
        if best >= SURE or best - next_best > NEAR or {first, second} & ABOUT_THE_TALK:
            return []
        if not self._title(first) or not self._title(second):
            return []
        if all(self._handlers[intent].is_answered_from_knowledge for intent in (first, second)):
            return []
        return [first, second]

    def _title(self, intent: str) -> str:
        return self._handlers[intent].title if intent in self._handlers else ""

    async def _carry_out(self, wish: Wish) -> None:
        open_form = self._state.form
        handler = self._handlers[wish.intent]
        try:
            await handler.carry_out(self._turn, wish)
        except VerificationRequired:
            if await forms.begin_verification(self._turn, wish):
                await self._carry_out(wish)
            return
        if wish.intent not in ABOUT_THE_TALK:
            self._state.subject = Wish(wish.intent, wish.text, wish.values)
        if open_form is not None and self._state.form is open_form and wish.intent != "repeat":
            forms.ask_again(self._turn, open_form)

    def _count_failures(self) -> None:
        state = self._state
        state.failures = state.failures + 1 if self._turn.failed else 0
        if state.failures >= FAILURES_BEFORE_A_PERSON and not (
            state.offer and state.offer.wish.intent == "human_agent"
        ):
            self._turn.offer_person("utter_handover_offer")

    def _forget_proposals(self) -> None:
        self._state.offer = None
        self._state.choice = None

    def _drop_everything(self) -> None:
        self._state.form = None
        self._forget_proposals()


def _chosen(choice: Choice, words: str) -> str | None:
    options = list(choice.options.items())
    for title, intent in options:
        if words == bare(title):
            return intent
    place = _NUMBERS.get(words)
    return options[place][1] if place is not None and place < len(options) else None
