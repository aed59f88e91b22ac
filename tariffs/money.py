"""Rounding of money and the plain writing of decimals."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def half_up(amount: Decimal, place: Decimal = CENT) -> Decimal:
    """Round to ``place`` (default 0.01 yuan), halves away from zero, as every line of a bill is rounded."""
    return amount.quantize(place, rounding=ROUND_HALF_UP)


def total_of(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of rounded amounts, with two decimals; None counts as nothing."""
    return half_up(sum((amount for amount in amounts if amount is not None), ZERO))


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without trailing zeros: 540 not 5.4E+2, 0.6 not 0.60."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
