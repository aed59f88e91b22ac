"""Whether customers are told of the outages that concern them, and of no others: places against areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.outages.aliases import Aliases
from api.outages.areas import read_place
from api.outages.matching import in_city_of, outage_at
from api.outages.models import Outage
from triage.evaluate import read_rows

VERDICTS = {"running": "inside", "none": "outside", "unknown_address": "unsure"}
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def address_figures(path: Path) -> dict[str, Any]:
    """Shares of the rows of a file of places and areas.

    ``told_wrongly``: of those surely outside, told that the outage is theirs; ``missed``: of those surely inside, told
    that there is none; ``asked_back``: of all, asked for more of the address.
    """
    rows = read_rows(path)
    said = [verdict(row["area"], row["place"], row.get("home")) for row in rows]
    right: dict[str, list[bool]] = defaultdict(list)
    for row, answer in zip(rows, said, strict=True):
        right[row["kind"]].append(answer in (row["expected"], *row.get("alt", [])))
    return {
        "places": len(rows),
        "right": _share([each for kind in right.values() for each in kind]),
        "told_wrongly": _share([answer == "inside" for answer in _where(rows, said, "outside")]),
        "missed": _share([answer == "outside" for answer in _where(rows, said, "inside")]),
        "asked_back": _share([answer == "unsure" for answer in said]),
        "by_kind": {kind: _share(answers) for kind, answers in sorted(right.items())},
    }


def verdict(area: str, place: str, home: str | None) -> str:
    """inside, outside or unsure; ``home``: the customer's address on record, which says the city when they do not."""
    outage = Outage(outage_id="one", kind="fault", status="repairing", area=area, reason="", feeder="")
    outage.start = outage.updated_at = NOW - timedelta(hours=1)
    spot = in_city_of(read_place(place), read_place(home) if home else None)
    status, _ = outage_at(Aliases().official(spot, place), [outage], NOW)
    return VERDICTS[status]


def _where(rows: Sequence[Mapping[str, Any]], said: Sequence[str], expected: str) -> list[str]:
    """What was said of the rows that only this verdict is right for."""
    return [
        answer for row, answer in zip(rows, said, strict=True) if row["expected"] == expected and not row.get("alt")
    ]


def _share(answers: Sequence[bool]) -> float:
    return round(sum(answers) / len(answers), 4) if answers else 0.0
