"""The usual search to compare with in the bench: words cut by jieba, BM25 over all that an article says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import bm25s
import jieba
import numpy as np

from knowledge.article import Article

_UNTYPED: Any = jieba


class StockSearch:
    """Each article as one text: title, example questions, answer. No synonyms, no sounds, no province, no day."""

    def __init__(self, articles: Sequence[Article]) -> None:
        texts = (" ".join((article.title, *article.questions, article.answer)) for article in articles)
        self._index = bm25s.BM25()  # type: ignore[no-untyped-call]
        self._index.index([_UNTYPED.lcut(text) for text in texts], show_progress=False)

    def search(self, question: str, limit: int = 5) -> list[int]:
        """The numbers of the best articles, best first."""
        known = [word for word in _UNTYPED.lcut(question) if word in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        best = np.argpartition(scores, -limit)[-limit:]
        return [int(number) for number in best[np.argsort(scores[best])[::-1]]]
