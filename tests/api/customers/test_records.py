"""A record holds the contacts and readings of the real database, none counted twice; the opt-out takes the personal."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import update

from api.conversations.repository import ConversationRepository
from api.conversations.service import ConversationService
from api.customers.models import Customer
from api.customers.records import CustomerRecords
from api.customers.service import CustomerService
from api.tickets.models import Ticket
from customers import segment

HOME, NEIGHBOUR, NIGHTS, OPTED_OUT = "4201060001", "4201060009", "3701020010", "4201060012"


async def record_of(desk, account_number=HOME):
    async with desk.platform.database.reading() as session:
        customer = await CustomerService(session, desk.platform).get(account_number)
        return (await CustomerRecords(session, desk.platform).of([customer]))[0]


async def matters_of(desk, account_number=HOME):
    return [(each.matter, each.is_online) for each in (await record_of(desk, account_number)).contacts]


async def wants(desk, conversation_id, intent, confidence=0.95):
    """The customer's message was understood as an intent."""
    async with desk.platform.database.session() as session:
        body = {"text": "……", "intent": {"name": intent, "confidence": confidence} if intent else None}
        now = desk.clock.now()
        await ConversationRepository(session).append(conversation_id, "message", "customer", now, body)


async def triaged(desk, ticket, **columns):
    async with desk.platform.database.session() as session:
        await session.execute(update(Ticket).where(Ticket.ticket_id == ticket["ticket_id"]).values(**columns))


async def test_a_ticket_is_a_contact_and_says_by_which_way_it_came(desk):
    first = await desk.file("家里停电了", "a", account_number=HOME)
    await triaged(desk, first, type="fault")
    second = await desk.file("我要投诉", "b", account_number=HOME, channel="app")
    await triaged(desk, second, type="complaint")
    assert await matters_of(desk) == [("complaint", True), ("fault", False)]
    assert await matters_of(desk, NEIGHBOUR) == []


async def test_a_complaint_is_counted_once_and_its_withdrawal_takes_it_back(desk):
    ticket = await desk.file("我要投诉", "a", account_number=HOME)
    await triaged(desk, ticket, type="complaint")
    talk = await desk.talk(HOME)
    await wants(desk, talk, "make_complaint")
    record = await record_of(desk)
    assert "近一年投诉1次" in segment_sentence(record, desk)
    await triaged(desk, ticket, status="withdrawn")
    assert await matters_of(desk) == [("make_complaint", True)]
    assert "近一年没有投诉" in segment_sentence(await record_of(desk), desk)


def segment_sentence(record, desk):
    """What is said of complaints, wherever among the reasons it stands."""
    from customers.reasons import _complaints
    from customers.segment_model import segment_model
    from customers.segmentation import _engine

    model = segment_model()
    [portrait] = _engine(model).portray([record], desk.clock.today())
    return _complaints(record, portrait.features, model)


async def test_of_one_fault_told_twice_one_is_counted(desk):
    first = await desk.file("家里停电了", "a", account_number=HOME)
    second = await desk.file("还是没电", "b", account_number=HOME)
    other = await desk.file("楼里没电", "c", account_number=NEIGHBOUR)
    for each in (first, second, other):
        await triaged(desk, each, type="fault", merged_into=None if each is first else first["ticket_id"])
    assert await matters_of(desk) == [("fault", False)]
    assert await matters_of(desk, NEIGHBOUR) == [("fault", False)]


async def test_a_chats_needs_count_once_a_day_and_small_talk_not_at_all(desk):
    talk = await desk.talk(HOME)
    for intent in ("greet", "explain_bill", "query_bill", "explain_bill", "out_of_scope", None):
        await wants(desk, talk, intent)
    await wants(desk, talk, "apply_pv", confidence=0.4)
    assert await matters_of(desk) == [("explain_bill", True)]
    desk.clock.advance(days=1)
    await wants(desk, talk, "query_bill")
    assert await matters_of(desk) == [("explain_bill", True), ("query_bill", True)]


async def test_a_need_that_became_a_ticket_is_one_contact(desk):
    talk = await desk.talk(HOME)
    await wants(desk, talk, "report_outage")
    await wants(desk, talk, "apply_ev_charger")
    fault = await desk.file("家里停电了", "a", account_number=HOME, channel="web")
    await triaged(desk, fault, type="fault", conversation_id=talk, intent="report_outage")
    pile = await desk.file("要装充电桩", "b", account_number=HOME, channel="web")
    await triaged(desk, pile, type="request", conversation_id=talk, intent="apply_ev_charger")
    assert await matters_of(desk) == [("apply_ev_charger", True), ("fault", True)]


async def test_what_another_proved_customer_wanted_in_the_same_chat_is_theirs(desk):
    talk = await desk.talk(NEIGHBOUR)
    await wants(desk, talk, "apply_pv")
    async with desk.platform.database.session() as session:
        await ConversationService(session, desk.platform).bind(talk, HOME)
    await wants(desk, talk, "query_bill")
    assert await matters_of(desk) == [("query_bill", True)]
    assert await matters_of(desk, NEIGHBOUR) == []


async def test_what_is_older_than_a_year_is_no_longer_on_record(desk):
    talk = await desk.talk(HOME)
    await wants(desk, talk, "query_bill")
    desk.clock.advance(days=366)
    assert await matters_of(desk) == []


async def test_readings_on_record_shape_the_tags(desk):
    record = await record_of(desk, NIGHTS)
    assert record.readings[0].read_at == datetime(2025, 11, 1)
    assert "night_use" in segment(record, desk.clock.today()).tags


async def test_after_the_opt_out_neither_chats_nor_readings_are_used(desk):
    for number in (NIGHTS, OPTED_OUT):
        await wants(desk, await desk.talk(number), "query_bill")
    assert (await record_of(desk, OPTED_OUT)).contacts == ()
    assert (await record_of(desk, NIGHTS)).contacts
    async with desk.platform.database.session() as session:
        await CustomerService(session, desk.platform).set_personalised(NIGHTS, False, "customer")
    record = await record_of(desk, NIGHTS)
    assert (record.contacts, record.readings) == ((), ())


async def test_how_bills_are_paid_is_not_concluded_from_contacts(desk):
    async with desk.platform.database.session() as session:
        (await session.get(Customer, HOME)).online_share = Decimal("0.9")
    for key in "abcd":
        await triaged(desk, await desk.file("停电", key, account_number=HOME), type="fault")
    assert "online" in segment(await record_of(desk), desk.clock.today()).tags


async def test_no_text_of_a_chat_is_read(desk):
    talk = await desk.talk(HOME)
    await wants(desk, talk, "query_bill")
    async with desk.platform.database.reading() as session:
        rows = await ConversationRepository(session).wishes([HOME], desk.clock.now() - timedelta(days=1))
    columns = {"account_number", "conversation_id", "kind", "at", "intent", "confidence", "account_ends"}
    assert set(rows[0]._fields) == columns


async def test_a_basic_charge_by_actual_demand_is_not_taken_for_one_by_capacity(desk):
    works = "4201130006"
    assert (await record_of(desk, works)).basis is None  # by the contract demand on record
    async with desk.platform.database.session() as session:
        changed = update(Customer).where(Customer.account_number == works)
        await session.execute(changed.values(demand_basis="actual_demand", contract_demand_kw=None))
    assert (await record_of(desk, works)).basis == "actual_demand"
