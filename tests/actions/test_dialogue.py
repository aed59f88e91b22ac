"""The rules of the talk: danger, a person, cancelling, near readings, repeating, failures, a silent gateway."""

import pytest

NEAR = [
    {"name": "query_bill", "confidence": 0.41},
    {"name": "query_balance", "confidence": 0.35},
    {"name": "greet", "confidence": 0.1},
]


def test_danger_comes_first_even_inside_a_form(customer, gateway):
    customer.says("查余额", "query_balance")
    reply = customer.says("电表箱冒烟了", "report_danger")
    assert "远离" in reply.text
    assert customer.slots["form"] is None
    assert gateway.asked("danger")[0]["text"] == "电表箱冒烟了"


def test_a_likely_danger_counts_although_another_reading_is_first(customer, gateway):
    ranking = [{"name": "report_meter_fault", "confidence": 0.5}, {"name": "report_danger", "confidence": 0.4}]
    customer.says("电表有火", "report_meter_fault", ranking=ranking, confidence=0.5)
    assert len(gateway.asked("danger")) == 1


def test_safety_words_come_although_the_gateway_is_down(customer, gateway):
    gateway.broken = "down"
    reply = customer.says("电线掉地上了", "report_danger")
    assert reply.names == ["utter_safety_general", "utter_safety_not_filed"]


def test_two_near_readings_are_asked_about_and_the_choice_keeps_the_words(known_customer, gateway):
    reply = known_customer.says("看下九月钱", "query_bill", {"month": "2026-09"}, confidence=0.41, ranking=NEAR)
    assert reply.names == ["utter_choice_ask"]
    assert reply.buttons == ["查电费账单", "查余额和欠费"]
    assert "133.92元" in known_customer.says("查电费账单", "query_bill").text


@pytest.mark.parametrize(("answer", "response"), [("第一个", "utter_bill_paid"), ("2", "utter_balance_arrears")])
def test_a_near_reading_can_be_chosen_by_its_place(known_customer, answer, response):
    known_customer.says("看下钱", "query_bill", confidence=0.41, ranking=NEAR)
    assert known_customer.says(answer, "out_of_scope").names == [response]


def test_what_changes_something_at_once_is_asked_about_first_when_it_is_a_guess(known_customer, gateway):
    ranking = [{"name": "opt_out_recommendation", "confidence": 0.6}, {"name": "recommend_package", "confidence": 0.2}]
    reply = known_customer.says("推荐这个我不", "opt_out_recommendation", confidence=0.6, ranking=ranking)
    assert reply.buttons == ["关闭个性化推荐", "推荐省钱方案"]
    assert known_customer.says("第一个", "out_of_scope").names == ["utter_recommendation_off"]


def test_what_changes_something_at_once_and_is_meant_for_sure_is_done(known_customer):
    assert known_customer.says("别给我推荐", "opt_out_recommendation").names == ["utter_recommendation_off"]


def test_what_must_not_be_served_is_refused_before_a_choice_is_offered(customer):
    reply = customer.says("电表走慢点", "query_bill", confidence=0.41, ranking=NEAR)
    assert "utter_choice_ask" not in reply.names
    assert reply.text


def test_near_readings_that_articles_answer_are_not_asked_about(customer):
    ranking = [{"name": "ask_tiered_tariff", "confidence": 0.45}, {"name": "ask_tou_tariff", "confidence": 0.4}]
    reply = customer.says("峰谷和阶梯怎么算", "ask_tiered_tariff", ranking=ranking, confidence=0.45)
    assert reply.names == []
    assert "电价" in reply.text


def test_two_failures_in_a_row_offer_a_person_and_yes_takes_it(customer, gateway):
    assert "utter_handover_offer" not in customer.says("嘻嘻", "out_of_scope").names
    reply = customer.says("哈哈哈", "out_of_scope")
    assert reply.names[-1] == "utter_handover_offer"
    assert "转人工" in reply.buttons
    assert customer.says("好的", "affirm").names == ["utter_handover_queued"]


def test_a_success_between_two_failures_starts_the_count_again(customer):
    customer.says("嘻嘻", "out_of_scope")
    customer.says("阶梯电价怎么算", "ask_tiered_tariff")
    assert "utter_handover_offer" not in customer.says("嘻嘻", "out_of_scope").names


def test_a_question_nobody_wrote_an_article_about_counts_as_a_failure(customer):
    customer.says("违约金为什么是这样", "ask_late_fee")
    assert "utter_handover_offer" in customer.says("违约金到底怎么来的呀", "ask_late_fee").names


def test_the_last_answer_is_repeated_with_its_card(known_customer):
    first = known_customer.says("查电费", "query_bill")
    again = known_customer.says("再说一遍", "out_of_scope")
    assert (again.text, again.rows) == (first.text, first.rows)


def test_nothing_said_yet_cannot_be_repeated(customer):
    assert customer.says("再说一遍", "repeat").names == ["utter_repeat_nothing"]


def test_a_yes_to_nothing_asks_what_is_wished(customer):
    assert customer.says("好的", "affirm").names == ["utter_affirm_nothing"]


def test_cancelling_nothing_is_said(customer):
    assert customer.says("取消", "cancel").names == ["utter_cancel_nothing"]


def test_a_short_follow_up_is_searched_with_its_topic(customer, gateway):
    customer.says("阶梯电价怎么算", "ask_tiered_tariff")
    reply = customer.says("那晚上的呢", "ask_tou_tariff")
    assert "高峰和低谷" in reply.text


def test_a_province_after_a_question_is_the_question_for_that_province(customer, gateway):
    customer.says("阶梯电价怎么算", "ask_tiered_tariff")
    customer.says("湖北", "inform", {"province": "湖北"})
    assert gateway.asked("answers")[-1] == {"question": "阶梯电价怎么算", "province": "湖北", "is_asked": True}


def test_words_nobody_understands_are_still_searched_for(customer):
    reply = customer.says("峰谷那个东西是啥意思来着", "make_complaint", confidence=0.2, ranking=[])
    assert "高峰和低谷" in reply.text


@pytest.mark.parametrize(
    ("text", "intent"), [("查电费", "query_bill"), ("停电了吗", "query_outage"), ("阶梯电价", "ask_tiered_tariff")]
)
def test_a_gateway_that_fails_is_admitted_and_a_person_offered(known_customer, gateway, text, intent):
    gateway.broken = "down"
    reply = known_customer.says(text, intent)
    assert reply.names == ["utter_lookup_failed"]
    assert "转人工" in reply.buttons


def test_a_slow_gateway_is_not_waited_for_longer_than_a_customer_would(known_customer, gateway):
    gateway.broken = "slow"
    assert known_customer.says("查电费", "query_bill").names == ["utter_lookup_failed"]


def test_a_failed_handover_tells_the_hotline(customer, gateway):
    gateway.broken = "down"
    assert customer.says("转人工", "human_agent").names == ["utter_handover_failed"]


def test_packages_are_recommended_with_reasons_and_why_is_answered(known_customer):
    reply = known_customer.says("给我推荐省电费的方案", "recommend_package")
    assert "313.62元" in reply.text
    assert ["理由", "夜间用电多"] in reply.rows
    assert ["可能的范围", "256.95元至375.90元"] in reply.rows
    assert ["什么时候划算", "谷段用电占比达到15%以上才划算"] in reply.rows
    assert ["电价依据", "鲁发改价格〔2026〕556号"] in reply.rows
    assert "夜间用电占六成" in known_customer.says("为什么推荐这个", "recommend_package").text


def test_after_the_opt_out_why_says_that_nothing_personal_was_used(known_customer):
    known_customer.says("关闭推荐", "opt_out_recommendation")
    reply = known_customer.says("为什么推荐这个", "recommend_package")
    assert reply.names == ["utter_recommendation_why_neutral"]


def test_general_advice_needs_no_verification_and_the_own_calculation_is_offered(customer):
    reply = customer.says("怎样省电", "recommend_package")
    assert "空调" in reply.text
    assert customer.says("需要", "affirm").names[0] == "utter_verification_start"


def test_recommendations_are_switched_off_and_on_again(known_customer, gateway):
    assert known_customer.says("关闭推荐", "opt_out_recommendation").names == ["utter_recommendation_off"]
    assert gateway.personalised is False
    assert known_customer.says("重新打开推荐", "opt_out_recommendation").names == ["utter_recommendation_on"]


def test_an_overdue_step_is_admitted(known_customer):
    reply = known_customer.says("充电桩到哪一步了", "query_application")
    assert "超过期限1个工作日" in reply.text
    assert ["装表接电", "进行中，历下供电中心，12月3日前"] in reply.rows


def test_a_number_nobody_issued_is_said(customer):
    reply = customer.says("查工单", "query_ticket_progress", {"ticket_number": "0000000000000000"})
    assert reply.names == ["utter_progress_unknown"]


def test_a_likely_wish_beside_not_understood_is_asked_about(known_customer):
    ranking = [{"name": "out_of_scope", "confidence": 0.5}, {"name": "query_balance", "confidence": 0.4}]
    reply = known_customer.says("账上那啥", "out_of_scope", ranking=ranking, confidence=0.5)
    assert reply.buttons == ["查余额和欠费", "转人工"]
    assert known_customer.says("查余额和欠费", "query_balance").names == ["utter_balance_arrears"]


def test_a_bare_why_after_a_recommendation_is_about_it(known_customer):
    known_customer.says("给我推荐省电费的方案", "recommend_package")
    assert "夜间用电占六成" in known_customer.says("为什么", "out_of_scope", confidence=0.6).text


def test_a_stranger_asking_how_far_things_are_is_verified_first(customer):
    assert customer.says("充电桩到哪一步了", "query_application").names[0] == "utter_verification_start"


def test_and_peak_valley_asks_the_same_about_another_tariff(customer, gateway):
    customer.says("一度电多少钱", "ask_tiered_tariff", confidence=0.9)
    customer.says("那峰谷呢", "apply_tou_tariff")
    assert gateway.asked("answers")[-1]["question"] == "峰谷电价一度电多少钱"


def test_a_supposed_consumption_is_calculated_not_looked_up(customer, gateway):
    reply = customer.says("阶梯电价下用了300度要多少钱", "query_bill", {"kwh": "300"})
    assert "三档" in reply.text
    assert gateway.asked("bill") == []


def test_a_bare_application_is_searched_as_how_to_apply(customer, gateway):
    customer.says("我要装光伏", "apply_pv")
    assert gateway.asked("answers")[0]["question"] == "家庭光伏怎么申请并网"


def test_after_a_failed_lookup_yes_brings_a_person_even_with_a_form_open(customer, gateway):
    customer.says("查余额", "query_balance")
    gateway.broken = "down"
    assert customer.says("阶梯电价怎么算", "ask_tiered_tariff").names == ["utter_lookup_failed"]
    gateway.broken = None
    assert customer.says("好的", "affirm").names == ["utter_handover_queued"]


def test_a_bare_province_not_understood_still_answers_the_question_before(customer, gateway):
    customer.says("峰谷电价多少钱", "ask_tou_tariff")
    assert "（山东）" in customer.says("山东", "out_of_scope", {"province": "山东"}, confidence=0.85).text


def test_a_wish_after_a_greeting_is_heard(customer):
    ranking = [{"name": "greet", "confidence": 0.68}, {"name": "report_power_quality", "confidence": 0.2}]
    reply = customer.says("师傅你好啊我屋里头灯一闪一闪的", "greet", ranking=ranking, confidence=0.68)
    assert reply.names[0] == "utter_power_quality_intro"


def test_what_the_articles_refuse_is_not_asked_in_other_words(customer, gateway):
    customer.says("怎么让电表走慢点", "read_meter")
    assert len(gateway.asked("answers")) == 1


def test_ticket_or_application_is_not_asked_when_progress_is_wanted(known_customer):
    ranking = [{"name": "query_ticket_progress", "confidence": 0.45}, {"name": "query_application", "confidence": 0.4}]
    reply = known_customer.says("刚才那个办到哪了", "query_ticket_progress", ranking=ranking, confidence=0.45)
    assert reply.names == ["utter_progress_overdue"]


RIGHT = {"person_name": "王建国", "account_number": "4201060001", "address": "新华路88号3栋2单元501室"}
LONG = "你好，我叫王建国，家住新华路88号3栋2单元501室，户号是4201060001，最近电费有点吃不消，有没有办法省"


def _said(text, intent, confidence=0.99):
    ranking = [{"name": intent, "confidence": confidence}]
    return {"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": []}


def test_the_wish_after_a_long_introduction_is_carried_out(customer, gateway):
    beside = _said("你好，最近电费有点吃不消，有没有办法省", "recommend_package")
    reply = customer.says(LONG, "inform", RIGHT, confidence=0.66, beside=beside)
    assert gateway.asked("recommendations") and not gateway.asked("bill")
    assert reply.names[0] == "utter_verification_done"


def test_more_of_the_introduction_is_no_wish(customer, gateway):
    beside = _said("家里三口人", "ask_household_quota")
    reply = customer.says("我叫王建国，户号4201060001，家里三口人", "inform", RIGHT, beside=beside)
    assert reply.names == ["utter_inform_what_for"]


def test_a_wish_to_save_ends_a_message_about_the_household(customer, gateway):
    text = "我们家五口人，两个老人，每个月电费两三百，想问一下有没有办法省"
    reply = customer.says(text, "ask_household_quota", confidence=0.8)
    assert [each["question"] for each in gateway.asked("answers")] == ["家里怎么省电费"]
    assert reply.names[-1] == "utter_recommendation_offer_own"


def test_where_no_plan_saves_that_is_said_before_the_services(known_customer, gateway):
    gateway.saving = None
    reply = known_customer.says("有没有办法省", "recommend_package")
    assert reply.names[0] == "utter_recommendation_nothing_saves"
    assert "怎么省电费" in reply.buttons
