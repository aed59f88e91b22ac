"""Whatever customers say in whatever order: always an answer, never an error, and the two ways out always work."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.actions.customer import Customer

ROOT = Path(__file__).resolve().parents[2]
DIALOGUES, TURNS = 25, 12
ANSWERS = [
    "王建国",
    "4201060001",
    "新华路88号3栋2单元501室",
    "13800000001",
    "好的",
    "不用了",
    "2026年9月",
    "湖北",
    "第一个",
]


@pytest.fixture(scope="module")
def understanding():
    if not (ROOT / "models" / "intents" / "card.json").exists():
        pytest.skip("models/intents is not trained")
    from nlu import Understanding

    return Understanding.load(ROOT / "models")


@pytest.fixture(scope="module")
def utterances():
    lines = (ROOT / "corpus" / "utterances.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t")[2] for line in lines]


def speak(customer, understanding, text):
    parse = understanding.parse([text])[0]
    ranking = [{"name": each.name, "confidence": each.confidence} for each in (parse.intent, *parse.alternatives)]
    entities = {entity.name: entity.value for entity in reversed(parse.entities)}
    return customer.says(text, parse.intent.name, entities, confidence=parse.intent.confidence, ranking=ranking)


@pytest.mark.parametrize("seed", range(DIALOGUES))
def test_any_order_of_messages_is_answered_and_can_be_left(action_server, gateway, understanding, utterances, seed):
    choose = random.Random(seed)
    customer = Customer(action_server, f"any{seed}")
    if seed % 2:
        gateway.verified.add(customer.conversation)
    for _ in range(TURNS):
        text = choose.choice(ANSWERS if choose.random() < 0.4 else utterances)
        reply = speak(customer, understanding, text)
        assert reply.text.strip(), f"{text!r} got no words"
        assert "utter_lookup_failed" not in reply.names, f"{text!r} made the action fail"
    assert speak(customer, understanding, "取消").names[0].startswith("utter_cancel")
    assert customer.slots["form"] is None
    assert speak(customer, understanding, "转人工").names == ["utter_handover_queued"]
