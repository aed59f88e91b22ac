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

# who pays decides the answer; a question that names nobody is asked for the kind of customer who asks
_NAMES_A_PAYER = re.compile(r"居民|家|住宅|店|商|厂|企业|公司|单位|工业|农|灌溉|养殖|学校|合表|桩|车|小区")
_PAYERS = {"commercial": "工商业", "industrial": "工商业", "agricultural": "农业生产"}
SHORT = 4  # characters: 峰谷呢 holds too little for a search
BARE_WISH = 9  # characters: 我想交电费 asks how that is done
_WISH = re.compile(r"^(?:你好)?(?:我|俺|咱)?们?(?:想|要|需要|打算|来|帮我)")


class KnowledgeAction(TopicAction):
    """Asks the gateway with the customer's own words; a very short message is searched with the topic's question."""

    question: ClassVar[str] = ""  # what the topic is, as a search query; never shown
    follows: ClassVar[tuple[str, ...]] = ("province",)
    is_answered_from_knowledge: ClassVar[bool] = True
    act: ClassVar[str] = "search"
    depends_on_payer: ClassVar[bool] = False  # prices, hours and late fees of a shop are not those of a home

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Show the answer, or the honest refusal."""
        asked = await _as_payer(turn, wish) if self.depends_on_payer else wish
        show_answer(turn, await find_answer(turn, asked, self.question))


async def _as_payer(turn: Turn, wish: Wish) -> Wish:
    """The question of a shop, a factory or a farm, where its words would be read as those of a home."""
    if _NAMES_A_PAYER.search(wish.text) or not wish.text:
        return wish
    current = next((each for each in await turn.gateway.accounts() if each["is_current"]), None)
    payer = _PAYERS.get(str(current["category"])) if current else None
    return Wish(wish.intent, f"{payer}{wish.text}", wish.values) if payer else wish


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
