"""Several wishes in one message: 查下电费，顺便看看有没有欠费. What the bot heard in each part is in the metadata."""

from __future__ import annotations

from collections.abc import Mapping

from actions.dialogue_state import Wish
from actions.handler import Handler
from actions.readings import ABOUT_THE_TALK
from actions.turn import Turn

# wishes of which the first answers the second
_ONE_MATTER = ({"query_outage", "report_outage"}, {"query_ticket_progress", "query_application", "urge_ticket"})


def wishes_in(turn: Turn, handlers: Mapping[str, Handler]) -> list[Wish]:
    """The wishes of a message that is sure to hold at least two; empty for any other."""
    if turn.state.form is not None:
        return []
    wishes: list[Wish] = []
    is_sure = False
    for part in turn.parts():
        heard = next((name for name, each in handlers.items() if each.hears(part)), None)
        is_wish = part.is_understood and part.intent not in ABOUT_THE_TALK and part.intent in handlers
        intent = heard or (part.intent if is_wish else None)
        is_sure = is_sure or bool(heard) or (is_wish and part.confidence >= turn.unsure)
        if intent and not any(_is_one_matter(intent, wish.intent) for wish in wishes):
            wishes.append(part.wish(intent))
    return wishes if is_sure and len(wishes) > 1 else []


async def in_order(turn: Turn, wishes: list[Wish], handlers: Mapping[str, Handler]) -> list[Wish]:
    """What needs no proof of identity comes before what will ask a stranger for it."""
    if (await turn.gateway.context()).get("verified"):
        return wishes
    return sorted(wishes, key=lambda wish: not handlers[wish.intent].is_answered_from_knowledge)


def _is_one_matter(one: str, other: str) -> bool:
    return one == other or any(one in matter and other in matter for matter in _ONE_MATTER)
