"""A ticket is filed once, triaged, and shown to whom it concerns."""

import asyncio
import re


async def test_a_ticket_gets_a_number_a_triage_and_its_deadlines(desk):
    ticket = await desk.file("新华路家里停电了", address="武汉市江汉区新华路501号", phone="13900000000")
    assert re.fullmatch(r"20261120\d{8}", ticket["ticket_id"])
    assert ticket["status"] == "triaged"
    assert (ticket["triage"]["type"], ticket["triage"]["category"]) == ("fault", "low_voltage")
    assert ticket["triage"]["unit"] == "江汉供电中心"
    assert ticket["deadlines"] == {
        "dispatch": "2026-11-20T09:02:00+08:00",
        "arrive": "2026-11-20T09:45:00+08:00",
        "restore": "2026-11-20T12:00:00+08:00",
        "contact": None,
        "reply": None,
    }
    assert [event["kind"] for event in ticket["events"]] == ["created", "triaged"]
    assert ticket["merged_into"] is None


async def test_the_same_key_again_is_the_same_ticket(desk):
    body = {"text": "家里停电了", "channel": "app", "idempotency_key": "same"}
    first = await desk.client.post("/v1/tickets", json=body, headers=desk.agent())
    again = await desk.client.post("/v1/tickets", json=body, headers=desk.agent())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["ticket_id"] == again.json()["ticket_id"]


async def test_the_same_key_with_another_text_is_a_conflict(desk):
    await desk.file("家里停电了", key="same")
    body = {"text": "我要投诉", "channel": "hotline_note", "idempotency_key": "same"}
    answer = await desk.client.post("/v1/tickets", json=body, headers=desk.agent())
    assert answer.status_code == 409
    assert "idempotency_key" in answer.json()["detail"]


async def test_one_customers_key_does_not_open_anothers_ticket(desk):
    body = {"text": "家里停电了", "channel": "app", "idempotency_key": "same"}
    first = await desk.client.post("/v1/tickets", json=body, headers=desk.customer("4201060001"))
    other = await desk.client.post("/v1/tickets", json=body, headers=desk.customer("4201060009"))
    assert (first.status_code, other.status_code) == (201, 201)
    assert first.json()["ticket_id"] != other.json()["ticket_id"]


async def test_a_caller_without_a_token_is_turned_away(desk):
    body = {"text": "家里停电了", "channel": "app", "idempotency_key": "k"}
    assert (await desk.client.post("/v1/tickets", json=body)).status_code == 401
    assert (await desk.client.get("/v1/tickets")).status_code == 401
    assert (await desk.client.get("/v1/tickets/2026112000000000")).status_code == 401


async def test_a_customer_cannot_file_for_another_account(desk):
    body = {"text": "停电", "channel": "app", "account_number": "4201060009", "idempotency_key": "k"}
    answer = await desk.client.post("/v1/tickets", json=body, headers=desk.customer("4201060001"))
    assert answer.status_code == 403


async def test_a_customer_sees_own_tickets_only(desk):
    body = {"text": "停电", "channel": "app", "idempotency_key": "k"}
    filed = await desk.client.post("/v1/tickets", json=body, headers=desk.customer("4201060001"))
    path = f"/v1/tickets/{filed.json()['ticket_id']}"
    assert (await desk.client.get(path, headers=desk.customer("4201060001"))).status_code == 200
    assert (await desk.client.get(path, headers=desk.customer("4201060009"))).status_code == 404
    assert (await desk.client.get("/v1/tickets", headers=desk.customer("4201060001"))).status_code == 403


async def test_what_cannot_be_is_refused_with_the_field_named(desk):
    good = {"text": "停电", "channel": "app", "idempotency_key": "k"}
    bad = {
        "text": ["", "   ", "\u0000", "长" * 4001, None, 5],
        "channel": ["fax", "", None],
        "account_number": ["123", "42010600011", "abcdefghij"],
        "phone": ["12", "号码"],
        "address": ["地" * 301],
        "idempotency_key": ["", "k" * 129, None],
    }
    for field, values in bad.items():
        for value in values:
            answer = await desk.client.post("/v1/tickets", json={**good, field: value}, headers=desk.agent())
            assert answer.status_code == 422, (field, value, answer.text)
            assert field in answer.json()["field"]


async def test_control_characters_are_left_out(desk):
    ticket = await desk.file("停\u0000电\u0007了", key="control")
    assert ticket["text"] == "停电了"


async def test_the_area_of_the_customer_sets_the_time_to_arrive(desk):
    ticket = await desk.file("停电了", account_number="4201140002")
    assert ticket["deadlines"]["arrive"] == "2026-11-20T10:30:00+08:00"
    assert ticket["deadlines"]["restore"] == "2026-11-20T13:00:00+08:00"
    assert ticket["address"].endswith("兴三路15号1栋101室")
    assert ticket["triage"]["unit"] == "汉南供电中心"


async def test_working_day_limits_end_at_the_end_of_the_day(desk):
    ticket = await desk.file("营业厅的人骂人，我要投诉")
    assert ticket["deadlines"] == {
        "dispatch": "2026-11-20T09:20:00+08:00",
        "arrive": None,
        "restore": None,
        "contact": "2026-11-21T09:00:00+08:00",
        "reply": "2026-11-27T23:59:59+08:00",
    }


async def test_phones_are_shown_to_whoever_handles_the_ticket_only(desk):
    ticket = await desk.file("停电了，电话13912345678", phone="13912345678")
    assert ticket["phone"] == "13912345678"  # the agent who filed it
    path = f"/v1/tickets/{ticket['ticket_id']}"
    other = (await desk.client.get(path, headers=desk.agent("agent2"))).json()
    assert other["phone"] == "139****5678"
    assert "13912345678" not in other["text"]
    await desk.act(ticket["ticket_id"], "dispatch", unit="江汉供电中心")
    accepted = (await desk.act(ticket["ticket_id"], "accept", "agent2")).json()
    assert accepted["phone"] == "13912345678"


async def test_the_list_is_filtered_and_paged(desk):
    for number in range(5):
        await desk.file(f"停电{number}", key=f"f{number}", address=f"武汉市江汉区青年路{500 + number}号")
        desk.clock.advance(minutes=1)
    await desk.file("营业厅骂人", key="c")
    get = lambda **params: desk.client.get("/v1/tickets", params=params, headers=desk.agent())  # noqa: E731
    faults = (await get(type="fault", size=2, page=2)).json()
    assert (faults["total"], faults["page"], len(faults["items"])) == (5, 2, 2)
    assert faults["items"][0]["text"] == "停电2"
    assert (await get(q="骂人")).json()["total"] == 1
    assert (await get(q="100%")).json()["total"] == 0
    assert (await get(unit="江汉供电中心", status="triaged")).json()["total"] == 5
    assert (await get(page=0)).status_code == 422
    assert (await get(size=1000)).status_code == 422
    assert (await get(q="\u0000")).status_code == 200


async def test_an_unknown_ticket_is_not_found(desk):
    answer = await desk.client.get("/v1/tickets/2026112099999999", headers=desk.agent())
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_the_same_key_from_many_at_once_is_one_ticket(desk):
    tickets = await asyncio.gather(*(desk.file("停电了", key="same") for _ in range(10)))
    assert len({ticket["ticket_id"] for ticket in tickets}) == 1
    assert (await desk.client.get("/v1/tickets", headers=desk.agent())).json()["total"] == 1


async def test_a_triager_that_fails_does_not_lose_the_ticket(desk):
    class Broken:
        def triage(self, texts):
            raise RuntimeError("the model is damaged")

    desk.platform.provide(triager=Broken())
    ticket = await desk.file("停电了")
    assert (ticket["status"], ticket["triage"]) == ("received", None)
    assert ticket["deadlines"]["dispatch"] is None
