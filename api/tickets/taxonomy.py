"""Chinese names of ticket types and categories, and which pairs exist: the triage taxonomy as the gateway reads it."""

from __future__ import annotations

from functools import cache

import triage


@cache
def taxonomy() -> triage.Taxonomy:
    """Read once a process."""
    return triage.Taxonomy.load()


def type_label(type: str) -> str:
    """故障报修 for fault."""
    return taxonomy().type_label(type)


def category_label(type: str, category: str) -> str:
    """低压故障 for fault, low_voltage."""
    return taxonomy().category_label(type, category)


def is_type(type: str) -> bool:
    """Whether there is such a type."""
    return type in taxonomy().types


def is_pair(type: str, category: str) -> bool:
    """Whether the category belongs to the type."""
    return taxonomy().has(type, category)
