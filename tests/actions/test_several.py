"""Several wishes in one message: each is carried out, and none is lost while a question waits for its answer."""


def part(text, intent, entities=(), confidence=0.95):
    understood = {"name": intent, "confidence": confidence}
    return {"text": text, "intent": understood, "intent_ranking": [understood], "entities": list(entities)}


BILL = part("查一下九月电费", "query_bill", [{"entity": "month", "value": "2026-09"}])
OWED = part("看看有没有欠费", "query_balance")
TIERS = part("问下阶梯电价怎么算", "ask_tiered_tariff")


def test_every_wish_of_a_message_is_carried_out_in_its_order(known_customer):
    text = "查一下九月电费，顺便看看有没有欠费，再问下阶梯电价怎么算"
    reply = known_customer.says(text, "query_balance", parts=[BILL, OWED, TIERS])
    assert reply.names == ["utter_bill_paid", "utter_balance_arrears"]
    assert "133.92元" in reply.text and "阶梯" in reply.text


def test_a_stranger_hears_what_needs_no_proof_and_the_rest_after_it(customer):
    reply = customer.says("查电费，顺便看看欠费，再问下阶梯", "query_bill", parts=[BILL, OWED, TIERS])
    assert "阶梯" in reply.messages[0]["text"]
    assert reply.names == ["utter_verification_start", "utter_form_ask_name", "utter_rest_remembered"]
    customer.says("王建国", "inform")
    customer.says("4201060001", "inform")
    reply = customer.says("新华路88号3栋2单元501室", "inform")
    assert reply.names == ["utter_verification_done", "utter_bill_paid", "utter_balance_arrears"]


def test_breaking_off_drops_what_was_to_follow(customer):
    customer.says("查电费，顺便看看欠费", "query_bill", parts=[BILL, OWED])
    customer.says("取消", "cancel")
    assert customer.slots["pending"] == []


def test_parts_that_are_no_wishes_of_their_own_leave_the_message_whole(known_customer):
    unsure = part("再帮我弄弄", "read_meter", confidence=0.4)
    reply = known_customer.says("查一下九月电费，再帮我弄弄", "query_bill", {"month": "2026-09"}, parts=[BILL, unsure])
    assert reply.names == ["utter_bill_paid"]


def test_an_outage_and_when_it_ends_are_one_matter(known_customer, gateway):
    gateway.outage_status = "running"
    parts = [part("家里停电了", "report_outage"), part("帮我看看什么时候来电", "query_outage")]
    known_customer.says("家里停电了，再帮我看看什么时候来电", "report_outage", parts=parts)
    assert len(gateway.asked("outages")) == 1
