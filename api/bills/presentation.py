"""Bills and comparisons as JSON: money with two decimals, energy as plain decimals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from api.bills.models import Bill
from tariffs import BillComparison


def money(amount: Decimal) -> str:
    """Yuan with two decimals."""
    return f"{amount:.2f}"


def energy(kwh: Decimal) -> str:
    """kWh without trailing zeros."""
    text = f"{kwh:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bill_wire(bill: Bill, late_fee: Decimal) -> dict[str, Any]:
    """One bill as in the HTTP contract. Prices of unverified tables are left out: they are no fact for customers."""
    tariff = bill.tariff or {}
    hidden = {"price"} if tariff.get("confidence") == "L" else set()
    return {
        "month": bill.month,
        "kwh": energy(bill.kwh),
        "total": money(bill.total),
        "due_date": bill.due_date.isoformat(),
        "paid": bill.paid_on is not None,
        "late_fee": money(late_fee),
        "lines": [{name: value for name, value in line.items() if name not in hidden} for line in bill.lines],
    }


def comparison_wire(comparison: BillComparison, history: Sequence[Bill]) -> dict[str, Any]:
    """The decomposed difference with a chart of the last months. A bill that does not follow from the rules is for a
    person to look at: then there is nothing to explain."""
    wire = comparison.to_wire()
    if comparison.needs_review:
        wire |= {"parts": [], "causes": ["这两个月的账单需要人工核对，请转人工查询。"]}
    chart = {
        "kind": "bar",
        "unit": "千瓦时",
        "labels": [bill.month for bill in history],
        "values": [float(bill.kwh) for bill in history],
    }
    return wire | {"chart": chart}
