"""A ticket gets one verdict with its reasons; what cannot be read is asked back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from triage import Taxonomy, TicketTriager

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not (ROOT / "models" / "tickets" / "card.json").exists(), reason="needs models/tickets (make train)"
)


@pytest.fixture(scope="module")
def triager() -> TicketTriager:
    return TicketTriager.load(ROOT / "models")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我家突然没电了，邻居家有电，空开没跳", "fault/low_voltage"),
        ("电表屏幕黑了，什么也不显示", "fault/metering"),
        ("灯忽明忽暗，冰箱启动不了", "fault/power_quality"),
        ("查一下我上个月电费多少", "enquiry/bill_payment"),
        ("举报隔壁饭店绕过电表偷电", "report/theft"),
        ("申请把户名过户给我儿子", "request/connection"),
        ("我昨天的报修怎么还没人来，催一下", "follow_up/urge"),
        ("问题解决了，撤销我的工单", "follow_up/withdrawal"),
        ("感谢供电所小李半夜来抢修，表扬", "enquiry/praise"),
    ],
)
def test_plain_tickets_go_where_they_belong(triager: TicketTriager, text: str, label: str) -> None:
    assert triager.triage([text])[0].label == label


@pytest.mark.parametrize(
    "text",
    ["电表箱冒烟了，快来人", "高压线断了掉在路上", "我妈摸水龙头触电了", "停电了，家里老人用呼吸机", "配电房进水了"],
)
def test_danger_is_urgent_and_says_why(triager: TicketTriager, text: str) -> None:
    result = triager.triage([text])[0]
    assert result.danger
    assert result.urgency == "urgent"
    assert "险情词语" in result.reasons[0]


def test_an_outage_announced_to_life_support_is_a_danger_before_it_begins(triager: TicketTriager) -> None:
    result = triager.triage(["想问下周三计划停电几点开始，我父亲在家用呼吸机，停电撑不了多久"])[0]
    assert result.danger
    assert result.urgency == "urgent"
    assert any("urgency.life_support" in reason for reason in result.reasons)


@pytest.mark.parametrize("text", ["我家没电了", "查电费", "投诉营业厅排队太久", "怎么过户"])
def test_one_household_without_power_is_not_urgent(triager: TicketTriager, text: str) -> None:
    result = triager.triage([text])[0]
    assert not result.danger
    assert result.urgency == "normal"


@pytest.mark.parametrize(
    "text", ["", "   ", "？", "嗯", "hello, my power is out", "asdfgh", "😀😀😀", "12345", "停電か?どうして"]
)
def test_what_cannot_be_read_is_asked_back_not_guessed(triager: TicketTriager, text: str) -> None:
    result = triager.triage([text])[0]
    assert result.label == "other/unclear"
    assert result.needs_review


def test_danger_in_another_language_is_still_danger(triager: TicketTriager) -> None:
    result = triager.triage(["smoke from the meter box, please hurry"])[0]
    assert result.danger
    assert result.urgency == "urgent"


def test_there_are_always_alternatives_and_reasons(triager: TicketTriager) -> None:
    taxonomy = Taxonomy.load()
    for result in triager.triage(["家里没电了", "", "x", "两个月停了五次电，都是你们线路故障", "停" * 2000]):
        assert len(result.alternatives) >= 2
        assert result.reasons
        assert taxonomy.has(result.type, result.category)
        assert all(taxonomy.has(other.type, other.category) for other in result.alternatives)
        assert 0 <= result.confidence <= 1


def test_below_the_threshold_of_the_card_a_person_looks(triager: TicketTriager) -> None:
    card = json.loads((ROOT / "models" / "tickets" / "card.json").read_text("utf-8"))

    unsure, sure = triager.triage(["电的事，你们那个谁来一下", "申请把户名过户给我儿子"])

    assert unsure.confidence < card["thresholds"]["review"] <= sure.confidence
    assert unsure.needs_review
    assert unsure.unsure
    assert any("请人工核对" in reason for reason in unsure.reasons)
    assert not sure.needs_review


def test_a_gate_that_spoke_is_named(triager: TicketTriager) -> None:
    result = triager.triage(["近两个月我们小区停电五次，每次都是你们线路跳闸"])[0]
    assert result.label == "complaint/supply_quality"
    assert any("outages.frequent" in reason and "5次" in reason for reason in result.reasons)


def test_a_batch_gives_what_single_texts_give(triager: TicketTriager) -> None:
    texts = ["家里没电了", "电表箱冒烟", "查电费", "", "投诉抄表员骂人"]
    assert [result.label for result in triager.triage(texts)] == [triager.triage([text])[0].label for text in texts]
    assert triager.triage([]) == []
