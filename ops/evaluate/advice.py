"""What customers are advised and told to expect, tested backwards on real records of ``DIANDA_SHARED``.

Recommendations: advised on the first part of a customer's months, accounted on the rest: time-of-use, the basis of an
enterprise's basic charge (renewed every quarter, harm counted against that charge alone and against the whole bill),
moving use into the night, a meter for the car. What no record here can show: the household
quota (no set knows the members), photovoltaics (no set has a roof), the power factor, what a person really moves.
Forecasts: made from what came before each month. The complaint hint: its method on customers who left a supplier, the
only labels there are. Where the records are absent, the part says so instead of being left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from customers.backtest import backtest
from customers.business_backtest import business_backtest
from customers.habit_backtest import habit_backtest
from customers.risk.method import method_backtest
from tariffs.evaluate_forecast import forecast_backtest

HOUSEHOLDS = 4  # every fourth is enough to see whether the advice holds
ENTERPRISES = 6  # every sixth; the rules of the advice were chosen on others
LEAST_OF_ORACLE = 0.95  # share of the oracle's saving that the advice must reach
Figures = Mapping[str, Any]
SKIPPED = "skipped"


def advice_figures(records: Path) -> dict[str, Figures]:
    """Headline figures by name. ``records``: the folder with ``load`` and ``churn``."""
    loads, churn = records / "load", records / "churn"
    return {
        **_part("recommendations", loads, lambda: _judged(backtest(loads, HOUSEHOLDS))),
        **_part("recommendations", loads, lambda: _judged(business_backtest(loads, ENTERPRISES))),
        **_part("recommendations", loads, lambda: _judged(habit_backtest(loads))),
        **_part("forecast", loads, lambda: _flat(forecast_backtest(loads))),
        **_part("complaint hint's method on churn", churn, lambda: method_backtest(churn)),
    }


def skipped(reason: str) -> Figures:
    """What stands in the report for a part that did not run."""
    return {SKIPPED: reason}


def _part(name: str, folder: Path, measure: Callable[[], Mapping[str, Figures]]) -> dict[str, Figures]:
    found = measure()
    if not found:
        return {name: skipped(f"no records under {folder}")}
    return {f"{name} / {each}": figures for each, figures in found.items()}


def _judged(scores: dict[str, dict[str, Any]]) -> dict[str, Figures]:
    """The scores with what they must reach: 1 where they do."""
    return {
        name: score
        | {
            "must_be_met": int(
                score["saving_of_oracle"] >= LEAST_OF_ORACLE and not score["worse_off_by_more_than_1_percent"]
            )
        }
        for name, score in scores.items()
    }


def _flat(scores: dict[str, dict[str, Any]]) -> dict[str, Figures]:
    return {f"{name}, {part}": figures for name, parts in scores.items() for part, figures in parts.items()}
