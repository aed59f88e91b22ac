"""Questions that the knowledge base answers."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from actions.answers import is_question
from actions.corrections import is_follow_up
from actions.dialogue_state import Wish
from actions.exact_words import bare
from actions.topic_action import TopicAction
from actions.turn import Turn

SHORT = 4  # characters: 峰谷呢 holds too little for a search
BARE_WISH = 9  # characters: 我想交电费 asks how that is done
_WISH = re.compile(r"^(?:你好)?(?:我|俺|咱)?们?(?:想|要|需要|打算|来|帮我)")


class KnowledgeAction(TopicAction):
    """Asks the gateway with the customer's own words; a very short message is searched with the topic's question."""

    question: ClassVar[str] = ""  # what the topic is, as a search query; never shown
    follows: ClassVar[tuple[str, ...]] = ("province",)
    is_answered_from_knowledge: ClassVar[bool] = True
    act: ClassVar[str] = "search"

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the answer, or the honest refusal."""
        found = await find_answer(turn, wish, self.question)
        show_answer(turn, found)


async def find_answer(turn: Turn, wish: Wish, question: str) -> dict[str, Any]:
    """The gateway's answer to the wish's own words; to the topic's ``question`` when those only lean on a subject.

    Nothing else is asked twice: what the knowledge base refuses (怎么让电表走慢点) stays refused.
    """
    province = wish.values.get("province")
    is_bare = len(bare(wish.text)) <= BARE_WISH and bool(_WISH.search(bare(wish.text))) and not is_question(wish.text)
    found = await turn.gateway.answer(question if is_bare and question else wish.text or question, province)
    leans = is_follow_up(turn.text) or len(bare(wish.text)) <= SHORT
    if not found.get("answerable") and question and leans:
        found = await turn.gateway.answer(question, province)
    return found


def show_answer(turn: Turn, found: dict[str, Any]) -> None:
    """Show an answer; one that does not cover the question counts as a turn that did not help."""
    turn.show({**found, "text": found["answer"]})
    if not found.get("answerable"):
        turn.fail()
