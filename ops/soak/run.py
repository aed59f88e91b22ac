"""Customers chat, tickets come in, messages are repeated and workers are killed; afterwards everything is counted."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

MESSAGES = ("你好", "阶梯电价第二档从多少度开始", "查一下我上个月的电费", "家里是不是停电了", "我还欠费吗", "谢谢")
TICKETS = (
    "整栋楼都没电了，邻居家也是黑的",
    "电费账单比上个月多了一倍，请核实一下电表",
    "建议在小区门口多装几个充电桩",
    "抄表员态度恶劣还推了我一把，要求处理",
    "想问一下新装电表要准备什么材料",
)
CUSTOMERS = ("4201060001", "4201060009", "3701020003", "3301060011")
SETTLE_WITHIN = 90.0  # seconds for the last tickets to be triaged


@dataclass
class Account:
    """What was sent, and what was found wrong."""

    messages: int = 0
    repeated: int = 0
    tickets: dict[str, str] = field(default_factory=dict)  # idempotency key → ticket id
    killed: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def fault(self, words: str) -> None:
        """Note something that must not happen."""
        with self.lock:
            self.faults.append(words)


class Soak:
    """One run against a product whose state lies in ``var``."""

    def __init__(self, base_url: str, var: Path, seed: int = 7) -> None:
        self._base_url, self._var = base_url, var
        self._random = random.Random(seed)
        self._account = Account()
        self._ends = 0.0

    def run(self, seconds: float, kill_every: float) -> Account:
        """Keep it busy for ``seconds``; kill a triage worker every ``kill_every`` seconds; then count."""
        self._ends = time.monotonic() + seconds
        parts: list[Callable[[], None]] = [
            *(lambda account=account: self._chat(account) for account in CUSTOMERS),
            self._send_tickets,
            self._send_tickets,
            lambda: self._kill_workers(kill_every),
        ]
        with ThreadPoolExecutor(len(parts)) as pool:
            for done in [pool.submit(part) for part in parts]:
                done.result()
        self._count_tickets()
        return self._account

    def _chat(self, customer: str) -> None:
        with self._client() as http:
            token = http.get(f"/v1/demo/tokens/{customer}").raise_for_status().json()["customer_token"]
            body = {"channel": "web", "customer_token": token}
            conversation = http.post("/v1/conversations", json=body).raise_for_status().json()["conversation_id"]
            while time.monotonic() < self._ends:
                self._say(http, conversation, self._random.choice(MESSAGES))

    def _say(self, http: httpx.Client, conversation: str, text: str) -> None:
        body = {"text": text, "client_message_id": uuid.uuid4().hex}
        path = f"/v1/conversations/{conversation}/messages"
        first = http.post(path, json=body).raise_for_status().json()
        with self._account.lock:
            self._account.messages += 1
        if not first["messages"] and first["owner"] == "bot":
            self._account.fault(f"no answer to “{text}”")
        if self._random.random() < 0.2:
            self._account.repeated += 1
            if http.post(path, json=body).raise_for_status().json() != first:
                self._account.fault(f"the repeated “{text}” was answered differently")

    def _send_tickets(self) -> None:
        with self._agent() as http:
            while time.monotonic() < self._ends:
                key = uuid.uuid4().hex
                body = {
                    "text": f"{self._random.choice(TICKETS)}（{key[:6]}）",
                    "channel": "app",
                    "idempotency_key": key,
                }
                answers = [http.post("/v1/tickets", json=body) for _ in range(1 + (self._random.random() < 0.3))]
                ids = {answer.raise_for_status().json()["ticket_id"] for answer in answers}
                if len(ids) != 1:
                    self._account.fault(f"one key made {len(ids)} tickets")
                self._account.tickets[key] = ids.pop()

    def _kill_workers(self, every: float) -> None:
        while time.monotonic() + every < self._ends:
            time.sleep(every)
            for process in _workers_of(self._var):
                process.kill()
                self._account.killed += 1

    def _count_tickets(self) -> None:
        """Every accepted ticket is there once and was triaged once."""
        numbers = list(self._account.tickets.values())
        if len(set(numbers)) != len(numbers):
            self._account.fault("two keys share a ticket")
        ends = time.monotonic() + SETTLE_WITHIN
        with self._agent() as http:
            for number in numbers:
                self._check_ticket(http, number, ends)

    def _check_ticket(self, http: httpx.Client, number: str, ends: float) -> None:
        while True:
            ticket: dict[str, Any] = http.get(f"/v1/tickets/{number}").raise_for_status().json()
            if ticket["triage"] or time.monotonic() > ends:
                break
            time.sleep(0.5)
        triaged = [event for event in ticket["events"] if event["kind"] == "triaged"]
        if len(triaged) != 1:
            self._account.fault(f"ticket {number} was triaged {len(triaged)} times")

    def _agent(self) -> httpx.Client:
        body = {"username": "agent", "password": "agent-demo"}
        with self._client() as http:
            token = http.post("/v1/agents/login", json=body).raise_for_status().json()["access_token"]
        return httpx.Client(base_url=self._base_url, timeout=60, headers={"Authorization": f"Bearer {token}"})

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self._base_url, timeout=60)


def _workers_of(var: Path) -> list[psutil.Process]:
    """The triage workers of the product with this state, and of no other."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if "api.tickets.worker" in (process.info["cmdline"] or []) and process.environ().get("DIANDA_VAR") == str(
                var
            ):
                found.append(process)
        except psutil.Error:  # ended meanwhile, or not ours to look at
            continue
    return found
