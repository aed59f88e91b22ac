"""A follower's message: answered in WeChat's five seconds where possible, acknowledged and pushed where not.

1. ``_first_sight`` stores the delivery by its key; a repetition gets what the first one got, or nothing more.
2. Events and kinds we cannot read are answered at once.
3. A text goes through the same dialogue as every other channel's, under the delivery's key, so it acts once whatever
   WeChat repeats. Not answered within ``wechat_answer_seconds``, it is acknowledged and the answer pushed later.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from api.channels.wechat.followers import conversation_of
from api.channels.wechat.incoming import Incoming
from api.channels.wechat.models import WeChatDelivery
from api.channels.wechat.outbox import WeChatOutbox
from api.channels.wechat.rendering import LONGEST_BYTES, as_text, chosen, split
from api.channels.wechat.repository import WeChatRepository
from api.conversations.dialogue import Dialogue
from api.conversations.schemas import Message, NewMessage, Reply
from api.conversations.sentences import Sentences
from api.conversations.service import ConversationService
from api.errors import ApiError
from api.metrics import ERRORS
from api.platform import Platform

log = structlog.get_logger(__name__)
LONGEST_TEXT = 2000
POLITE = {"voice": "utter_wechat_voice", "image": "utter_wechat_image", "location": "utter_wechat_location"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A delivery that is ours to answer."""

    key: str
    openid: str
    conversation_id: str
    text: str


class WeChatChannel:
    """One per process: it keeps the answers that are still being worked on."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._sentences = platform.shared(Sentences)
        self._outbox = platform.shared(WeChatOutbox)
        self._working: dict[str, asyncio.Task[str]] = {}

    async def receive(self, incoming: Incoming) -> str | None:
        """The text to answer with, or None to say nothing (WeChat then stops repeating)."""
        opened = await self._first_sight(incoming)
        if not isinstance(opened, Opened):
            return opened
        if not opened.text:
            return await self._answer_at_once(incoming, opened)
        return await self._answer_in_time(opened)

    async def close(self) -> None:
        """Wait for what is being worked on; it is pushed by the next process if this takes too long."""
        if self._working:
            await asyncio.wait(self._working.values(), timeout=5)

    async def _first_sight(self, incoming: Incoming) -> Opened | str | None:
        async with self._platform.database.session() as session:
            repository = WeChatRepository(session)
            known = await repository.delivery(incoming.key)
            if known and known.state != "received":
                return known.answer if known.state == "answered" else None
            now = self._platform.clock.now()
            follower = await repository.follower(incoming.openid, now)
            conversation = await conversation_of(session, self._platform, incoming.openid)
            text = known.text if known else chosen(_text_of(incoming), follower.choices)[:LONGEST_TEXT]
            if known is None:
                repository.add(
                    WeChatDelivery(
                        key=incoming.key, openid=incoming.openid, at=now, text=text, state="received", answer=None
                    )
                )
            return Opened(incoming.key, incoming.openid, conversation.id, text)

    # --- what needs no dialogue ---

    async def _answer_at_once(self, incoming: Incoming, opened: Opened) -> str | None:
        async with self._platform.database.session() as session:
            repository = WeChatRepository(session)
            answer = ""
            if incoming.kind == "event":
                answer = await self._answer_event(repository, incoming)
            else:
                await ConversationService(session, self._platform).append(
                    opened.conversation_id,
                    "note",
                    "customer",
                    what=incoming.kind,
                    media_id=incoming.media_id,
                    place=incoming.place,
                )
                answer = self._sentences.say(POLITE.get(incoming.kind, "utter_wechat_other")).text
            await self._settle(repository, opened, "answered", answer)
            return answer or None

    async def _answer_event(self, repository: WeChatRepository, incoming: Incoming) -> str:
        follower = await repository.follower(incoming.openid, self._platform.clock.now())
        if incoming.event not in {"subscribe", "unsubscribe"}:
            return ""
        follower.is_subscribed = incoming.event == "subscribe"
        follower.changed_at = self._platform.clock.now()
        if not follower.is_subscribed:
            return ""
        text, choices = as_text([self._sentences.say("utter_greeting")])
        follower.choices = choices
        return text

    # --- texts ---

    async def _answer_in_time(self, opened: Opened) -> str | None:
        task = self._working.get(opened.key)
        if task is None:
            task = asyncio.create_task(self._talk(opened))
            self._working[opened.key] = task
            task.add_done_callback(lambda _: self._working.pop(opened.key, None))
        try:
            answer = await asyncio.wait_for(asyncio.shield(task), self._platform.settings.wechat_answer_seconds)
        except TimeoutError:
            return await self._acknowledge(opened, task)
        first, *later = split(answer, LONGEST_BYTES) or [""]
        async with self._platform.database.session() as session:
            await self._settle(WeChatRepository(session), opened, "answered", first)
            if later:
                await self._outbox.put(session, opened.openid, "".join(later), f"rest:{opened.key}")
        return first or None

    async def _acknowledge(self, opened: Opened, task: asyncio.Task[str]) -> str | None:
        async with self._platform.database.session() as session:
            repository = WeChatRepository(session)
            known = await repository.delivery(opened.key)
            if known is not None and known.state == "acknowledged":  # a repetition met us here: once is enough
                return None
            await self._settle(repository, opened, "acknowledged", None)
        task.add_done_callback(lambda done: self._push_later(opened, done))
        return self._sentences.say("utter_wechat_working").text

    def _push_later(self, opened: Opened, done: asyncio.Task[str]) -> None:
        if done.cancelled() or done.exception() is not None:
            return
        push = asyncio.create_task(self._push(opened, done.result()))
        self._working[f"push:{opened.key}"] = push  # type: ignore[assignment]
        push.add_done_callback(lambda _: self._working.pop(f"push:{opened.key}", None))

    async def _push(self, opened: Opened, answer: str) -> None:
        if not answer:
            return
        async with self._platform.database.session() as session:
            await self._outbox.put(session, opened.openid, answer, f"answer:{opened.key}")

    async def _talk(self, opened: Opened) -> str:
        message = NewMessage(text=opened.text, client_message_id=f"wx:{opened.key}")
        try:
            reply = await Dialogue(self._platform).receive(opened.conversation_id, message)
        except ApiError as error:
            return error.detail
        except Exception as error:
            ERRORS.labels("wechat_turn").inc()
            log.exception("wechat_turn_failed", error=type(error).__name__)
            return self._sentences.say("utter_bot_failed").text
        text, choices = as_text(await self._messages_of(opened, reply))
        async with self._platform.database.session() as session:
            follower = await WeChatRepository(session).follower(opened.openid, self._platform.clock.now())
            follower.choices = choices
        return text

    async def _messages_of(self, opened: Opened, reply: Reply) -> list[Message]:
        """The reply; while an agent owns the conversation only the safety words, which are never held back."""
        if reply.messages or not reply.tickets:
            return reply.messages
        async with self._platform.database.reading() as session:
            return await ConversationService(session, self._platform).answers_to(
                opened.conversation_id, f"wx:{opened.key}"
            )

    @staticmethod
    async def _settle(repository: WeChatRepository, opened: Opened, state: str, answer: str | None) -> None:
        delivery = await repository.delivery(opened.key)
        assert delivery is not None
        delivery.state, delivery.answer = state, answer


def _text_of(incoming: Incoming) -> str:
    """What is to be understood; empty for what we cannot read."""
    if incoming.kind in {"text", "voice"}:
        return incoming.text.strip()
    if incoming.kind == "location":
        return incoming.label.strip()
    if incoming.kind == "event" and incoming.event == "click":
        return incoming.event_key.strip()
    return ""
