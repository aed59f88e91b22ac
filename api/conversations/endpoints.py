"""The contract's conversation endpoints: the customer's side by the conversation's id, the agents' by their token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse

from api.agents.service import AgentService
from api.conversations.briefing import BriefingService
from api.conversations.dialogue import Dialogue
from api.conversations.handling import AgentDesk
from api.conversations.opening import open_conversation
from api.conversations.schemas import (
    CreatedConversation,
    NewConversation,
    NewMessage,
    ReleaseRequest,
    Reply,
    SayRequest,
)
from api.conversations.service import ConversationService
from api.conversations.stream import EventStream
from api.conversations.workbench import Workbench
from api.limiting import limit_conversations, limit_messages
from api.platform import PlatformDep, ReadingDep, SessionDep
from api.security import AgentPrincipal, require_agent, require_handler

router = APIRouter(prefix="/v1", tags=["conversations"])
AgentDep = Annotated[AgentPrincipal, Depends(require_agent)]
HandlerDep = Annotated[AgentPrincipal, Depends(require_handler)]
EventNumber = Annotated[int, Query(ge=0, le=2**53)]


@router.post("/conversations", status_code=201, dependencies=[Depends(limit_conversations)])
async def start_conversation(
    wanted: NewConversation, session: SessionDep, platform: PlatformDep
) -> CreatedConversation:
    """A new conversation with its greeting."""
    conversation, greeting = await open_conversation(session, platform, wanted.channel, wanted.customer_token)
    return CreatedConversation(conversation_id=conversation.id, greeting=[greeting])


@router.post("/conversations/{conversation_id}/messages", dependencies=[Depends(limit_messages)])
async def send_message(conversation_id: str, message: NewMessage, platform: PlatformDep) -> Reply:
    """A customer's message and its answer; a repeated ``client_message_id`` gets the first answer again."""
    return await Dialogue(platform).receive(conversation_id, message)


@router.get("/conversations/{conversation_id}/events")
async def follow_events(
    conversation_id: str,
    platform: PlatformDep,
    last_event_id: Annotated[str | None, Header()] = None,
    after: EventNumber = 0,
) -> StreamingResponse:
    """Server-sent events, from the beginning, from ``after``, or from where ``Last-Event-ID`` says."""
    async with platform.database.reading() as session:  # closed before the stream starts, which lasts
        await ConversationService(session, platform).get(conversation_id)
    start = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else after
    return StreamingResponse(
        EventStream(platform).follow(conversation_id, min(start, 2**53)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@router.get("/conversations/{conversation_id}/messages")
async def read_messages(
    conversation_id: str,
    session: ReadingDep,
    platform: PlatformDep,
    after: EventNumber = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> dict[str, Any]:
    """The thread so far, for a page that is opened again."""
    place = await ConversationService(session, platform).place(conversation_id)
    items = await Workbench(session, platform).history(conversation_id, after, limit)
    return {"items": items, "owner": place.owner, "position": place.position}


# --- agents ---


@router.get("/queue", tags=["agents"])
async def read_queue(_agent: AgentDep, session: ReadingDep, platform: PlatformDep) -> dict[str, Any]:
    """Who waits for a person: danger first, then the longest wait."""
    items = await Workbench(session, platform).queue()
    return {"items": items, "total": len(items)}


@router.post("/conversations/{conversation_id}/take", tags=["agents"])
async def take(conversation_id: str, agent: HandlerDep, session: SessionDep, platform: PlatformDep) -> dict[str, Any]:
    """Become the owner. 409 when another agent is."""
    return await AgentDesk(session, platform).take(conversation_id, agent)


@router.post("/conversations/{conversation_id}/say", tags=["agents"])
async def say(
    conversation_id: str, said: SayRequest, agent: HandlerDep, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """Speak to the customer, as the owner."""
    return await AgentDesk(session, platform).say(conversation_id, agent, said)


@router.post("/conversations/{conversation_id}/return", tags=["agents"])
async def give_back(
    conversation_id: str,
    agent: HandlerDep,
    session: SessionDep,
    platform: PlatformDep,
    last: ReleaseRequest | None = None,
) -> dict[str, Any]:
    """Give the conversation back to the bot."""
    return await AgentDesk(session, platform).release(conversation_id, agent, "returned", last)


@router.post("/conversations/{conversation_id}/close", tags=["agents"])
async def close(
    conversation_id: str,
    agent: HandlerDep,
    session: SessionDep,
    platform: PlatformDep,
    last: ReleaseRequest | None = None,
) -> dict[str, Any]:
    """End the service by a person; a later message of the customer is the bot's again."""
    return await AgentDesk(session, platform).release(conversation_id, agent, "closed", last)


@router.get("/conversations/{conversation_id}/briefing", tags=["agents"])
async def read_briefing(
    conversation_id: str, agent: AgentDep, session: SessionDep, platform: PlatformDep
) -> dict[str, Any]:
    """What to know before taking over; full details for the owner, masked for others; noted in the audit trail."""
    briefing = await BriefingService(session, platform).of(conversation_id, agent.username)
    AgentService(session, platform).audit("read_briefing", agent.username, conversation_id)
    return briefing
