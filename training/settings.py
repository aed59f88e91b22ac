"""Where training reads and writes."""

from __future__ import annotations

import os
from pathlib import Path

CORPUS = Path("corpus")
MODELS = Path("models")
ARTICLES = Path("knowledge/articles")
# Intermediate results by the hash of what they were computed from; safe to delete.
CACHE = Path(os.environ.get("DIANDA_TRAINING_CACHE", "var/training"))
FOLDS = 5
SEED = 20261121


def shared() -> Path:
    """Real texts and pairs that are not in the repository; need not exist."""
    return Path(os.environ.get("DIANDA_SHARED", "../shared"))
