"""Which unit handles tickets of a place: a small table, the most specific fitting row wins."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from api.places import knows_city, locate, same_name
from nlu.text.addresses import Address
from nlu.text.gazetteer import key_of

TABLE = Path(__file__).parent.parent / "demo" / "units.yml"


@cache
def _rows() -> tuple[dict[str, str | None], ...]:
    return tuple(yaml.safe_load(TABLE.read_text(encoding="utf-8")))


def unit_of(text: str | None) -> str | None:
    """The unit for an address or for a text that holds one; None when the place is not in the table or not known."""
    return unit_at(locate(text)) if text else None


def unit_at(place: Address) -> str | None:
    """The unit for a parsed address."""
    if not knows_city(place):
        return None
    fitting = [row for row in _rows() if _fits(row, place)]
    return max(fitting, key=_detail)["unit"] if fitting else None


def _fits(row: dict[str, str | None], place: Address) -> bool:
    if not same_name(place.province, row["province"]) or not same_name(place.city, row["city"]):
        return False
    if row["district"] is None:
        return place.city is not None
    return bool(place.district) and same_name(place.district, row["district"])


def _detail(row: dict[str, str | None]) -> int:
    return len(key_of(row["district"]))
