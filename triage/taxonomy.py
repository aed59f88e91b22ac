"""The 95598 ticket taxonomy: types and their categories, with the names people read (data/taxonomy.yml)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from triage.errors import UnknownLabel
from triage.tables import read_table

TAXONOMY_FILE = Path(__file__).parent / "data" / "taxonomy.yml"


class Taxonomy:
    """Which pairs of type and category exist, and what they are called."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._types: Mapping[str, Any] = table["types"]

    @classmethod
    @lru_cache(maxsize=4)
    def load(cls, path: Path = TAXONOMY_FILE) -> Taxonomy:
        """Read once a process; ``path``: a taxonomy in the format of data/taxonomy.yml. Raises UnreadableTable."""
        return cls(read_table(path))

    @property
    def types(self) -> tuple[str, ...]:
        """Wire names of the types."""
        return tuple(self._types)

    @property
    def labels(self) -> tuple[str, ...]:
        """All pairs, written ``type/category``."""
        return tuple(f"{type}/{category}" for type in self._types for category in self.categories(type))

    def categories(self, type: str) -> tuple[str, ...]:
        """Wire names of the categories of a type. Raises UnknownLabel."""
        return tuple(self._type(type)["categories"])

    def has(self, type: str, category: str) -> bool:
        """Whether the category belongs to the type."""
        return type in self._types and category in self._types[type]["categories"]

    def type_label(self, type: str) -> str:
        """故障报修 for ``fault``. Raises UnknownLabel."""
        return str(self._type(type)["name"])

    def category_label(self, type: str, category: str) -> str:
        """低压故障 for ``fault``, ``low_voltage``. Raises UnknownLabel."""
        return str(self._category(type, category)["name"])

    def note(self, type: str, category: str) -> str:
        """What the category covers, in English. Raises UnknownLabel."""
        return str(self._category(type, category)["note"])

    def _type(self, type: str) -> Any:
        if type not in self._types:
            raise UnknownLabel(f"ticket type {type!r}; known: {', '.join(self._types)}")
        return self._types[type]

    def _category(self, type: str, category: str) -> Any:
        categories = self._type(type)["categories"]
        if category not in categories:
            raise UnknownLabel(f"category {category!r} of {type}; known: {', '.join(categories)}")
        return categories[category]
