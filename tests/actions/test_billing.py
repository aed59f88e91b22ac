"""Bills, balance and why a bill is higher."""


def test_a_signed_in_customer_sees_the_bill_of_the_month_asked_for(known_customer, gateway):
    reply = known_customer.says("九月电费多少", "query_bill", {"month": "2026-09"})
    assert "2026年9月" in reply.text
    assert "133.92元" in reply.text
    assert ["电价依据", "鄂价〔2012〕89号"] in reply.rows
    assert gateway.asked("bill") == [{"month": "2026-09"}]


def test_without_a_month_the_newest_bill_is_shown(known_customer):
    assert "151.08元" in known_customer.says("查电费", "query_bill").text


def test_an_unpaid_bill_past_its_day_tells_late_fee_and_how_to_pay(known_customer):
    reply = known_customer.says("八月电费", "query_bill", {"month": "2026-08"})
    assert "违约金3.20元" in reply.text
    assert "206.60元" in reply.text
    assert "怎么交费" in reply.buttons


def test_a_month_before_the_records_is_said_with_the_months_there_are(known_customer):
    reply = known_customer.says("前年一月电费", "query_bill", {"month": "2024-01"})
    assert "没有查到2024年1月" in reply.text
    assert "2026年8月到2026年10月" in reply.text


def test_this_month_not_billed_yet_shows_the_newest_bill(known_customer):
    reply = known_customer.says("这个月电费怎么这么高", "explain_bill", {"month": "2026-11"})
    assert "2026年11月的电费还没有出账" in reply.text
    assert "2026年10月电费151.08元" in reply.text


def test_a_higher_bill_is_explained_by_its_parts_with_a_chart(known_customer):
    reply = known_customer.says("十月电费怎么比九月多", "explain_bill", {"month": "2026-10"})
    assert "多了17.16元" in reply.text
    assert "进入第二档" in reply.text
    assert ["用电量增加", "11.16元　多用20千瓦时"] in reply.rows
    assert reply.messages[0]["custom"]["card"]["chart"] == {"kind": "bar"}


def test_arrears_are_told_with_every_unpaid_month(known_customer):
    reply = known_customer.says("我欠费了吗", "query_balance")
    assert "应交206.60元" in reply.text
    assert any(row[0] == "2026年8月" for row in reply.rows)


def test_that_and_august_keeps_the_subject(known_customer, gateway):
    known_customer.says("十月电费怎么这么高", "explain_bill", {"month": "2026-10"})
    reply = known_customer.says("那八月呢", "query_bill", {"month": "2026-08"})
    assert gateway.asked("bill-comparison")[-1] == {"month": "2026-08"}
    assert "2026年8月电费" in reply.text


def test_a_corrected_month_replaces_the_value(known_customer, gateway):
    known_customer.says("八月电费", "query_bill", {"month": "2026-08"})
    reply = known_customer.says("说错了，是九月", "deny", {"month": "2026-09"})
    assert "133.92元" in reply.text


def test_a_bare_month_after_a_bill_is_that_months_bill(known_customer):
    known_customer.says("查电费", "query_bill")
    assert "133.92元" in known_customer.says("九月", "inform", {"month": "2026-09"}).text


def test_a_question_about_paying_is_answered_from_the_articles(customer, gateway):
    reply = customer.says("交费有哪些办法", "pay_bill")
    assert "网上国网" in reply.text
    assert reply.messages[0]["custom"]["sources"]
    assert gateway.asked("answers") == [{"question": "交费有哪些办法", "province": None, "is_asked": True}]


def test_two_months_in_one_message_are_two_bills(known_customer, gateway):
    message = [{"entity": "month", "value": "2026-09"}, {"entity": "month", "value": "2026-08"}]
    reply = known_customer.says("九月和八月的电费", "query_bill", message)
    assert "133.92元" in reply.text and "203.40元" in reply.text


def test_what_a_line_means_is_answered_from_the_articles(known_customer):
    assert "分三档" in known_customer.says("账单上的阶梯是什么意思", "explain_bill").text


def test_a_neighbours_bill_is_not_a_matter_of_verification(customer, gateway):
    reply = customer.says("帮我看看邻居家用了多少电", "query_bill")
    assert reply.names == []
    assert gateway.asked("answers")[0]["question"] == "帮我看看邻居家用了多少电"
