"""险情: the gateway files an urgent ticket, queues for a person and gives the safety words, all in this turn."""

from __future__ import annotations

import logging

from actions.dialogue_state import Wish
from actions.errors import GatewayError
from actions.topic_action import TopicAction
from actions.turn import Turn

logger = logging.getLogger(__name__)


class ReportDanger(TopicAction):
    """A threat to life."""

    intent = "report_danger"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Safety words come whatever else fails."""
        try:
            done = await turn.gateway.report_danger(wish.text, wish.values.get("address"), wish.values.get("phone"))
        except GatewayError as error:
            logger.error("a danger could not be filed: %s", error)
            turn.say("utter_safety_general")
            turn.say("utter_safety_not_filed")
            return
        for message in done.get("messages") or []:
            turn.show(message)
        if not turn.said:
            turn.say("utter_safety_general")
