"""The gateway as one conversation sees it: every call by its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.gateway_client import GatewayClient


class ConversationGateway:
    """What may be asked of the gateway in one conversation; it knows who the customer is, the actions do not.

    Every method raises ``GatewayError``; those about the customer's own records raise ``VerificationRequired``
    while the conversation has no verified customer.
    """

    def __init__(self, client: GatewayClient, conversation_id: str, message_key: str) -> None:
        """``message_key``: the customer's message this turn answers; makes what is filed here happen once."""
        self._client = client
        self._conversation = conversation_id
        self._key = message_key

    async def context(self) -> dict[str, Any]:
        """Whether the customer is verified, and where they live."""
        return await self._get("context")

    async def verify(self, name: str, account_number: str, address: str) -> dict[str, Any]:
        """Try to prove who the customer is: ``outcome`` and ``attempts_left``."""
        body = {"name": name, "account_number": account_number, "address": address}
        return await self._client.call("POST", self._conversation, "verification", body=body)

    async def bill(self, month: str | None) -> dict[str, Any]:
        """The bill of ``month`` (YYYY-MM), or the newest."""
        return await self._get("bill", month=month)

    async def bill_comparison(self, month: str | None, against: str | None = None) -> dict[str, Any]:
        """Why the bill of ``month`` differs from the one before, or from ``against`` (a month, or last_year)."""
        return await self._get("bill-comparison", month=month, against=against)

    async def bill_history(self, span: Mapping[str, str]) -> dict[str, Any]:
        """A stretch of months with its sums; ``span``: ``year`` (and a part of it), ``months``, or ``first`` and
        ``last``."""
        return await self._get("bill-history", **span)

    async def year_comparison(self, span: Mapping[str, str]) -> dict[str, Any]:
        """The same stretch beside the same months of the year before, as far as those are on record."""
        return await self._get("year-comparison", **span)

    async def forecast(self, month: str | None, kwh: str | None) -> dict[str, Any]:
        """The bill of a coming month (none: the next) and the tiers ahead; ``kwh``: what the customer expects."""
        return await self._get("forecast", month=month, kwh=kwh)

    async def suppose(self, text: str, known: Mapping[str, str]) -> dict[str, Any]:
        """What a change of the household would cost; ``known``: the values that the last answer gave."""
        body = {"text": text, "known": dict(known)}
        return await self._client.call("POST", self._conversation, "suppositions", body=body)

    async def balance(self) -> dict[str, Any]:
        """Balance, unpaid bills and late fees."""
        return await self._get("balance")

    async def late_fees(self, on: str | None, month: str | None) -> dict[str, Any]:
        """The late fees of the unpaid bills if they are paid on a day (YYYY-MM-DD; none: today)."""
        return await self._get("late-fees", on=on, month=month)

    async def plan_comparison(self) -> dict[str, Any]:
        """Time-of-use against plain tiers on the last year's own bills."""
        return await self._get("plan-comparison")

    async def account(self) -> dict[str, Any]:
        """The verified customer's own account."""
        return await self._get("account")

    async def accounts(self) -> list[dict[str, Any]]:
        """The accounts that the customer proved in this conversation (one ``is_current``); none for a stranger."""
        return list((await self._get("accounts"))["items"])

    async def switch(self, account_number: str) -> None:
        """Go on with another account that was proved in this conversation."""
        body = {"account_number": account_number}
        await self._client.call("PUT", self._conversation, "accounts/current", body=body)

    async def outages(self, address: str | None) -> dict[str, Any]:
        """Outages at ``address``, or at the verified customer's own."""
        return await self._get("outages", address=address)

    async def progress(self, number: str | None) -> dict[str, Any]:
        """Where tickets and applications stand."""
        return await self._get("progress", number=number)

    async def recommendations(self) -> dict[str, Any]:
        """Packages for this customer, with the reasons."""
        return await self._get("recommendations")

    async def set_personalised(self, personalised: bool) -> dict[str, Any]:
        """Turn personalised recommendations on or off."""
        return await self._client.call("PUT", self._conversation, "preferences", body={"personalised": personalised})

    async def subscribe(self, active: bool) -> dict[str, Any]:
        """Subscribe to outage notices, or stop them."""
        body = {"kind": "outage", "active": active}
        return await self._client.call("PUT", self._conversation, "subscriptions", body=body)

    async def file_ticket(
        self, *, text: str, intent: str, address: str | None, phone: str | None, category: str | None
    ) -> dict[str, Any]:
        """File a ticket; null address and phone mean the verified customer's own."""
        body = {"text": text, "intent": intent, "address": address, "phone": phone, "category": category}
        return await self._post("tickets", **body)

    async def urge(self, ticket_id: str | None, text: str) -> dict[str, Any]:
        """Urge a ticket (None: the newest open one)."""
        return await self._post(f"tickets/{ticket_id or 'latest'}/urge", text=text)

    async def withdraw(self, ticket_id: str | None, text: str) -> dict[str, Any]:
        """Withdraw a ticket (None: the newest open one)."""
        return await self._post(f"tickets/{ticket_id or 'latest'}/withdraw", text=text)

    async def answer(self, question: str, province: str | None, *, is_asked: bool = True) -> dict[str, Any]:
        """What the knowledge base says to ``question``; ``is_asked``: a gap when it says nothing."""
        body = {"question": question, "province": province, "is_asked": is_asked}
        return await self._client.call("POST", self._conversation, "answers", body=body)

    async def hand_over(self, reason: str, note: str) -> dict[str, Any]:
        """Queue the conversation for a person."""
        return await self._post("handover", reason=reason, note=note)

    async def report_danger(self, text: str, address: str | None, phone: str | None) -> dict[str, Any]:
        """File an urgent ticket, queue for a person, get the safety words."""
        return await self._post("danger", text=text, address=address, phone=phone)

    async def _get(self, path: str, **query: str | None) -> dict[str, Any]:
        return await self._client.call("GET", self._conversation, path, query=query)

    async def _post(self, path: str, **body: Any) -> dict[str, Any]:
        return await self._client.call("POST", self._conversation, path, body={**body, "message_key": self._key})
