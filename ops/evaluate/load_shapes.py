"""Whether the shape of a home's load says something lasting: features of two years of real half-hourly readings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from customers.clustering import choose_k, cluster, compare_k
from customers.decision import judged_features
from customers.expressions import seasons
from customers.households import A_YEAR_BEFORE, LAST_DAY, household_connection
from customers.local import columns_from, fill
from customers.tags import EVENING, NIGHT

SHAPE = ("valley_share", "evening_share", "load_factor", "daily_variation")
SEED, RESAMPLES = 7, 5
NAME = "segments / load shape of real households"
Figures = Mapping[str, Any]
Matrix = NDArray[np.float64]


def load_shape_figures(path: Path) -> dict[str, Figures]:
    """How well each shape feature and tag of a year agrees with the year after, and how stable groups by shape are."""
    connection = household_connection(path)
    before, after = (_shapes(connection, day) for day in (A_YEAR_BEFORE, LAST_DAY))
    homes = sorted(before.keys() & after.keys())
    first, second = (np.array([found[home] for home in homes]) for found in (before, after))
    agreement = {
        f"{name}_rank_correlation": _rank_correlation(first[:, place], second[:, place])
        for place, name in enumerate(SHAPE)
    }
    tags = {"night_use": (0, NIGHT), "evening_use": (1, EVENING)}
    kept = {
        f"{name}_same_after_a_year": round(float(np.mean((first[:, at] > least) == (second[:, at] > least))), 4)
        for name, (at, least) in tags.items()
    }
    return {NAME: {"homes": len(homes), **agreement, **kept, **_groups(first, second)}}


def _shapes(connection: duckdb.DuckDBPyConnection, day: date) -> dict[str, list[float]]:
    """The shape of each home whose year has readings enough for all four features."""
    fill(connection, {"seasons": columns_from(connection, seasons(day))})
    row = judged_features(day)
    found = columns_from(connection, row.filter(~row.is_thin).select("account_number", *SHAPE))
    shapes = np.column_stack([np.asarray(found[name], dtype=float) for name in SHAPE])
    whole = ~np.isnan(shapes).any(axis=1)
    return {str(home): list(shape) for home, shape in zip(found["account_number"][whole], shapes[whole], strict=True)}


def _groups(first: Matrix, second: Matrix) -> dict[str, float]:
    """Groups found in the second year: their stability, and whether the homes of the first year fall into the same."""
    centre, spread = second.mean(axis=0), second.std(axis=0)
    earlier, later = ((points - centre) / spread for points in (first, second))
    comparison = compare_k(later, SEED, RESAMPLES)
    k = choose_k(comparison)
    chosen = next(each for each in comparison if each["k"] == k)
    labels = cluster(later, k, SEED)
    centroids = np.array([later[labels == label].mean(axis=0) for label in range(k)])
    nearest = ((earlier[:, None] - centroids[None]) ** 2).sum(axis=2).argmin(axis=1)
    return {
        "k": k,
        "silhouette": chosen["silhouette"],
        "bootstrap_adjusted_rand_mean": chosen["rand_mean"],
        "bootstrap_adjusted_rand_min": chosen["rand_min"],
        "same_group_after_a_year_adjusted_rand": round(float(adjusted_rand_score(labels, nearest)), 4),
    }


def _rank_correlation(one: Matrix, other: Matrix) -> float:
    """Spearman's: 1 when the homes keep their order."""
    first, second = (np.argsort(np.argsort(values)) for values in (one, other))
    return round(float(np.corrcoef(first, second)[0, 1]), 4)
