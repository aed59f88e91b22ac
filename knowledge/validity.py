"""Which of many articles may be shown on a day in a province, for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.article import EVERYWHERE, Article

Marks = NDArray[np.bool_]


class ValidityTable:
    """The same answer as ``Article.holds``, without asking each article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        first, last = date.min, date.max
        self._begins = np.array([(article.effective_from or first).toordinal() for article in articles])
        self._ends = np.array([(article.effective_to or last).toordinal() for article in articles])
        self._everywhere = np.array([not article.is_local for article in articles])
        self._in: dict[str, Marks] = {}
        for number, article in enumerate(articles):
            for province in article.provinces:
                if province != EVERYWHERE:
                    self._in.setdefault(province, np.zeros(len(articles), dtype=bool))[number] = True

    def shown(self, on: date, province: str | None) -> Marks:
        """A mark an article: valid on that day and for that province (None fits all)."""
        day = on.toordinal()
        valid: Marks = (self._begins <= day) & (day <= self._ends)
        if province is None:
            return valid
        return valid & (self._everywhere | self.of(province))

    def of(self, province: str) -> Marks:
        """The articles about one province only."""
        return self._in.get(province, np.zeros(len(self._everywhere), dtype=bool))

    def locality(self, province: str | None) -> NDArray[np.float32]:
        """1 for an article about the very province, -1 for one about some province when none is known, else 0."""
        if province is None:
            return -(~self._everywhere).astype(np.float32)
        return self.of(province).astype(np.float32)
