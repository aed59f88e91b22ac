"""Features and segments of plain records, by the same expressions as those of a million customers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from threading import Lock
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from .decision import segments
from .features import Features
from .local import Columns, create_tables, fill, sql_of
from .records import CustomerRecord
from .segment_model import SegmentModel
from .tables import TABLES

_DAYS_KEPT = 4  # statements of so many days stay prepared; preparing one takes a good part of a second


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the expressions say of one customer."""

    segment: str
    is_thin: bool  # too few or only old months on record to say anything
    features: Features


class RecordEngine:
    """A private database in memory for one model. Safe to use from several threads, which take turns."""

    def __init__(self, model: SegmentModel) -> None:
        self._model = model
        self._lock = Lock()
        self._prepared: OrderedDict[date, str] = OrderedDict()
        self._connection = duckdb.connect(config={"threads": 1})  # a customer is too little to share out
        create_tables(self._connection)
        fill(self._connection, {"seasons": model.season_columns()})

    def portray(self, records: Sequence[CustomerRecord], as_of: date) -> list[Portrait]:
        """The segment and the features of each record on a day, in the order given; account numbers must differ."""
        with self._lock:
            fill(self._connection, columns_of(records))
            cursor = self._connection.execute(f"EXECUTE {self._statement(as_of)}")
            names = [column[0] for column in cursor.description or ()]
            rows = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
        return [_portrait(rows[record.account_number]) for record in records]

    def _statement(self, as_of: date) -> str:
        name = f"segments_{as_of:%Y%m%d}"
        if as_of not in self._prepared:
            self._connection.execute(f"PREPARE {name} AS {sql_of(segments(as_of, self._model))}")
            self._prepared[as_of] = name
            if len(self._prepared) > _DAYS_KEPT:
                self._connection.execute(f"DEALLOCATE {self._prepared.popitem(last=False)[1]}")
        return name


def _portrait(row: dict[str, Any]) -> Portrait:
    return Portrait(
        row["segment"], row["is_thin"], Features(**{field.name: row[field.name] for field in fields(Features)})
    )


def columns_of(records: Sequence[CustomerRecord]) -> dict[str, Columns]:
    """The records as columns of the tables."""
    customers = [
        (r.account_number, r.category, list(r.tags), r.valley_share, r.online_share, r.reminders, r.complaints)
        for r in records
    ]
    bills = [(each.account_number, month) for each in records for month in each.months]
    months = [
        (number, m.month, m.kwh, m.peak_kwh, m.valley_kwh, m.max_demand_kw, m.overdue, m.days_late, m.paid_online)
        for number, m in bills
    ]
    contacts = [(each.account_number, its.day, its.matter, its.is_online) for each in records for its in each.contacts]
    readings = [(each.account_number, its.read_at, its.kwh) for each in records for its in each.readings]
    rows: dict[str, list[tuple[Any, ...]]] = {
        "customers": customers,
        "months": months,
        "contacts": contacts,
        "readings": readings,
    }
    return {name: _columns(TABLES[name], found) for name, found in rows.items()}


def _columns(table: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> Columns:
    return {name: _column(kind, [row[place] for row in rows]) for place, (name, kind) in enumerate(table.items())}


def _column(kind: str, values: Sequence[Any]) -> NDArray[Any]:
    if kind != "float64":
        return _objects(values)
    # decimals as they are would be taken for as many digits as the first of them have
    return np.array([np.nan if value is None else float(value) for value in values])


def _objects(values: Sequence[Any]) -> NDArray[Any]:
    column = np.empty(len(values), dtype=object)
    column[:] = values  # filled apart: lists of tags must not become a second dimension
    return column
