"""What customers wanted in their chats, for other nouns to read without knowing what was said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.intents import DIALOGUE
from api.conversations.repository import ConversationRepository

LEAST_CONFIDENCE = 0.75  # below it the bot itself asks back
NO_WISH = DIALOGUE | {"out_of_scope"}


@dataclass(frozen=True, slots=True)
class Wish:
    """One message of a verified customer: when, and the intent it was understood as."""

    account_number: str
    conversation_id: str
    at: datetime
    intent: str


class Wishes:
    """Reads inside the caller's session; texts are never read."""

    def __init__(self, session: AsyncSession) -> None:
        self._repository = ConversationRepository(session)

    async def of(self, account_numbers: Sequence[str], since: datetime) -> list[Wish]:
        """The wishes since a moment in conversations that are these customers' now, oldest first in each.

        What was said before another account was proved in the same conversation is left out: whose wish that was is
        not known. So is what a conversation held when its proof lapsed and was not given again.
        """
        rows = await self._repository.wishes(account_numbers, since)
        talks = groupby(rows, key=lambda row: row.conversation_id)
        return [wish for _, talk in talks for wish in _of_its_customer(talk)]


def _of_its_customer(talk: Iterable[Any]) -> list[Wish]:
    """The wishes of one conversation, but for those from before and while another account was proved in it."""
    wishes: list[Wish] = []
    is_anothers = False
    for row in talk:
        if row.kind == "identity":
            is_anothers = bool(row.account_ends) and not row.account_number.endswith(row.account_ends)
            wishes = [] if is_anothers else wishes
        elif not is_anothers and _is_wish(row):
            wishes.append(Wish(row.account_number, row.conversation_id, row.at, row.intent))
    return wishes


def _is_wish(row: Any) -> bool:
    return bool(row.intent) and row.intent not in NO_WISH and (row.confidence or 0) >= LEAST_CONFIDENCE
