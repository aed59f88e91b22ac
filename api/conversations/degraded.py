"""Answers while the bot is loading or down: knowledge as always, honest words and a person for everything else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from api.articles.answer import Answer
from api.articles.service import AnswerService
from api.conversations.models import Conversation
from api.conversations.schemas import Button, Card, Message, Source
from api.conversations.sentences import Sentences
from api.customers.service import CustomerService
from api.errors import Unavailable
from api.platform import Platform, in_thread

if TYPE_CHECKING:
    from nlu import Parse

# wishes that need the customer's own records or that change something: the bot's dialogue does those
RECORDS = frozenset(
    {
        *("query_bill", "query_balance", "explain_bill", "query_outage", "query_ticket_progress", "query_application"),
        *("urge_ticket", "withdraw_ticket", "recommend_package", "opt_out_recommendation", "subscribe_outage"),
        *("bind_account", "make_complaint", "report_violation", "give_suggestion", "give_praise", "claim_damage"),
        *("request_door_service", "inform", "affirm", "deny"),
    }
)
FAULTS = frozenset({"report_outage", "report_power_quality", "report_meter_fault"})
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "bot_challenge", "cancel", "repeat"})
IS_AWAY = frozenset({"loading", "resting"})  # known to be away, so that a hitch in one answer is not called that


class DegradedAnswers:
    """Speaks instead of the bot."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._sentences = platform.shared(Sentences)

    async def answer(
        self, conversation: Conversation, text: str, parse: Parse | None, failure: str
    ) -> tuple[Message, ...]:
        """What can be said without the bot."""
        wish = parse.intent.name if parse else ""
        if wish in FAULTS:
            return (self._sentences.say("utter_bot_down_fault"),)
        if wish in RECORDS and not _has_figures(parse):
            return (self._sentences.say("utter_bot_down_record" if failure in IS_AWAY else "utter_bot_failed"),)
        if wish in SMALL_TALK:
            return (self._sentences.say("utter_bot_down_small_talk"),)
        found = await self._search(conversation, text)
        if found is None:
            return (self._sentences.say("utter_bot_down_record"),)
        person = self._sentences.say("utter_bot_failed").buttons
        return (
            found if found.sources or found.card or found.buttons else found.model_copy(update={"buttons": person}),
        )

    async def _search(self, conversation: Conversation, text: str) -> Message | None:
        home = await self._home_province(conversation)
        today: date = self._platform.clock.today()
        try:
            service = AnswerService(self._platform.knowledge)
        except Unavailable:
            return None
        answer = await in_thread(lambda: service.answer(text, conversation.province, today, customer_province=home))
        return message_of(answer)

    async def _home_province(self, conversation: Conversation) -> str | None:
        if conversation.account_number is None:
            return None
        async with self._platform.database.reading() as session:
            customer = await CustomerService(session, self._platform).find(conversation.account_number)
            return customer.province if customer else None


def _has_figures(parse: Parse | None) -> bool:
    """上个月用了300度要多少钱 is a calculation and needs no record."""
    return any(entity.name in {"kwh", "amount_yuan"} for entity in (parse.entities if parse else ()))


def message_of(answer: Answer) -> Message:
    """An answer of the knowledge base as a message."""
    card = answer.card
    return Message(
        text=answer.text,
        buttons=[Button(title=each.title, payload=each.payload) for each in answer.buttons],
        card=Card(kind=card.kind, title=card.title, rows=list(card.rows)) if card else None,
        sources=[
            Source(
                title=each.title,
                article_id=each.article_id,
                effective_from=each.effective_from.isoformat() if each.effective_from else None,
            )
            for each in answer.sources
        ],
    )
