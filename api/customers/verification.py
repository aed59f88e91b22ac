"""The verification dialogue's other side: at most three tries, never a hint, and no trying of many accounts.

Rules (95598: 疑似套取信息): name, account number and address must all agree; a wrong one is never named. A fifth
different account by one conversation, openid or phone within 30 days is refused whatever is given.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.identity import Claim, is_confirmed
from api.customers.models import VerificationAttempt
from api.customers.repository import CustomerRepository
from api.customers.service import CustomerService
from api.platform import Platform

Outcome = Literal["verified", "failed", "refused"]
TRIES = 3  # failed ones in one conversation
DIFFERENT_ACCOUNTS = 5  # the fifth is refused
WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, the same whatever was wrong."""

    outcome: Outcome
    attempts_left: int


class VerificationService:
    """Judges claims inside the caller's transaction and keeps every attempt."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._platform = platform
        self._repository = CustomerRepository(session)
        self._customers = CustomerService(session, platform)

    async def verify(
        self, claim: Claim, conversation_id: str, openid: str | None = None, phone: str | None = None
    ) -> Verdict:
        """Judge one claim. ``openid`` and ``phone`` of whoever writes count with the conversation."""
        subjects = _subjects(conversation_id, openid, phone)
        since = self._platform.clock.now() - WINDOW
        earlier = await self._repository.attempts(subjects, since)
        digest = self._digest(claim.account_digits)
        failures = _failures([each for each in earlier if each.subject == subjects[0]])
        confirmed = is_confirmed(claim, await self._customers.find(claim.account_digits))
        outcome = self._judge(confirmed, failures, {each.account_digest for each in earlier} | {digest})
        self._keep(subjects, digest, outcome)
        left = TRIES if outcome == "verified" else max(0, TRIES - failures - 1)
        return Verdict(outcome, 0 if outcome == "refused" else left)

    def _judge(self, confirmed: bool, failures: int, accounts: set[str]) -> Outcome:
        if failures >= TRIES or len(accounts) >= DIFFERENT_ACCOUNTS:
            return "refused"
        return "verified" if confirmed else "failed"

    def _keep(self, subjects: Sequence[str], digest: str, outcome: Outcome) -> None:
        attempt, now = secrets.token_hex(8), self._platform.clock.now()
        for subject in subjects:
            self._repository.add(
                VerificationAttempt(attempt_id=attempt, subject=subject, at=now, account_digest=digest, outcome=outcome)
            )
        self._customers.note(f"verification_{outcome}", subjects[0], None, attempt=attempt)

    def _digest(self, account_number: str) -> str:
        key = self._platform.settings.secret_key.encode()
        return hmac.new(key, account_number.encode(), hashlib.sha256).hexdigest()


def _subjects(conversation_id: str, openid: str | None, phone: str | None) -> list[str]:
    given = (("conversation", conversation_id), ("openid", openid), ("phone", phone))
    return [f"{kind}:{value}" for kind, value in given if value]


def _failures(attempts: Sequence[VerificationAttempt]) -> int:
    """Failed tries since the last success."""
    count = 0
    for attempt in attempts:
        count = 0 if attempt.outcome == "verified" else count + (attempt.outcome == "failed")
    return count
