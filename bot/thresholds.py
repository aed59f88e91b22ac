"""How sure a reading must be, as measured with the weights in use: the actions ask back below it."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path


def thresholds() -> dict[str, float]:
    """``thresholds`` of the intents' card, read again when other weights came into use; empty where there is none."""
    card = Path(os.environ.get("DIANDA_MODELS", "models")) / "intents" / "card.json"
    try:
        return _read(card, card.stat().st_mtime_ns)
    except (OSError, ValueError):
        return {}


@lru_cache(maxsize=1)
def _read(card: Path, _changed: int) -> dict[str, float]:
    found: dict[str, float] = json.loads(card.read_text(encoding="utf-8")).get("thresholds") or {}
    return found
