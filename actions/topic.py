"""What a customer may want, as the dialogue handles it: one class a topic."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from actions.dialogue_state import Wish
from actions.turn import Turn


class Topic(ABC):
    """What ``handler.Handler`` asks for, with the usual answers."""

    title: ClassVar[str] = ""  # what a button calls this wish when two readings are near
    follows: ClassVar[tuple[str, ...]] = ()  # values that a follow-up may change (那八月呢)
    noun: ClassVar[str] = ""  # what its questions are about, so that 那峰谷呢 becomes a question (峰谷电价…)
    act: ClassVar[str] = ""  # intents of one act do the same: it is not worth asking which was meant
    changes_at_once: ClassVar[bool] = False  # carried out without a question: then a guess is not enough
    remembers: ClassVar[tuple[str, ...]] = ()  # values that a new wish takes over from the subject before it
    is_answered_from_knowledge: ClassVar[bool] = False
    matter: ClassVar[str] = ""  # what a question without a noun is about (要什么材料 after 一户多人口)
    is_about_own_account: ClassVar[bool] = False  # then another account than the customer's own is refused

    @abstractmethod
    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Do what ``wish`` asks and reply; raise ``GatewayError`` when it cannot be done."""

    def follows_of(self, subject: Wish) -> tuple[str, ...]:
        """The values that a follow-up may change of ``subject``, a wish that was carried out here."""
        return self.follows

    def matter_of(self, subject: Wish) -> str:
        """What a question without a noun is about, said after ``subject`` was carried out here; empty for nothing."""
        return self.matter

    def continues(self, text: str) -> bool:
        """Whether ``text``, said after this wish was carried out, goes on about it (为什么推荐这个)."""
        return False

    def hears(self, turn: Turn) -> bool:
        """Whether the words of the message ask for this topic, whatever intent they were given."""
        return False


class WordedTopic(Topic):
    """A wish that the contract's intents have no name for: its words say it, among messages of many intents.

    ``topic`` stands where an intent would in ``Wish.intent``. See docs/decisions/ on topics by their words.
    """

    topic: ClassVar[str]

    @abstractmethod
    def hears(self, turn: Turn) -> bool:
        """Whether the words of the message ask for this topic, whatever intent they were given."""
