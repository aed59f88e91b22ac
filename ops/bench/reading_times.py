"""Runs in the bot's environment, one thread: how long one reader takes for the texts on standard input.

``python -m ops.bench.reading_times ours|linear|stock [MODEL]`` prints one line of JSON: p50 and p99 milliseconds of a
message read alone, and texts a second in batches (the stock reader knows no batches).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

WARM = 20
BATCH = 100
Read = Callable[[Sequence[str]], Any]


def _ours() -> Read:
    from nlu import Understanding

    return Understanding.load(Path("models")).parse


def _linear() -> Read:
    """Our classifier without the transformer."""
    from nlu.experts import StackedClassifier

    whole = StackedClassifier.load(Path("models/intents"))
    card = {**whole.card, "experts": [each for each in whole.card["experts"] if each["kind"] == "linear"]}
    return StackedClassifier(card, whole._experts).probabilities


def _stock(model: str) -> Read:
    from rasa.core.agent import Agent

    agent, loop = Agent.load(model), asyncio.new_event_loop()

    def read(texts: Sequence[str]) -> None:
        for text in texts:
            loop.run_until_complete(agent.parse_message(text))

    return read


def _measure(read: Read, texts: Sequence[str]) -> dict[str, float]:
    import numpy as np

    # every text once: readers remember what they have just read
    half = (WARM + len(texts)) // 2
    for text in texts[:WARM]:
        read([text])
    taken = []
    for text in texts[WARM:half]:
        started = time.perf_counter()
        read([text])
        taken.append((time.perf_counter() - started) * 1000)
    started = time.perf_counter()
    for begin in range(half, len(texts), BATCH):
        read(texts[begin : begin + BATCH])
    rate = (len(texts) - half) / (time.perf_counter() - started)
    p50, p99 = np.percentile(taken, [50, 99])
    return {"p50 ms": float(p50), "p99 ms": float(p99), "texts/s": rate}


if __name__ == "__main__":
    readers: dict[str, Callable[[], Read]] = {
        "ours": _ours,
        "linear": _linear,
        "stock": lambda: _stock(sys.argv[2]),
    }
    print(json.dumps(_measure(readers[sys.argv[1]](), json.load(sys.stdin))))
