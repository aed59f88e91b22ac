"""Several months of bills: sums and ends, last year's month, the month before, what was paid and does not show."""

import pytest


@pytest.mark.parametrize(
    ("text", "intent", "span"),
    [
        ("今年电费一共交了多少", "query_bill", {"year": "this"}),
        ("最近半年的电费账单都发我", "query_bill", {"months": "6"}),
        ("近三个月电费分别是多少", "query_bill", {"months": "3"}),
        ("平均每个月电费多少钱", "query_bill", {}),
        ("哪个月用电最多", "out_of_scope", {}),
        ("今年上半年电费一共多少", "query_bill", {"year": "this", "from_month": "1", "to_month": "6"}),
        ("今年前三个月用了多少电", "query_bill", {"year": "this", "from_month": "1", "to_month": "3"}),
        ("去年第四季度电费多少", "query_bill", {"year": "last", "from_month": "10", "to_month": "12"}),
        ("夏天电费一共多少", "query_bill", {"year": "this", "from_month": "6", "to_month": "8"}),
    ],
)
def test_a_span_of_months_is_told_at_once(known_customer, gateway, text, intent, span):
    reply = known_customer.says(text, intent)
    assert gateway.asked("bill-history") == [span]
    assert ["一共", "860千瓦时，488.40元"] in reply.rows
    assert ["2026年8月", "360千瓦时，203.40元，未交"] in reply.rows


def test_the_highest_is_told_and_then_the_lowest_of_the_same_span(known_customer, gateway):
    assert "2026年8月最高" in known_customer.says("今年哪个月电费最高", "query_bill").text
    assert "2026年9月最低" in known_customer.says("最低的呢", "out_of_scope", confidence=0.4).text
    assert gateway.asked("bill-history") == [{"year": "this"}, {"year": "this"}]


def test_a_range_of_months_is_read_from_its_ends(known_customer, gateway):
    months = [{"entity": "month", "value": "2026-06"}, {"entity": "month", "value": "2026-08"}]
    known_customer.says("6月到8月电费一共多少", "query_bill", months)
    assert gateway.asked("bill-history") == [{"first": "2026-06", "last": "2026-08"}]


@pytest.mark.parametrize(
    "text", ["上个月电费多少", "今年电费怎么这么高", "今年会不会超档", "一年用3000度电费多少", "每个月几号抄表"]
)
def test_other_questions_are_no_history(known_customer, gateway, text):
    known_customer.says(text, "query_bill", {"kwh": "3000"} if "3000" in text else {})
    assert not gateway.asked("bill-history")


def test_last_years_month_is_compared_when_asked_for(known_customer, gateway):
    known_customer.says("上个月电费", "query_bill", {"month": "2026-10"})
    reply = known_customer.says("比去年同期呢", "explain_bill")
    assert gateway.asked("bill-comparison") == [{"month": "2026-10", "against": "last_year"}]
    assert "比2025年10月的" in reply.text


def test_two_months_named_are_compared_with_each_other(known_customer, gateway):
    months = [{"entity": "month", "value": "2026-10"}, {"entity": "month", "value": "2026-08"}]
    known_customer.says("10月电费比8月高在哪", "explain_bill", months)
    assert gateway.asked("bill-comparison") == [{"month": "2026-10", "against": "2026-08"}]


def test_why_after_a_bill_is_about_that_bill(known_customer, gateway):
    known_customer.says("八月的电费", "query_bill", {"month": "2026-08"})
    known_customer.says("怎么这么高", "explain_bill")
    assert gateway.asked("bill-comparison") == [{"month": "2026-08"}]


def test_the_month_before_is_that_before_the_one_shown(known_customer, gateway):
    known_customer.says("十月的账单", "query_bill", {"month": "2026-10"})
    known_customer.says("再往前一个月", "query_bill", confidence=0.6)
    known_customer.says("再往前一个月呢", "out_of_scope")
    assert [each.get("month") for each in gateway.asked("bill")] == ["2026-10", "2026-09", "2026-08"]


def test_paid_but_shown_as_unpaid_is_looked_at_with_the_balance(known_customer):
    reply = known_customer.says("我八月的明明交了怎么还说没交", "explain_bill", {"month": "2026-08"})
    assert reply.names == ["utter_balance_arrears", "utter_paid_dispute_open"]
    assert "转人工" in reply.buttons


def test_an_amount_without_a_unit_is_energy_and_is_changed_by_another(customer, gateway):
    customer.says("阶梯电价下用了300要多少钱", "query_bill")
    customer.says("400呢", "out_of_scope", confidence=0.6)
    asked = [each["question"] for each in gateway.asked("answers")]
    assert asked == ["阶梯电价下用了300度要多少钱", "阶梯电价下用了400度要多少钱"]


def test_a_bare_month_after_a_forecast_is_the_coming_one(known_customer, gateway):
    known_customer.says("下个月电费大概多少", "query_bill", {"month": "2026-12"})
    reply = known_customer.says("那8月呢", "query_bill", {"month": "2026-08"}, confidence=0.66)
    assert reply.names == ["utter_forecast_too_far", "utter_bill_overdue"]
    assert "2027年8月离现在还远" in reply.text


@pytest.mark.parametrize("text", ["买电动车每月跑1500公里，电费要多多少", "那我每月充电花多少钱", "空调每个月电费多少"])
def test_what_a_change_would_cost_is_no_history(known_customer, gateway, text):
    known_customer.says(text, "query_bill")
    assert not gateway.asked("bill-history")


def test_and_last_year_after_a_bill_is_compared(known_customer, gateway):
    known_customer.says("为什么这么高", "explain_bill")
    known_customer.says("那去年呢", "query_bill", confidence=0.38)
    assert gateway.asked("bill-comparison")[-1] == {"month": "2026-10", "against": "last_year"}


@pytest.mark.parametrize("text", ["比去年同期呢", "和去年比呢", "跟去年同期比电费多了多少", "比去年用电多了吗"])
def test_a_year_that_was_told_is_compared_as_a_year(known_customer, gateway, text):
    known_customer.says("今年电费一共多少", "query_bill")
    reply = known_customer.says(text, "explain_bill")
    assert gateway.asked("year-comparison") == [{"year": "this"}]
    assert not gateway.asked("bill-comparison")
    assert reply.names == ["utter_history_year_before_partly", "utter_history_year_before_more"]
    assert "2026年9月到2026年10月，您用电500千瓦时" in reply.text
    assert ["2026年10月", "260千瓦时，151.08元；上一年150千瓦时，83.70元"] in reply.rows


@pytest.mark.parametrize("text", ["今年电费比去年多了多少", "今年用电和去年同期相比呢", "最近半年电费比去年同期高吗"])
def test_a_stretch_named_with_last_year_is_compared_at_once(known_customer, gateway, text):
    known_customer.says(text, "explain_bill")
    assert len(gateway.asked("year-comparison")) == 1


def test_one_month_is_compared_as_a_bill_even_after_a_year(known_customer, gateway):
    known_customer.says("今年电费一共多少", "query_bill")
    known_customer.says("10月电费和去年同期比呢", "explain_bill", {"month": "2026-10"})
    assert gateway.asked("bill-comparison") == [{"month": "2026-10", "against": "last_year"}]


def test_the_average_is_of_the_stretch_that_was_told(known_customer, gateway):
    known_customer.says("去年电费一共多少", "query_bill")
    known_customer.says("那平均每个月多少", "query_bill")
    assert gateway.asked("bill-history") == [{"year": "last"}, {"year": "last"}]
