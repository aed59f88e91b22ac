"""What the outages' endpoints take."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from api.texts import AccountNumber, Line, clean, clean_or_none

Kind = Literal["planned", "temporary", "fault", "overload", "orderly", "other"]
Status = Literal["announced", "repairing", "restored", "cancelled"]
Name = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=60)]
OptionalName = Annotated[Name | None, BeforeValidator(clean_or_none)]
Reason = Annotated[Annotated[str, StringConstraints(max_length=200)] | None, BeforeValidator(clean_or_none)]


class SubscriptionRequest(BaseModel):
    """Whether the customer wants to be told."""

    kind: Literal["outage"]
    active: bool


class OutageUpdate(BaseModel):
    """``PUT /internal/outages/{outage_id}``: all that the utility's system knows of an outage at ``updated_at``.

    ``transformers`` and ``accounts`` say exactly who is concerned; left out they stay as they were, empty they are
    taken back, and then the address decides.
    """

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    status: Status
    area: Line
    start: AwareDatetime
    updated_at: AwareDatetime
    expected_restore: AwareDatetime | None = None
    restored: AwareDatetime | None = None
    feeder: OptionalName = None
    reason: Reason = None
    transformers: Annotated[list[Name], Field(max_length=2000)] | None = None
    accounts: Annotated[list[AccountNumber], Field(max_length=20_000)] | None = None
