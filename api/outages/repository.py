"""Reads and writes outages, what they cut off, how accounts are fed, other names of places, and subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer
from api.database import Base
from api.outages.models import ACCOUNT, TRANSFORMER, Outage, OutagePoint, OutageSubscription, PlaceAlias, SupplyPoint
from api.outages.upserting import insert_new, upsert

KIND = "outage"


class Subscriber(NamedTuple):
    """A customer who wants to be told; an outage may concern very many."""

    account_number: str
    openid: str | None
    address: str


class OutageRepository:
    """The rows, nothing decided."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    # --- outages ---

    async def current(self, now: datetime) -> Sequence[Outage]:
        """Those not over, and those that ended within two days, newest first."""
        going_on = or_(Outage.status.in_(("announced", "repairing")), Outage.updated_at > now - timedelta(days=2))
        return (await self._session.scalars(select(Outage).where(going_on).order_by(Outage.start.desc()))).all()

    async def faults_since(self, moment: datetime, now: datetime) -> Sequence[Outage]:
        """Interruptions nobody had announced that began between two moments, oldest first."""
        unannounced = (Outage.kind.not_in(("planned", "temporary")), Outage.status.in_(("repairing", "restored")))
        query = select(Outage).where(Outage.start >= moment, Outage.start <= now, *unannounced).order_by(Outage.start)
        return (await self._session.scalars(query)).all()

    async def get(self, outage_id: str) -> Outage | None:
        """One by its id."""
        return await self._session.get(Outage, outage_id)

    async def insert(self, values: Mapping[str, Any]) -> bool:
        """Write a first report; False when the outage is there already. Of several at once one is the first."""
        return bool(await insert_new(self._session, Outage, [dict(values)], Outage.outage_id))

    async def locked(self, outage_id: str) -> Outage:
        """One as it is now, held until the transaction ends: updates of one outage come one after another."""
        query = select(Outage).where(Outage.outage_id == outage_id).execution_options(populate_existing=True)
        return (await self._session.scalars(query.with_for_update(key_share=True))).one()

    # --- what is cut off ---

    async def points(self, outage_ids: Collection[str]) -> Sequence[OutagePoint]:
        """The transformers and accounts that outages name."""
        return (await self._session.scalars(select(OutagePoint).where(OutagePoint.outage_id.in_(outage_ids)))).all()

    async def names_points(self, outage_id: str, kind: str) -> bool:
        """Whether an outage names any transformer, or any account."""
        return bool(await self._session.scalar(select(exists(_points(outage_id, kind)))))

    async def naming(self, account_number: str, point: SupplyPoint | None) -> set[str]:
        """The outages that name an account or its transformer."""
        mine: ColumnElement[bool] = (OutagePoint.kind == ACCOUNT) & (OutagePoint.name == account_number)
        if point:
            mine = mine | ((OutagePoint.kind == TRANSFORMER) & (OutagePoint.name == point.transformer))
        return set((await self._session.scalars(select(OutagePoint.outage_id).where(mine))).all())

    async def kinds_of_points(self, outage_ids: Collection[str]) -> set[tuple[str, str]]:
        """``(outage_id, kind)`` of what outages name."""
        query = select(OutagePoint.outage_id, OutagePoint.kind).where(OutagePoint.outage_id.in_(outage_ids)).distinct()
        return {(row[0], row[1]) for row in await self._session.execute(query)}

    async def replace_points(self, outage_id: str, kind: str, names: Iterable[str]) -> None:
        """What an outage names from now on."""
        mine = (OutagePoint.outage_id == outage_id, OutagePoint.kind == kind)
        await self._session.execute(delete(OutagePoint).where(*mine))
        rows = [{"outage_id": outage_id, "kind": kind, "name": name} for name in dict.fromkeys(names)]
        await insert_new(self._session, OutagePoint, rows)

    # --- how accounts are fed ---

    async def supply_point(self, account_number: str) -> SupplyPoint | None:
        """How an account is fed."""
        return await self._session.get(SupplyPoint, account_number)

    async def known_feeders(self, feeders: Collection[str]) -> set[str]:
        """Those of the feeders that the topology knows."""
        query = select(SupplyPoint.feeder).where(SupplyPoint.feeder.in_(feeders)).distinct()
        return set((await self._session.scalars(query)).all())

    # --- other names ---

    async def aliases(self) -> Sequence[PlaceAlias]:
        """Every other name of a place: some thousand rows at most."""
        return (await self._session.scalars(select(PlaceAlias))).all()

    async def upsert(self, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
        """Write rows of an import; those that exist are replaced."""
        await upsert(self._session, table, rows)

    # --- who wants to be told ---

    async def subscription(self, account_number: str, kind: str) -> OutageSubscription | None:
        """A customer's wish to be told."""
        return await self._session.get(OutageSubscription, (account_number, kind))

    def add(self, subscription: OutageSubscription) -> None:
        """A first wish."""
        self._session.add(subscription)

    async def subscribers_named(self, outage_id: str) -> list[Subscriber]:
        """Subscribers that an outage names, by account or by their transformer."""
        accounts = _points(outage_id, ACCOUNT)
        fed = select(SupplyPoint.account_number).where(SupplyPoint.transformer.in_(_points(outage_id, TRANSFORMER)))
        query = _subscribers().where(or_(Customer.account_number.in_(accounts), Customer.account_number.in_(fed)))
        return await self._subscribers(query)

    async def subscribers_on_feeder(self, feeder: str) -> list[Subscriber]:
        """Subscribers that a feeder feeds."""
        fed = select(SupplyPoint.account_number).where(SupplyPoint.feeder == feeder)
        return await self._subscribers(_subscribers().where(Customer.account_number.in_(fed)))

    async def subscribers_whose_address_has(
        self, words: Collection[str], *, without_supply_point: bool
    ) -> list[Subscriber]:
        """Subscribers with any of the words in their address; ``without_supply_point``: the topology lacks them."""
        query = _subscribers().where(or_(*(Customer.address.contains(word, autoescape=True) for word in words)))
        if without_supply_point:
            query = query.where(~exists().where(SupplyPoint.account_number == Customer.account_number))
        return await self._subscribers(query)

    async def _subscribers(self, query: Select[str, str | None, str]) -> list[Subscriber]:
        return [Subscriber(*row) for row in await self._session.execute(query)]


def _points(outage_id: str, kind: str) -> Select[str]:
    return select(OutagePoint.name).where(OutagePoint.outage_id == outage_id, OutagePoint.kind == kind)


def _subscribers() -> Select[str, str | None, str]:
    mine = OutageSubscription.account_number == Customer.account_number
    wanted = (OutageSubscription.kind == KIND, OutageSubscription.active)
    query = select(Customer.account_number, Customer.wechat_openid, Customer.address)
    return query.join(OutageSubscription, mine).where(*wanted).order_by(Customer.account_number)
