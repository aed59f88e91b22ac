"""Other names of roads and compounds, from the table ``place_aliases``: what people say and what the map says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from api.outages.hearing import heard
from api.outages.models import PlaceAlias
from api.outages.premises import Premises, premises_of
from api.outages.spots import Spot
from api.places import locate, same_name
from nlu.text.addresses import Address


class Aliases:
    """Some rows of the table. An alias may stand for a road, a compound, or a compound's house number on a road."""

    def __init__(self, rows: Iterable[PlaceAlias] = ()) -> None:
        self._rows: defaultdict[str, list[PlaceAlias]] = defaultdict(list)
        for row in rows:
            self._rows[row.alias].append(row)

    def official(self, spot: Spot, text: str = "") -> Spot:
        """The same place by its official names; ``text``: what was said, where it differs from the spot's words."""
        for alias in sorted(self._rows, key=len, reverse=True):
            is_named = alias in spot.words or alias in text or alias in (spot.address.road, spot.address.compound)
            if is_named and (row := self._row(alias, spot.address)):
                return _renamed(spot, row)
        return spot

    def _row(self, alias: str, address: Address) -> PlaceAlias | None:
        rows = [row for row in self._rows.get(alias, ()) if same_name(row.city, address.city)]
        return rows[0] if len(rows) == 1 else None  # of two cities' aliases none is meant for sure


def _renamed(spot: Spot, row: PlaceAlias) -> Spot:
    name = heard(row.name)
    official, address = locate(name), spot.address
    if official.road:
        compound = None if address.compound == row.alias or official.number else address.compound
        address = replace(address, road=official.road, number=official.number or address.number, compound=compound)
    else:
        road = None if address.road == row.alias else address.road
        address = replace(address, road=road, compound=official.compound or name)
    number = premises_of(name).get("number")
    premises = Premises({"number": number, **spot.premises.runs}) if number else spot.premises
    return replace(spot, address=address, words=spot.words.replace(row.alias, name), premises=premises)
