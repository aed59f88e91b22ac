"""What the outages' endpoints take."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class SubscriptionRequest(BaseModel):
    """Whether the customer wants to be told."""

    kind: Literal["outage"]
    active: bool
