"""Where training reads and writes."""

from __future__ import annotations

import os
from pathlib import Path

# The comparison with stock DIET sets a part of the corpus.
CORPUS = Path(os.environ.get("DIANDA_CORPUS", "corpus"))
LEXICON = "concepts.tsv"
# `make train` sets a candidate's folder, which `make promote` brings into use.
MODELS = Path(os.environ.get("DIANDA_TRAINED", "models"))
ARTICLES = Path("knowledge/articles")
# Pairs of a traditional character and its simplified one, a line each.
SIMPLIFIED = Path("nlu/text/data/simplified.txt")
# What agents corrected in this installation; need not exist.
CORRECTIONS = Path(os.environ.get("DIANDA_CORRECTIONS", "var/learning/corrections.jsonl"))
# Intermediate results by the hash of what they were computed from; safe to delete.
CACHE = Path(os.environ.get("DIANDA_TRAINING_CACHE", "var/training"))
FOLDS = 5
SEED = 20261121


def shared() -> Path:
    """Real texts and pairs that are not in the repository; need not exist."""
    return Path(os.environ.get("DIANDA_SHARED", "../shared"))
