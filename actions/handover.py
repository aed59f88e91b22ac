"""转人工: the conversation goes to a person."""

from __future__ import annotations

import logging

from actions.dialogue_state import Wish
from actions.errors import GatewayError
from actions.topic_action import TopicAction
from actions.turn import Turn

logger = logging.getLogger(__name__)


class HumanAgent(TopicAction):
    """Queue for a person, out of whatever was going on."""

    intent = "human_agent"
    title = "转人工"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Tell the place in the queue; when even this fails, tell the hotline."""
        state = turn.state
        note = state.form.wish.text if state.form else state.subject.text if state.subject else ""
        state.form = state.offer = state.choice = None
        state.pending = []
        try:
            queued = await turn.gateway.hand_over("customer_request", note)
        except GatewayError as error:
            logger.error("the handover failed: %s", error)
            turn.say("utter_handover_failed")
            return
        turn.say(
            "utter_handover_queued" if queued.get("position") else "utter_handover_soon",
            position=queued.get("position") or "",
        )
