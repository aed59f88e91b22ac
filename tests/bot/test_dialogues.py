"""Dialogues through the real bot: the customer's words in, the words the customer reads out."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.stack
FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yml"))
_numbers = itertools.count(1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_dialogue_goes_as_written(bot, path):
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    conversation = f"dialogue{next(_numbers)}"
    bot.gateway.reset()
    bot.gateway.outage_status = written.get("outage", "none")
    if written.get("signed_in"):
        bot.gateway.verified.add(conversation)
    for number, step in enumerate(written["steps"], 1):
        bot.gateway.broken = "down" if step.get("gateway") == "down" else None
        reply = say(bot, conversation, step["say"], number)
        check(step, reply, f"{path.stem}, step {number}: {step['say']} → {shown(reply)}")
    for call, count in (written.get("called") or {}).items():
        assert len(bot.gateway.asked(call)) == count, f"{path.stem}: {call} {bot.gateway.asked(call)}"


def say(bot, conversation, text, number):
    body = {"sender": f"{conversation}.1", "message": text, "metadata": {"message_key": f"{conversation}-{number}"}}
    response = bot.post("/webhooks/dianda/webhook", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def check(step, reply, story):
    text = shown(reply)
    expected = step.get("expect", {})
    assert all(words in text for words in expected.get("all", [])), story
    assert any(words in text for words in expected.get("any", [text])), story
    assert not any(words in text for words in expected.get("none", [])), story
    titles = [button["title"] for message in reply["messages"] for button in message["buttons"]]
    assert set(expected.get("buttons", [])) <= set(titles), story
    if "intent" in expected:
        assert reply["intent"]["name"] == expected["intent"], story


def shown(reply):
    parts = []
    for message in reply["messages"]:
        card = message["custom"].get("card") or {"title": "", "rows": []}
        parts += [message["text"], card["title"], *(" ".join(row) for row in card["rows"])]
    return "\n".join(part for part in parts if part)
