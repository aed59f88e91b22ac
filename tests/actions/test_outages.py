"""Outages: what is known is told, what is not known is not made up."""


def test_a_running_outage_is_told_with_reason_time_and_age(known_customer, gateway):
    gateway.outage_status = "running"
    reply = known_customer.says("是不是停电了", "query_outage")
    assert "设备故障" in reply.text
    assert "11月20日11:30" in reply.text
    assert "11月20日8:50" in reply.text


def test_a_stranger_is_asked_for_the_address(customer, gateway):
    gateway.outage_status = "running"
    assert customer.says("是不是停电了", "query_outage").names == ["utter_form_ask_address"]
    assert customer.says("新华路88号", "inform", {"address": "新华路88号"}).names == ["utter_outage_running"]


def test_an_address_that_cannot_be_placed_is_said_and_asked_again(customer):
    reply = customer.says("幸福小区停电了吗", "query_outage", {"address": "幸福小区"})
    assert reply.names == ["utter_outage_unknown_address", "utter_form_ask_address"]


def test_no_known_outage_offers_a_report_for_that_address(customer, gateway):
    customer.says("新华路88号停电了吗", "query_outage", {"address": "新华路88号"})
    assert customer.says("需要", "affirm").names[-1] == "utter_form_ask_phone"
    customer.says("13800000001", "inform", {"phone": "13800000001"})
    filed = gateway.asked("tickets")[0]
    assert filed["address"] == "新华路88号"
    assert "要求报修" in filed["text"]
    assert filed["category"] == "fault/low_voltage"


def test_a_report_inside_a_known_outage_hears_of_it_first(known_customer, gateway):
    gateway.outage_status = "running"
    reply = known_customer.says("我家没电了，快来修", "report_outage")
    assert reply.names == ["utter_outage_running", "utter_outage_offer_report"]
    assert gateway.asked("tickets") == []
    assert known_customer.says("需要", "affirm").names[-1] == "utter_form_ask_own_contact"


def test_another_address_keeps_the_subject(customer, gateway):
    customer.says("新华路88号停电了吗", "query_outage", {"address": "新华路88号"})
    customer.says("那鹦鹉大道的路口呢", "inform", {"address": "鹦鹉大道268号路口"})
    assert gateway.asked("outages")[-1] == {"address": "鹦鹉大道268号路口"}


def test_notices_are_switched_on_and_off(known_customer, gateway):
    assert known_customer.says("订阅停电通知", "subscribe_outage").names == ["utter_subscription_on"]
    assert known_customer.says("取消停电通知", "subscribe_outage").names == ["utter_subscription_off"]
    assert [body["active"] for body in gateway.asked("subscriptions")] == [True, False]


def test_the_address_asked_about_is_not_asked_again_for_the_report(customer, gateway):
    customer.says("新华路88号停电了吗", "query_outage", {"address": "新华路88号"})
    assert customer.says("那派人来修", "report_outage").names[-1] == "utter_form_ask_phone"
