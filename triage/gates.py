"""The gates between neighbouring labels: a table of conditions that shifts odds, with the reason an agent reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from triage.errors import UnreadableTable
from triage.observations import Observations

GATES_FILE = Path(__file__).parent / "data" / "gates.yml"


@dataclass(frozen=True)
class Gate:
    """One row of data/gates.yml."""

    id: str
    source: str
    among: frozenset[str]
    toward: str | None
    weight: float
    review: bool
    when: Mapping[str, Any]
    reason: str

    def opens(self, label: str, seen: Observations) -> bool:
        """Whether the gate applies to a ticket led by ``label``."""
        return label in self.among and all(_holds(name, wanted, seen, self.when) for name, wanted in self.when.items())

    def favours(self, label: str) -> bool:
        """Whether ``label`` gains by the gate: the very label, or any category of a type given alone."""
        return self.toward is not None and (label == self.toward or label.split("/")[0] == self.toward)

    def contradicts(self, label: str) -> bool:
        """Whether the gate speaks against the label that won in spite of it."""
        return self.toward is not None and not self.favours(label)

    def explain(self, seen: Observations, label: str) -> str:
        """The reason with the figures of the text and the rule's id, said as a doubt where ``label`` won against it."""
        reason = self.reason.format(outages=seen.outages)
        doubt = "与分类结果不一致，" if self.contradicts(label) else ""
        return f"{doubt}{reason}（规则 {self.id}）"


@lru_cache(maxsize=1)
def gates() -> tuple[Gate, ...]:
    """The table, read once a process. Raises UnreadableTable."""
    rows = yaml.safe_load(GATES_FILE.read_text(encoding="utf-8"))
    return tuple(_read(row) for row in rows)


def _read(row: Mapping[str, Any]) -> Gate:
    try:
        when = {
            name: re.compile(value) if name in {"words", "without"} else value for name, value in row["when"].items()
        }
        return Gate(
            id=row["id"],
            source=row["source"],
            among=frozenset(row["among"]),
            toward=row.get("toward"),
            weight=float(row.get("weight", 0)),
            review=bool(row.get("review", False)),
            when=when,
            reason=row["reason"],
        )
    except (KeyError, re.error) as error:
        raise UnreadableTable(f"{GATES_FILE.name}: row {row.get('id', row)!r}: {error}") from error


def _holds(name: str, wanted: Any, seen: Observations, when: Mapping[str, Any]) -> bool:
    match name:
        case "words":
            return bool(wanted.search(seen.text))
        case "without":
            return not wanted.search(seen.text)
        case "outages_at_least":
            return seen.outages is not None and seen.outages >= int(wanted)
        case "outages_at_most":
            return seen.outages is not None and seen.outages <= int(wanted)
        case "per_days":
            # ten times in half a year is as frequent as three in two months
            days = seen.days or wanted
            return bool(days <= wanted or (seen.outages or 0) * wanted / days >= when["outages_at_least"])
        case _:
            return _FACTS[name](seen) is bool(wanted)


_FACTS: Mapping[str, Callable[[Observations], bool]] = {
    "counted": lambda seen: seen.outages is not None or seen.implies_frequent,
    "frequent": lambda seen: seen.implies_frequent,
    "several": lambda seen: seen.several_households,
    "single": lambda seen: seen.single_household,
    "lasting": lambda seen: seen.is_lasting,
    "recent": lambda seen: seen.is_recent,
    "others_to_blame": lambda seen: seen.blames_others,
}
