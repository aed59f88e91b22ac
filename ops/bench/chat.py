"""Chat: our bot, the stock bot behind the same action server and gateway, and the whole product over HTTP."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable

import httpx

from ops.bench.load import Load, run_load

# A customer's usual evening: a greeting, records, knowledge, a follow-up, thanks. Every answer needs the action server.
SCRIPT = [
    "你好",
    "查一下我上个月的电费",
    "为什么比前一个月高",
    "那八月的呢",
    "我还欠费吗",
    "阶梯电价第二档从多少度开始",
    "家里是不是停电了",
    "谢谢",
]
CUSTOMER = "4201060001"
CALLERS = (1, 8)


class ChatBench:
    """Sends the script in conversations of its own for every caller and round."""

    def __init__(self, gateway: str) -> None:
        self._http = httpx.Client(timeout=60, limits=httpx.Limits(max_connections=32))
        self._gateway = gateway

    def product(self, rounds: int) -> list[Load]:
        """The whole way: gateway, bot, actions, records."""
        return self._run(self._send_to_product, rounds)

    def bot(self, url: str, token: str, rounds: int) -> list[Load]:
        """Our Rasa server with our channel."""
        headers = {"Authorization": f"Bearer {token}", "X-Dianda-Bot": token}

        def send(conversation: str, text: str) -> None:
            body = {"sender": f"{conversation}.0", "message": text, "metadata": {"message_key": uuid.uuid4().hex}}
            answer = self._http.post(f"{url}/webhooks/dianda/webhook", json=body, headers=headers).raise_for_status()
            assert answer.json()["messages"], text

        return self._run(send, rounds)

    def stock(self, url: str, rounds: int) -> list[Load]:
        """The stock Rasa server with its REST channel."""

        def send(conversation: str, text: str) -> None:
            body = {"sender": f"{conversation}.0", "message": text}
            self._http.post(f"{url}/webhooks/rest/webhook", json=body).raise_for_status()

        return self._run(send, rounds)

    def _run(self, send: Callable[[str, str], None], rounds: int) -> list[Load]:
        loads = []
        for callers in CALLERS:
            conversations = [[self._open() for _ in range(rounds)] for _ in range(callers)]
            turns = [itertools.count() for _ in range(callers)]

            def call(
                number: int,
                text: str,
                conversations: list[list[str]] = conversations,
                turns: list[itertools.count[int]] = turns,
            ) -> None:
                send(conversations[number][next(turns[number]) // len(SCRIPT)], text)

            loads.append(run_load(call, SCRIPT, callers, rounds))
        return loads

    def _send_to_product(self, conversation: str, text: str) -> None:
        body = {"text": text, "client_message_id": uuid.uuid4().hex}
        answer = self._http.post(f"{self._gateway}/v1/conversations/{conversation}/messages", json=body)
        assert answer.raise_for_status().json()["messages"], text

    def _open(self) -> str:
        token = self._http.get(f"{self._gateway}/v1/demo/tokens/{CUSTOMER}").raise_for_status().json()["customer_token"]
        body = {"channel": "web", "customer_token": token}
        opened = self._http.post(f"{self._gateway}/v1/conversations", json=body).raise_for_status()
        return str(opened.json()["conversation_id"])
