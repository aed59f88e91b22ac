"""Looks an event's class up in a table instead of walking the class tree for every event of every turn.

A tracker is rebuilt from its events on each message, and for each event Rasa 3.6 collects all subclasses of ``Event``
anew: about a third of a turn's processor time. ``install`` replaces that one lookup.
"""

from __future__ import annotations

from functools import lru_cache

import rasa.shared.utils.common
from rasa.shared.core.events import Event


def install() -> None:
    """Make every event be found in the table."""
    Event.resolve_by_type = staticmethod(_resolve_by_type)  # type: ignore[method-assign]


@lru_cache(maxsize=1)
def _types() -> dict[str, type[Event]]:
    kinds = reversed(rasa.shared.utils.common.all_subclasses(Event))  # the first of a name wins, as in Rasa
    return {kind.type_name: kind for kind in kinds if getattr(kind, "type_name", None)}


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of an event by its wire name. Raises ValueError for an unknown one without a default."""
    found = _types().get(type_name, default)
    if found is None:
        raise ValueError(f"Unknown event type {type_name!r}")
    return found
