"""Reading the tables of ``triage/data``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import yaml

from triage.errors import UnreadableTable

Row = TypeVar("Row")
# What reading an entry raises where something is missing, of another kind, or no number or regular expression.
GARBLED = (LookupError, TypeError, AttributeError, ValueError, InvalidOperation, re.error)


def read_table(path: Path) -> Any:
    """What a YAML file holds. Raises UnreadableTable where it is missing or no YAML."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableTable(f"{path.name}: {error}") from error


def read_rows(path: Path, read: Callable[[Mapping[str, Any]], Row]) -> tuple[Row, ...]:
    """Every entry of a YAML list as ``read`` reads it. Raises UnreadableTable, which names file and entry."""
    rows = []
    for entry in read_table(path) or ():
        try:
            rows.append(read(entry))
        except GARBLED as error:
            raise UnreadableTable(f"{path.name}: {entry!r} lacks or garbles {error}") from error
    return tuple(rows)
