"""Short words after an answer that go on about it: a house number, when the power is back, why it takes so long."""

import pytest


def test_another_house_number_is_asked_about_in_the_same_street(customer, gateway):
    customer.says("武汉市江汉区新华路100号停电了吗", "query_outage", {"address": "武汉市江汉区新华路100号"})
    customer.says("那90号呢", "out_of_scope", confidence=0.87)
    assert [each["address"] for each in gateway.asked("outages")] == [
        "武汉市江汉区新华路100号",
        "武汉市江汉区新华路90号",
    ]


@pytest.mark.parametrize("text", ["多久能好", "几点来电", "还要多久"])
def test_how_long_after_an_outage_is_about_the_outage(known_customer, gateway, text):
    gateway.outage_status = "running"
    known_customer.says("家里没电了", "report_outage")
    reply = known_customer.says(text, "query_ticket_progress", confidence=0.5)
    assert reply.names == ["utter_outage_running"]
    assert not gateway.asked("progress")


def test_how_long_after_a_filed_report_is_about_the_ticket(known_customer, gateway):
    known_customer.says("家里没电了", "report_outage")
    known_customer.says("可以", "affirm")
    known_customer.says("多久能好", "query_ticket_progress")
    assert gateway.asked("progress")


@pytest.mark.parametrize("text", ["怎么超期了", "为什么还没给方案", "谁在办"])
def test_why_it_takes_so_long_is_told_with_the_step_and_who_has_it(known_customer, text):
    known_customer.says("增容办到哪了", "query_application")
    reply = known_customer.says(text, "out_of_scope", confidence=0.4)
    assert reply.names == ["utter_progress_overdue"]
    assert ["装表接电", "进行中，历下供电中心，12月3日前"] in reply.rows


def test_urging_an_application_files_a_ticket_when_that_is_wanted(known_customer, gateway):
    reply = known_customer.says("帮我催催", "urge_ticket")
    assert reply.names == ["utter_urge_application_overdue"]
    assert known_customer.says("需要", "affirm").names[0].startswith("utter_ticket_filed")
    assert "客户催办申请：充电桩新装（BZ20261112001）" in next(iter(gateway.tickets.values()))["text"]


def test_the_outage_card_says_all_that_its_sentence_says(known_customer, gateway):
    gateway.outage_status = "running"
    shown = known_customer.says("停电了吗", "query_outage").messages[0]["custom"]["card"]
    rows = dict(shown["rows"])
    assert shown["kind"] == "outage_notice"
    assert rows["预计来电"] == "11月20日11:30" and rows["信息更新"] == "11月20日8:50"
    assert rows["来源"] == "供电公司停电信息 TD1" and rows["查询地址"] == "新华路88号3栋2单元501室"


def test_register_it_said_later_still_files_the_report(known_customer, gateway):
    gateway.outage_status = "running"
    known_customer.says("家里没电了", "report_outage")
    known_customer.says("多久能好", "query_outage")
    assert known_customer.says("登记一下", "update_contact").names[-1] == "utter_form_ask_own_contact"
    known_customer.says("可以", "affirm")
    assert next(iter(gateway.tickets.values()))["text"].endswith("客户家中没电，要求登记报修。")


def test_how_it_is_applied_for_is_told_after_a_recommendation(known_customer):
    known_customer.says("怎么省电费", "recommend_package")
    reply = known_customer.says("怎么办理", "apply_tou_tariff", confidence=0.4)
    assert reply.names[0] == "utter_recommendation_how" and "网上国网" in reply.text
    assert known_customer.says("帮我办了", "cancel", confidence=0.79).names == ["utter_form_ask_own_contact"]


def test_the_report_just_filed_is_urged_and_no_other(known_customer, gateway):
    known_customer.says("九月电费单没收到要投诉", "make_complaint")
    known_customer.says("可以", "affirm")
    filed = next(reversed(gateway.tickets))
    gateway.tickets["9999999999999999"] = {}
    known_customer.says("催一下", "urge_ticket")
    assert (known_customer.conversation, f"tickets/{filed}/urge") in [(each, path) for each, path, _ in gateway.calls]


@pytest.mark.parametrize("text", ["我现在用的电价划算吗", "咱家这种电价算不算合算", "我家现在的计费方式是不是最省的？"])
def test_whether_the_own_price_is_the_best_is_calculated_and_not_explained(known_customer, text):
    reply = known_customer.says(text, "ask_tiered_tariff", confidence=0.42)
    assert "313.62元" in reply.text


def test_how_a_price_works_is_still_a_question_of_rules(known_customer, gateway):
    known_customer.says("峰谷电价划算吗", "ask_tou_tariff")
    assert gateway.asked("answers") and not gateway.asked("recommendations")
