"""Other names of roads and compounds, from the table ``place_aliases``: what people say and what the map says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from api.outages.areas import Spot
from api.outages.models import PlaceAlias
from api.places import locate, same_name
from nlu.text.addresses import Address


class Aliases:
    """Some rows of the table. An alias may stand for a road, a compound, or a compound's house number on a road."""

    def __init__(self, rows: Iterable[PlaceAlias] = ()) -> None:
        self._rows: defaultdict[str, list[PlaceAlias]] = defaultdict(list)
        for row in rows:
            self._rows[row.alias].append(row)

    def official(self, spot: Spot, text: str = "") -> Spot:
        """The same place by its official names; ``text`` is searched for a name that no rule reads as a place."""
        address = spot.address
        for part in ("road", "compound"):
            named = getattr(address, part)
            if named and (row := self._row(named, address)):
                address = _renamed(address, part, row.name)
        if not (address.road or address.compound or address.village):
            address = self._found_in(text, address)
        return spot if address is spot.address else replace(spot, address=address)

    def _row(self, alias: str, address: Address) -> PlaceAlias | None:
        rows = [row for row in self._rows.get(alias, ()) if same_name(row.city, address.city)]
        return rows[0] if len(rows) == 1 else None  # of two cities' aliases none is meant for sure

    def _found_in(self, text: str, address: Address) -> Address:
        for alias in sorted(self._rows, key=len, reverse=True):
            if alias in text and (row := self._row(alias, address)):
                return _renamed(address, "compound", row.name)
        return address


def _renamed(address: Address, part: str, name: str) -> Address:
    official = locate(name)
    if official.road and official.number and part == "compound":
        number = address.number if address.road == official.road and address.number else official.number
        return replace(address, road=official.road, number=number, compound=None)
    if official.compound and not official.road:
        return replace(address, compound=official.compound)
    other = official.road or name
    return replace(address, road=other) if part == "road" else replace(address, compound=other)
