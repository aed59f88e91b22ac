"""Every step of handling, from whom, from which state, and what it leaves in the thread."""

import pytest

from api.tickets.filing import NewTicket
from api.tickets.intake import triage_now
from api.tickets.service import TicketService


async def test_a_fault_goes_all_the_way_to_its_follow_up(desk):
    number = (await desk.file("停电了"))["ticket_id"]
    steps = [
        ("dispatch", {"unit": "江汉供电中心"}, "dispatched"),
        ("accept", {}, "accepted"),
        ("progress", {"note": "已到达现场"}, "in_progress"),
        ("progress", {"note": "正在更换接头"}, "in_progress"),
        ("resolve", {"result": "更换电缆接头，10:05 恢复供电"}, "resolved"),
        ("follow-up", {"satisfaction": 5, "note": "很满意"}, "closed"),
    ]
    for step, body, status in steps:
        desk.clock.advance(minutes=1)
        answer = await desk.act(number, step, **body)
        assert (answer.status_code, answer.json()["status"]) == (200, status), answer.text
    thread = answer.json()["events"]
    kinds = ["created", "triaged", "dispatched", "accepted", "progress", "progress", "resolved", "followed_up"]
    assert [event["kind"] for event in thread] == kinds
    assert {event["actor"] for event in thread[2:]} == {"agent:agent"}
    assert thread[2]["at"] == "2026-11-20T09:01:00+08:00"
    assert thread[-1]["data"] == {"satisfaction": 5, "note": "很满意"}


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("accept", {}),
        ("progress", {"note": "n"}),
        ("return", {"reason": "r"}),
        ("resolve", {"result": "r"}),
        ("follow-up", {"satisfaction": 3}),
    ],
)
async def test_a_step_out_of_order_is_refused_and_changes_nothing(desk, step, body):
    number = (await desk.file("停电了"))["ticket_id"]
    answer = await desk.act(number, step, **body)
    assert answer.status_code == 409
    assert "待派单" in answer.json()["detail"]
    assert (await desk.show(number))["status"] == "triaged"


async def test_what_was_answered_may_be_closed_at_the_desk(desk):
    number = (await desk.file("营业厅几点开门"))["ticket_id"]
    assert (await desk.act(number, "resolve", result="已告知营业时间")).json()["status"] == "resolved"


async def test_a_ticket_may_be_returned_once_and_a_complaint_twice(desk):
    fault, complaint = await desk.file("停电了", key="f"), await desk.file("骂人，投诉", key="c")
    for ticket, allowed in ((fault, 1), (complaint, 2)):
        for turn in range(allowed + 1):
            assert (await desk.act(ticket["ticket_id"], "dispatch", unit="某单位")).status_code == 200
            answer = await desk.act(ticket["ticket_id"], "return", reason="不属于本单位")
            assert answer.status_code == (200 if turn < allowed else 409)


async def test_a_dispatch_needs_a_unit_when_none_is_proposed(desk):
    number = (await desk.file("停电了"))["ticket_id"]
    answer = await desk.act(number, "dispatch")
    assert (answer.status_code, answer.json()["field"]) == (422, "unit")
    near = await desk.file("停电了", key="k2", address="济南市历下区文化东路900号")
    assert (await desk.act(near["ticket_id"], "dispatch")).json()["unit"] == "历下供电中心"


async def test_a_correction_moves_the_deadlines_and_is_kept_for_training(desk):
    from api.tickets.repository import TicketRepository

    number = (await desk.file("停电了，电话13912345678"))["ticket_id"]
    answer = await desk.act(number, "correct", type="opinion", category="outage", reason="已来电，只是不满")
    assert answer.status_code == 200
    ticket = answer.json()
    assert (ticket["type"], ticket["category"], ticket["triage"]["category"]) == ("opinion", "outage", "outage")
    assert ticket["deadlines"]["arrive"] is None
    assert ticket["deadlines"]["reply"] == "2026-12-04T23:59:59+08:00"
    async with desk.platform.database.reading() as session:
        [row] = await TicketRepository(session).corrections()
    assert (row.from_category, row.to_category, row.agent) == ("low_voltage", "outage", "agent")
    assert "13912345678" not in row.masked_text


async def test_a_category_of_another_type_is_refused(desk):
    number = (await desk.file("停电了"))["ticket_id"]
    for type, category, field in (("fault", "praise", "category"), ("nonsense", "x", "type")):
        answer = await desk.act(number, "correct", type=type, category=category, reason="r")
        assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_satisfaction_is_from_one_to_five(desk):
    number = (await desk.file("几点开门"))["ticket_id"]
    await desk.act(number, "resolve", result="r")
    for wrong in (0, 6, "x", None, 2.5):
        assert (await desk.act(number, "follow-up", satisfaction=wrong)).status_code == 422


@pytest.mark.parametrize("role", ["editor", "auditor"])
async def test_editors_and_auditors_read_but_do_not_handle(desk, role):
    number = (await desk.file("停电了"))["ticket_id"]
    path = f"/v1/tickets/{number}"
    headers = desk.agent("somebody", role)
    assert (await desk.client.get(path, headers=headers)).status_code == 200
    assert (await desk.client.post(f"{path}/dispatch", json={"unit": "u"}, headers=headers)).status_code == 403


async def test_customers_do_not_handle(desk):
    number = (await desk.file("停电了", account_number="4201060001"))["ticket_id"]
    path = f"/v1/tickets/{number}/dispatch"
    answer = await desk.client.post(path, json={"unit": "u"}, headers=desk.customer("4201060001"))
    assert answer.status_code == 403


async def test_an_urge_goes_out_once_in_five_minutes(desk):
    number = (await desk.file("停电了", account_number="4201110008"))["ticket_id"]
    urge = lambda: desk.client.post(f"/v1/tickets/{number}/urge", headers=desk.customer("4201110008"))  # noqa: E731
    assert (await urge()).json()["urge"]["outcome"] == "sent"
    desk.clock.advance(minutes=4)
    again = (await urge()).json()
    assert again["urge"]["outcome"] == "too_soon"
    assert "5分钟" in again["urge"]["detail"]
    assert [event["kind"] for event in again["events"]].count("urged") == 1
    desk.clock.advance(minutes=1)
    assert (await urge()).json()["urge"]["outcome"] == "sent"


async def test_a_third_urge_is_for_faults_only(desk):
    fault, request = await desk.file("停电了", key="f"), await desk.file("表快，校表", key="r")
    for ticket, third in ((fault, "sent"), (request, "too_many")):
        outcomes = []
        for _ in range(3):
            desk.clock.advance(minutes=6)
            outcomes.append((await desk.act(ticket["ticket_id"], "urge")).json()["urge"]["outcome"])
        assert outcomes == ["sent", "sent", third]


async def test_a_fault_is_withdrawn_and_then_finished(desk):
    number = (await desk.file("停电了"))["ticket_id"]
    assert (await desk.act(number, "withdraw", reason="来电了")).json()["status"] == "withdrawn"
    for step in ("withdraw", "urge", "dispatch"):
        assert (await desk.act(number, step)).status_code == 409


async def test_a_complaint_is_not_closed_by_its_withdrawal(desk):
    number = (await desk.file("骂人，投诉"))["ticket_id"]
    answer = (await desk.act(number, "withdraw")).json()
    assert (answer["status"], answer["withdrawal"]["outcome"], answer["needs_review"]) == ("triaged", "noted", True)


async def test_a_customer_cannot_take_a_danger_off_the_list_but_an_agent_can(desk):
    number = (await desk.file("电线冒火花", account_number="4201060001"))["ticket_id"]
    path = f"/v1/tickets/{number}/withdraw"
    by_customer = await desk.client.post(path, headers=desk.customer("4201060001"))
    assert by_customer.json()["withdrawal"]["outcome"] == "noted"
    assert (await desk.act(number, "withdraw")).json()["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("我要反映你们抢修太慢", "make_complaint"), ("家里有怪声", "report_danger"), ("电线冒火花", None)],
)
async def test_a_withdrawal_before_the_triage_is_only_noted_for_what_may_be_a_complaint_or_danger(desk, text, intent):
    ticket_id = await _waiting(desk, text, intent)
    async with desk.platform.database.session() as session:
        outcome, ticket = await TicketService(session, desk.platform).withdraw(ticket_id, "customer", "不用了")
        assert (outcome, ticket.status, ticket.needs_review) == ("noted", "received", True)
    assert await triage_now(desk.platform, ticket_id)
    shown = await desk.show(ticket_id)
    assert (shown["status"], shown["needs_review"]) == ("triaged", True)


async def test_an_ordinary_ticket_can_be_withdrawn_before_its_triage(desk):
    ticket_id = await _waiting(desk, "家里停电了", "report_outage")
    async with desk.platform.database.session() as session:
        outcome, ticket = await TicketService(session, desk.platform).withdraw(ticket_id, "customer")
        assert (outcome, ticket.status) == ("withdrawn", "withdrawn")


async def _waiting(desk, text, intent):
    """Stored, and triaged by nobody yet."""
    new = NewTicket(text=text, channel="web", idempotency_key="w1", scope="conversation:c1", intent=intent)
    async with desk.platform.database.session() as session:
        return (await TicketService(session, desk.platform).create(new)).ticket.ticket_id
