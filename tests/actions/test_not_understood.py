"""What the dialogue does with readings that are not sure: asks between two, admits that it did not understand."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TALK = {"greet", "goodbye", "thank", "affirm", "deny", "cancel", "repeat", "inform", "bot_challenge", "out_of_scope"}


def ranked(**beliefs):
    return [{"name": name, "confidence": belief} for name, belief in beliefs.items()]


def says(customer, text, entities=None, **beliefs):
    """A message with its ranking; the first is the best."""
    best, belief = next(iter(beliefs.items()))
    return customer.says(text, best, entities, confidence=belief, ranking=ranked(**beliefs))


def test_below_the_threshold_the_best_reading_is_not_carried_out(known_customer, gateway):
    reply = says(known_customer, "那我姑妈呢", affirm=0.15, query_bill=0.1)
    assert reply.names == ["utter_not_understood_perhaps"]
    assert reply.buttons == ["查电费账单", "转人工"]
    assert "151.08元" in known_customer.says("查电费账单", "query_bill").text


def test_without_any_likely_reading_it_is_admitted_with_the_menu_and_a_person(customer):
    reply = says(customer, "呜啦啦咕噜", inform=0.2, greet=0.1)
    assert reply.names == ["utter_not_understood"]
    assert {"查电费", "转人工"} <= set(reply.buttons)


def test_an_article_is_tried_before_admitting(customer):
    assert "阶梯" in says(customer, "那个阶梯是个啥东西来着", make_complaint=0.3).text


def test_not_understood_again_and_again_never_says_the_same_twice_in_a_row(customer):
    texts = [says(customer, f"呜啦啦{number}", inform=0.2).text for number in range(4)]
    assert texts[0] != texts[1] != texts[2]
    assert "转人工" in texts[1]


def test_a_guessed_yes_accepts_nothing(known_customer, gateway):
    gateway.outage_status = "none"
    known_customer.says("停电了吗", "query_outage")
    says(known_customer, "那我姑妈呢", affirm=0.2)
    assert gateway.tickets == {}


def test_a_second_reading_near_the_first_is_asked_about_below_the_cards_threshold(known_customer):
    reply = says(known_customer, "看下九月钱", query_bill=0.6, query_balance=0.3)
    assert reply.names == ["utter_choice_ask"]
    assert known_customer.says("好的", "affirm").names == ["utter_choice_which"]
    assert known_customer.says("余额", "query_balance", confidence=0.5).names == ["utter_balance_arrears"]


def test_a_sure_reading_is_carried_out(known_customer):
    assert says(known_customer, "看下九月钱", query_bill=0.8, query_balance=0.15).names == ["utter_bill_paid"]


def test_do_it_is_a_yes_to_what_was_proposed(customer):
    customer.says("我要装充电桩", "apply_ev_charger")
    assert says(customer, "帮我办了", cancel=0.79).names == ["utter_form_ask_address"]


def test_every_wish_that_may_be_asked_about_has_a_chinese_name_of_its_own():
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "actions").glob("*.py"))
    titles = dict(re.findall(r'    intent = "(\w+)"\n    title = "([^"]+)"', written))
    intents = set((ROOT / "tests" / "bot" / "intents.txt").read_text(encoding="utf-8").split())
    assert intents - set(titles) == TALK | {"report_danger"}
    assert len(set(titles.values())) == len(titles)
    assert all("一" <= title[0] <= "鿿" for title in titles.values())


def test_scolding_is_met_with_an_apology_and_a_person(customer):
    reply = customer.says("你真笨", "bot_challenge")
    assert reply.names == ["utter_outburst"]
    assert "转人工" in reply.buttons


def test_a_wish_said_in_anger_is_answered_after_an_apology(known_customer):
    reply = known_customer.says("你们他妈的电费怎么这么贵", "explain_bill")
    assert reply.names[:2] == ["utter_soothe", "utter_explanation_more"]


def test_another_language_is_answered_in_both(customer):
    reply = says(customer, "How much was my bill last month?", out_of_scope=0.9)
    assert reply.names == ["utter_foreign_language"]
    assert "My bill 查电费" in reply.buttons


def test_nothing_is_filed_on_a_guess(known_customer, gateway):
    reply = known_customer.says("能不能改天停，我家有冰箱", "give_suggestion", confidence=0.57)
    assert reply.names == ["utter_demand_is_it_that"] and gateway.tickets == {}
    assert known_customer.says("需要", "affirm").names == ["utter_ticket_filed_reply"]


def test_a_question_about_what_is_proposed_is_no_yes(known_customer, gateway):
    known_customer.says("我要装充电桩", "apply_ev_charger")
    known_customer.says("装充电桩要多少钱", "apply_ev_charger", confidence=0.85)
    assert gateway.asked("answers")[-1]["question"] == "装充电桩要多少钱"
    assert known_customer.slots["form"] is None


def test_never_mind_with_what_is_wanted_instead_is_no_cancelling(known_customer):
    known_customer.says("九月电费", "query_bill", {"month": "2026-09"})
    reply = known_customer.says("算了还是看上个月", "cancel", {"month": "2026-10"}, confidence=0.77)
    assert "151.08元" in reply.text
