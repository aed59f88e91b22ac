"""What if over a year: the change in every month it concerns, and what it does to the tiers of the months after."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .calculation import Calculation, TariffReference
from .calculator import calculate
from .decomposition import RESIDENTIAL
from .errors import InvalidInput
from .kinds.readings import with_energy
from .money import ZERO, half_up, total_of
from .scenarios import Change, changed_input

Case = tuple[str, Mapping[str, Any]]  # kind and input of calculate, with year_month
EVERY_MONTH = range(1, 13)


@dataclass(frozen=True, slots=True)
class YearlyWhatIf:
    """Each month's bill (YYYY-MM) as it is and as it would be; ``difference`` in yuan, negative when it is cheaper."""

    months: tuple[str, ...]
    before: tuple[Calculation, ...]
    after: tuple[Calculation, ...]
    explanation: str

    @property
    def difference(self) -> Decimal:
        """After less before over all months, yuan."""
        return half_up(total_of(bill.total for bill in self.after) - total_of(bill.total for bill in self.before))

    @property
    def is_verified(self) -> bool:
        """Whether no table of confidence L took part: else the amounts are not for customers."""
        return all(bill.tariff is None or bill.tariff.confidence != "L" for bill in (*self.before, *self.after))

    @property
    def tariff(self) -> TariffReference | None:
        """The price of the newest month after the change."""
        return self.after[-1].tariff


def what_if_over(cases: Sequence[Case], change: Change, months: Collection[int] = EVERY_MONTH) -> YearlyWhatIf:
    """``cases``: residential months, oldest first. ``months``: the calendar months concerned (1–12), such as the summer
    for an air conditioner. Added energy counts for the tiers of the rest of its calendar year. Raises InvalidInput.
    """
    return what_if_of_all(cases, [(change, months)])


def what_if_of_all(cases: Sequence[Case], changes: Sequence[tuple[Change, Collection[int]]]) -> YearlyWhatIf:
    """Several changes together, each with its calendar months, as ``what_if_over``: the second adds to what the first
    has made of the months, tiers included. Raises InvalidInput.
    """
    if not cases or any(kind not in RESIDENTIAL for kind, _ in cases):
        raise InvalidInput("change", "只能按居民客户自己的月账单测算")
    names = tuple(str(given["year_month"]) for _, given in cases)
    before = tuple(calculate(kind, with_energy(given)) for kind, given in cases)
    words: list[str] = []
    for change, months in changes:
        cases, said = _changed(cases, change, months)
        words.append(said)
    return YearlyWhatIf(names, before, tuple(calculate(kind, given) for kind, given in cases), "".join(words))


def _changed(cases: Sequence[Case], change: Change, months: Collection[int]) -> tuple[list[Case], str]:
    """The months with one change, and what it is in words."""
    changed: list[Case] = []
    words, added = "", dict[str, Decimal]()
    for kind, given in cases:
        source = with_energy(given)
        year, month = str(source["year_month"]).split("-")
        new_kind, new_input = kind, dict(source)
        if int(month) in months:
            new_kind, new_input, words = changed_input(kind, source, change)
        if "cumulative_before" in new_input:
            new_input["cumulative_before"] = Decimal(str(source["cumulative_before"])) + added.get(year, ZERO)
        changed.append((new_kind, new_input))
        added[year] = added.get(year, ZERO) + _energy(new_input) - _energy(source)
    return changed, words


def _energy(source: Mapping[str, Any]) -> Decimal:
    if "peak_kwh" in source:
        return Decimal(str(source["peak_kwh"])) + Decimal(str(source["valley_kwh"]))
    return Decimal(str(source["kwh"]))
