"""The next bill, the tiers ahead, and what a change would cost: asked in many words, under many intents."""

import pytest


@pytest.mark.parametrize(
    ("text", "intent", "entities"),
    [
        ("下个月电费大概多少", "query_bill", {"month": "2026-12"}),
        ("预测一下电费", "query_bill", {}),
        ("这个月电费估计要多少", "explain_bill", {"month": "2026-11"}),
    ],
)
def test_the_next_bill_is_estimated_with_its_source(known_customer, text, intent, entities):
    reply = known_customer.says(text, intent, entities)
    assert "电费大约145元" in reply.text
    assert ["电价依据", "鄂价〔2012〕89号"] in reply.rows
    assert any("约145.00元（120.00到170.00元）" in row for row in reply.rows)


def test_the_use_that_the_customer_expects_is_taken(known_customer, gateway):
    known_customer.says("下个月用300度要多少钱", "query_bill", {"month": "2026-12", "kwh": "300"})
    assert gateway.asked("forecast") == [{"month": "2026-12", "kwh": "300"}]


@pytest.mark.parametrize(
    "text",
    [
        "家在宁波，今年用了4700度，这个月又用了250度，按阶梯电费多少",
        "今年用了4700度，这个月用了250度，按阶梯算电费多少钱",
    ],
)
def test_a_sum_with_its_own_figures_is_calculated_and_not_taken_for_the_own_month(known_customer, gateway, text):
    reply = known_customer.says(text, "query_bill", {"kwh": "4700"})
    assert "年度清零" in reply.text and reply.names == ["utter_forecast_offer_own"]
    assert not gateway.asked("forecast")


def test_a_month_that_is_billed_is_shown_instead_of_estimated(known_customer, gateway):
    reply = known_customer.says("10月份电费大概多少", "query_bill", {"month": "2026-10"})
    assert reply.names == ["utter_bill_paid"]
    assert not gateway.asked("forecast")


@pytest.mark.parametrize(
    "text", ["到年底会进三档吗", "今年会不会超档", "什么时候会进第二档", "我家现在第几档", "咱家今年用到哪一档了"]
)
def test_the_tier_ahead_is_told(known_customer, text):
    reply = known_customer.says(text, "ask_tiered_tariff")
    assert "多半在2026年11月进入第二档" in reply.text


@pytest.mark.parametrize("text", ["超档了怎么办", "第二档电价多少钱", "为什么会超档", "一户多人口能不能不按第三档"])
def test_a_question_about_the_rules_is_still_answered_by_the_articles(known_customer, gateway, text):
    known_customer.says(text, "ask_tiered_tariff")
    assert gateway.asked("answers") and not gateway.asked("forecast")


def test_somebody_unknown_is_verified_first_and_then_hears_the_estimate(customer):
    assert customer.says("下个月电费大概多少", "query_bill").names[0] == "utter_verification_start"
    customer.says("王建国", "inform")
    customer.says("4201060001", "inform")
    assert "电费大约145元" in customer.says("新华路88号3栋2单元501室", "inform").text


def test_somebody_unknown_who_asks_for_the_own_tiers_is_verified(customer):
    assert customer.says("什么时候会进第二档", "ask_tiered_tariff").names[0] == "utter_verification_start"


def test_somebody_unknown_with_figures_hears_the_rules_and_is_offered_the_own_estimate(customer):
    reply = customer.says("一个月用300度，阶梯会到第二档吗", "ask_tiered_tariff", {"kwh": "300"})
    assert "年度清零" in reply.text and reply.names == ["utter_forecast_offer_own"]
    assert customer.says("需要", "affirm").names[0] == "utter_verification_start"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("装个空调会多多少钱", "out_of_scope"),
        ("家里要装个空调，电费会多多少", "apply_connection"),
        ("我想买电动车，电费会增加多少", "out_of_scope"),
        ("改到晚上用能省多少", "ask_tou_tariff"),
        ("如果一个月多用100度电费多多少", "query_bill"),
    ],
)
def test_a_supposition_is_calculated_whatever_it_was_taken_for(known_customer, gateway, text, intent):
    reply = known_customer.says(text, intent)
    assert "一年多642.05元" in reply.text
    assert gateway.asked("suppositions")[0]["text"] == text


def test_an_assumption_is_changed_by_a_button_or_by_words(known_customer, gateway):
    reply = known_customer.says("装个空调会多多少钱", "out_of_scope")
    assert reply.buttons == ["每天用12小时"]
    known_customer.says("每天用12小时", "inform")
    known_customer.says("功率1.5千瓦", "inform")
    first, second, third = gateway.asked("suppositions")
    assert first["known"] == {}
    assert second["known"]["scenario"] == third["known"]["scenario"] == "air_conditioner"
    assert third["known"]["said"] == "每天用12小时"


def test_a_province_alone_is_the_province_of_the_supposition(customer, gateway):
    customer.says("装个空调会多多少钱", "out_of_scope")
    customer.says("湖北", "inform", {"province": "湖北"})
    assert gateway.asked("suppositions")[1]["known"]["province"] == "湖北"


def test_the_own_bills_need_verification_and_the_supposition_waits(customer):
    customer.says("装个空调会多多少钱", "out_of_scope")
    assert customer.says("按我家的账单算", "recommend_package").names[0] == "utter_verification_start"
    customer.says("王建国", "inform")
    customer.says("4201060001", "inform")
    reply = customer.says("新华路88号3栋2单元501室", "inform")
    assert "一年多642.05元" in reply.text


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("装了空调电费为什么这么高", "explain_bill"),
        ("装充电桩要多少钱", "apply_ev_charger"),
        ("下个月一度电多少钱", "ask_tiered_tariff"),
        ("下个月装充电桩要多少钱", "apply_ev_charger"),
        ("空调坏了是你们电压不稳，要赔多少", "claim_damage"),
        ("夜里停电了", "report_outage"),
    ],
)
def test_what_is_no_supposition_goes_its_own_way(known_customer, gateway, text, intent):
    known_customer.says(text, intent)
    assert not gateway.asked("suppositions") + gateway.asked("forecast")


TWO = [{"entity": "province", "value": "山东"}, {"entity": "province", "value": "浙江"}]


def test_provinces_and_plans_are_compared_by_the_gateway_whatever_the_intent(customer, gateway):
    customer.says(
        "山东和浙江的阶梯哪个便宜，一个月300度", "recommend_package", [*TWO, {"entity": "kwh", "value": "300"}]
    )
    customer.says("那400度呢", "out_of_scope", {"kwh": "400"})
    customer.says("我一个月300度，峰谷划算还是阶梯划算", "recommend_package", {"kwh": "300"})
    asked = [each["question"] for each in gateway.asked("answers")]
    assert asked[0] == "山东和浙江的阶梯哪个便宜，一个月300度"
    assert asked[1] == "山东和浙江的阶梯哪个便宜,一个月400度"
    assert asked[2] == "我一个月300度，峰谷划算还是阶梯划算"


def test_a_choice_of_plan_without_figures_is_offered_on_the_own_use(known_customer, gateway):
    reply = known_customer.says("峰谷划算还是阶梯划算", "ask_tou_tariff")
    assert reply.names == ["utter_recommendation_offer_own"]
    known_customer.says("需要", "affirm")
    assert gateway.asked("recommendations")


def test_another_month_after_an_estimate_is_estimated_or_shown(known_customer, gateway):
    known_customer.says("下个月电费大概多少", "query_bill", {"month": "2026-12"})
    known_customer.says("那1月呢", "inform", {"month": "2027-01"})
    assert [each["month"] for each in gateway.asked("forecast")] == ["2026-12", "2027-01"]
    assert "203.40元" in known_customer.says("那8月呢", "inform", {"month": "2026-08"}).text


def test_advice_on_the_own_use_is_still_a_recommendation(known_customer, gateway):
    known_customer.says("帮我看看哪种电价适合我", "recommend_package")
    assert gateway.asked("recommendations") and not gateway.asked("answers")


def test_another_province_takes_the_place_of_the_one_in_the_words(customer, gateway):
    customer.says("山东，我一个月300度，峰谷划算还是阶梯划算", "ask_tou_tariff", {"province": "山东", "kwh": "300"})
    customer.says("那浙江呢", "inform", {"province": "浙江"})
    second = gateway.asked("answers")[1]
    assert (second["question"][:2], second["province"]) == ("浙江", "浙江")
    assert "山东" not in second["question"]


PAIR = [{"entity": "kwh", "value": "300"}, {"entity": "kwh", "value": "400"}]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("300度和400度差多少", "ask_tiered_tariff"),
        ("用300度比用400度省多少", "recommend_package"),
        ("从400度降到300度能少交多少钱", "out_of_scope"),
        ("一个月300、400度分别多少钱", "query_bill"),
    ],
)
def test_two_amounts_are_priced_side_by_side_whatever_the_intent(known_customer, gateway, text, intent):
    known_customer.says(text, intent, PAIR)
    assert [asked["question"] for asked in gateway.asked("answers")] == [text]


def test_a_follow_up_changes_the_second_amount_or_the_province(customer, gateway):
    customer.says("300度和400度差多少", "ask_tiered_tariff", PAIR)
    customer.says("湖北", "inform", {"province": "湖北"})
    customer.says("那500度呢", "inform", {"kwh": "500"})
    customer.says("600呢", "inform")
    asked = gateway.asked("answers")
    assert [each["question"] for each in asked[1:]] == [
        "300度和400度差多少",
        "300度和500度差多少",
        "300度和600度差多少",
    ]
    assert {each["province"] for each in asked[1:]} == {"湖北"}


@pytest.mark.parametrize("text", ["上个月300度这个月400度，为什么多这么多", "充电桩300度和400度差多少"])
def test_a_reason_or_a_charger_is_no_comparison_of_amounts(known_customer, gateway, text):
    reply = known_customer.says(text, "explain_bill", PAIR)
    assert "utter_explanation_more" in reply.names
