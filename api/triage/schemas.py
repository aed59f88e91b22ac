"""What the triage endpoint takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from api.texts import TicketText


class TriageRequest(BaseModel):
    """1 to 256 ticket texts."""

    texts: Annotated[list[TicketText], Field(min_length=1, max_length=256)]
