"""Daily energy of real enterprises, brought to months, to try the segments on customers that nobody invented.

A public set of 1,454 enterprises in Yangzhong (not part of the product, absent on most machines), 2015-01 to 2016-09.
A day of one kWh means idle. Nothing of it is kept.
"""

from __future__ import annotations

import csv
import lzma
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAST_DAY = date(2016, 9, 30)
HALF_A_YEAR_BEFORE = date(2016, 3, 31)
_IDLE = 1


def daily_energy(path: Path) -> tuple[list[str], dict[str, NDArray[np.float64]]]:
    """The enterprises, and month → kWh with a row a day and a column an enterprise; an idle day is 0."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = csv.reader(file)
        header = next(rows)
        places = [place for place, name in enumerate(header) if name not in ("record_date", "total")]
        months: dict[str, list[list[float]]] = defaultdict(list)
        for row in rows:
            months[row[0][:7]].append([float(row[place] or 0) for place in places])
    days = {month: np.array(kwh) for month, kwh in months.items()}
    return [header[place] for place in places], {month: np.where(kwh == _IDLE, 0, kwh) for month, kwh in days.items()}


def enterprise_tables(path: Path) -> dict[str, dict[str, NDArray[Any]]]:
    """The columns of ``customers`` and ``months``; payments and contacts of these enterprises are not known."""
    names, days = daily_energy(path)
    months = {month: kwh.sum(axis=0) for month, kwh in days.items()}
    numbers = np.array(names, dtype=object)
    size = len(numbers)
    return {
        "customers": {
            "account_number": numbers,
            "category": np.full(size, "industrial", dtype=object),
            "reminders": np.zeros(size, dtype=int),
            "complaints": np.zeros(size, dtype=int),
        },
        "months": {
            "account_number": np.tile(numbers, len(months)),
            "month": np.repeat(np.array(list(months), dtype=object), size),
            "kwh": np.concatenate(list(months.values())),
        },
    }
