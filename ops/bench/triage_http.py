"""``POST /v1/triage`` with suggestions: texts a second, and how long others wait for the gateway meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import httpx
import numpy as np

from ops.bench.reading import column

TEXTS = 768
BATCH = 128  # the contract takes up to 256
CALLERS = 2
LOOK_EVERY = 0.05  # seconds


class HttpRate(NamedTuple):
    """Texts a second; ``meanwhile`` is the 99th percentile of other requests' waiting, in milliseconds."""

    rate: float
    cpu_ms: float  # of the gateway, for one text
    meanwhile: float


def http_triage(gateway: str) -> HttpRate:
    """Some callers send all texts once, in batches; raises httpx.HTTPError when one is refused."""
    texts = column("tickets.tsv", TEXTS)
    batches = [texts[begin : begin + BATCH] for begin in range(0, len(texts), BATCH)]
    with httpx.Client(base_url=gateway, timeout=120) as http:
        _send(http, ["停电了", "查电费"])
        over, waits = threading.Event(), list[float]()
        looking = threading.Thread(target=_look, args=(http, over, waits))
        looking.start()
        started, processor = time.perf_counter(), _processor_seconds(gateway)
        try:
            with ThreadPoolExecutor(CALLERS) as pool:
                answered = sum(pool.map(lambda batch: _send(http, batch), batches))
        finally:
            over.set()
            looking.join()
        seconds, used = time.perf_counter() - started, _processor_seconds(gateway) - processor
    return HttpRate(answered / seconds, used / answered * 1000, float(np.percentile(waits, 99)))


def _send(http: httpx.Client, texts: Sequence[str]) -> int:
    return len(http.post("/v1/triage", json={"texts": list(texts)}).raise_for_status().json()["results"])


def _look(http: httpx.Client, over: threading.Event, waits: list[float]) -> None:
    while not waits or not over.is_set():
        started = time.perf_counter()
        http.get("/healthz").raise_for_status()
        waits.append((time.perf_counter() - started) * 1000)
        over.wait(LOOK_EVERY)


def _processor_seconds(gateway: str) -> float:
    """What the process listening there has used so far; 0 where it cannot be seen."""
    import psutil

    port = httpx.URL(gateway).port
    owners = {each.pid for each in psutil.net_connections("tcp") if _listens(each, port)}
    times = [psutil.Process(pid).cpu_times() for pid in owners if pid]
    return sum(each.user + each.system for each in times)


def _listens(connection: Any, port: int | None) -> bool:
    return bool(connection.status == "LISTEN" and connection.laddr and connection.laddr.port == port)
