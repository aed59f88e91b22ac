"""How well scores tell who will: ranking and calibration with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Truth = NDArray[np.bool_]
DRAWS, TOP = 200, 0.1
_BINS = 10


def ranking(scores: Scores, truth: Truth, groups: NDArray[np.int64] | None = None, seed: int = 1) -> dict[str, float]:
    """ROC-AUC and the lift of the top tenth, each with its 95 % bootstrap interval.

    ``groups``: whose row it is; whole groups are drawn, because rows of one customer are alike.
    """
    samples = _samples(len(truth), groups, seed)
    found: dict[str, float] = {}
    measures: dict[str, Callable[[Scores, Truth], float]] = {"roc_auc": roc_auc, "lift_top_tenth": lift}
    for name, measure in measures.items():
        drawn = [measure(scores[rows], truth[rows]) for rows in samples if 0 < truth[rows].sum() < len(rows)]
        low, high = np.quantile(drawn, (0.025, 0.975))
        found |= {name: _four(measure(scores, truth)), f"{name}_low": _four(low), f"{name}_high": _four(high)}
    return found


def _samples(size: int, groups: NDArray[np.int64] | None, seed: int) -> list[NDArray[np.int64]]:
    draw = np.random.default_rng(seed)
    if groups is None:
        return [draw.integers(size, size=size) for _ in range(DRAWS)]
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    return [
        np.concatenate([members[pick] for pick in draw.integers(len(members), size=len(members))]) for _ in range(DRAWS)
    ]


def roc_auc(scores: Scores, truth: Truth) -> float:
    """The chance that one who will scores above one who will not; ties count half."""
    from scipy.stats import rankdata  # slow to import, and the gateway never measures

    ranks = rankdata(scores)
    yes = int(truth.sum())
    no = len(truth) - yes
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def lift(scores: Scores, truth: Truth) -> float:
    """The share of those who will among the highest tenth over that among all; ties at the border count in part."""
    size = TOP * len(scores)
    border = np.sort(scores)[::-1][int(np.ceil(size)) - 1]
    above, level = scores > border, scores == border
    hits = truth[above].sum() + truth[level].sum() * (size - above.sum()) / level.sum()
    return float(hits / size / truth.mean())


def calibration(probabilities: Scores, truth: Truth) -> dict[str, float]:
    """Mean distance between stated and true share over ten equal parts, the Brier score, and that of the base rate."""
    parts = np.array_split(np.argsort(probabilities, kind="stable"), _BINS)
    gaps = [abs(probabilities[part].mean() - truth[part].mean()) * len(part) for part in parts]
    return {
        "calibration_error": _four(sum(gaps) / len(truth)),
        "brier": _four(float(np.mean((probabilities - truth) ** 2))),
        "brier_of_base_rate": _four(truth.mean() * (1 - truth.mean())),
    }


def _four(value: float) -> float:
    return round(float(value), 4)
