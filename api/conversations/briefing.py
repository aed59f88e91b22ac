"""What an agent reads before taking over, composed from the thread and the records, by rules only.

Whoever does not own the conversation sees the customer's details masked; the owner sees what the work needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.intents import label_of
from api.conversations.models import AGENT, Conversation, ConversationEvent
from api.conversations.records import RecentRecords
from api.conversations.repository import ConversationRepository
from api.conversations.service import ConversationService
from api.conversations.workbench import REASON_LABELS, masked_account, masked_name
from api.customers.hint import ComplaintHints
from api.customers.models import Customer
from api.customers.service import CustomerService
from api.platform import Platform
from api.tickets.models import Ticket
from api.tickets.service import TicketService
from nlu.text.masking import mask_personal

READ_BACK = 200  # events
ANSWERS_SHOWN = 5
ANSWERS = frozenset({"bot", "knowledge", "danger"})
SURE = 0.5  # below, an intent is a guess that would mislead an agent
IDENTIFIED_BY = {"token": "已登录", "openid": "微信已绑定户号", "verification": "对话中核验通过"}
CLOSED = frozenset({"resolved", "closed", "withdrawn"})


class BriefingService:
    """Reads inside the caller's session."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._session = session
        self._platform = platform

    async def of(self, conversation_id: str, username: str) -> dict[str, Any]:
        """The briefing as this agent may see it. Raises NotFound."""
        conversation = await ConversationService(self._session, self._platform).get(conversation_id)
        events = await ConversationRepository(self._session).latest_events(conversation_id, READ_BACK)
        is_owner = conversation.owner == AGENT and conversation.agent == username
        tickets = await self._tickets(conversation)
        asked = [event for event in events if _is_from_customer(event)]
        return {
            "conversation_id": conversation_id,
            "channel": conversation.channel,
            "owner": conversation.owner,
            "agent": conversation.agent,
            "who": await self._who(conversation, is_full=is_owner),
            "verified": conversation.account_number is not None,
            "reason": _reason(conversation, events),
            "danger": any(event.kind == "danger" for event in events),
            "asked": [_asked(event, is_full=is_owner) for event in asked],
            "intents": _intents(asked),
            "answered": _answered(events),
            "tickets": tickets,
            "records": await RecentRecords(self._session, self._platform).of(conversation.account_number),
            "complaint_hint": await ComplaintHints(self._session, self._platform).of(conversation.account_number),
            "open_questions": _open_questions(conversation, events, tickets),
        }

    async def _who(self, conversation: Conversation, *, is_full: bool) -> dict[str, Any] | None:
        if conversation.account_number is None:
            return None
        customer = await CustomerService(self._session, self._platform).find(conversation.account_number)
        if customer is None:
            return None
        identified = IDENTIFIED_BY.get(conversation.identified_by or "", "已核验")
        return {**_details(customer, is_full=is_full), "identified_by": identified, "is_masked": not is_full}

    async def _tickets(self, conversation: Conversation) -> list[dict[str, Any]]:
        recent = await TicketService(self._session, self._platform).recent_of(
            account_number=conversation.account_number, conversation_id=conversation.id
        )
        return [_ticket(each) for each in recent[:10]]


def _details(customer: Customer, *, is_full: bool) -> dict[str, Any]:
    number, phone = customer.account_number, customer.phone or ""
    return {
        "name": customer.name if is_full else masked_name(customer.name),
        "account_number": number if is_full else masked_account(number),
        "phone": phone if is_full else phone[:3] + "****" + phone[-4:] if phone else None,
        "address": customer.address if is_full else _area_of(customer.address),
        "province": customer.province,
        "category": customer.category,
        "tags": list(customer.tags),
    }


def _area_of(address: str) -> str:
    """As far as the district: enough to know the responsible unit."""
    for mark in ("区", "县", "市"):
        if mark in address:
            return address[: address.rindex(mark) + 1] if mark == "市" else address[: address.index(mark) + 1]
    return address[:6]


def _is_from_customer(event: ConversationEvent) -> bool:
    return event.kind == "message" and event.actor == "customer"


def _asked(event: ConversationEvent, *, is_full: bool) -> dict[str, Any]:
    intent = event.body.get("intent") or {}
    text = str(event.body["text"])
    return {
        "at": event.at.isoformat(),
        "text": text if is_full else mask_personal(text),
        "intent": intent.get("name"),
        "intent_label": label_of(intent.get("name")),
    }


def _intents(asked: Sequence[ConversationEvent]) -> list[dict[str, Any]]:
    """What was wanted, each once, in order."""
    found = [event.body.get("intent") or {} for event in asked]
    names = [str(each["name"]) for each in found if each.get("confidence", 0) >= SURE]
    wishes = [name for name in dict.fromkeys(names) if label_of(name, wishes=True)]
    return [{"name": name, "label": label_of(name)} for name in wishes]


def _answered(events: Sequence[ConversationEvent]) -> list[dict[str, Any]]:
    """The last answers, with their sources; what was said about the queue is no answer."""
    said = [event for event in events if event.kind == "message" and event.body.get("answered_by") in ANSWERS]
    return [
        {
            "at": event.at.isoformat(),
            "text": mask_personal(str(event.body["text"])),
            "card": event.body.get("card"),
            "sources": [source["title"] for source in event.body.get("sources") or []],
        }
        for event in said[-ANSWERS_SHOWN:]
    ]


def _reason(conversation: Conversation, events: Sequence[ConversationEvent]) -> dict[str, Any] | None:
    for event in reversed(events):
        if event.kind == "owner" and event.body["owner"] == "queue":
            reason = str(event.body.get("reason") or conversation.queue_reason or "customer_request")
            note = event.body.get("note")
            return {
                "reason": reason,
                "label": REASON_LABELS.get(reason, reason),
                "note": mask_personal(str(note)) if note else None,
                "at": event.at.isoformat(),
            }
    return None


def _ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket_id": ticket.ticket_id,
        "status": ticket.status,
        "type": ticket.type,
        "category": ticket.category,
        "urgency": ticket.urgency,
        "created_at": ticket.created_at.isoformat(),
        "text": mask_personal(ticket.text)[:80],
        "is_open": ticket.status not in CLOSED,
    }


def _open_questions(
    conversation: Conversation, events: Sequence[ConversationEvent], tickets: Sequence[dict[str, Any]]
) -> list[str]:
    """What is still to be found out or done, said plainly."""
    questions = []
    unanswered = _waiting_texts(events)
    if unanswered:
        questions.append(f"客户最后说的还没有答复：{mask_personal(unanswered[-1])[:80]}")
    if conversation.account_number is None:
        questions.append("客户身份未核验：涉及账单、户号等信息前，请先核验户名、户号和用电地址。")
    if any(event.kind == "danger" for event in events):
        said = [str(event.body["text"]) for event in events if _is_from_customer(event)]
        if conversation.account_number is None and not any(_has_phone(text) for text in said):
            questions.append("险情报告还没有联系电话，请先问清。")
    questions += [
        f"工单 {each['ticket_id']} 待人工研判。" for each in tickets if each["is_open"] and each["type"] is None
    ]
    return questions


def _waiting_texts(events: Sequence[ConversationEvent]) -> list[str]:
    """What the customer wrote since the bot or an agent last answered (the gateway's notes on the queue are none)."""
    waiting: list[str] = []
    for event in events:
        if event.kind != "message":
            continue
        if _is_from_customer(event):
            waiting.append(str(event.body["text"]))
        elif event.actor != "system":
            waiting = []
    return waiting


def _has_phone(text: str) -> bool:
    return mask_personal(text) != text
