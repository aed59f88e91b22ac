"""What a customer adds to a ticket later reaches whoever drives out, once, and moves what follows from the place."""

from api.tickets.filing import NewTicket
from api.tickets.intake import TicketIntake, triage_now
from api.tickets.service import TicketService

HANNAN = "武汉市汉南区纱帽街兴三路15号"


async def _filed(desk, text="电线冒火花", **fields):
    new = NewTicket(text=text, channel="web", idempotency_key="s1", scope="conversation:c1", **fields)
    return (await TicketIntake(desk.platform).receive(new)).ticket_id


async def _supplement(desk, ticket_id, **said):
    async with desk.platform.database.session() as session:
        outcome, _ = await TicketService(session, desk.platform).supplement(ticket_id, "customer", **said)
    return outcome, await desk.show(ticket_id)


def _supplements(shown):
    return [event["data"] for event in shown["events"] if event["kind"] == "supplemented"]


async def test_what_was_missing_is_filled_and_the_unit_follows_the_address(desk):
    ticket_id = await _filed(desk)
    before = await desk.show(ticket_id)
    assert before["address"] is None and before["unit"] is None
    outcome, after = await _supplement(desk, ticket_id, address=HANNAN, phone="13800000002", note="快来")
    assert outcome == "added" and after["address"] == HANNAN and after["phone"] == "138****0002"
    assert after["unit"] and after["deadlines"] == before["deadlines"]  # counted from acceptance, not from now
    [event] = _supplements(after)
    assert sorted(event["taken"]) == ["address", "phone"] and event["phone"] == "138****0002"


async def test_a_message_is_added_once(desk):
    ticket_id = await _filed(desk)
    await _supplement(desk, ticket_id, phone="13800000002", message_key="m1")
    outcome, after = await _supplement(desk, ticket_id, phone="13800000002", message_key="m1")
    assert outcome == "repeated" and len(_supplements(after)) == 1


async def test_what_the_customer_said_first_stays_and_the_rest_is_in_the_thread(desk):
    ticket_id = await _filed(desk, address=HANNAN, phone="13800000002")
    _, after = await _supplement(desk, ticket_id, address="武汉市江汉区新华路88号", phone="13800000003")
    assert after["address"] == HANNAN and after["phone"] == "138****0002"
    [event] = _supplements(after)
    assert event["address"] == "武汉市江汉区新华路88号" and "taken" not in event


async def test_an_address_without_a_spot_is_completed(desk):
    ticket_id = await _filed(desk, address="武汉市江汉区")
    _, after = await _supplement(desk, ticket_id, address="新华路88号3栋")
    assert after["address"] == "武汉市江汉区新华路88号3栋"


async def test_the_registered_address_gives_way_to_where_the_danger_is(desk):
    ticket_id = await _filed(desk, text="机井旁边电线冒火花", account_number="4107210005")
    before = await desk.show(ticket_id)
    assert before["area"] != "urban"
    _, after = await _supplement(desk, ticket_id, address=HANNAN)
    assert after["address"] == HANNAN and after["unit"] != before["unit"]
    assert after["area"] == "urban"  # the own area says nothing about another place
    assert after["deadlines"]["arrive"] < before["deadlines"]["arrive"]


async def test_a_unit_on_its_way_keeps_the_ticket_and_an_agent_looks_again(desk):
    ticket_id = await _filed(desk, account_number="4201060001")
    await desk.act(ticket_id, "dispatch")
    unit = (await desk.show(ticket_id))["unit"]
    _, after = await _supplement(desk, ticket_id, address=HANNAN)
    assert (after["address"], after["unit"], after["needs_review"]) == (HANNAN, unit, True)


async def test_nothing_is_added_to_a_finished_ticket(desk):
    ticket_id = await _filed(desk, text="家里停电了")
    await desk.act(ticket_id, "withdraw")
    outcome, after = await _supplement(desk, ticket_id, phone="13800000002")
    assert outcome == "closed" and after["phone"] is None and _supplements(after) == []


async def test_what_is_added_before_the_triage_counts_for_it(desk):
    new = NewTicket(text="电线冒火花", channel="web", idempotency_key="s1", scope="conversation:c1")
    async with desk.platform.database.session() as session:
        ticket_id = (await TicketService(session, desk.platform).create(new)).ticket.ticket_id
    await _supplement(desk, ticket_id, address=HANNAN)
    assert await triage_now(desk.platform, ticket_id)
    shown = await desk.show(ticket_id)
    assert shown["unit"] and shown["status"] == "triaged"
