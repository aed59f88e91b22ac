"""Plays a dialogue against a gateway and says where it went another way than expected."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

from ops.journeys.dialogue import Dialogue, Expectation, Step

DEMO_PASSWORD = "agent-demo"
TRIAGE_WITHIN = 15.0  # seconds


class Player:
    """One customer and the agents, over HTTP."""

    def __init__(self, base_url: str, timeout: float = 30.0) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=timeout)
        self._agents: dict[str, dict[str, str]] = {}
        self._conversation = ""
        self._last: dict[str, Any] = {}
        self._tickets: list[str] = []

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def play(self, dialogue: Dialogue) -> list[str]:
        """Play it from the beginning; an empty list means that everything was as expected."""
        self._open(dialogue)
        faults: list[str] = []
        for number, step in enumerate(dialogue.steps, 1):
            faults += [f"step {number} ({_name(step)}): {fault}" for fault in self._step(step)]
        return faults

    def _open(self, dialogue: Dialogue) -> None:
        token = None
        if dialogue.customer:
            token = self._get(f"/v1/demo/tokens/{dialogue.customer}")["customer_token"]
        opened = self._post("/v1/conversations", {"channel": dialogue.channel, "customer_token": token})
        self._conversation, self._tickets = opened["conversation_id"], []
        self._last = {"messages": opened["greeting"]}

    def _step(self, step: Step) -> Iterator[str]:
        if step.say is not None:
            yield from self._say(step.say, step.expect)
        if step.press is not None:
            yield from self._press(step.press, step.expect)
        if step.briefing is not None:
            answer = self._get(f"/v1/conversations/{self._conversation}/briefing", step.by)
            yield from _compare_text(json.dumps(answer, ensure_ascii=False), step.briefing)
        if step.agent is not None:
            self._post(f"/v1/conversations/{self._conversation}/{step.agent}", {}, step.by)
        if step.agent_says is not None:
            self._post(f"/v1/conversations/{self._conversation}/say", {"text": step.agent_says}, step.by)
        if step.ticket is not None:
            yield from self._compare_ticket(step.ticket, step.by)

    def _say(self, text: str, expect: Expectation) -> Iterator[str]:
        body = {"text": text, "client_message_id": uuid.uuid4().hex}
        self._last = self._post(f"/v1/conversations/{self._conversation}/messages", body)
        self._tickets += self._last["tickets"]
        yield from _compare(self._last, expect)

    def _press(self, title: str, expect: Expectation) -> Iterator[str]:
        buttons = [button for message in self._last["messages"] for button in message["buttons"]]
        chosen = [button["payload"] for button in buttons if button["title"] == title]
        if not chosen:
            yield f"no button “{title}”, only {[button['title'] for button in buttons]}"
            return
        yield from self._say(chosen[0], expect)

    def _compare_ticket(self, wanted: dict[str, Any], agent: str) -> Iterator[str]:
        if not self._tickets:
            yield "no ticket was named so far"
            return
        ticket = self._triaged(self._tickets[-1], agent)
        flat = {**ticket, **(ticket.get("triage") or {})}
        for name, value in wanted.items():
            if flat.get(name) != value:
                yield f"the ticket's {name} is {flat.get(name)!r}, not {value!r}"

    def _triaged(self, ticket_id: str, agent: str) -> dict[str, Any]:
        """The ticket once the worker has read it; as it is when that takes too long."""
        ends = time.monotonic() + TRIAGE_WITHIN
        while True:
            ticket: dict[str, Any] = self._get(f"/v1/tickets/{ticket_id}", agent)
            if ticket.get("triage") or time.monotonic() > ends:
                return ticket
            time.sleep(0.2)

    def _get(self, path: str, agent: str | None = None) -> Any:
        response = self._http.get(path, headers=self._headers(agent))
        response.raise_for_status()
        return response.json()

    def _post(self, path: str, body: dict[str, Any], agent: str | None = None) -> Any:
        response = self._http.post(path, json=body, headers=self._headers(agent))
        response.raise_for_status()
        return response.json()

    def _headers(self, agent: str | None) -> dict[str, str]:
        if agent is None:
            return {}
        if agent not in self._agents:
            answer = self._http.post("/v1/agents/login", json={"username": agent, "password": DEMO_PASSWORD})
            answer.raise_for_status()
            self._agents[agent] = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        return self._agents[agent]


def _name(step: Step) -> str:
    return step.say or step.press or step.agent_says or step.agent or ("briefing" if step.briefing else "ticket")


def _compare(answer: dict[str, Any], expect: Expectation) -> Iterator[str]:
    messages = answer["messages"]
    yield from _compare_text(shown_text(messages), expect)
    if expect.owner and answer["owner"] != expect.owner:
        yield f"the owner is {answer['owner']}, not {expect.owner}"
    intent = (answer["intent"] or {}).get("name")
    if expect.intent and intent != expect.intent:
        yield f"the intent is {intent}, not {expect.intent}"
    if expect.tickets is not None and len(answer["tickets"]) != expect.tickets:
        yield f"{len(answer['tickets'])} tickets, not {expect.tickets}"
    titles = [button["title"] for message in messages for button in message["buttons"]]
    yield from (f"no button “{title}”, only {titles}" for title in expect.buttons if title not in titles)
    if expect.sources is not None and any(message["sources"] for message in messages) != expect.sources:
        yield f"a source is {'missing' if expect.sources else 'named'}"
    if expect.silent is not None and (not messages) != expect.silent:
        yield "something was said" if expect.silent else "nothing was said"


def _compare_text(text: str, expect: Expectation) -> Iterator[str]:
    yield from (f"“{wanted}” is missing in: {text}" for wanted in expect.all if wanted not in text)
    if expect.any and not any(wanted in text for wanted in expect.any):
        yield f"none of {expect.any} is in: {text}"
    yield from (f"“{unwanted}” must not be in: {text}" for unwanted in expect.none if unwanted in text)


def shown_text(messages: list[dict[str, Any]]) -> str:
    """Everything that a customer sees of some messages, as one text."""
    parts: list[str] = []
    for message in messages:
        parts.append(message["text"])
        parts += [button["title"] for button in message["buttons"]]
        card = message["card"]
        if card:
            parts += [card["title"], *(f"{label} {value}" for label, value in card["rows"])]
        parts += [source["title"] for source in message["sources"]]
    return "\n".join(parts)
