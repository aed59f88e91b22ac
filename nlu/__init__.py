"""Understanding of a customer's message: intent, entities, danger. Importing this loads no Rasa.

``nlu.text`` must be importable with the standard library alone (the action server has no numpy), so the names that
need the classifier are looked up when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlu.text.entities import Entity
    from nlu.text.safety import DangerEvidence
    from nlu.understanding import Intent, Parse, Understanding

__all__ = ["DangerEvidence", "Entity", "Intent", "Parse", "Understanding"]

_HOMES = {
    "DangerEvidence": "nlu.text.safety",
    "Entity": "nlu.text.entities",
    "Intent": "nlu.understanding",
    "Parse": "nlu.understanding",
    "Understanding": "nlu.understanding",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'nlu' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
