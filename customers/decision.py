"""Which segment, as an expression over the features: the register first, then thin records, then the fitted tree."""

from __future__ import annotations

from datetime import date
from typing import Any

import ibis

from .expressions import Table, Value, counted, features, month_index
from .features import MAX_AGE_MONTHS, MIN_MONTHS
from .segment_model import SegmentModel
from .tags import SPECIAL_TAGS


def segments(as_of: date, model: SegmentModel) -> Table:
    """The features of every customer on a day with ``is_special``, ``is_thin`` and ``segment``."""
    judged = judged_features(as_of)
    decided = ibis.cases(
        (judged.is_special, "special_service"), (judged.is_thin, "unknown"), else_=_decided(judged, model)
    )
    return judged.mutate(segment=decided)


def judged_features(as_of: date) -> Table:
    """The features of every customer with ``is_special`` (by the register) and ``is_thin`` (too little on record)."""
    row = features(as_of)
    is_special = row.category == "agricultural"  # irrigation must not stop
    for tag in SPECIAL_TAGS:
        is_special |= row.tags.contains(tag).coalesce(False)
    is_thin = (row.months < MIN_MONTHS) | _is_stale(row.newest, as_of)
    return row.mutate(is_special=is_special, is_thin=is_thin)


def staleness(as_of: date) -> Table:
    """Of every customer, whether the newest month on record is too old: this changes by the calendar alone."""
    rows = counted(as_of)
    newest = rows["months"].group_by("account_number").agg(newest=rows["months"].month.max())
    joined = rows["customers"].left_join(newest, "account_number")
    return joined.select("account_number", is_stale=_is_stale(joined.newest, as_of))


def _is_stale(newest: Value, as_of: date) -> Value:
    return as_of.year * 12 + as_of.month - month_index(newest) > MAX_AGE_MONTHS


def _decided(row: Table, model: SegmentModel, node: int = 0) -> Value:
    """The tree below a node."""
    step: Any = model.tree[node]
    if "segment" in step:
        return ibis.literal(step["segment"])
    value = row[step["feature"]].coalesce(model.missing[step["feature"]])
    below, above = (_decided(row, model, int(step[side])) for side in ("below", "above"))
    return ibis.cases((value > step["threshold"], above), else_=below)
