"""The talk itself: greetings, yes and no, repeating, and what is not understood."""

from __future__ import annotations

from typing import ClassVar

from actions.dialogue_state import Wish
from actions.topic_action import TopicAction
from actions.turn import Turn


class SpokenAction(TopicAction):
    """An intent that one response answers."""

    response: ClassVar[str] = ""

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Say it."""
        turn.say(self.response)


class Greet(SpokenAction):
    """A greeting."""

    intent = "greet"
    response = "utter_greet"


class Goodbye(SpokenAction):
    """A farewell."""

    intent = "goodbye"
    response = "utter_goodbye"


class Thank(SpokenAction):
    """Thanks."""

    intent = "thank"
    response = "utter_thank"


class BotChallenge(SpokenAction):
    """Who are you, what can you do."""

    intent = "bot_challenge"
    response = "utter_bot_challenge"


class Affirm(SpokenAction):
    """A yes to nothing in particular (the flow takes a yes to an offer)."""

    intent = "affirm"
    response = "utter_affirm_nothing"


class Deny(SpokenAction):
    """A no to what was just said: ask what is meant."""

    intent = "deny"
    response = "utter_deny_what"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """The last answer was not what was wanted."""
        await super().carry_out(turn, wish)
        if turn.state.subject is not None:
            turn.fail()


class Cancel(SpokenAction):
    """Nothing to end (the flow ends what is open)."""

    intent = "cancel"
    response = "utter_cancel_nothing"


class Inform(SpokenAction):
    """A number or address nobody asked for: ask what is wished."""

    intent = "inform"
    response = "utter_inform_what_for"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Who introduces themselves first need not do it again once the wish is told."""
        await super().carry_out(turn, wish)
        if "account_number" in wish.values:
            turn.state.subject = wish


class OutOfScope(SpokenAction):
    """Not about electricity, or not understood."""

    intent = "out_of_scope"
    response = "utter_out_of_scope"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Say what can be asked; twice in a row offers a person."""
        turn.fail()
        if turn.state.failures == 0:  # the second time the flow offers a person instead of the same words again
            await super().carry_out(turn, wish)


class Repeat(TopicAction):
    """The last answer once more."""

    intent = "repeat"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Say the same messages again, cards and buttons included."""
        if not turn.earlier_replies:
            turn.say("utter_repeat_nothing")
        for event in turn.earlier_replies:
            extra = event.get("data") or {}
            custom = extra.get("custom") or {}
            turn.show({"text": event.get("text"), "buttons": extra.get("buttons"), **custom})
