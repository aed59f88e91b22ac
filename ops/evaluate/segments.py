"""How stable and how well explained the segments are: on generated customers not fitted on, on real enterprises, and by
the load shape of real households."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from sklearn.metrics import adjusted_rand_score

from customers.decision import segments
from customers.enterprises import HALF_A_YEAR_BEFORE, LAST_DAY, enterprise_tables
from customers.fit import fit, generated
from customers.local import add, columns_from, create_tables
from customers.population import AS_OF
from customers.segment_model import SegmentModel, segment_model
from ops.evaluate.advice import skipped
from ops.evaluate.load_shapes import NAME as SHAPES
from ops.evaluate.load_shapes import load_shape_figures

SIZE, SEED = 6000, 7  # another draw than the model's
ENTERPRISES, HOUSEHOLDS = "yangzhong_daily.csv.xz", "sgsc_halfhourly.parquet"
Figures = Mapping[str, Any]


def segment_figures(loads: Path) -> dict[str, Figures]:
    """Headline figures by name, and one entry for each k that was tried. ``loads``: the folder of real loads."""
    connection = generated(SIZE, SEED)
    model, card = fit(connection, AS_OF, "another generated population", SEED)
    shipped = {"agrees_with_shipped_model": _agreement(connection, AS_OF, SegmentModel.of(model), segment_model())}
    found = _figures("generated customers", card, shipped)
    path = loads / ENTERPRISES
    found |= _enterprises(path) if path.exists() else {"segments / real enterprises": skipped(f"no {path}")}
    homes = loads / HOUSEHOLDS
    return found | (load_shape_figures(homes) if homes.exists() else {SHAPES: skipped(f"no {homes}")})


def _enterprises(path: Path) -> dict[str, Figures]:
    connection = duckdb.connect()
    create_tables(connection)
    add(connection, enterprise_tables(path))
    written, card = fit(connection, LAST_DAY, "enterprises", SEED)
    model = SegmentModel.of(written)
    before, after = (_segments(connection, day, model) for day in (HALF_A_YEAR_BEFORE, LAST_DAY))
    same = sum(after.get(number) == name for number, name in before.items()) / len(before)
    return _figures("real enterprises", card, {"same_segment_after_half_a_year": round(same, 4)})


def _figures(name: str, card: Mapping[str, Any], more: Figures) -> dict[str, Figures]:
    known = {"k": card["k"], **card["metrics"], **more, **{f"in_{each}": size for each, size in card["sizes"].items()}}
    tried: dict[str, Figures] = {
        f"segments / {name}, k = {row['k']}": {figure: value for figure, value in row.items() if figure != "k"}
        for row in card["k_comparison"]
    }
    return {f"segments / {name}": known} | tried


def _agreement(connection: duckdb.DuckDBPyConnection, day: date, one: SegmentModel, other: SegmentModel) -> float:
    first, second = (_segments(connection, day, model) for model in (one, other))
    numbers = sorted(first)
    pairs = [first[number] for number in numbers], [second[number] for number in numbers]
    return round(float(adjusted_rand_score(*pairs)), 4)


def _segments(connection: duckdb.DuckDBPyConnection, day: date, model: SegmentModel) -> dict[str, str]:
    """The segments by account number; the usual seasons stay those of the fit."""
    found = columns_from(connection, segments(day, model).select("account_number", "segment"))
    return dict(zip(found["account_number"], found["segment"], strict=True))
