"""What the ticket endpoints take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from api.texts import (
    Key,
    Line,
    Note,
    OptionalAccountNumber,
    OptionalLine,
    OptionalNote,
    OptionalPhone,
    TicketText,
)
from api.tickets.taxonomy import is_pair

Channel = Literal["app", "wechat", "web", "hotline_note"]


def _known_pair(value: str | None) -> str | None:
    if value is None:
        return None
    type, _, category = value.partition("/")
    if not is_pair(type, category):
        raise ValueError("应为 type/category")
    return value


class TicketRequest(BaseModel):
    """``POST /v1/tickets``."""

    text: TicketText
    channel: Channel
    account_number: OptionalAccountNumber = None
    phone: OptionalPhone = None
    address: OptionalLine = None
    idempotency_key: Key


class CorrectRequest(BaseModel):
    """Another type and category, and why."""

    type: Line
    category: Line
    reason: Note


class DispatchRequest(BaseModel):
    """Who handles it; without a unit the proposed one."""

    unit: OptionalLine = None


class ProgressRequest(BaseModel):
    """What was done."""

    note: Note


class ReturnRequest(BaseModel):
    """Why the unit gives it back."""

    reason: Note


class ResolveRequest(BaseModel):
    """What came of it."""

    result: Note


class FollowUpRequest(BaseModel):
    """What the customer said afterwards: 1 very dissatisfied … 5 very satisfied."""

    satisfaction: Annotated[int, Field(ge=1, le=5)]
    note: OptionalNote = None


class UrgeRequest(BaseModel):
    """What the customer adds."""

    note: OptionalNote = None


class WithdrawRequest(BaseModel):
    """Why it is taken back."""

    reason: OptionalNote = None


class ConversationTicketRequest(BaseModel):
    """What the dialogue files; the gateway knows the customer and the channel."""

    text: TicketText
    intent: OptionalLine = None
    address: OptionalLine = None
    phone: OptionalPhone = None
    category: Annotated[str | None, AfterValidator(_known_pair)] = None
    message_key: Key


class CustomerWishRequest(BaseModel):
    """An urge or a withdrawal in the customer's words."""

    message_key: Key
    text: OptionalNote = None
