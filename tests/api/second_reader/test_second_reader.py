"""The second reader chooses a label and nothing else; private details never reach it; its failure is no opinion."""

import socket
from dataclasses import replace

import pytest

from api.platform import Platform
from api.second_reader.opinions import second_intent, second_tickets, ticket_labels
from api.second_reader.reader import SecondReader
from api.settings import Settings
from nlu import Intent, Parse
from triage.result import Alternative, TriageResult

LABELS = {"query_bill": "查电费账单", "query_balance": "查余额欠费"}
UNSURE = TriageResult(
    type="opinion",
    category="billing",
    urgency="normal",
    danger=False,
    confidence=0.5,
    alternatives=(Alternative("enquiry", "bill_payment", 0.3), Alternative("request", "anomaly_check", 0.2)),
    needs_review=True,
    reasons=("把握50%，低于90%，请人工核对",),
    unsure=True,
)


async def test_the_label_named_is_the_opinion(reader, model):
    model.answer = " `query_balance`。"
    assert await reader.choose("还剩多少钱", LABELS) == "query_balance"
    assert model.asked[0]["model"] == "qwen"
    assert model.asked[0]["temperature"] == 0
    assert model.headers[0]["authorization"] == "Bearer inside"


@pytest.mark.parametrize("answer", ["report_danger", "query_bill 因为……", "您上月电费 128.50 元", "", "{}"])
async def test_whatever_is_no_label_is_no_opinion(reader, model, answer):
    model.answer = answer
    assert await reader.choose("电费", LABELS) is None


async def test_names_numbers_and_addresses_are_hidden_first(reader, model):
    await reader.choose("我叫王建国，电话13800138000，户号4201060001，住武汉市武昌区中山路12号，电费不对", LABELS)
    sent = model.asked[0]["messages"][-1]["content"]
    for private in ("王建国", "13800138000", "4201060001", "中山路12号"):
        assert private not in sent
    assert "电费不对" in sent


async def test_a_failing_model_is_no_opinion(reader, model):
    model.answer = lambda text: None
    assert await reader.choose("电费", LABELS) is None


async def test_a_silent_model_costs_the_time_allowed_and_no_more(model):
    with socket.socket() as silent:  # accepts, and never answers
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        platform = Platform(Settings(mode="demo", second_reader_url=address, second_reader_seconds=0.2))
        assert await SecondReader(platform).choose("电费", LABELS) is None
        await platform.close()


async def test_without_an_address_nobody_is_asked():
    platform = Platform(Settings(mode="demo"))
    reader = SecondReader(platform)
    assert not reader.is_on
    assert await reader.choose("电费", LABELS) is None
    assert await second_tickets(reader, ["x"], [UNSURE]) == [UNSURE]
    await platform.close()


async def test_agreement_takes_an_unsure_ticket_out_of_review(reader, model):
    model.answer = "opinion/billing"
    [result] = await second_tickets(reader, ["电费算错了"], [UNSURE])
    assert not result.needs_review
    assert result.reasons[-1] == "第二读者（语言模型）判断一致"


async def test_another_label_stays_in_review_and_becomes_the_first_alternative(reader, model):
    model.answer = "request/anomaly_check"
    [result] = await second_tickets(reader, ["电费算错了"], [UNSURE])
    assert result.needs_review
    assert result.label == "opinion/billing"
    assert result.alternatives[0].category == "anomaly_check"
    assert "用电异常核实" in result.reasons[-1]


async def test_a_ticket_that_a_rule_sends_to_review_is_not_asked_about(reader, model):
    by_rule = replace(UNSURE, unsure=False)
    assert await second_tickets(reader, ["呼吸机没电了"], [by_rule]) == [by_rule]
    assert not model.asked


async def test_only_unsure_messages_are_asked_about_and_danger_is_never_offered(reader, model):
    def parse(confidence):
        others = (Intent("query_balance", 0.3), Intent("report_danger", 0.1))
        return Parse(Intent("query_bill", confidence), others, (), None)

    model.answer = "query_balance"
    assert await second_intent(reader, "电费", parse(0.9)) is None
    assert not model.asked
    assert await second_intent(reader, "电费", parse(0.4)) == "query_balance"
    assert "report_danger" not in model.asked[0]["messages"][0]["content"]


def test_every_category_is_offered_with_its_meaning():
    labels = ticket_labels()
    assert len(labels) == 46
    assert labels["fault/low_voltage"].startswith("故障报修·低压故障（")
