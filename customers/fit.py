"""``python -m customers.fit``: fit the segment model on the generated population and the demonstration customers.

With ``--folder`` it is fitted on your own customers instead, from Parquet files as ``tables.py`` states them. Writes
``model.json`` and ``card.json`` into models/segments. Takes some minutes; running the product needs no fit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

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
)
from .decision import judged_features
from .expressions import seasons
from .local import add, columns_from, create_tables, fill, read_folder
from .population import AS_OF, SEED, SIZE, Population
from .record_engine import columns_of
from .register import read_register
from .segment_model import FEATURES, MODEL_FOLDER

DEPTH = 4
DEMO = Path("api/demo/customers.yml")
MOST = 200_000  # customers of a larger folder that take part, by chance
INVENTED = (
    f"{{size}} customers of a generated population (customers/population.py, seed {SEED}) and the demonstration "
    "customers; not real customers, so refit before use on real ones"
)
Columns = Mapping[str, NDArray[Any]]


def fit(
    connection: duckdb.DuckDBPyConnection, as_of: date, source: str, seed: int = SEED
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The model and its card from the customers in the tables of a connection; ``source`` says who they are.

    Special-service customers take no part: the register decides about them. Nor do those with too little on record.
    """
    profiles = columns_from(connection, seasons(as_of))
    fill(connection, {"seasons": profiles})
    judged = judged_features(as_of)
    columns = columns_from(connection, judged.filter(~judged.is_special & ~judged.is_thin).order_by("account_number"))
    missing = {name: _middle(columns[name]) for name in FEATURES}
    matrix = matrix_of(columns, missing)
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
        "profiles": _profiles(profiles),
        "missing": missing,
        "centre": _rounded(centre),
        "spread": _rounded(spread),
        "quantiles": _quantiles(columns),
        "clusters": [
            {"segment": name, "size": int((labels == label).sum()), "centre": _rounded(centroids[label])}
            for label, name in enumerate(cluster_names)
        ],
        "tree": tree,
    }
    digest = hashlib.sha256(np.ascontiguousarray(matrix).tobytes()).hexdigest()
    card = _card(comparison, k, agreement, {"fitted_on": source, "features_sha256": digest, "as_of": as_of.isoformat()})
    return model, card | {"sizes": dict(sorted(Counter(str(name) for name in names).items()))}


def _middle(values: NDArray[Any]) -> float:
    """What stands for a missing value; 0 where nobody's is known, so that it tells nobody apart."""
    known = values[~np.isnan(values)]
    return round(float(np.median(known)), 4) if len(known) else 0.0


def _profiles(columns: Columns) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for category, month, ratio in zip(*columns.values(), strict=True):
        found.setdefault(str(category), {})[str(month)] = float(ratio)
    return found


def _rounded(values: Matrix) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(FEATURES, values, strict=True)}


def _quantiles(columns: Columns) -> dict[str, list[float]]:
    energy, categories = columns["yearly_kwh"], columns["category"]
    return {
        str(category): [
            round(float(each)) for each in np.quantile(energy[categories == category], (0.25, 0.5, 0.75, 0.95))
        ]
        for category in sorted(set(categories))
    }


def _card(comparison: list[dict[str, float]], k: int, agreement: float, origin: Mapping[str, str]) -> dict[str, Any]:
    chosen = next(each for each in comparison if each["k"] == k)
    return {
        "name": "segments",
        "labels": ["high_value_stable", "growth_potential", "basic_needs", "special_service", "high_risk", "unknown"],
        "method": "k-means on scaled features; a decision tree of depth "
        f"{DEPTH} states the groups as rules and is what runs; special_service comes from register tags only",
        "features": list(FEATURES),
        "weights": WEIGHTS,
        **origin,
        "k": k,
        "why_k": "the largest stable k (bootstrap adjusted Rand >= 0.8) with a silhouette within 0.02 of the best",
        "k_comparison": comparison,
        "metrics": {
            "silhouette": chosen["silhouette"],
            "bootstrap_adjusted_rand_mean": chosen["rand_mean"],
            "bootstrap_adjusted_rand_min": chosen["rand_min"],
            "tree_agrees_with_k_means": round(agreement, 4),
        },
    }


def generated(size: int, seed: int = SEED, register: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database of generated customers, and those of a register file beside them."""
    connection = duckdb.connect()
    create_tables(connection)
    add(connection, Population.draw(size, seed).tables())
    if register:
        add(connection, columns_of(read_register(register, AS_OF)))
    return connection


def own(folder: Path) -> duckdb.DuckDBPyConnection:
    """A database of your own customers, at most about MOST of them."""
    connection = duckdb.connect()
    counted = connection.execute("SELECT count(*) FROM read_parquet(?)", [f"{folder}/customers/*.parquet"]).fetchone()
    every = 1 + (counted[0] if counted else 0) // MOST
    read_folder(connection, folder, f"hash(account_number) % {every} = 0")
    return connection


def main() -> None:
    """Read the arguments, fit, write, and print the card's figures."""
    parser = argparse.ArgumentParser(description="Fit the customer segments.")
    parser.add_argument("--size", type=int, default=SIZE, help="customers to generate")
    parser.add_argument("--folder", type=Path, help="your own customers instead: <table>/*.parquet")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER)
    given = parser.parse_args()
    source = f"customers of a register, {given.as_of}" if given.folder else INVENTED.format(size=given.size)
    connection = own(given.folder) if given.folder else generated(given.size, register=DEMO if DEMO.exists() else None)
    model, card = fit(connection, given.as_of, source)
    given.out.mkdir(parents=True, exist_ok=True)
    for name, content in (("model.json", model), ("card.json", card)):
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (given.out / name).write_text(text, encoding="utf-8")
    print(json.dumps({"k": card["k"], **card["metrics"], "sizes": card["sizes"]}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
