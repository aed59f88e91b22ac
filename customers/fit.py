"""``python -m customers.fit``: fit the segment model on the generated population and the demonstration customers.

Writes ``model.json`` and ``card.json`` into models/segments. Takes about a minute; running the product needs no fit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from .clustering import (
    WEIGHTS,
    Matrix,
    choose_k,
    cluster,
    compare_k,
    explain,
    matrix_of,
    name_clusters,
    scaled,
    seasons,
)
from .features import Features, features_of
from .population import AS_OF, SEED, SIZE, generate
from .records import CustomerRecord
from .register import read_register
from .segment_model import FEATURES, MODEL_FOLDER
from .tags import special_tags

DEPTH = 4
DEMO = Path("api/demo/customers.yml")


def fit(records: Sequence[CustomerRecord], seed: int = SEED) -> tuple[dict[str, Any], dict[str, Any]]:
    """The model and its card. Special-service customers take no part: the register decides about them."""
    profiles = seasons(records, AS_OF)
    clustered = [record for record in records if not special_tags(record)]
    features = [features_of(record, AS_OF, profiles.get(record.category, {})) for record in clustered]
    missing = {name: _middle(features, name) for name in FEATURES}
    matrix = matrix_of(features, missing)
    centre, spread = matrix.mean(axis=0), matrix.std(axis=0)
    points = scaled(matrix, centre, spread)
    comparison = compare_k(points, seed)
    k = choose_k(comparison)
    labels = cluster(points, k, seed)
    centroids = np.asarray([matrix[labels == label].mean(axis=0) for label in range(k)])
    cluster_names = name_clusters(centroids, matrix)
    names = np.asarray(cluster_names)[labels]
    tree, agreement = explain(matrix, names, DEPTH, seed)
    model = {
        "features": FEATURES,
        "profiles": profiles,
        "missing": missing,
        "centre": _rounded(centre),
        "spread": _rounded(spread),
        "quantiles": _quantiles(clustered, features),
        "clusters": [
            {"segment": name, "size": int((labels == label).sum()), "centre": _rounded(centroids[label])}
            for label, name in enumerate(cluster_names)
        ],
        "tree": tree,
    }
    return model, _card(records, comparison, k, names, agreement, seed)


def _middle(features: Sequence[Features], name: str) -> float:
    known = [float(value) for each in features if (value := getattr(each, name)) is not None]
    return round(median(known), 4)


def _rounded(values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(FEATURES, values, strict=True)}


def _quantiles(records: Sequence[CustomerRecord], features: Sequence[Features]) -> dict[str, list[float]]:
    energy: dict[str, list[float]] = {}
    for record, each in zip(records, features, strict=True):
        energy.setdefault(record.category, []).append(each.yearly_kwh)
    return {
        category: [round(float(value)) for value in np.quantile(values, (0.25, 0.5, 0.75, 0.95))]
        for category, values in energy.items()
    }


def _card(
    records: Sequence[CustomerRecord],
    comparison: list[dict[str, float]],
    k: int,
    names: Any,
    agreement: float,
    seed: int,
) -> dict[str, Any]:
    chosen = next(each for each in comparison if each["k"] == k)
    return {
        "name": "segments",
        "labels": ["high_value_stable", "growth_potential", "basic_needs", "special_service", "high_risk", "unknown"],
        "method": "k-means on scaled features; a decision tree of depth "
        f"{DEPTH} states the groups as rules and is what runs; special_service comes from register tags only",
        "features": list(FEATURES),
        "weights": WEIGHTS,
        "fitted_on": f"{len(records)} customers: a generated population (customers/population.py, seed {seed}) "
        "and the demonstration customers; not real customers, so refit before use on real ones",
        "records_sha256": hashlib.sha256(repr(records).encode()).hexdigest(),
        "as_of": AS_OF.isoformat(),
        "k": k,
        "why_k": "the largest stable k (bootstrap adjusted Rand >= 0.8) with a silhouette within 0.02 of the best",
        "k_comparison": comparison,
        "metrics": {
            "silhouette": chosen["silhouette"],
            "bootstrap_adjusted_rand_mean": chosen["rand_mean"],
            "bootstrap_adjusted_rand_min": chosen["rand_min"],
            "tree_agrees_with_k_means": round(agreement, 4),
        },
        "sizes": dict(sorted(Counter(str(name) for name in names).items())),
    }


def main() -> None:
    """Read the arguments, fit, write, and print the card's figures."""
    parser = argparse.ArgumentParser(description="Fit the customer segments.")
    parser.add_argument("--size", type=int, default=SIZE, help="customers to generate")
    parser.add_argument("--register", type=Path, default=DEMO, help="further customers (YAML), if the file is there")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    given = parser.parse_args()
    records = list(generate(given.size))
    if given.register.exists():
        records += read_register(given.register, AS_OF)
    model, card = fit(records)
    given.out.mkdir(parents=True, exist_ok=True)
    for name, content in (("model.json", model), ("card.json", card)):
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (given.out / name).write_text(text, encoding="utf-8")
    print(json.dumps({"k": card["k"], **card["metrics"], "sizes": card["sizes"]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
