"""The clock that gateway, bot and actions share.

A demonstration or a checked run starts at a chosen moment (``DIANDA_CLOCK``) and runs on from there; every process of
the product must stand at the same moment, so the supervisor also passes the real time at which the clock was started
(``DIANDA_CLOCK_STARTED``). Without ``DIANDA_CLOCK`` the clock is the real one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")  # China keeps one zone and no summer time


class Clock:
    """Tells the product's time: the real one, or one that started elsewhere and runs at the same speed."""

    def __init__(self, start: datetime | None = None, started: float | None = None) -> None:
        """``start``: the moment shown at real epoch second ``started`` (default: now); None means real time."""
        self._start = start.astimezone(SHANGHAI) if start else None
        self._started = time.time() if started is None else started

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Clock:
        """Read ``DIANDA_CLOCK`` (RFC 3339 with offset) and ``DIANDA_CLOCK_STARTED`` (epoch seconds).

        Raises ValueError when a value cannot be read.
        """
        variables = os.environ if environment is None else environment
        text = variables.get("DIANDA_CLOCK", "").strip()
        if not text:
            return cls()
        start = datetime.fromisoformat(text.replace("Z", "+00:00"))
        if start.tzinfo is None:
            raise ValueError(f"DIANDA_CLOCK has no offset: {text!r}; write it like 2026-11-20T09:00:00+08:00")
        started = variables.get("DIANDA_CLOCK_STARTED", "").strip()
        return cls(start, float(started) if started else None)

    def now(self) -> datetime:
        """The present moment, aware, in Chinese time."""
        if self._start is None:
            return datetime.now(SHANGHAI)
        return self._start + timedelta(seconds=time.time() - self._started)

    def today(self) -> date:
        """The present day in China."""
        return self.now().date()
