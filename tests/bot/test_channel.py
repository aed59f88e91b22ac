"""The bot's one door: who may come in, and what a failure looks like."""

import pytest

from tests.bot.test_dialogues import say

pytestmark = pytest.mark.stack


def test_nobody_without_the_token_is_answered(bot):
    body = {"sender": "a.1", "message": "你好"}
    assert bot.post("/webhooks/dianda/webhook", json=body, headers={"Authorization": "Bearer no"}).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"sender": "a.1"}, {"sender": "a.1", "message": " "}, {"sender": 1, "message": "好"}]
)
def test_a_malformed_message_is_refused(bot, body):
    assert bot.post("/webhooks/dianda/webhook", json=body).status_code == 422


def test_the_answer_tells_the_intent_and_keeps_text_buttons_and_card_together(bot):
    bot.gateway.reset()
    bot.gateway.verified.add("whole")
    reply = say(bot, "whole", "查余额", 1)
    assert reply["intent"]["name"] == "query_balance"
    assert 0 < reply["intent"]["confidence"] <= 1
    message = reply["messages"][0]
    assert message["text"] and message["buttons"] and message["custom"]["card"]["kind"] == "balance"


def test_two_conversations_do_not_mix(bot):
    bot.gateway.reset()
    say(bot, "left", "查余额", 1)
    reply = say(bot, "right", "王建国", 1)
    assert "户号是多少" not in reply["messages"][0]["text"]


def test_a_long_conversation_stays_short_in_memory_and_keeps_its_form(bot):
    bot.gateway.reset()
    say(bot, "long", "查余额", 1)
    for number in range(40):
        say(bot, "long", "谢谢", number + 2)
    assert "户号" in say(bot, "long", "我叫王建国", 99)["messages"][0]["text"]


def test_what_a_conversation_is_about_outlives_its_old_events(bot):
    bot.gateway.reset()
    bot.gateway.verified.add("subject")
    say(bot, "subject", "查一下九月的电费", 1)
    for number in range(15):
        say(bot, "subject", "谢谢", number + 2)
    assert "203.40元" in say(bot, "subject", "那八月呢", 99)["messages"][0]["text"]


def test_the_choice_of_a_second_reader_is_taken_when_it_is_likely(bot):
    bot.gateway.reset()
    body = {"sender": "second.1", "message": "查余额", "metadata": {"message_key": "k"}}
    first = bot.post("/webhooks/dianda/webhook", json=body).json()["intent"]
    other = {**body, "sender": "second.2", "metadata": {"message_key": "k", "reading": "query_bill"}}
    assert first["name"] == "query_balance"
    assert bot.post("/webhooks/dianda/webhook", json=other).json()["intent"] == {
        "name": "query_bill",
        "confidence": 0.7,
    }
    unlikely = {**body, "sender": "second.3", "metadata": {"message_key": "k", "reading": "no_such_intent"}}
    assert bot.post("/webhooks/dianda/webhook", json=unlikely).json()["intent"] == first
