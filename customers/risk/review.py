"""What the hint was worth on our own records: said again for every month past, and held against what came.

Whoever wants to know whether the rules help here runs ``python -m api.customers.hint_review``. With few complaints on
record nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from .history import ServiceHistory
from .metrics import ranking
from .signals import load_signals, signs_of

HORIZON, MONTHS = 90, 12  # days looked ahead; months looked back from there
FEWEST = 100  # complaints below which a rate by number of signs would be chance
MOST_SIGNS = 2  # the last group: this many and more


def review_hints(histories: Sequence[ServiceHistory], as_of: date) -> dict[str, Any]:
    """Rates by number of signs with 95 % intervals (Wilson), and ROC-AUC and lift beside "complained before"."""
    rows = [row for number, history in enumerate(histories) for row in _rows(number, history, as_of)]
    complaints = sum(complained for *_, complained in rows)
    head = {"horizon_days": HORIZON, "customer_months": len(rows), "complaints": complaints}
    if complaints < FEWEST:
        return head | {"skipped": f"{complaints} complaints on record, at least {FEWEST} are needed"}
    groups, signs, before, truth = (np.array(column) for column in zip(*rows, strict=True))
    return head | {
        "rate": round(float(truth.mean()), 4),
        "by_signs": [_rate(truth[np.minimum(signs, MOST_SIGNS) == count]) for count in range(MOST_SIGNS + 1)],
        "hint": ranking(signs.astype(float), truth, groups),
        "complained_before": ranking(before.astype(float), truth, groups),
    }


def _rows(number: int, history: ServiceHistory, as_of: date) -> Iterator[tuple[int, int, bool, bool]]:
    """(whose, number of signs, complained in the year before, complains in the days after), once a month."""
    signals = load_signals()
    newest = as_of - timedelta(days=HORIZON)
    for step in range(MONTHS):
        day = newest - timedelta(days=30 * step)
        before = bool(history.of("complaint", day, 365))
        yield number, len(signs_of(history, day, signals)), before, history.complains_within(day, HORIZON)


def _rate(truth: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, float]:
    from scipy.stats import binomtest  # type: ignore[attr-defined]  # slow to import, and the gateway never measures

    if not len(truth):
        return {"customer_months": 0, "rate": 0.0, "low": 0.0, "high": 1.0}
    interval = binomtest(int(truth.sum()), len(truth)).proportion_ci(method="wilson")
    figures = {"rate": float(truth.mean()), "low": interval.low, "high": interval.high}
    return {"customer_months": len(truth), **{name: round(value, 4) for name, value in figures.items()}}
