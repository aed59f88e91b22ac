"""Learns fusion and answerability from the articles' own example questions and from texts about other things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Answerability, signs
from knowledge.article import Article
from knowledge.features import FEATURES, Evidence, EvidenceCollector, Own
from knowledge.fusion import Fusion, Lesson
from knowledge.noise import misheard
from knowledge.places import province_of
from knowledge.questions import asked

Floats = NDArray[np.float32]
MOST_LESSONS = 3000  # more change nothing, and building must stay quick with 10,000 articles
# The intent classifier has learnt from the same texts about other things, so it knows them better than it will know
# new ones: every so many are taken as if it had not noticed.
UNSEEN_EVERY = 7
AT_HOME_SHARE = 0.5
MISHEARD_EVERY = 4
CANDIDATES = 15  # articles a lesson compares: the rest are far from every question


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An example question, and the evidence when it had never been seen."""

    question: str
    article: int
    evidence: Evidence


def leave_one_out(collector: EvidenceCollector, articles: Sequence[Article], most: int) -> Iterator[LeftOut]:
    """Ask example questions as if they were new; titles are not asked: customers seldom speak like them."""
    numbered = [(owner, text) for owner, article in enumerate(articles) for text in asked(article)]
    places = _places(numbered, articles)
    titles = set(collector.matchers.questions.begins.tolist())
    order = np.random.default_rng(7).permutation(len(numbered))
    for number in [int(each) for each in order if int(each) not in titles][:most]:
        owner, text = numbered[number]
        asked_as = misheard(text, number) if number % MISHEARD_EVERY == 0 else text
        yield LeftOut(asked_as, owner, collector.collect(asked_as, places[number], Own(text, number, owner)))


def learn_fusion(left_out: Sequence[LeftOut]) -> Fusion:
    """Weights that put the right article first."""
    if not left_out:
        return Fusion.untrained(len(FEATURES))
    first = Fusion.untrained(len(FEATURES))
    return Fusion.learn([_lesson(case, first) for case in left_out])


def learn_answerability(
    collector: EvidenceCollector, fusion: Fusion, left_out: Sequence[LeftOut], uncovered: Sequence[str]
) -> Answerability:
    """Tells questions that the articles cover from texts that they do not."""
    covered = [signs(case.evidence, fusion.score(case.evidence.rows)) for case in left_out]
    others = [collector.collect(text, province_of(text)) for text in uncovered]
    for number in range(0, len(others), UNSEEN_EVERY):
        others[number] = replace(others[number], elsewhere=0.0)
    return Answerability.learn(covered, [signs(evidence, fusion.score(evidence.rows)) for evidence in others])


def _places(numbered: Sequence[tuple[int, str]], articles: Sequence[Article]) -> list[str | None]:
    """For each question the province it names, else one that its customer might live in, or none.

    A local article's customer lives there; half of the others live in some province that has articles of its own, so
    that living there does not count for more than it should.
    """
    chance = np.random.default_rng(11)
    homes = [article.provinces[0] for article in articles if article.is_local]
    places = []
    for owner, text in numbered:
        article = articles[owner]
        stranger = homes[int(chance.integers(len(homes)))] if homes and chance.random() < AT_HOME_SHARE else None
        places.append(province_of(text) or (article.provinces[0] if article.is_local else stranger))
    return places


def _lesson(case: LeftOut, fusion: Fusion) -> Lesson:
    order = np.argsort(fusion.score(case.evidence.rows))[::-1][:CANDIDATES]
    rivals = [int(number) for number in order if number != case.article]
    return Lesson(case.evidence.rows[[case.article, *rivals]], 0)
