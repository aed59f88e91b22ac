"""What a new ticket is made of, and what a caller's repeated key means."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A matter to file. ``idempotency_key`` is unique within its ``scope``, so that nobody reaches another's ticket."""

    text: str
    channel: str  # app | wechat | web | hotline_note
    idempotency_key: str
    scope: str  # staff, customer:<account>, conversation:<id> or import
    created_by: str = "customer"  # customer | agent:<username> | system
    account_number: str | None = None
    phone: str | None = None
    address: str | None = None
    conversation_id: str | None = None
    intent: str | None = None
    category_hint: str | None = None  # "type/category" that the conversation has settled

    @property
    def key(self) -> str:
        """The stored key."""
        plain = f"{self.scope}:{self.idempotency_key}"
        return plain if len(plain) <= 200 else hashlib.sha256(plain.encode()).hexdigest()

    @property
    def digest(self) -> str:
        """What tells the same request from another one with the same key."""
        body = [self.text, self.channel, self.account_number, self.phone, self.address, self.category_hint]
        return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()
