"""Demands: what is asked, what is filed, and how a demand is corrected, hurried and taken back."""

import pytest

ADDRESS = "新华路88号3栋2单元501室"


def test_a_stranger_reporting_an_outage_is_asked_for_address_and_phone(customer, gateway):
    assert customer.says("我家没电了", "report_outage").names == ["utter_outage_self_check", "utter_form_ask_address"]
    assert customer.says(ADDRESS, "inform").names == ["utter_form_ask_phone"]
    reply = customer.says("13800000001", "inform")
    assert reply.names == ["utter_ticket_filed_arrive"]
    assert "11月20日9:45" in reply.text
    filed = gateway.asked("tickets")[0]
    assert (filed["text"], filed["address"], filed["phone"]) == ("我家没电了", ADDRESS, "13800000001")
    assert filed["intent"] == "report_outage"


def test_everything_in_one_message_files_at_once(customer, gateway):
    entities = {"address": ADDRESS, "phone": "13800000001"}
    reply = customer.says("新华路88号3栋2单元501室没电了，电话13800000001", "report_outage", entities)
    assert reply.names == ["utter_ticket_filed_arrive"]


def test_a_known_customer_is_offered_the_registered_address_and_phone(known_customer, gateway):
    reply = known_customer.says("电压太低了", "report_power_quality")
    assert ADDRESS in reply.text
    assert "138****0001" in reply.text
    known_customer.says("可以", "affirm")
    assert (gateway.asked("tickets")[0]["address"], gateway.asked("tickets")[0]["phone"]) == (None, None)


def test_a_known_customer_may_name_another_place(known_customer, gateway):
    known_customer.says("电压太低了", "report_power_quality")
    assert known_customer.says("不用登记的，换一个", "deny").names == ["utter_form_ask_address"]
    known_customer.says("鹦鹉大道268号1层", "inform", {"address": "鹦鹉大道268号1层"})
    known_customer.says("13900000000", "inform", {"phone": "13900000000"})
    assert gateway.asked("tickets")[0]["address"] == "鹦鹉大道268号1层"


def test_a_known_customer_may_give_another_phone_straight_away(known_customer, gateway):
    known_customer.says("电压太低了", "report_power_quality")
    known_customer.says("电话打13900000000", "inform", {"phone": "13900000000"})
    filed = gateway.asked("tickets")[0]
    assert (filed["address"], filed["phone"]) == (None, "13900000000")


def test_a_part_of_the_address_is_corrected_inside_the_form(customer, gateway):
    customer.says("我家没电了", "report_outage")
    customer.says("新华路88号2栋2单元501室", "inform", {"address": "新华路88号2栋2单元501室"})
    assert customer.says("不对，是3栋", "deny").names == ["utter_form_ask_phone"]
    customer.says("13800000001", "inform", {"phone": "13800000001"})
    assert gateway.asked("tickets")[0]["address"] == ADDRESS


def test_a_correction_after_filing_replaces_the_ticket(customer, gateway):
    customer.says("没电", "report_outage", {"address": "新华路88号2栋2单元501室", "phone": "13800000001"})
    reply = customer.says("不对，是3栋", "deny")
    assert reply.names == ["utter_ticket_corrected"]
    assert [ticket["address"] for ticket in gateway.tickets.values()] == ["新华路88号2栋2单元501室", ADDRESS]
    assert next(iter(gateway.tickets.values()))["status"] == "withdrawn"


def test_a_question_inside_the_form_is_answered_and_the_form_goes_on(customer):
    customer.says("我家没电了", "report_outage")
    reply = customer.says("阶梯电价怎么算", "ask_tiered_tariff")
    assert "分三档" in reply.text
    assert reply.names == ["utter_form_back", "utter_form_ask_address"]


def test_no_need_to_come_ends_a_demand_not_filed_yet(customer, gateway):
    customer.says("我家没电了", "report_outage")
    assert customer.says("不用来了，来电了", "withdraw_ticket").names == ["utter_cancel_done"]
    assert gateway.asked("tickets") == []


def test_a_bare_complaint_is_asked_what_happened(customer, gateway):
    assert customer.says("我要投诉", "make_complaint").names == ["utter_complaint_intro", "utter_form_ask_description"]
    customer.says("抄表员进门骂人", "make_complaint")
    customer.says(ADDRESS, "inform", {"address": ADDRESS})
    customer.says("13800000001", "inform", {"phone": "13800000001"})
    assert gateway.asked("tickets")[0]["text"] == "我要投诉\n抄表员进门骂人"
    assert gateway.asked("tickets")[0]["category"] is None


def test_a_reporter_may_leave_no_phone(customer, gateway):
    customer.says("楼下烧烤店偷电，从路灯上接线", "report_violation")
    customer.says(ADDRESS, "inform", {"address": ADDRESS})
    reply = customer.says("不方便留", "deny")
    assert reply.names == ["utter_ticket_filed_reply"]
    assert gateway.asked("tickets")[0]["phone"] is None


def test_praise_needs_nothing_more(customer, gateway):
    assert customer.says("抢修的李师傅服务特别好，表扬一下", "give_praise").names == ["utter_ticket_filed_reply"]
    assert gateway.asked("tickets")[0]["category"] == "enquiry/praise"


def test_an_application_is_explained_first_and_registered_on_yes(known_customer, gateway):
    reply = known_customer.says("我想装充电桩", "apply_ev_charger")
    assert "车位证明" in reply.text
    assert "帮我登记" in reply.buttons
    assert known_customer.says("需要", "affirm").names == ["utter_form_ask_own_contact"]
    known_customer.says("可以", "affirm")
    assert gateway.asked("tickets")[0]["category"] == "request/connection"
    assert gateway.asked("tickets")[0]["text"] == "我想装充电桩"


def test_a_no_to_the_registration_files_nothing(customer, gateway):
    customer.says("我想装充电桩", "apply_ev_charger")
    assert customer.says("不用了", "deny").names == ["utter_offer_declined"]
    assert gateway.asked("tickets") == []


def test_a_contact_is_changed_only_for_verified_customers(customer):
    assert customer.says("改手机号", "update_contact").names[0] == "utter_verification_start"


def test_a_new_phone_is_asked_and_filed(known_customer, gateway):
    assert known_customer.says("改手机号", "update_contact").names == ["utter_form_ask_new_phone"]
    known_customer.says("13911112222", "inform", {"phone": "13911112222"})
    assert "13911112222" in gateway.asked("tickets")[0]["text"]


def test_an_urge_goes_to_the_newest_ticket(customer, gateway):
    customer.says("没电", "report_outage", {"address": ADDRESS, "phone": "13800000001"})
    reply = customer.says("怎么还没人来", "urge_ticket")
    assert reply.names == ["utter_urge_sent"]
    assert "2026112000000001" in reply.text


def test_an_urge_without_a_ticket_offers_to_file_one(customer):
    assert customer.says("怎么还没人来", "urge_ticket").names == ["utter_urge_not_found"]
    assert customer.says("需要", "affirm").names[-1] == "utter_form_ask_address"


def test_a_withdrawal_is_confirmed_first(customer, gateway):
    customer.says("没电", "report_outage", {"address": ADDRESS, "phone": "13800000001"})
    assert customer.says("撤销报修", "withdraw_ticket").names == ["utter_withdraw_confirm"]
    assert gateway.tickets["2026112000000001"].get("status") is None
    assert customer.says("确认", "affirm").names == ["utter_withdraw_sent"]
    assert gateway.tickets["2026112000000001"]["status"] == "withdrawn"


def test_the_same_message_again_files_one_ticket(customer, gateway):
    entities = {"address": ADDRESS, "phone": "13800000001"}
    customer.says("没电", "report_outage", entities, key="m1")
    customer.slots = {}
    customer.says("没电", "report_outage", entities, key="m1")
    assert len(gateway.tickets) == 1


@pytest.mark.parametrize("answer", ["12", "随便"])
def test_a_phone_that_is_none_gets_a_hint(customer, answer):
    customer.says("我家没电了", "report_outage", {"address": ADDRESS})
    assert customer.says(answer, "inform").names == ["utter_form_hint_phone"]


def test_a_refusal_of_the_phone_is_understood_although_the_model_is_not_sure(customer, gateway):
    customer.says("隔壁偷电，绕过电表", "report_violation", {"address": ADDRESS})
    assert customer.says("不想留电话", "update_contact", confidence=0.25).names == ["utter_ticket_filed_reply"]


def test_use_the_registered_one_is_a_yes_whatever_the_model_hears(known_customer, gateway):
    known_customer.says("电压太低了", "report_power_quality")
    assert known_customer.says("用登记的就行", "update_contact", confidence=0.54).names == ["utter_ticket_filed_reply"]


def test_naming_what_was_offered_accepts_it(customer, gateway):
    customer.says("新华路88号停电了吗", "query_outage", {"address": "新华路88号"})
    ranking = [{"name": "urge_ticket", "confidence": 0.35}, {"name": "report_outage", "confidence": 0.33}]
    reply = customer.says("给我报修吧", "urge_ticket", ranking=ranking, confidence=0.35)
    assert reply.names[-1] == "utter_form_ask_phone"
