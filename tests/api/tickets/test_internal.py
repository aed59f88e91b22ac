"""What the dialogue does with tickets, and how far they and applications are."""

REPORT = {"text": "家里停电了", "intent": "report_outage", "address": None, "phone": None, "category": None}


async def _file(desk, talk, key="m1", **fields):
    return (await desk.inside(talk, "POST", "tickets", json=REPORT | {"message_key": key} | fields)).json()


async def test_a_report_of_a_known_customer_uses_the_own_address_and_is_filed_once(desk):
    talk = await desk.talk("4201060012")
    first, again = await _file(desk, talk), await _file(desk, talk)
    assert (first["created"], again["created"]) == (True, False)
    assert first["ticket_id"] == again["ticket_id"]
    assert (first["type_label"], first["category_label"]) == ("故障报修", "低压故障")
    shown = await desk.show(first["ticket_id"])
    assert shown["address"].endswith("青年路17号1栋1单元1801室")
    assert (shown["unit"], shown["channel"], shown["intent"]) == ("江汉供电中心", "web", "report_outage")


async def test_a_stranger_may_report_with_address_and_phone(desk):
    filed = await _file(desk, await desk.talk(), address="江汉区青年路9号", phone="13912345678")
    assert (await desk.show(filed["ticket_id"]))["account_number"] is None


async def test_a_report_inside_a_running_outage_is_told_its_news(desk):
    filed = await _file(desk, await desk.talk("4201060001"))
    assert filed["attached_outage"]["id"] == "TD20261120001"
    assert filed["attached_outage"]["expected_restore"] == "2026-11-20T10:30:00+08:00"


async def test_a_category_settled_in_the_dialogue_wins(desk):
    filed = await _file(desk, await desk.talk(), text="他们很好", category="enquiry/praise")
    assert (filed["type"], filed["category"]) == ("enquiry", "praise")
    answer = await desk.inside(
        await desk.talk(), "POST", "tickets", json=REPORT | {"category": "a/b", "message_key": "m"}
    )
    assert answer.status_code == 422


async def test_what_was_handled_as_danger_is_urgent(desk):
    filed = await _file(desk, await desk.talk(), text="家里有点不对劲", intent="report_danger")
    shown = await desk.show(filed["ticket_id"])
    assert (shown["urgency"], shown["danger"]) == ("urgent", True)


async def test_the_latest_ticket_is_urged_once_for_a_message(desk):
    talk = await desk.talk("4201060012")
    nothing = await desk.inside(talk, "POST", "tickets/latest/urge", json={"message_key": "m0"})
    assert nothing.json()["outcome"] == "not_found"
    number = (await _file(desk, talk))["ticket_id"]
    for _ in range(2):
        answer = await desk.inside(talk, "POST", "tickets/latest/urge", json={"message_key": "m2", "text": "快点"})
        assert answer.json() == {"ticket_id": number, "outcome": "sent", "status": "triaged"}
    soon = await desk.inside(talk, "POST", f"tickets/{number}/urge", json={"message_key": "m3"})
    assert soon.json()["outcome"] == "too_soon"
    assert (await desk.show(number))["urges"] == 1


async def test_another_customers_ticket_is_not_found(desk):
    number = (await _file(desk, await desk.talk("4201060012")))["ticket_id"]
    stranger = await desk.talk("4201060009")
    for wish in ("urge", "withdraw"):
        answer = await desk.inside(stranger, "POST", f"tickets/{number}/{wish}", json={"message_key": "m"})
        assert answer.json()["outcome"] == "not_found"
    answer = await desk.inside(stranger, "GET", "progress", params={"number": number})
    assert answer.status_code == 404


async def test_a_ticket_is_withdrawn_and_then_closed(desk):
    talk = await desk.talk("4201060012")
    number = (await _file(desk, talk))["ticket_id"]
    first = await desk.inside(talk, "POST", "tickets/latest/withdraw", json={"message_key": "m2"})
    assert first.json() == {"ticket_id": number, "outcome": "sent", "status": "withdrawn"}
    again = await desk.inside(talk, "POST", f"tickets/{number}/withdraw", json={"message_key": "m3"})
    assert again.json()["outcome"] == "closed"


async def test_progress_of_a_ticket_step_by_step(desk):
    talk = await desk.talk("4201060012")
    number = (await _file(desk, talk))["ticket_id"]
    await desk.act(number, "dispatch", unit="江汉供电中心")
    [item] = (await desk.inside(talk, "GET", "progress", params={"number": number})).json()["items"]
    assert (item["kind"], item["id"], item["status_label"]) == ("ticket", number, "已派单")
    assert [step["status"] for step in item["steps"]] == ["done", "done", "in_progress", "waiting", "waiting"]
    assert (item["steps"][2]["owner"], item["steps"][2]["due"]) == ("江汉供电中心", "2026-11-20T09:45:00+08:00")


async def test_progress_of_an_application_admits_that_it_is_late(desk):
    talk = await desk.talk("4201130006")
    [item] = (await desk.inside(talk, "GET", "progress")).json()["items"]
    assert (item["id"], item["title"], item["overdue_working_days"]) == ("BZ20261105002", "高压增容", 1)
    assert item["status_label"] == "正在办理：供电方案答复"
    in_time = await desk.inside(await desk.talk("3701020003"), "GET", "progress", params={"number": "bz20261112001"})
    assert in_time.json()["items"][0]["overdue_working_days"] == 0


async def test_a_strangers_progress_shows_what_was_filed_here_only(desk):
    talk = await desk.talk()
    number = (await _file(desk, talk))["ticket_id"]
    assert [item["id"] for item in (await desk.inside(talk, "GET", "progress")).json()["items"]] == [number]
    hidden = await desk.inside(talk, "GET", "progress", params={"number": "BZ20261112001"})
    assert hidden.status_code == 404


async def test_the_conversation_hears_what_happens_to_its_ticket(desk):
    from sqlalchemy import select

    from api.conversations.models import ConversationEvent

    talk = await desk.talk("4201060012")
    number = (await _file(desk, talk))["ticket_id"]
    await desk.act(number, "dispatch", unit="u")
    await desk.inside(talk, "POST", "tickets/latest/urge", json={"message_key": "m2"})
    async with desk.platform.database.reading() as session:
        query = select(ConversationEvent).where(ConversationEvent.kind == "ticket").order_by(ConversationEvent.number)
        events = (await session.scalars(query)).all()
    assert [event.body["what"] for event in events] == ["created", "dispatched", "urged"]
    assert {event.body["ticket_id"] for event in events} == {number}
