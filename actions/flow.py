"""What a turn goes through, in this order. The first step that takes the turn ends it.

1. ``_act_at_once``      danger; 转人工; 取消
2. ``_choose``           the customer picks one of two readings offered before
3. ``_answer_offer``     yes or no to what was proposed last
4. ``_fill_form``        the message answers (or corrects) what a form asked
5. ``_take_several``     查下电费，顺便看看有没有欠费: one after the other
6. ``_hear_words``       下个月电费大概多少; 装个空调会多多少: words say it, no intent of the contract does
7. ``_follow_up``        那八月呢; 说错了，是九月: the same subject with a new value
8. ``_ask_which``        two readings are near and would lead to different acts: ask
9. ``_admit``            no reading is likely: perhaps an article answers, else 没听懂 with what it may have meant
10. ``_carry_out``       the wish itself; a form that was open asks its question again afterwards

A wish that needs to know who the customer is starts the verification form and is carried out once that is done. Two
turns in a row that did not help offer a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from actions import forms, households
from actions.answers import clean
from actions.devices import is_on_a_device_without_power, wish_of_danger
from actions.dialogue_state import IDENTITY, Choice, Form, Wish
from actions.errors import VerificationRequired
from actions.follow_ups import follow_up_wish, names_what_is_right, remembering
from actions.handler import Handler
from actions.introductions import wish_beside
from actions.readings import (
    ABOUT_THE_TALK,
    chosen,
    conceivable_readings,
    is_not_understood,
    near_readings,
    past_the_pleasantry,
    says_do_it,
    takes_up,
    wish_after_thanks,
)
from actions.several import in_order, wishes_in
from actions.small_talk import is_angry
from actions.turn import CERTAIN, HANDOVER_BUTTON, Turn

SHORTEST_QUESTION = 6  # characters
# A miss of danger costs more than a false alarm.
POSSIBLE_DANGER = 0.3
FAILURES_BEFORE_A_PERSON = 2


class DialogueFlow:
    """One turn of the dialogue."""

    def __init__(self, turn: Turn, handlers: Mapping[str, Handler]) -> None:
        self._turn = turn
        self._state = turn.state
        self._handlers = handlers

    async def take(self) -> None:
        """Answer the message and leave the state as the next message needs it."""
        self._hear_past_politeness()
        for step in (
            self._act_at_once,
            self._choose,
            self._answer_offer,
            self._fill_form,
            self._take_several,
            self._hear_words,
            self._follow_up,
            self._ask_which,
            self._admit,
        ):
            if await step():
                break
        else:
            self._forget_proposals()
            if is_angry(self._turn.text) and self._turn.intent not in ABOUT_THE_TALK:
                self._turn.say("utter_soothe")
            await self._carry_out(remembering(self._turn.wish(), self._state.subject, self._handlers))
        await self._go_on_with_the_rest()
        self._count_failures()

    def _hear_past_politeness(self) -> None:
        """A greeting or an introduction before a wish is not what the message is about; 帮我办了 is a yes."""
        turn, offer = self._turn, self._state.offer
        if offer and offer.wish.intent != "human_agent" and says_do_it(turn.text):
            turn.intent, turn.confidence = "affirm", CERTAIN
        elif wish := wish_after_thanks(turn) or past_the_pleasantry(clean(turn.text), turn.ranking):
            turn.intent, turn.confidence = wish
        elif (turn.intent == "inform" or not self._is_clear()) and (beside := wish_beside(turn)):
            turn.intent, turn.confidence = beside if beside[0] in self._handlers else (turn.intent, turn.confidence)

    def _is_clear(self) -> bool:
        return self._state.form is not None or self._turn.confidence >= self._turn.unsure

    async def _act_at_once(self) -> bool:
        turn = self._turn
        possible = dict(turn.ranking[:3]).get("report_danger", 0) >= POSSIBLE_DANGER and len(clean(turn.text)) > 1
        if turn.intent == "report_danger" or possible or is_on_a_device_without_power(turn):
            wish = wish_of_danger(turn)
            self._drop_everything()
            await self._handlers["report_danger"].carry_out(turn, wish)
            return True
        if turn.intent == "human_agent" and turn.is_understood:
            await self._handlers["human_agent"].carry_out(turn, turn.wish())
            return True
        is_over = turn.intent == "cancel" and turn.is_understood and not self._goes_on_with_a_value()
        if is_over or self._takes_back_the_form():
            await self._cancel()
            return True
        return False

    def _goes_on_with_a_value(self) -> bool:
        """算了，还是看上个月: nothing is open to be cancelled, and what is wanted instead is said."""
        state, turn = self._state, self._turn
        if state.form or state.choice or state.offer or state.subject is None:
            return False
        return "month" in turn.entities or self._handlers[state.subject.intent].continues(turn.text)

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
        intent = chosen(choice, self._turn.text)
        if intent is None and self._turn.intent == "affirm" and self._turn.is_understood:
            self._offer_choice("utter_choice_which", choice)
            return True
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
            await self._carry_out(form.wish.without(*IDENTITY))
        else:
            await self._carry_out(form.wish.with_values(**form.values, confirmed="yes"))

    async def _answer_offer(self) -> bool:
        offer = self._state.offer
        if offer is None or names_what_is_right(self._turn):
            return False
        understood = self._turn.intent if self._turn.is_understood else ""
        accepts = understood == "affirm" or takes_up(offer, self._turn)
        if not accepts and understood != "deny":
            return False
        self._state.offer = None
        if accepts:
            values = {**offer.wish.values, **self._turn.values(), "confirmed": "yes"}
            await self._carry_out(Wish(offer.wish.intent, offer.wish.text or self._turn.text, values))
            return True
        self._turn.say("utter_offer_declined")
        if self._state.form is not None:
            forms.ask_again(self._turn, self._state.form)
        return True

    async def _take_several(self) -> bool:
        wishes = wishes_in(self._turn, self._handlers)
        if not wishes:
            return False
        self._forget_proposals()
        self._state.pending = await in_order(self._turn, wishes, self._handlers)
        await self._go_on_with_the_rest()
        if self._state.pending:
            self._turn.say("utter_rest_remembered")
        return True

    async def _go_on_with_the_rest(self) -> None:
        """Carry out what else was wished, up to a question that the customer has to answer first."""
        state = self._state
        while state.pending and not (state.form or state.offer or state.choice):
            wish, *state.pending = state.pending
            await self._carry_out(wish)

    async def _hear_words(self) -> bool:
        heard = next((name for name, each in self._handlers.items() if each.hears(self._turn)), None)
        if heard is None:
            return False
        self._forget_proposals()
        await self._carry_out(remembering(self._turn.wish(heard), self._state.subject, self._handlers))
        return True

    async def _follow_up(self) -> bool:
        wish = follow_up_wish(self._turn, self._handlers)
        if wish is None:
            return False
        self._forget_proposals()
        await self._carry_out(wish)
        return True

    async def _ask_which(self) -> bool:
        readings = near_readings(self._turn, self._handlers)
        if not readings:
            return False
        self._forget_proposals()
        found = await self._turn.gateway.answer(self._turn.text, None, is_asked=False)
        if found.get("must_not"):  # a firm no comes before a choice between two harmless readings
            self._turn.show({**found, "text": found["answer"]})
            return True
        self._offer_choice("utter_choice_ask", self._choice_of(readings))
        return True

    def _choice_of(self, readings: Sequence[str]) -> Choice:
        titles = {self._handlers[intent].title: intent for intent in readings}
        return Choice(self._turn.text, titles, self._turn.values())

    def _offer_choice(self, response: str, choice: Choice, *more: Mapping[str, str]) -> None:
        self._state.choice = choice
        self._turn.say(response, buttons=[*({"title": title, "payload": title} for title in choice.options), *more])

    async def _admit(self) -> bool:
        """Nothing is understood well enough to act on: an article may still answer, else say so and offer ways on."""
        turn = self._turn
        if not is_not_understood(turn, self._handlers):
            return False
        self._forget_proposals()
        is_question = len(clean(turn.text)) >= SHORTEST_QUESTION
        found = await turn.gateway.answer(turn.text, None) if is_question else {}
        if found.get("answerable") or found.get("must_not"):
            turn.show({**found, "text": found["answer"]})
            self._state.subject = turn.wish() if turn.intent not in ABOUT_THE_TALK else self._state.subject
            return True
        turn.fail()
        person = [HANDOVER_BUTTON] if self._state.failures == 0 else []  # the second time a person is offered anyway
        if readings := conceivable_readings(turn, self._handlers):
            self._offer_choice("utter_not_understood_perhaps", self._choice_of(readings), *person)
        elif person:
            turn.say("utter_not_understood", buttons=person)
        return True

    async def _carry_out(self, wish: Wish) -> None:
        open_form = self._state.form
        handler = self._handlers[wish.intent]
        try:
            if (handler.is_about_own_account or wish.intent == "inform") and not await self._is_about_own(wish):
                return
            await handler.carry_out(self._turn, wish)
        except VerificationRequired:
            if await forms.begin_verification(self._turn, wish):
                await self._carry_out(wish.without(*IDENTITY))
            return
        if wish.intent not in ABOUT_THE_TALK:
            self._state.subject = Wish(wish.intent, wish.text, wish.values)
        if open_form is not None and self._state.form is open_form and wish.intent != "repeat":
            forms.ask_again(self._turn, open_form)

    async def _is_about_own(self, wish: Wish) -> bool:
        """Whether the account in use is meant (now): never its records in place of another's."""
        verdict = await households.settle(self._turn, wish)
        if verdict == "unproved":
            await households.prove_another(self._turn, wish)
            self._state.subject = wish
        return verdict == "own"

    def _count_failures(self) -> None:
        state = self._state
        state.failures = state.failures + 1 if self._turn.failed else 0
        is_offered = state.offer is not None and state.offer.wish.intent == "human_agent"
        if state.failures >= FAILURES_BEFORE_A_PERSON and not (is_offered and self._turn.said):
            is_first = state.failures == FAILURES_BEFORE_A_PERSON
            self._turn.offer_person("utter_handover_offer" if is_first else "utter_handover_offer_again")

    def _forget_proposals(self) -> None:
        self._state.offer = None
        self._state.choice = None

    def _drop_everything(self) -> None:
        self._state.form = None
        self._state.pending = []
        self._forget_proposals()
