"""Tickets a second through the library: in one process, in one on each of two cores, and without the transformer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from typing import NamedTuple

from nlu.experts import DangerReader, StackedClassifier
from nlu.experts.danger import DangerThresholds
from ops.bench.reading import column
from ops.layout import ROOT
from triage import TicketTriager

TICKETS = 1000
BATCH = 100
MODELS = ROOT / "models"
ONE, TWO, LINEAR_TRIAGE = "triage, one process", "triage, two processes", "triage without the transformer, one process"

_triager: TicketTriager | None = None  # of a worker


class Rate(NamedTuple):
    """Tickets with reasons: how many a second, and how many milliseconds of the processor each takes."""

    rate: float
    cpu_ms: float


def triage_rates() -> dict[str, Rate]:
    """All ways on the same tickets, every ticket once: readers remember what they have just read."""
    texts = column("tickets.tsv", TICKETS)
    return {
        ONE: _rate(TicketTriager.load(MODELS), texts),
        LINEAR_TRIAGE: _rate(_linear_triager(), texts),
        TWO: _rate_of_two(texts),
    }


def _linear_triager() -> TicketTriager:
    tickets, danger = (_without_transformer(StackedClassifier.load(MODELS / name)) for name in ("tickets", "danger"))
    return TicketTriager(tickets, DangerReader(danger, DangerThresholds.of(danger.card)))


def _without_transformer(whole: StackedClassifier) -> StackedClassifier:
    card = {**whole.card, "experts": [each for each in whole.card["experts"] if each["kind"] == "linear"]}
    return StackedClassifier(card, whole._experts)


def _rate(triager: TicketTriager, texts: Sequence[str]) -> Rate:
    triager.triage(texts[:BATCH])
    rest = texts[BATCH:]
    started, processor = time.perf_counter(), time.process_time()
    for begin in range(0, len(rest), BATCH):
        triager.triage(rest[begin : begin + BATCH])
    used = time.process_time() - processor
    return Rate(len(rest) / (time.perf_counter() - started), used / len(rest) * 1000)


def _rate_of_two(texts: Sequence[str]) -> Rate:
    batches = [texts[begin : begin + BATCH] for begin in range(0, len(texts), BATCH)]
    context = get_context("spawn")
    both = context.Barrier(2)
    with ProcessPoolExecutor(2, context, initializer=_load, initargs=(both,)) as pool:
        for warm in [pool.submit(_triage, ["停电了"]) for _ in range(2)]:
            warm.result()
        started = time.perf_counter()
        used = sum(pool.map(_triage, batches))
        return Rate(len(texts) / (time.perf_counter() - started), used / len(texts) * 1000)


def _load(both: Barrier) -> None:
    global _triager
    _triager = TicketTriager.load(MODELS)
    both.wait()


def _triage(texts: Sequence[str]) -> float:
    """Processor seconds that the batch took in this worker."""
    assert _triager is not None
    processor = time.process_time()
    _triager.triage(texts)
    return time.process_time() - processor
