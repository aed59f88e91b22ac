"""Messages that mean what was spoken of before, and wishes that read like questions in general."""

import pytest

NUMBER = {"amount_yuan": "100000"}


@pytest.mark.parametrize(
    ("about", "intent", "text", "asked"),
    [
        ("一户多人口怎么弄", "ask_household_quota", "要啥材料", "一户多人口要啥材料"),
        ("一户多人口怎么弄", "ask_household_quota", "那几号开始算", "一户多人口那几号开始算"),
        ("力调电费是什么", "ask_business_tariff", "为什么会罚", "力调电费为什么会罚"),
        ("充电桩电价", "ask_ev_tariff", "要钱不", "充电桩要钱不"),
    ],
)
def test_a_question_without_a_noun_is_about_what_was_spoken_of(known_customer, gateway, about, intent, text, asked):
    known_customer.says(about, intent)
    known_customer.says(text, "ask_late_fee", confidence=0.6)
    assert gateway.asked("answers")[1]["question"] == asked


def test_a_number_alone_belongs_to_the_question_before(customer, gateway):
    customer.says("功率因数0.86罚多少", "ask_business_tariff")
    customer.says("一个月电费10万的话", "query_bill", NUMBER)
    assert gateway.asked("answers")[-1]["question"] == "功率因数0.86罚多少，一个月电费100000的话"


def test_a_question_about_charging_is_never_asked_as_one_of_a_home(customer, gateway):
    customer.says("充一度电多少钱", "ask_ev_tariff")
    assert gateway.asked("answers")[-1]["question"] == "家用充电桩充一度电多少钱"


def test_a_question_is_no_yes_to_an_offer(customer, gateway):
    customer.says("小区想装充电桩物业不同意怎么办", "apply_ev_charger")
    ranking = [{"name": "apply_connection", "confidence": 0.5}, {"name": "apply_ev_charger", "confidence": 0.3}]
    customer.says("电表自己单独装要钱不", "apply_connection", confidence=0.5, ranking=ranking)
    assert customer.slots["form"] is None and not gateway.tickets


def test_somebody_on_oxygen_during_an_outage_is_danger_though_the_message_names_no_outage(customer, gateway):
    customer.says("家里莫得电了", "report_outage")
    customer.says("新华路88号", "inform", {"address": "新华路88号"})
    customer.says("还有没有别的办法，家里有老人吸氧", "recommend_package", confidence=0.61)
    danger = gateway.asked("danger")[0]
    assert danger["text"].startswith("家里停电，") and danger["address"] == "新华路88号"


def test_when_the_power_comes_back_does_not_end_the_report(customer):
    customer.says("家里莫得电了", "report_outage")
    customer.says("多久来电", "query_outage")
    assert customer.slots["form"]["wish"]["intent"] == "report_outage"
    customer.says("新华路88号", "inform", {"address": "新华路88号"})
    assert customer.slots["form"]["asked"] == "phone"
    reply = customer.says("好久来电嘛", "query_outage")
    assert "utter_outage_none" in reply.names and customer.slots["form"]["asked"] == "phone"


def test_notices_are_not_switched_by_a_question_and_are_taken_back_by_a_word(known_customer, gateway):
    reply = known_customer.says("停电前会通知我不", "subscribe_outage")
    assert reply.names == ["utter_subscription_offer"] and not gateway.asked("subscriptions")
    known_customer.says("需要", "affirm")
    assert known_customer.says("那取消吧", "cancel").names == ["utter_subscription_off"]
    assert [each["active"] for each in gateway.asked("subscriptions")] == [True, False]


def test_the_hours_of_an_outage_are_asked_for_in_few_words(known_customer, gateway):
    gateway.outage_status = "running"
    known_customer.says("听说要停电", "query_outage")
    assert "utter_outage_running" in known_customer.says("几点到几点", "ask_tou_tariff", confidence=0.54).names


@pytest.mark.parametrize("text", ["帮我查下隔壁老李家上个月用了多少电", "我同事家电费多少", "楼上那家欠费了没"])
def test_records_of_a_neighbour_are_refused_to_everybody(customer, gateway, text):
    customer.says(text, "query_bill")
    assert customer.slots["form"] is None
    customer.says("他欠费了没", "query_balance")
    assert customer.slots["form"] is None and len(gateway.asked("answers")) == 2


def test_a_relation_is_no_name(customer):
    customer.says("查余额", "query_balance")
    assert customer.says("我是他儿子", "inform").names == ["utter_form_hint_name"]


def test_another_month_after_a_change_of_mind(known_customer, gateway):
    known_customer.says("查下9月份电费", "query_bill", {"month": "2026-09"})
    known_customer.says("哎算了还是看10月的", "query_bill", {"month": "2026-10"}, confidence=0.33)
    assert [each["month"] for each in gateway.asked("bill")] == ["2026-09", "2026-10"]


def test_what_is_owed_in_all_is_the_balance(known_customer):
    reply = known_customer.says("把欠的全交了要多少", "ask_disconnection", confidence=0.47)
    assert reply.names == ["utter_balance_arrears"]


def test_how_far_a_complaint_is_that_is_not_filed_yet(customer):
    customer.says("你们抄表员态度太差了我要投诉", "make_complaint")
    reply = customer.says("投诉到哪一步了", "query_ticket_progress")
    assert reply.names[0] == "utter_progress_not_filed" and customer.slots["form"]["kind"] == "demand"


def test_whether_time_of_use_pays_is_calculated_on_the_own_year(known_customer, gateway):
    reply = known_customer.says("我这个峰谷划算不", "ask_tou_tariff")
    assert reply.names == ["utter_plan_time_of_use_keep"] and "省了313.62元" in reply.text
    gateway.saving = "-50.00"
    assert "多花了50.00元" in known_customer.says("开峰谷划算吗", "apply_tou_tariff", confidence=0.53).text


def test_where_the_share_is_not_known_the_own_use_is_asked_about_in_general(known_customer, gateway):
    gateway.saving = None
    known_customer.says("开峰谷划算不", "apply_tou_tariff")
    assert gateway.asked("answers")[0]["question"] == "一个月287度，开峰谷划算吗"


def test_somebody_unknown_hears_what_holds_in_general_and_is_offered_the_own_calculation(customer):
    assert customer.says("开峰谷划算不", "apply_tou_tariff").names[-1] == "utter_recommendation_offer_own"


def test_the_late_fee_of_the_own_bill_on_a_day_that_is_named(known_customer, gateway):
    months = [{"entity": "month", "value": "2026-08"}, {"entity": "month", "value": "2025-12"}]
    reply = known_customer.says("八月那笔要是拖到12月底交要多交多少", "ask_late_fee", months)
    assert gateway.asked("late-fees") == [{"on": "2025-12-31", "month": "2026-08"}]
    assert "15.16元" in reply.text
    known_customer.says("查余额", "query_balance")
    known_customer.says("违约金怎么算出来的", "ask_late_fee")
    assert gateway.asked("late-fees")[-1] == {}


def test_a_shop_hears_its_own_hours_and_late_fee(known_customer, gateway):
    gateway.proved[0]["category"] = "commercial"
    known_customer.says("尖峰是几点到几点", "ask_tou_tariff")
    known_customer.says("居民的违约金呢，怎么算", "ask_late_fee")
    asked = [each["question"] for each in gateway.asked("answers")]
    assert asked[0] == "工商业尖峰是几点到几点" and asked[-1] == "居民的违约金呢，怎么算"


def test_why_after_the_highest_month_is_about_that_month(known_customer, gateway):
    known_customer.says("今年哪个月电费最高", "query_bill")
    known_customer.says("为什么", "explain_bill", confidence=0.6)
    assert gateway.asked("bill-comparison")[-1]["month"] == "2026-08"


def test_a_wish_after_thanks_is_heard(known_customer, gateway):
    ranking = [{"name": "request_invoice", "confidence": 0.99}]
    invoice = {"text": "发票咋开", "intent": ranking[0], "intent_ranking": ranking, "entities": []}
    thanks = {"text": "谢谢你", "intent": {"name": "thank", "confidence": 0.99}, "intent_ranking": [], "entities": []}
    known_customer.says("谢谢你，还有个事，发票咋开", "thank", parts=[thanks, invoice])
    assert gateway.asked("answers")


def test_one_bill_is_shown_once_when_the_other_month_is_not_billed_yet(known_customer):
    months = [{"entity": "month", "value": "2026-11"}, {"entity": "month", "value": "2026-10"}]
    reply = known_customer.says("帮我看看这个月跟上个月哪个多", "query_bill", months)
    assert reply.names == ["utter_bill_not_yet", "utter_bill_paid"]


def test_what_a_package_saves_is_told_from_the_own_year(known_customer):
    assert "313.62元" in known_customer.says("办了多人口能省几多", "ask_household_quota").text


def test_dialect_goes_on_with_the_bills(known_customer, gateway):
    known_customer.says("上两个月的电费发我看哈", "query_bill", {"month": "2026-10"})
    assert gateway.asked("bill-history") == [{"months": "2"}]
    known_customer.says("八月的单子给我看看", "query_bill", {"month": "2026-08"})
    known_customer.says("九月嘞", "affirm", {"month": "2026-09"}, confidence=0.57)
    assert gateway.asked("bill")[-1]["month"] == "2026-09"
    known_customer.says("是不是比去年贵", "ask_tiered_tariff", confidence=0.44)
    assert gateway.asked("bill-comparison")[-1]["against"] == "last_year"
    known_customer.says("贵在哪", "find_service_hall")
    assert len(gateway.asked("bill-comparison")) == 2
    assert "utter_balance_arrears" in known_customer.says("一起交要好多", "ask_late_fee", confidence=0.73).names


def test_what_time_of_use_would_save_is_calculated_on_the_own_year(known_customer):
    assert "313.62元" in known_customer.says("开峰谷能省好多", "apply_tou_tariff", confidence=0.61).text
