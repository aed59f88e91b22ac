"""A bounded load: some callers, each sending its messages one after another, for a number of messages."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

Send = Callable[[int, str], None]  # caller's number and a message


@dataclass(frozen=True)
class Load:
    """What a load measured. Latencies in milliseconds, rate in messages a second."""

    callers: int
    messages: int
    p50: float
    p95: float
    p99: float
    rate: float


def run_load(send: Send, script: list[str], callers: int, rounds: int) -> Load:
    """Every caller sends the whole script ``rounds`` times; errors are raised, not counted away."""

    def call(number: int) -> list[float]:
        taken = []
        for _ in range(rounds):
            for text in script:
                started = time.perf_counter()
                send(number, text)
                taken.append((time.perf_counter() - started) * 1000)
        return taken

    started = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        taken = np.concatenate([np.array(part) for part in pool.map(call, range(callers))])
    seconds = time.perf_counter() - started
    p50, p95, p99 = np.percentile(taken, [50, 95, 99])
    return Load(callers, len(taken), float(p50), float(p95), float(p99), len(taken) / seconds)
