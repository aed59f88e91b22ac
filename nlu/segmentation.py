"""Cutting Chinese text into words with jieba and the power lexicon.

jieba keeps a cache of its dictionary in a folder shared by all accounts of a machine; ours goes under ``var/``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jieba

from nlu.cutter import Cutter

LEXICON = Path(__file__).parent / "lexicon"


def segment(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of ``text`` with the positions of their characters: ``(word, start, end)``."""
    start = 0
    for word in _cutter().words(text):
        end = start + len(word)
        yield word, start, end
        start = end


@lru_cache(maxsize=1)
def _cutter() -> Cutter:
    """jieba's dictionary and ours, loaded (about a second); callers warm up by cutting any word."""
    untyped: Any = jieba
    untyped.setLogLevel(logging.WARNING)
    segmenter = untyped.Tokenizer()
    cache = Path(os.environ.get("DIANDA_VAR", "var")) / "cache" / "jieba"
    cache.mkdir(parents=True, exist_ok=True)
    segmenter.tmp_dir = str(cache)
    segmenter.initialize()
    for path in sorted(LEXICON.glob("*.txt")):
        segmenter.load_userdict(str(path))
    return Cutter(segmenter.FREQ, segmenter.total)
