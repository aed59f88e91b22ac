"""An index after a few articles were edited: only those are read anew, and what was learnt is taken over.

Learning is nine tenths of building an index and comes out nearly the same while few articles differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.article import Article
from knowledge.features import EvidenceCollector, Matchers
from knowledge.index import KnowledgeIndex, digests
from knowledge.perception import Heard
from knowledge.questions import asked
from knowledge.views import Views

MOST_CHANGED = 0.05  # of the articles since the last learning; above that it is done again


def is_like(index: KnowledgeIndex, articles: Sequence[Article]) -> bool:
    """Whether what the index has learnt serves for these articles too."""
    return len(digests(articles) ^ index.learnt_from) <= 2 * MOST_CHANGED * len(index.learnt_from)


def renew_index(index: KnowledgeIndex, articles: Sequence[Article]) -> KnowledgeIndex:
    """The index of these articles with what an index of nearly the same has learnt."""
    matchers = Matchers.build(articles, _heard(index, articles), index.perceiver.lexicon)
    collector = EvidenceCollector(articles, matchers, index.collector.foreign)
    return KnowledgeIndex(
        tuple(articles), collector, index.fusion, index.answerability, index.perceiver, index.learnt_from
    )


def _heard(index: KnowledgeIndex, articles: Sequence[Article]) -> Iterator[Heard]:
    """What stands for the questions of each article; the models read those of changed articles only."""
    perceiver, matchers = index.perceiver, index.collector.matchers
    known = {article: number for number, article in enumerate(index.articles)}
    for article in articles:
        number = known.get(article)
        if number is None:
            yield Heard.of(perceiver.read(asked(article)))
        else:
            views = [Views.of(text, perceiver.lexicon) for text in asked(article)]
            yield Heard(views, matchers.wishes.sums[number], matchers.meanings.sums[number])
