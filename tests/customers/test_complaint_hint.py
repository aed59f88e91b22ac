"""The complaint hint counts what went wrong, says so with its days, and promises nothing it has not been tested on."""

from __future__ import annotations

import json
from datetime import date, timedelta

import numpy as np
import pytest

from customers import ComplaintRates, ModelMissing, ServiceEvent, ServiceHistory, complaint_hint, review_hints
from customers.risk.metrics import calibration, lift, ranking, roc_auc
from customers.risk.signals import MODEL_FOLDER, load_signals
from triage import limit

TODAY = date(2026, 11, 20)


def happened(*events):
    """A history of (kind, days ago, matter)."""
    made = [ServiceEvent(kind, TODAY - timedelta(days=ago), *matter) for kind, ago, *matter in events]
    return ServiceHistory("4201060001", tuple(made))


def hint(*events):
    return complaint_hint(happened(*events), TODAY)


def test_without_a_reason_there_is_no_hint():
    assert hint() is None
    assert hint(("demand", 3, "电表"), ("outage", 5), ("urge", 2)) is None


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([("complaint", 100)], "投诉过1次（8月12日）"),
        ([("demand", 20, "电表"), ("demand", 2, "电表")], "同一类事情找过我们2次：电表（10月31日、11月18日）"),
        ([("overdue", 80)], "1张工单超过了承诺的时限"),
        ([("urge", 9), ("urge", 8)], "催办过2次"),
        (
            [("outage", 50), ("outage", 30), ("outage", 1)],
            "故障停电3次，达到频繁停电的标准（10月1日、10月21日、11月19日）",
        ),
    ],
)
def test_each_sign_alone_is_one_to_watch_and_names_its_days(events, words):
    found = hint(*events)
    assert (found.level, found.as_of) == ("watch", TODAY)
    assert len(found.reasons) == 1 and words in found.reasons[0]


@pytest.mark.parametrize(
    "events",
    [
        [("complaint", 365)],
        [("demand", 30, "电表"), ("demand", 2, "电表")],
        [("demand", 20, "电表"), ("demand", 2, "电压")],
        [("overdue", 90)],
        [("urge", 30), ("urge", 8)],
        [("outage", 60), ("outage", 30), ("outage", 1)],
        [("complaint", -1)],
    ],
)
def test_what_is_too_long_ago_of_another_matter_or_still_to_come_does_not_count(events):
    assert hint(*events) is None


def test_late_payment_counts_only_beside_something_else():
    late = [("late_payment", 40), ("late_payment", 70)]
    assert hint(*late) is None
    found = hint(*late, ("complaint", 10))
    assert found.level == "attention"
    assert any("2期电费逾期" in reason for reason in found.reasons)


def test_the_hint_says_that_nobody_has_tested_it_and_that_service_goes_on():
    wire = hint(("complaint", 10), ("overdue", 3)).to_wire()
    assert (wire["label"], wire["as_of"]) == ("重点关注", "2026-11-20")
    assert "没有用本单位的投诉记录检验过" in wire["basis"]
    assert "不得因此拒绝" in wire["advice"] and "不向客户展示" in wire["advice"]


def test_frequent_outages_are_what_the_rules_of_95598_call_so():
    signal = next(each for each in load_signals() if each.name == "frequent_outages")
    assert signal.least == limit("complaint.outage_count", TODAY).value
    assert signal.days == 30 * limit("complaint.outage_window", TODAY).value


def test_the_card_says_what_was_measured_and_that_it_does_not_carry_over():
    card = json.loads((MODEL_FOLDER / "card.json").read_text("utf-8"))
    assert card["trained_on"] == "nothing"
    assert "does not carry over" in " ".join(card).replace("_", " ")
    methods = card["method_on_churn"]
    assert methods["boosted trees, everything"]["roc_auc"] > methods["count of signs"]["roc_auc"]
    assert all({"roc_auc_low", "lift_top_tenth_high", "calibration_error"} <= set(each) for each in methods.values())


def test_a_missing_table_says_what_to_do(tmp_path):
    with pytest.raises(ModelMissing, match="git checkout"):
        load_signals(tmp_path)


def history_of(number, troubled, complains):
    """Two years of one customer: trouble in every second month, followed by a complaint for some."""
    events = []
    for month in range(24):
        day = TODAY - timedelta(days=30 * month + 15)
        if troubled:
            events += [ServiceEvent("urge", day), ServiceEvent("urge", day - timedelta(days=1))]
        if complains and month % 3 == 0:
            events.append(ServiceEvent("complaint", day + timedelta(days=5)))
    return ServiceHistory(str(number), tuple(events))


def test_a_review_finds_that_signs_foretell_where_they_do():
    crowd = [history_of(number, troubled=number < 30, complains=number < 20) for number in range(200)]
    found = review_hints(crowd, TODAY)
    none, one, many = (each["rate"] for each in found["by_signs"])
    assert none < found["rate"] < many
    assert one < many
    assert found["hint"]["roc_auc_low"] > 0.9
    assert found["hint"]["lift_top_tenth"] > 5
    rates = ComplaintRates.of(found, TODAY)
    sentence = complaint_hint(crowd[0], TODAY, rates).basis
    assert "按本单位截至2026-11-20的记录" in sentence and f"{found['rate']:.1%}" in sentence


def test_too_few_complaints_conclude_nothing():
    found = review_hints([history_of(number, troubled=True, complains=False) for number in range(5)], TODAY)
    assert found["complaints"] == 0 and "at least 100" in found["skipped"]
    assert ComplaintRates.of(found, TODAY) is None


def test_rates_are_kept_and_read_again_and_nonsense_is_no_rate(tmp_path):
    rates = ComplaintRates("2026-11-20", 90, 130, 0.01, (0.008, 0.02, 0.11))
    rates.write(tmp_path / "var" / "rates.json")
    assert ComplaintRates.read(tmp_path / "var" / "rates.json") == rates
    assert "11.0%" in rates.sentence(5)
    (tmp_path / "broken").write_text("{}", encoding="utf-8")
    assert ComplaintRates.read(tmp_path / "broken") is None
    assert ComplaintRates.read(tmp_path / "nowhere") is None


def test_ranking_and_lift_by_hand():
    truth = np.array([True] * 10 + [False] * 90)
    perfect, blind = truth.astype(float), np.zeros(100)
    assert (roc_auc(perfect, truth), lift(perfect, truth)) == (1.0, 10.0)
    assert (roc_auc(blind, truth), lift(blind, truth)) == (0.5, pytest.approx(1.0))
    half = np.where(np.arange(100) % 10 < 5, truth * 1.0, 0.0)
    assert roc_auc(half, truth) == pytest.approx(0.75)
    interval = ranking(half, truth)
    assert interval["roc_auc_low"] < 0.75 < interval["roc_auc_high"]


def test_stated_chances_are_held_against_what_came():
    truth = np.array([True, False] * 50)
    assert calibration(np.full(100, 0.5), truth)["calibration_error"] == 0.0
    wrong = calibration(np.full(100, 0.9), truth)
    assert wrong["calibration_error"] == pytest.approx(0.4)
    assert wrong["brier"] > wrong["brier_of_base_rate"]
