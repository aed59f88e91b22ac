"""How one wish is carried out, as the dialogue sees it."""

from __future__ import annotations

from typing import Protocol

from actions.dialogue_state import Wish
from actions.turn import Turn


class Handler(Protocol):
    """What the dialogue needs to know of a wish (every ``Topic`` is one).

    ``title`` names the wish on a button; ``remembers`` those taken
    over from the subject before; ``noun`` is what its questions are about; intents of one ``act`` do the same, so
    it is not worth asking which was meant; ``changes_at_once`` when carrying it out changes something without asking;
    ``is_about_own_account`` when it reads or changes the records of one account, the customer's own.
    """

    title: str
    remembers: tuple[str, ...]
    noun: str
    act: str
    changes_at_once: bool
    is_answered_from_knowledge: bool
    is_about_own_account: bool

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Do it and reply; raise ``GatewayError`` when it cannot be done."""

    def follows_of(self, subject: Wish) -> tuple[str, ...]:
        """The values that a follow-up may change of a wish that was carried out here."""

    def matter_of(self, subject: Wish) -> str:
        """What a question without a noun is about, said after ``subject`` was carried out here; empty for nothing."""

    def continues(self, text: str) -> bool:
        """Whether ``text`` goes on about this wish."""

    def hears(self, turn: Turn) -> bool:
        """Whether the words ask for this, whatever intent they were given."""
