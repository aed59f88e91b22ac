"""Finds articles by the words of their passages (BM25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sys import intern

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import sparse_table
from knowledge.splitter import Passage, split, without_references
from knowledge.wording import search_terms, wording

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PassageScores:
    """``best``: the score of each article's best passage per term asked; ``passage``: which one that is."""

    best: Floats
    passage: NDArray[np.int64]


class PassageIndex:
    """The passages of all articles, in the order of the articles."""

    def __init__(self, lexical: bm25s.BM25, passages: Sequence[Passage], begins: NDArray[np.int64]) -> None:
        """``begins``: where the passages of each article begin."""
        self._lexical = lexical
        self.passages = passages
        self._begins = begins
        self._counts = np.diff(np.append(begins, len(passages)))
        table = lexical.scores  # for each term of the vocabulary the passages that hold it
        self._table = sparse_table(table["data"], table["indices"], table["indptr"], len(passages))
        self._owners = np.repeat(np.arange(len(begins)), self._counts)

    @classmethod
    def build(cls, articles: Sequence[Article]) -> PassageIndex:
        """Index the articles' answers and details, each under the article's title."""
        passages, begins = _cut(articles)
        titles = {article.id: article.title for article in articles}
        texts = [f"{titles[passage.article_id]} {passage.heading} {passage.text}" for passage in passages]
        lexical = bm25s.BM25()  # type: ignore[no-untyped-call]
        terms = [list(map(intern, search_terms(wording(without_references(text))))) for text in texts]
        lexical.index(terms, show_progress=False)  # passages share their words: interned, each is kept once
        return cls(lexical, passages, begins)

    def search(self, words: str) -> PassageScores:
        """Score every article against a wording."""
        asked = search_terms(words)
        terms = [term for term in asked if term in self._lexical.vocab_dict]
        if not terms:
            return PassageScores(np.zeros(len(self._begins), np.float32), self._begins)
        scores = (self._lexical.get_scores(terms) / len(asked)).astype(np.float32)
        best = np.maximum.reduceat(scores, self._begins)
        return PassageScores(best, self._first_best(scores, best))

    def search_many(self, wordings: Sequence[str]) -> Floats:
        """The score of each passage against each of many wordings per term asked: wordings × passages."""
        asked, number_of = [search_terms(words) for words in wordings], self._lexical.vocab_dict
        known = [[number_of[term] for term in terms if term in number_of] for terms in asked]
        ends = np.cumsum([0, *map(len, known)])
        shares = np.repeat([1 / max(len(terms), 1) for terms in asked], np.diff(ends)).astype(np.float32)
        numbers = np.array([number for each in known for number in each], np.int32)
        found: Floats = (sparse_table(shares, numbers, ends, self._table.shape[0]) @ self._table).toarray()
        return found

    def best_of(self, scores: Floats) -> Floats:
        """The score of each article's best passage, from the scores of all passages: wordings × articles."""
        best: Floats = np.maximum.reduceat(scores, self._begins, axis=1)
        return best

    def best_passage(self, scores: Floats, article: int) -> Passage:
        """The article's best passage, from the scores of all passages for one wording."""
        begin = int(self._begins[article])
        return self.passages[begin + int(scores[begin : begin + self._counts[article]].argmax())]

    def _first_best(self, scores: Floats, best: Floats) -> NDArray[np.int64]:
        is_best = np.flatnonzero(scores >= best[self._owners])
        first = np.zeros(len(best), np.int64)
        first[self._owners[is_best][::-1]] = is_best[::-1]  # written last: the first of each article
        return first

    def save(self, folder: Path) -> None:
        """Write below the folder."""
        self._lexical.save(str(folder / "passages"), show_progress=False)  # type: ignore[no-untyped-call]

    @classmethod
    def load(cls, folder: Path, articles: Sequence[Article]) -> PassageIndex:
        """Read what ``save`` wrote for the same articles."""
        passages, begins = _cut(articles)
        return cls(bm25s.BM25.load(str(folder / "passages"), show_progress=False), passages, begins)


def _cut(articles: Sequence[Article]) -> tuple[list[Passage], NDArray[np.int64]]:
    passages: list[Passage] = []
    begins: list[int] = []
    for article in articles:
        begins.append(len(passages))
        passages.extend(split(article))
    return passages, np.array(begins, dtype=np.int64)
