"""What the calculator takes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

Kind = Literal[
    "residential_tiered",
    "residential_tiered_tou",
    "ev_tou",
    "late_fee",
    "power_factor",
    "two_part",
    "single_part",
    "meter",
    "meter_error_refund",
    "agency_purchase",
    "agricultural",
]


class CalculationRequest(BaseModel):
    """``POST /v1/bills/calculate``: the kind and its inputs, decimals as text."""

    kind: Kind
    input: dict[str, Any]
