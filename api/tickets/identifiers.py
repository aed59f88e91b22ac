"""Ticket numbers: sixteen digits that begin with the day, as 95598 tickets have them."""

from __future__ import annotations

import secrets
from datetime import datetime

TAIL_DIGITS = 8


def new_ticket_id(now: datetime) -> str:
    """A number of today. The tail is random: a counter would tell customers how many tickets there are."""
    return f"{now:%Y%m%d}{secrets.randbelow(10**TAIL_DIGITS):0{TAIL_DIGITS}d}"
