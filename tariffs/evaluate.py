"""Scores the calculator on a file of cases with expected totals, for the product's evaluation."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from .calculator import calculate
from .errors import InvalidInput


def score_bills(path: Path | str) -> dict[str, Any]:
    """Compare totals to 0.01 yuan. ``path``: JSON lines with ``id``, ``kind``, ``input``, ``expect.total`` (and other
    accepted totals in ``expect.accept_totals``). Returns counts, the share that is exact, and what differs."""
    cases = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    wrong = [difference for case in cases if (difference := _difference(case))]
    kinds = Counter(str(case["kind"]) for case in cases)
    failed = Counter(str(each["kind"]) for each in wrong)
    return {
        "cases": len(cases),
        "exact": len(cases) - len(wrong),
        "share": (len(cases) - len(wrong)) / len(cases) if cases else 0.0,
        "by_kind": {kind: {"cases": count, "exact": count - failed[kind]} for kind, count in sorted(kinds.items())},
        "wrong": wrong,
    }


def _difference(case: dict[str, Any]) -> dict[str, str] | None:
    accepted = [Decimal(total) for total in case["expect"].get("accept_totals", [case["expect"]["total"]])]
    try:
        total = calculate(case["kind"], case["input"]).total
    except InvalidInput as error:
        return {"id": case["id"], "kind": case["kind"], "expected": str(accepted[0]), "got": str(error)}
    if any(abs(total - each) < Decimal("0.005") for each in accepted):
        return None
    return {"id": case["id"], "kind": case["kind"], "expected": str(accepted[0]), "got": str(total)}
