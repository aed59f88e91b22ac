"""The signals: rules of 95598 that say when something has gone wrong too often, as counts within a number of days.

The table is ``models/risk/model.json``. Every signal weighs the same: weights could only be learnt from complaints of
the supplier's own customers, which nobody has given us (``models/risk/card.json``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ..errors import ModelMissing
from .history import EventKind, ServiceEvent, ServiceHistory

MODEL_FOLDER = Path(__file__).parents[2] / "models" / "risk"


@dataclass(frozen=True, slots=True)
class Signal:
    """``least`` events of a kind within ``days``; one that is not ``alone`` only counts beside another."""

    name: str
    kind: EventKind
    least: int
    days: int
    alone: bool
    same_matter: bool
    source: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A signal that is there, with its events."""

    signal: Signal
    events: tuple[ServiceEvent, ...]

    @property
    def reason(self) -> str:
        """In Chinese, with the days it happened on."""
        days = "、".join(dict.fromkeys(f"{event.day.month}月{event.day.day}日" for event in self.events))
        return f"{_SENTENCES[self.signal.name](self)}（{days}）"


@cache
def load_signals(folder: Path = MODEL_FOLDER) -> tuple[Signal, ...]:
    """The table, read once. Raises ModelMissing."""
    path = folder / "model.json"
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["signals"]
        return tuple(Signal(**row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMissing(f"{path} cannot be read ({error}); run: git checkout -- models/risk") from error


def signs_of(history: ServiceHistory, as_of: date, signals: Sequence[Signal] | None = None) -> tuple[Sign, ...]:
    """The signals that are there on a day; empty unless one of them counts alone."""
    found = [sign for signal in signals or load_signals() if (sign := _sign(signal, history, as_of))]
    return tuple(found) if any(sign.signal.alone for sign in found) else ()


def _sign(signal: Signal, history: ServiceHistory, as_of: date) -> Sign | None:
    events = history.of(signal.kind, as_of, signal.days)
    if signal.same_matter and events:
        matter, _ = Counter(event.matter for event in events).most_common(1)[0]
        events = tuple(event for event in events if event.matter == matter)
    return Sign(signal, events) if len(events) >= signal.least else None


_SENTENCES: dict[str, Callable[[Sign], str]] = {
    "complaint": lambda sign: f"近一年投诉过{len(sign.events)}次",
    "repeated_demand": lambda sign: (
        f"近{sign.signal.days}天就同一类事情找过我们{len(sign.events)}次：{sign.events[0].matter or '未归类'}"
    ),
    "overdue": lambda sign: f"近{sign.signal.days}天有{len(sign.events)}张工单超过了承诺的时限",
    "urged": lambda sign: f"近{sign.signal.days}天催办过{len(sign.events)}次",
    "frequent_outages": lambda sign: f"近{sign.signal.days}天故障停电{len(sign.events)}次，达到频繁停电的标准",
    "late_payment": lambda sign: f"近一年有{len(sign.events)}期电费逾期，停复电和违约金容易起争议",
}
