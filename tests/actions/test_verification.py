"""Who a customer is: asked openly, never told which part was wrong, carried on with what was wished."""

import pytest

RIGHT = {"person_name": "王建国", "account_number": "4201060001", "address": "新华路88号3栋2单元501室"}
FIRST_QUESTION = "utter_form_ask_name"


def test_an_unknown_customer_is_asked_for_name_number_and_address_one_by_one(customer):
    assert customer.says("上个月电费多少", "query_bill", {"month": "2026-10"}).names == [
        "utter_verification_start",
        "utter_form_ask_name",
    ]
    assert customer.says("王建国", "inform").names == ["utter_form_ask_account_number"]
    assert customer.says("4201060001", "inform", {"account_number": "4201060001"}).names == ["utter_form_ask_address"]
    reply = customer.says("新华路88号3栋2单元501室", "inform")
    assert reply.names == ["utter_verification_done", "utter_bill_paid"]
    assert "151.08元" in reply.text


def test_what_the_first_message_gives_is_not_asked_again(customer):
    reply = customer.says("我是王建国，查电费", "query_bill", {"person_name": "王建国"})
    assert reply.names[-1] == "utter_form_ask_account_number"


def test_all_three_parts_in_one_message_lead_straight_to_the_bill(customer):
    reply = customer.says("王建国，4201060001，新华路88号3栋2单元501室，查电费", "query_bill", RIGHT)
    assert reply.names == ["utter_verification_done", "utter_bill_paid"]


def test_all_three_parts_in_one_answer_end_the_form(customer):
    customer.says("查余额", "query_balance")
    reply = customer.says("王建国 4201060001 新华路88号3栋2单元501室", "inform", RIGHT)
    assert reply.names == ["utter_verification_done", "utter_balance_arrears"]


def test_a_failure_never_says_which_part_was_wrong_and_starts_over(customer):
    customer.says("查余额", "query_balance")
    reply = customer.says("王建军 4201060001 新华路88号", "inform", RIGHT | {"person_name": "王建军"})
    assert reply.names == ["utter_verification_failed", FIRST_QUESTION]
    assert "2次" in reply.text
    assert not any(word in reply.messages[0]["text"] for word in ("户名", "户号", "地址"))


def test_three_failures_bring_a_person(customer, gateway):
    customer.says("查余额", "query_balance")
    for _ in range(2):
        customer.says("王建军", "inform", RIGHT | {"person_name": "王建军"})
    reply = customer.says("王建军", "inform", RIGHT | {"person_name": "王建军"})
    assert reply.names == ["utter_verification_exhausted", "utter_handover_queued"]
    assert len(gateway.asked("handover")) == 1
    assert customer.slots["form"] is None


def test_a_refusal_ends_the_form_and_offers_a_person(customer):
    customer.says("查余额", "query_balance")
    reply = customer.says("王建国", "inform", RIGHT | {"account_number": "9999999999"})
    assert reply.names == ["utter_verification_refused"]
    assert "转人工" in reply.buttons
    assert customer.slots["form"] is None


def test_a_question_inside_the_form_is_answered_and_the_form_goes_on(customer):
    customer.says("查余额", "query_balance")
    customer.says("王建国", "inform")
    reply = customer.says("户号忘了怎么办", "find_account_number")
    assert "缴费短信" in reply.text
    assert reply.names == ["utter_form_back", "utter_form_ask_account_number"]
    assert customer.says("4201060001", "inform").names == ["utter_form_ask_address"]


def test_another_wish_that_needs_verification_takes_the_place_of_the_first(customer):
    customer.says("查余额", "query_balance")
    customer.says("还是查电费吧", "query_bill")
    assert customer.says("给你", "inform", RIGHT).names == ["utter_verification_done", "utter_bill_paid"]


def test_a_part_said_again_replaces_the_first(customer, gateway):
    customer.says("查余额", "query_balance")
    customer.says("王建军", "inform")
    customer.says("说错了，我叫王建国", "deny", {"person_name": "王建国"})
    customer.says("4201060001", "inform")
    customer.says("新华路88号3栋2单元501室", "inform")
    assert gateway.asked("verification")[0]["name"] == "王建国"


@pytest.mark.parametrize("word", ["取消", "算了", "不查了"])
def test_a_word_ends_the_form_at_once(customer, word):
    customer.says("查余额", "query_balance")
    reply = customer.says(word, "out_of_scope")
    assert reply.names == ["utter_cancel_done"]
    assert customer.slots["form"] is None


def test_a_person_can_be_had_inside_the_form(customer, gateway):
    customer.says("查余额", "query_balance")
    reply = customer.says("转人工", "inform")
    assert reply.names == ["utter_handover_queued"]
    assert customer.slots["form"] is None
    assert gateway.asked("handover")[0]["note"] == "查余额"


def test_an_answer_that_is_no_account_number_gets_a_hint_then_a_person(customer):
    customer.says("查余额", "query_balance")
    customer.says("王建国", "inform")
    assert customer.says("12345", "inform").names == ["utter_form_hint_account_number"]
    reply = customer.says("就是这个12345", "inform")
    assert "转人工" in reply.buttons


def test_a_company_can_be_the_name(customer):
    customer.says("查余额", "query_balance")
    customer.says("武汉恒驰汽车零部件有限公司", "out_of_scope", confidence=0.5)
    assert customer.slots["form"]["values"]["name"] == "武汉恒驰汽车零部件有限公司"


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("我叫王建国 户号4201060001 查下电费", "utter_bill_paid"),
        ("王建国 4201060001 我欠费吗", "utter_balance_arrears"),
    ],
)
def test_a_wish_drowned_by_name_and_number_is_answered_after_verification(customer, text, response):
    said = {"person_name": "王建国", "account_number": "4201060001"}
    reply = customer.says(text, "inform", said, confidence=0.99)
    assert reply.names == ["utter_verification_start", "utter_form_ask_address"]
    reply = customer.says("新华路88号3栋2单元501室", "inform")
    assert reply.names == ["utter_verification_done", response]


def test_who_introduced_themselves_first_is_only_asked_for_the_rest(customer):
    said = {"person_name": "王建国", "account_number": "4201060001"}
    assert customer.says("我叫王建国，户号4201060001", "inform", said).names == ["utter_inform_what_for"]
    assert customer.says("查下电费", "query_bill").names[-1] == "utter_form_ask_address"


def test_a_wish_said_with_an_answer_of_the_form_takes_the_place_of_the_first(customer):
    customer.says("给我推荐个套餐", "recommend_package")
    said = {"person_name": "王建国", "account_number": "4201060001"}
    customer.says("我叫王建国，户号4201060001，查下电费", "query_bill", said)
    assert customer.says("新华路88号3栋2单元501室", "inform").names[-1] == "utter_bill_paid"


def test_an_account_number_corrected_in_the_form_is_not_taken_for_anothers(customer):
    customer.says("查4201060009的电费", "query_bill", {"account_number": "4201060009"})
    customer.says("王建国", "inform")
    customer.says("说错了，户号是4201060001", "deny", {"account_number": "4201060001"})
    assert customer.says("新华路88号3栋2单元501室", "inform").names[-1] == "utter_bill_paid"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("查4201060009的电费", "query_bill"),
        ("4201060009欠费吗", "query_balance"),
        ("4201060009订阅停电", "subscribe_outage"),
    ],
)
def test_a_known_customer_who_names_another_account_hears_that_only_the_own_is_shown(
    known_customer, gateway, text, intent
):
    reply = known_customer.says(text, intent, {"account_number": "4201060009"})
    assert reply.names == ["utter_account_only_own"]
    assert "151.08" not in reply.text and "******0001" in reply.text
    assert not gateway.asked("bill") + gateway.asked("balance") + gateway.asked("subscriptions")


def test_the_own_account_is_shown_when_that_is_wanted_instead(known_customer):
    known_customer.says("查4201060009的电费", "query_bill", {"account_number": "4201060009"})
    assert known_customer.says("需要", "affirm").names == ["utter_bill_paid"]


def test_the_own_account_may_be_named(known_customer):
    reply = known_customer.says("查4201060001的电费", "query_bill", {"account_number": "4201060001"})
    assert reply.names == ["utter_bill_paid"]
