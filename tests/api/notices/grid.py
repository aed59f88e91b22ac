"""The utility's side in tests: reports outages, subscribes customers, delivers, and reads what customers were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from api.conversations.models import ConversationEvent
from api.customers.models import Customer
from api.notices.delivery import NoticeDelivery
from api.notices.models import OutageNotice
from api.outages.service import OutageService

WANG, ZHOU, QING = "4201060001", "4201060009", "4201060012"  # 新华路88号3栋 (two of them), 青年路17号
JINAN = "3701020003"
AREA = "湖北省武汉市江汉区新华路80号-120号（双号）"


class Grid:
    """Reports about one outage, TD1, unless told otherwise; times as hours and minutes from the clock's 9:00."""

    def __init__(self, desk) -> None:
        self.desk = desk
        self.platform = desk.platform
        self.clock = desk.clock
        self.delivery = NoticeDelivery(desk.platform)

    def at(self, time: str, days: int = 0) -> str:
        moment = datetime.fromisoformat(f"2026-11-20T{time}:00+08:00") + timedelta(days=days)
        return moment.isoformat()

    async def put(self, outage_id="TD1", **fields):
        body = {"kind": "fault", "status": "repairing", "area": AREA, "start": self.at("08:30")}
        body |= {"updated_at": self.clock.now().isoformat(), "reason": "电缆故障", **fields}
        return await self.desk.client.put(f"/internal/outages/{outage_id}", json=body, headers=self.desk.internal)

    async def report(self, outage_id="TD1", **fields):
        answer = await self.put(outage_id, **fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def plan(self, outage_id="TD1", **fields):
        times = {"start": self.at("08:00", 3), "expected_restore": self.at("14:00", 3)}
        return await self.report(outage_id, kind="planned", status="announced", **{**times, **fields})

    async def subscribe(self, *accounts, active=True):
        async with self.platform.database.session() as session:
            for account in accounts:
                customer = await session.get(Customer, account)
                await OutageService(session, self.clock).subscribe(customer, "outage", active)

    async def deliver(self):
        await self.delivery.deliver_due()

    async def later(self, outage_minutes=1, **fields):
        """Time goes on and the outage is reported again."""
        self.clock.advance(minutes=outage_minutes)
        return await self.report(**fields)

    async def said(self, conversation_id):
        """What the system said in a conversation."""
        async with self.platform.database.reading() as session:
            query = select(ConversationEvent).where(
                ConversationEvent.conversation_id == conversation_id,
                ConversationEvent.kind == "message",
                ConversationEvent.actor == "system",
            )
            events = (await session.scalars(query.order_by(ConversationEvent.number))).all()
        return [event.body["text"] for event in events]

    async def rows(self, **wanted):
        """``(account's last two digits, event, channel, state)`` of the outbox."""
        async with self.platform.database.reading() as session:
            found = (await session.scalars(select(OutageNotice).order_by(OutageNotice.id))).all()
        return [
            (row.account_number[-2:], row.event, row.channel, row.state)
            for row in found
            if not row.outage_id.startswith("TD2026")  # the demonstration's own
            and all(getattr(row, name) == value for name, value in wanted.items())
        ]
