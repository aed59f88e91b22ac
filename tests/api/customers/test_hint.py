"""The complaint hint: in the agents' briefing with reasons and day, and nowhere a customer can look."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest_asyncio

from api.customers.hint_review import review_records
from api.customers.models import Customer
from api.outages.models import Outage, OutagePoint
from customers import ComplaintRates

API = Path(__file__).parents[3] / "api"
HE_YONG, WANG = "4201110008", "4201060001"
WORDS = re.compile("投诉风险|重点关注|complaint_hint|频繁停电的标准|没有用本单位的投诉记录检验过")


async def trouble(desk, account_number):
    """Three faults, a complaint and a ticket that nobody answered in time."""
    async with desk.platform.database.session() as session:
        for ago in (5, 20, 40):
            start = desk.clock.now() - timedelta(days=ago)
            name = f"TD-{account_number[-4:]}-{ago}"
            hours = timedelta(hours=2)
            row = Outage(outage_id=name, kind="fault", status="restored", area="湖北省武汉市东西湖区", start=start)
            row.restored = row.updated_at = start + hours
            session.add_all([row, OutagePoint(outage_id=name, kind="account", name=account_number)])
    await desk.file("投诉你们服务态度", key=f"c-{account_number}", account_number=account_number)
    desk.clock.advance(days=10)


async def briefing(desk, account_number, conversation=None):
    talk = conversation or await desk.talk(account_number)
    answer = await desk.client.get(f"/v1/conversations/{talk}/briefing", headers=desk.agent())
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest_asyncio.fixture
async def troubled(desk):
    await trouble(desk, HE_YONG)
    return desk


def reading_paths(app):
    """Every path of the application that can be read, those of the action server included."""
    routers = [app, *(each.original_router for each in app.routes if hasattr(each, "original_router"))]
    routes = [route for router in routers for route in router.routes]
    return sorted({route.path for route in routes if "GET" in (getattr(route, "methods", None) or ())})


async def test_the_briefing_says_why_and_as_of_when(troubled):
    hint = (await briefing(troubled, HE_YONG))["complaint_hint"]
    assert (hint["level"], hint["label"], hint["as_of"]) == ("attention", "重点关注", "2026-11-30")
    text = "；".join(hint["reasons"])
    assert "故障停电3次" in text and "投诉过1次（11月20日）" in text and "超过了承诺的时限" in text
    assert "电费逾期" in text  # two bills of the demonstration's register
    assert "没有用本单位的投诉记录检验过" in hint["basis"]


async def test_who_had_no_trouble_and_strangers_have_no_hint(troubled):
    assert (await briefing(troubled, WANG))["complaint_hint"] is None
    assert (await briefing(troubled, None))["complaint_hint"] is None


async def test_who_switched_personal_features_off_has_no_hint(troubled):
    talk = await troubled.talk(HE_YONG)
    await troubled.inside(talk, "PUT", "preferences", json={"personalised": False})
    assert (await briefing(troubled, HE_YONG))["complaint_hint"] is None


async def test_planned_outages_flashes_and_other_peoples_do_not_count(desk):
    faults = [("fault", 90, HE_YONG)] * 2 + [("planned", 90, HE_YONG), ("fault", 2, HE_YONG), ("fault", 90, WANG)]
    async with desk.platform.database.session() as session:
        for number, (kind, minutes, account) in enumerate(faults):
            start = desk.clock.now() - timedelta(days=number + 3)
            ended = start + timedelta(minutes=minutes)
            row = Outage(outage_id=f"TD-{number}", kind=kind, status="restored", area="武汉市", start=start)
            row.restored = row.updated_at = ended
            session.add_all([row, OutagePoint(outage_id=f"TD-{number}", kind="account", name=account)])
    assert (await briefing(desk, HE_YONG))["complaint_hint"] is None


async def test_no_customer_facing_endpoint_carries_it(troubled):
    """Every reading route of the application, with nothing, the customer's own and the action server's token."""
    desk, talk = troubled, await troubled.talk(HE_YONG)
    ticket = (await desk.client.get("/v1/tickets?size=50&page=1", headers=desk.agent())).json()["items"][0]["ticket_id"]
    filled = {"account_number": HE_YONG, "conversation_id": talk, "ticket_id": ticket}
    callers = {"nobody": {}, "customer": desk.customer(HE_YONG), "actions": desk.internal}
    seen = 0
    for path in reading_paths(desk.app):
        if path.endswith("/events"):  # the stream of what /messages shows
            continue
        url = re.sub(r"{(\w+)(:\w+)?}", lambda found: filled.get(found[1], "x"), path)
        for caller, headers in callers.items():
            answer = await desk.client.get(url, headers=headers)
            seen += answer.status_code == 200
            assert not WORDS.search(answer.text), f"{caller}: {path}"
    assert seen > 25
    refused = await desk.client.get(f"/v1/conversations/{talk}/briefing", headers=desk.customer(HE_YONG))
    assert refused.status_code == 403


async def test_what_a_customer_is_told_and_filed_does_not_differ_for_it(troubled):
    desk = troubled
    mine = await desk.file("电表快，要校表", key="t-1", account_number=HE_YONG)
    others = await desk.file("电表快，要校表", key="t-2", account_number=WANG)
    for name in ("status", "deadlines", "merged_into"):
        assert mine[name] == others[name]
    talk = await desk.talk(HE_YONG)
    answer = await desk.client.post(
        f"/v1/conversations/{talk}/messages", json={"text": "我要投诉", "client_message_id": "m1"}
    )
    assert not WORDS.search(answer.text)
    said = await desk.client.get(f"/v1/conversations/{talk}/messages")
    assert not WORDS.search(said.text)


def test_nothing_but_the_briefing_and_the_review_asks_for_it():
    asking = set()
    for path in API.rglob("*.py"):
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        if names & {"ComplaintHints", "complaint_hint", "ComplaintHint", "ComplaintRates", "review_hints"}:
            asking.add(path.relative_to(API).as_posix())
    assert asking == {"customers/hint.py", "customers/hint_review.py", "conversations/briefing.py"}


async def test_the_review_of_thin_records_concludes_nothing(troubled):
    figures = await review_records(troubled.platform)
    assert figures["complaints"] < 100 and "skipped" in figures
    assert not (troubled.platform.settings.var / "complaint_rates.json").exists()


async def test_rates_of_a_review_stand_in_the_hint(troubled):
    ComplaintRates("2026-12-01", 90, 140, 0.01, (0.005, 0.03, 0.2)).write(
        troubled.platform.settings.var / "complaint_rates.json"
    )
    hint = (await briefing(troubled, HE_YONG))["complaint_hint"]
    assert "情况相同的客户90天内投诉的占20.0%" in hint["basis"]


async def test_the_hint_knows_nothing_of_who_the_customer_is(troubled):
    before = (await briefing(troubled, HE_YONG))["complaint_hint"]
    async with troubled.platform.database.session() as session:
        customer = await session.get(Customer, HE_YONG)
        customer.name, customer.tags, customer.reminders = "某人", ["disabled"], 9
    assert (await briefing(troubled, HE_YONG))["complaint_hint"] == before
