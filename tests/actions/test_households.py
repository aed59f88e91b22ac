"""Whose account: another one is proved first, one that was proved is gone back to by name, others' stay private."""

import pytest

from tests.actions.fake_gateway import HOME, SHOP


@pytest.fixture
def shopkeeper(known_customer, gateway):
    """The shop is in use, the home was proved before in the same conversation."""
    gateway.proved = [dict(HOME), dict(SHOP)]
    gateway.current[known_customer.conversation] = SHOP["account_number"]
    return known_customer


@pytest.mark.parametrize("text", ["那我妈家呢", "那我爸那边呢", "那另一户呢"])
def test_the_same_of_anothers_home_asks_for_its_proof(known_customer, gateway, text):
    known_customer.says("上个月电费", "query_bill", {"month": "2026-10"})
    reply = known_customer.says(text, "affirm", confidence=0.15)
    assert reply.names == ["utter_account_another", "utter_form_ask_name"]
    known_customer.says("王建国", "inform", {"person_name": "王建国"})
    known_customer.says("4201060001", "inform", {"account_number": "4201060001"})
    reply = known_customer.says("新华路88号3栋2单元501室", "inform", {"address": "新华路88号3栋2单元501室"})
    assert reply.names == ["utter_verification_done", "utter_bill_paid"]
    assert len(gateway.asked("verification")) == 1


@pytest.mark.parametrize("text", ["那我家里的呢", "那家里的账单呢"])
def test_a_home_proved_before_is_gone_back_to_by_saying_so(shopkeeper, gateway, text):
    shopkeeper.says("店里上个月电费", "query_bill", {"month": "2026-10"})
    reply = shopkeeper.says(text, "query_bill", confidence=0.3)
    assert reply.names == ["utter_account_switched", "utter_bill_paid"]
    assert gateway.asked("accounts/current") == [{"account_number": HOME["account_number"]}]


def test_and_to_the_shop_by_the_end_of_its_number(shopkeeper, gateway):
    shopkeeper.says("我家里这个月电费", "query_bill")
    assert shopkeeper.says("换到尾号0007", "inform", confidence=0.5).names == ["utter_account_switched"]
    assert gateway.current[shopkeeper.conversation] == SHOP["account_number"]


def test_my_home_is_the_account_in_use_of_whoever_proved_only_that(known_customer, gateway):
    assert known_customer.says("我家上个月电费多少", "query_bill").names == ["utter_bill_paid"]
    assert known_customer.says("我们家余额", "query_balance").names == ["utter_balance_arrears"]


@pytest.mark.parametrize("text", ["帮我查一下周敏家上个月电费", "周敏用了多少电"])
def test_a_neighbour_by_name_stays_private(known_customer, gateway, text):
    reply = known_customer.says(text, "query_bill", {"person_name": "周敏"})
    assert reply.names == ["utter_account_only_own"]
    assert not gateway.asked("bill")


@pytest.mark.parametrize("text", ["周敏家上个月用了多少电", "帮我查一下周敏家的电费"])
def test_a_neighbours_home_stays_private_although_the_name_was_not_recognised(known_customer, gateway, text):
    assert known_customer.says(text, "query_bill").names == ["utter_account_only_own"]
    assert not gateway.asked("bill")


def test_the_own_name_is_no_other_account(known_customer):
    assert known_customer.says("王建国的电费", "query_bill", {"person_name": "王建国"}).names == ["utter_bill_paid"]


def test_a_bare_number_of_another_account_is_no_riddle(known_customer):
    reply = known_customer.says("户号是4201060009，查一下", "inform", {"account_number": "4201060009"})
    assert reply.names == ["utter_account_only_own"]
    assert "核对另一户" in reply.buttons
    assert known_customer.says("核对另一户", "bind_account", confidence=0.5).names[0] == "utter_account_another"


def test_an_account_proved_before_may_be_named_by_its_number(shopkeeper, gateway):
    reply = shopkeeper.says("4201060001的余额", "query_balance", {"account_number": "4201060001"})
    assert reply.names == ["utter_account_switched", "utter_balance_arrears"]
