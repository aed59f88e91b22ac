"""What the conversation endpoints take and give (the contract's shapes)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from api.texts import Key, Note, OptionalNote, clean

Channel = Literal["web", "app", "wechat"]
Owner = Literal["bot", "queue", "agent"]
MessageText = Annotated[str, StringConstraints(min_length=1, max_length=2000), BeforeValidator(clean)]


Cell = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)]


class Button(BaseModel):
    """A tap; ``payload`` is what is then sent as the customer's message."""

    title: str
    payload: str


class Card(BaseModel):
    """A table, and perhaps a chart, beside the text."""

    kind: str
    title: str
    rows: list[tuple[Cell, Cell]] = []
    chart: dict[str, Any] | None = None


class Source(BaseModel):
    """Where an answer comes from."""

    title: str
    article_id: str | None = None
    effective_from: str | None = None


class Message(BaseModel):
    """One message to the customer. ``id`` is its event's number (the same in the event stream)."""

    id: int | None = None
    text: str
    buttons: list[Button] = []
    card: Card | None = None
    sources: list[Source] = []


class IntentBody(BaseModel):
    """What a message was understood to want."""

    name: str
    confidence: float


class NewConversation(BaseModel):
    """``POST /v1/conversations``."""

    channel: Channel
    customer_token: Annotated[str, StringConstraints(max_length=2000)] | None = None


class CreatedConversation(BaseModel):
    """The id is the key to the conversation: keep it secret."""

    conversation_id: str
    greeting: list[Message]


class NewMessage(BaseModel):
    """``POST /v1/conversations/{id}/messages``."""

    text: MessageText
    client_message_id: Key


class Reply(BaseModel):
    """The answer to a message: nothing while an agent owns the conversation, who then answers by events."""

    messages: list[Message] = []
    owner: Owner
    intent: IntentBody | None = None
    tickets: list[str] = []


class SayRequest(BaseModel):
    """What an agent says."""

    text: MessageText
    client_message_id: Key | None = None


class ReleaseRequest(BaseModel):
    """An agent's last words on giving a conversation back or closing it; may be left out."""

    note: OptionalNote = None


class HandoverRequest(BaseModel):
    """``POST /internal/…/handover``."""

    reason: Annotated[str, BeforeValidator(clean), Field(max_length=60)] = "customer_request"
    note: OptionalNote = None
    message_key: Key | None = None


class SwitchRequest(BaseModel):
    """``PUT /internal/…/accounts/current``."""

    account_number: Annotated[str, Field(pattern=r"^\d{10,13}$")]


class DangerRequest(BaseModel):
    """``POST /internal/…/danger``."""

    text: Note
    address: OptionalNote = None
    phone: OptionalNote = None
    message_key: Key
