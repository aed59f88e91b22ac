"""Understanding and triage in one process, one thread: latency of a message, tickets a second."""

from __future__ import annotations

import csv
import time
from itertools import islice

import numpy as np

from nlu import Understanding
from ops.layout import ROOT
from triage import TicketTriager

MESSAGES = 500
TICKETS = 1000


def parse_latency() -> dict[str, float]:
    """Milliseconds of parsing one message, after a warm-up."""
    texts = _column("utterances.tsv", "text", MESSAGES)
    understanding = Understanding.load(ROOT / "models")
    understanding.parse(texts[:50])
    taken = []
    for text in texts:
        started = time.perf_counter()
        understanding.parse([text])
        taken.append((time.perf_counter() - started) * 1000)
    p50, p99 = np.percentile(taken, [50, 99])
    return {"p50 ms": float(p50), "p99 ms": float(p99)}


def triage_rate() -> dict[str, float]:
    """Tickets a second through the library, in batches, one process."""
    texts = _column("tickets.tsv", "text", TICKETS)
    triager = TicketTriager.load(ROOT / "models")
    triager.triage(texts[:50])
    started = time.perf_counter()
    for begin in range(0, len(texts), 100):
        triager.triage(texts[begin : begin + 100])
    return {"tickets/s": len(texts) / (time.perf_counter() - started)}


def _column(name: str, column: str, most: int) -> list[str]:
    """Every n-th text of a corpus file, so that every label is among them."""
    with (ROOT / "corpus" / name).open(encoding="utf-8") as file:
        texts = [row[column] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return list(islice(texts[:: max(1, len(texts) // most)], most))
