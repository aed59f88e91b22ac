"""The gates between neighbouring labels: a table of conditions that shifts odds, with the reason an agent reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from triage.observations import Observations
from triage.tables import read_rows

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
    return read_rows(GATES_FILE, _read)


def _read(row: Mapping[str, Any]) -> Gate:
    return Gate(
        id=row["id"],
        source=row["source"],
        among=frozenset(row["among"]),
        toward=row.get("toward"),
        weight=float(row.get("weight", 0)),
        review=bool(row.get("review", False)),
        when=_conditions(row["when"]),
        reason=row["reason"],
    )


def _conditions(when: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions ready to be asked; KeyError for one that nothing answers, before a ticket meets it."""
    if unknown := when.keys() - _PATTERNS - _COUNTS - _FACTS.keys():
        raise KeyError(f"conditions that nobody knows: {', '.join(sorted(unknown))}")
    if "per_days" in when and "outages_at_least" not in when:
        raise KeyError("outages_at_least, which per_days needs")
    return {name: re.compile(value) if name in _PATTERNS else value for name, value in when.items()}


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


_PATTERNS = frozenset({"words", "without"})
_COUNTS = frozenset({"outages_at_least", "outages_at_most", "per_days"})
_FACTS: Mapping[str, Callable[[Observations], bool]] = {
    "counted": lambda seen: seen.outages is not None or seen.implies_frequent,
    "frequent": lambda seen: seen.implies_frequent,
    "several": lambda seen: seen.several_households,
    "single": lambda seen: seen.single_household,
    "lasting": lambda seen: seen.is_lasting,
    "recent": lambda seen: seen.is_recent,
    "others_to_blame": lambda seen: seen.blames_others,
}
