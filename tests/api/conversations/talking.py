"""A customer and agents who use the gateway over HTTP."""

from __future__ import annotations

import itertools

import httpx


class Talk:
    """Short words for the conversation endpoints; ``customer`` is one conversation."""

    def __init__(self, built) -> None:
        self.gateway, self.client, self.platform = built, built.client, built.platform
        self.clock = built.clock
        self._ids = itertools.count(1)

    async def begin(self, account_number=None, channel="web"):
        token = self.gateway.customer(account_number)["Authorization"].split()[1] if account_number else None
        answer = await self.client.post("/v1/conversations", json={"channel": channel, "customer_token": token})
        assert answer.status_code == 201, answer.text
        return answer.json()["conversation_id"]

    async def post(self, conversation, text, message_id=None):
        body = {"text": text, "client_message_id": message_id or f"m{id(self)}-{next(self._ids)}"}
        return await self.client.post(f"/v1/conversations/{conversation}/messages", json=body)

    async def say(self, conversation, text, message_id=None):
        answer = await self.post(conversation, text, message_id)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def agent(self, conversation, act, username="agent", **body):
        return await self.client.post(
            f"/v1/conversations/{conversation}/{act}", json=body or None, headers=self.gateway.agent(username)
        )

    async def get(self, path, username=None, **params):
        headers = self.gateway.agent(username) if username else {}
        return await self.client.get(path, headers=headers, params=params)

    async def internal(self, conversation, path, method="POST", **body) -> httpx.Response:
        return await self.client.request(
            method,
            f"/internal/conversations/{conversation}/{path}",
            json=body if method != "GET" else None,
            headers=self.gateway.internal,
        )


def texts(reply) -> str:
    return "\n".join(message["text"] for message in reply["messages"])
