"""A message is understood: intent, entities, danger; the same in a batch as alone."""

from __future__ import annotations

import gc
from datetime import datetime
from pathlib import Path

import pytest

from nlu import Understanding
from nlu.text.clock import Clock

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not (ROOT / "models" / "intents" / "card.json").exists(), reason="needs models/intents (make train)"
)


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding.load(ROOT / "models", Clock(datetime.fromisoformat("2026-11-20T09:00:00+08:00")))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("查一下上个月电费", "query_bill"),
        ("我家停电了，快派人来修", "report_outage"),
        ("什么时候来电", "query_outage"),
        ("电表箱冒烟了", "report_danger"),
        ("转人工", "human_agent"),
        ("你好", "greet"),
        ("怎么办过户", "transfer_account"),
        ("阶梯电价怎么分档", "ask_tiered_tariff"),
        ("给我推荐个省钱的套餐", "recommend_package"),
        ("今晚吃什么好", "out_of_scope"),
    ],
)
def test_plain_messages_have_their_intent(understanding: Understanding, text: str, intent: str) -> None:
    assert understanding.parse([text])[0].intent.name == intent


def test_danger_comes_first_whatever_else_is_said(understanding: Understanding) -> None:
    parse = understanding.parse(["我本来想装充电桩，可是墙上的配电箱冒烟了"])[0]
    assert parse.intent.name == "report_danger"
    assert parse.danger is not None
    assert parse.danger.kind == "smoke"


def test_entities_are_read_against_the_clock(understanding: Understanding) -> None:
    entities = understanding.parse(["上个月电费三百一十八块四"])[0].entities
    assert [(entity.name, entity.value) for entity in entities] == [("month", "2026-10"), ("amount_yuan", "318.4")]


def test_there_are_at_least_two_alternatives_best_first(understanding: Understanding) -> None:
    for parse in understanding.parse(["电费", "水管带电", "", "🤔"]):
        confidences = [intent.confidence for intent in (parse.intent, *parse.alternatives)]
        assert len(parse.alternatives) >= 2
        assert confidences == sorted(confidences, reverse=True)
        assert 0 <= sum(confidences) <= 1.001


def test_a_batch_is_understood_like_single_messages(understanding: Understanding) -> None:
    texts = ["查电费", "我家漏电", "户号4201060001", "", "今天天气好"]
    alone = [understanding.parse([text])[0] for text in texts]
    for together, single in zip(understanding.parse(texts), alone, strict=True):
        assert together.intent.name == single.intent.name
        assert together.intent.confidence == pytest.approx(single.intent.confidence, abs=0.001)
        assert together.entities == single.entities
        assert together.danger == single.danger
    assert understanding.parse([]) == []


def test_the_bot_ranks_as_the_gateway_does(understanding: Understanding) -> None:
    for text in ("墙里渗水，插座上面发黑发烫", "查电费"):
        parse = understanding.parse([text])[0]
        assert understanding.rank_intents(text) == (parse.intent, *parse.alternatives)


@pytest.mark.parametrize("text", ["火星路12号", "我家在火炬大道", "洪山区珞喻路旁边的工地", "烟雨路"])
def test_the_name_of_a_place_is_no_danger(understanding: Understanding, text: str) -> None:
    assert understanding.parse([text])[0].danger is None


def test_no_collection_walks_the_models_while_a_message_waits(understanding: Understanding) -> None:
    walked = gc.get_objects()
    assert all(each is not understanding._classifier for each in walked)
