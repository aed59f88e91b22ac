"""Finding the groups: k-means on scaled features, its stability, the tree that states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, calinski_harabasz_score, silhouette_score
from sklearn.tree import DecisionTreeClassifier

from .segment_model import FEATURES

Matrix = NDArray[np.float64]
Labels = NDArray[np.int32]
_KMEANS: Any = KMeans  # scikit-learn carries no types
_TREE: Any = DecisionTreeClassifier
# Value, growth and credit define the named segments; the rest may only tip a close case
WEIGHTS = {"value": 1.0, "growth": 1.0, "volatility": 0.3, "online_share": 0.3, "complaints": 0.3, "arrears": 1.0}
CANDIDATES = (3, 4, 5, 6, 7, 8)
_SAMPLE = 4000  # customers the silhouette is computed on
_CLIP = {"complaints": 3.0}


def matrix_of(columns: Mapping[str, NDArray[Any]], missing: Mapping[str, float]) -> Matrix:
    """One row a customer, one column a feature in the order of FEATURES; NaN becomes what stands for missing values."""
    return np.column_stack([_filled(columns[name], name, missing[name]) for name in FEATURES])


def _filled(values: NDArray[Any], name: str, missing: float) -> Matrix:
    figures = np.asarray(values, dtype=np.float64)
    return np.minimum(np.where(np.isnan(figures), missing, figures), _CLIP.get(name, np.inf))


def scaled(matrix: Matrix, centre: Matrix, spread: Matrix) -> Matrix:
    """Standard deviations from the middle, times the weight of the feature."""
    weights = np.asarray([WEIGHTS[name] for name in FEATURES])
    return np.asarray((matrix - centre) / np.where(spread > 0, spread, 1) * weights, dtype=np.float64)


def compare_k(points: Matrix, seed: int, resamples: int = 10) -> list[dict[str, float]]:
    """What speaks for each k: silhouette, Calinski-Harabasz, and stability over bootstrap samples (adjusted Rand)."""
    sample = np.random.default_rng(seed).choice(len(points), min(_SAMPLE, len(points)), replace=False)
    found = []
    for k in CANDIDATES:
        labels = cluster(points, k, seed)
        stability = bootstrap(points, labels, k, seed, resamples)
        found.append(
            {
                "k": k,
                "silhouette": round(float(silhouette_score(points[sample], labels[sample])), 4),
                "calinski_harabasz": round(float(calinski_harabasz_score(points, labels))),
                "rand_mean": round(float(np.mean(stability)), 4),
                "rand_min": round(float(np.min(stability)), 4),
            }
        )
    return found


def choose_k(comparison: Sequence[Mapping[str, float]], least_stability: float = 0.8) -> int:
    """The stable k whose silhouette is within 0.02 of the best, the larger one among equals: it tells more apart.

    Where no k is stable the most stable one is taken, and the card shows that. Calinski-Harabasz is shown and not
    asked: it favours few large groups, and the rare customers matter here.
    """
    stable = [each for each in comparison if each["rand_min"] >= least_stability]
    stable = stable or [max(comparison, key=lambda each: each["rand_min"])]
    best = max(each["silhouette"] for each in stable)
    return int(max(each["k"] for each in stable if each["silhouette"] >= best - 0.02))


def cluster(points: Matrix, k: int, seed: int) -> Labels:
    """The cluster of each customer by k-means with several starts."""
    return np.asarray(_KMEANS(k, n_init=5, random_state=seed).fit(points).labels_, dtype=np.int32)


def bootstrap(points: Matrix, labels: Labels, k: int, seed: int, resamples: int) -> list[float]:
    """Fit on resampled customers, label all, compare with the full fit."""
    draw = np.random.default_rng(seed)
    agreement = []
    for turn in range(resamples):
        drawn = draw.integers(len(points), size=len(points))
        other = _KMEANS(k, n_init=3, random_state=seed + turn).fit(points[drawn])
        agreement.append(float(adjusted_rand_score(labels, other.predict(points))))
    return agreement


def name_clusters(centroids: Matrix, population: Matrix) -> list[str]:
    """Name each cluster by its centre (in feature units), most telling feature first.

    Several overdue bills on average: high risk. Growth of a fifth or more: growth potential. Energy above that
    of 90 % of all customers: high value. Everything else: basic needs.
    """
    value, growth, arrears = (FEATURES.index(name) for name in ("value", "growth", "arrears"))
    high = float(np.quantile(population[:, value], 0.9))
    names = []
    for centre in centroids:
        if centre[arrears] >= 1.5:
            names.append("high_risk")
        elif centre[growth] >= 0.2:
            names.append("growth_potential")
        else:
            names.append("high_value_stable" if centre[value] >= high else "basic_needs")
    return names


def explain(matrix: Matrix, names: NDArray[np.str_], depth: int, seed: int) -> tuple[list[dict[str, Any]], float]:
    """A shallow tree from feature values to segment names, as plain nodes, and how often it agrees with k-means."""
    tree = _TREE(max_depth=depth, min_samples_leaf=40, random_state=seed).fit(matrix, names)
    nodes: list[dict[str, Any]] = []
    _write_node(tree, 0, nodes)
    return nodes, float(np.mean(tree.predict(matrix) == names))


def _write_node(tree: Any, node: int, nodes: list[dict[str, Any]]) -> int:
    """Write a node and what hangs below it; where all leaves below agree, one leaf is enough. Returns its position."""
    position = len(nodes)
    leaves = _leaves(tree, node)
    if len(leaves) == 1:
        nodes.append({"segment": leaves.pop()})
        return position
    parts = tree.tree_
    step = {"feature": FEATURES[parts.feature[node]], "threshold": round(float(parts.threshold[node]), 6)}
    nodes.append(step)
    step["below"] = _write_node(tree, parts.children_left[node], nodes)
    step["above"] = _write_node(tree, parts.children_right[node], nodes)
    return position


def _leaves(tree: Any, node: int) -> set[str]:
    parts = tree.tree_
    if parts.children_left[node] < 0:
        return {str(tree.classes_[int(np.argmax(parts.value[node]))])}
    return _leaves(tree, parts.children_left[node]) | _leaves(tree, parts.children_right[node])
