"""``python -m customers.risk.method``: is a count of signs as good as what could be learnt? Measured on churn data.

Cross-validated (five folds): the base rate, the count of equally weighted signs with the rate of each count (the way
the hint works), a logistic regression on what our records hold too, the same on everything, and boosted trees on
everything. Figures go to ``models/risk/card.json`` with ``--write``; no weights do.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .churn import OURS, ChurnCustomers, read_churn
from .metrics import calibration, ranking
from .signals import MODEL_FOLDER

FOLDS, SEED = 5, 20261121
Matrix = NDArray[np.float64]
Method = Callable[[Matrix, NDArray[np.bool_], Matrix], Matrix]  # train rows, their truth, test rows → probabilities


def score_methods(customers: ChurnCustomers) -> dict[str, dict[str, float]]:
    """ROC-AUC, lift of the top tenth (each with a 95 % interval) and calibration of every method, out of fold."""
    ours, everything = customers.numbers[:, : len(OURS)], np.column_stack([customers.numbers, customers.marks])
    trials: Mapping[str, tuple[Method, Matrix]] = {
        "base rate": (_base_rate, ours),
        "count of signs": (_rate_of_count, customers.signs[:, None]),
        "logistic, what our records hold too": (_logistic, ours),
        "logistic, everything": (_logistic, np.column_stack([customers.numbers, _flags(customers.marks)])),
        "boosted trees, everything": (_boosted, everything),
    }
    return {name: _score(method, rows, customers.left) for name, (method, rows) in trials.items()}


def _score(method: Method, rows: Matrix, truth: NDArray[np.bool_]) -> dict[str, float]:
    from sklearn.model_selection import StratifiedKFold

    probabilities = np.zeros(len(truth))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(rows, truth):
        probabilities[test] = method(rows[train], truth[train], rows[test])
    return ranking(probabilities, truth) | calibration(probabilities, truth)


def _base_rate(train: Matrix, truth: NDArray[np.bool_], test: Matrix) -> Matrix:
    return np.full(len(test), truth.mean())


def _rate_of_count(train: Matrix, truth: NDArray[np.bool_], test: Matrix) -> Matrix:
    """The share of those with the same count of signs, drawn a little towards the base rate."""
    counts, pull = train[:, 0], 20.0
    rates = {
        count: (truth[counts == count].sum() + pull * truth.mean()) / ((counts == count).sum() + pull)
        for count in np.unique(counts)
    }
    return np.array([rates.get(count, truth.mean()) for count in test[:, 0]])


def _logistic(train: Matrix, truth: NDArray[np.bool_], test: Matrix) -> Matrix:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import QuantileTransformer

    # amounts and energies have very long tails: ranks instead of values
    steps = make_pipeline(QuantileTransformer(n_quantiles=200, random_state=SEED), LogisticRegression(C=1.0))
    chances: Matrix = steps.fit(train, truth).predict_proba(test)[:, 1]
    return chances


def _boosted(train: Matrix, truth: NDArray[np.bool_], test: Matrix) -> Matrix:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    trees = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=150,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        random_state=SEED,
        categorical_features=[train.shape[1] - 2, train.shape[1] - 1],
    )
    with threadpool_limits(1):  # its threads wait for each other busily, which is slow beside other work
        chances: Matrix = trees.fit(train, truth).predict_proba(test)[:, 1]
    return chances


def _flags(marks: NDArray[np.int64]) -> Matrix:
    """One column for each channel and origin."""
    columns = [marks[:, place] == code for place in range(marks.shape[1]) for code in np.unique(marks[:, place])]
    return np.column_stack(columns).astype(float)


def method_backtest(folder: Path) -> dict[str, dict[str, float]]:
    """The figures of every method, empty where the data are not there."""
    customers = read_churn(folder)
    return score_methods(customers) if customers else {}


def main() -> None:
    """Print the figures; with ``--write`` put them into the card."""
    shared = Path(os.environ.get("DIANDA_SHARED", "../shared"))
    parser = argparse.ArgumentParser(description="The complaint hint's method on churn data.")
    parser.add_argument("--churn", type=Path, default=shared / "data" / "churn")
    parser.add_argument("--write", action="store_true", help="into models/risk/card.json")
    given = parser.parse_args()
    figures: dict[str, Any] = method_backtest(given.churn)
    print(json.dumps(figures, indent=1) if figures else f"no churn data under {given.churn}: skipped")
    if figures and given.write:
        path = MODEL_FOLDER / "card.json"
        card = json.loads(path.read_text(encoding="utf-8")) | {"method_on_churn": figures}
        path.write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
