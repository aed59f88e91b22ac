"""Whom an outage concerns: by the accounts or transformers it names, by its feeder, else by the address.

1. An outage that names accounts concerns exactly these (and those of the transformers it names).
2. An outage that names transformers concerns the accounts they feed; one that names only a feeder the accounts on it,
   if the topology knows that feeder.
3. The address decides for accounts that the topology does not know, and where there is no topology.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.outages.aliases import Aliases
from api.outages.areas import read_area, read_place
from api.outages.covering import NAMED, lies_in
from api.outages.divisions import names_city
from api.outages.matching import area_of
from api.outages.models import ACCOUNT, TRANSFORMER, Outage, PlaceAlias
from api.outages.naming import least_of
from api.outages.repository import OutageRepository, Subscriber
from api.outages.spots import Spot
from api.places import Fit, knows_city
from nlu.text.addresses import Address
from nlu.text.gazetteer import bare_name, zone_of


class ConcernedCustomers:
    """Reads the grid's records and the customers' addresses."""

    def __init__(self, session: AsyncSession) -> None:
        self._repository = OutageRepository(session)

    async def fed(self, account_number: str, outages: Sequence[Outage]) -> dict[str, bool]:
        """Of the outages that the grid's records decide about: whether they concern an account."""
        point = await self._repository.supply_point(account_number)
        naming = await self._repository.naming(account_number, point)
        kinds = await self._repository.kinds_of_points([outage.outage_id for outage in outages])
        feeders = (
            await self._repository.known_feeders({each.feeder for each in outages if each.feeder}) if point else ()
        )
        decided: dict[str, bool] = {}
        for outage in outages:
            names_accounts = (outage.outage_id, ACCOUNT) in kinds
            names_transformers = (outage.outage_id, TRANSFORMER) in kinds
            if outage.outage_id in naming:
                decided[outage.outage_id] = True
            elif names_accounts or (names_transformers and point):
                decided[outage.outage_id] = False
            elif point and not names_transformers and outage.feeder in feeders:
                decided[outage.outage_id] = point.feeder == outage.feeder
        return decided

    async def subscribers(self, outage: Outage) -> list[Subscriber]:
        """Everybody concerned who wants to be told, each once."""
        names_accounts = await self._repository.names_points(outage.outage_id, ACCOUNT)
        if names_accounts or await self._repository.names_points(outage.outage_id, TRANSFORMER):
            named = await self._repository.subscribers_named(outage.outage_id)
            others = [] if names_accounts else await self._by_address(outage, without_supply_point=True)
            return [*named, *others]
        if outage.feeder and await self._repository.known_feeders([outage.feeder]):
            fed = await self._repository.subscribers_on_feeder(outage.feeder)
            return [*fed, *await self._by_address(outage, without_supply_point=True)]
        return await self._by_address(outage, without_supply_point=False)

    async def _by_address(self, outage: Outage, *, without_supply_point: bool) -> list[Subscriber]:
        rows = await self._repository.aliases()
        aliases = Aliases(rows)
        area = area_of(outage, aliases)
        words = _words((*area, *read_area(outage.area)), rows)
        if not words:
            return []
        found = await self._repository.subscribers_whose_address_has(words, without_supply_point=without_supply_point)
        return [each for each in found if is_in(each.address, area, aliases)]


def is_in(address: str, area: Sequence[Spot], aliases: Aliases) -> bool:
    """Whether a customer's registered address lies in an area for sure."""
    place = aliases.official(read_place(address), address)
    return (knows_city(place.address) or names_city(place.words)) and lies_in(place, area) is Fit.YES


def _words(area: Sequence[Spot], aliases: Sequence[PlaceAlias]) -> set[str]:
    """What the address of somebody concerned must have in it, one for each part and other name of the area."""
    words: set[str] = set()
    for part in area:
        where = part.address
        named = [least_of(kind, name) for kind in NAMED if (name := getattr(where, kind))]
        words |= set(named or [where.town or _division(where)])
        words |= {row.alias for row in aliases if any(name in row.name for name in named)}
    return words - {""}


def _division(where: Address) -> str:
    """How its district or city is written; its city for a zone, which has many names (高新区, 新技术开发区)."""
    district = None if zone_of(where.district) else where.district
    return bare_name(district or where.city or where.province)
