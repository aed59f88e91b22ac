"""The result of a calculation: rounded lines, their sum, and the tariff they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from .money import plain, total_of
from .schedules import Confidence, PriceRow


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a bill. ``amount`` in yuan, rounded; the other fields say what it was made of."""

    item: str
    label: str
    amount: Decimal | None = None
    tier: int | None = None
    period: str | None = None
    kwh: Decimal | None = None
    qty: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    rate: Decimal | None = None
    days: int | None = None
    base: Decimal | None = None
    percent: Decimal | None = None

    def to_wire(self) -> dict[str, Any]:
        """The line as JSON: only the fields that apply, decimals as plain text, money with two decimals."""
        present = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _wire_value(name, value) for name, value in present.items() if value is not None}


def _wire_value(name: str, value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return f"{value:.2f}" if name in {"amount", "base"} else plain(value)


@dataclass(frozen=True, slots=True)
class TariffReference:
    """Where a price comes from and how long it holds."""

    id: str
    source: str
    effective_from: date | None
    effective_to: date | None
    confidence: Confidence

    @classmethod
    def of(cls, *rows: PriceRow, also: tuple[Confidence | None, ...] = ()) -> TariffReference:
        """The first row's reference with the lowest confidence of all rows used (and of ``also``)."""
        confidences = [row.confidence for row in rows] + [each for each in also if each]
        weakest = max(confidences, key="HML".index)
        first = rows[0]
        return cls(first.id, first.source, first.effective_from, first.effective_to, weakest)

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract; an unverified table is marked so that nobody quotes it."""
        wire: dict[str, Any] = {
            "id": self.id,
            "source": self.source,
            "effective_from": self.effective_from.isoformat() if self.effective_from else None,
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "confidence": self.confidence,
        }
        return wire | {"unverified": True} if self.confidence == "L" else wire


@dataclass(frozen=True, slots=True)
class Calculation:
    """A calculated bill. ``total`` is the sum of the rounded lines; ``tiers`` the energy in each tier (kWh)."""

    kind: str
    lines: tuple[Line, ...]
    tariff: TariffReference | None = None
    tiers: tuple[Decimal, Decimal, Decimal] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """What is to be paid, in yuan with two decimals."""
        return total_of(line.amount for line in self.lines)

    def amount_of(self, *items: str) -> Decimal:
        """The sum of the lines with these item names, yuan."""
        return total_of(line.amount for line in self.lines if line.item in items)

    def to_wire(self) -> dict[str, Any]:
        """As in the HTTP contract of ``POST /v1/bills/calculate``."""
        wire: dict[str, Any] = {
            "kind": self.kind,
            "total": f"{self.total:.2f}",
            "lines": [line.to_wire() for line in self.lines],
            "tariff": self.tariff.to_wire() if self.tariff else None,
        }
        if self.tiers is not None:
            wire["tiers"] = [plain(each) for each in self.tiers]
        return wire | dict(self.details)
