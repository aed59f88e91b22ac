"""Learns the fusion and the answerability from the articles' own example questions and from texts about other things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Answerability, signs
from knowledge.article import Article
from knowledge.features import FEATURES, Evidence, EvidenceCollector
from knowledge.fusion import Fusion, Lesson
from knowledge.questions import asked

Floats = NDArray[np.float32]
MOST_LESSONS = 3000  # more change nothing, and building must stay quick with 10,000 articles
HIDDEN_SHARE = 0.5
CANDIDATES = 15  # articles a lesson compares: the rest are far from every question


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An example question, and the evidence when it and half of the others had never been seen."""

    question: str
    article: int
    evidence: Evidence


def leave_one_out(collector: EvidenceCollector, articles: Sequence[Article], most: int) -> Iterator[LeftOut]:
    """Ask example questions as if they were new.

    A random half of all other examples is left out too: the writer of an article's examples stays closer to
    themselves than customers do to them.
    """
    numbered = [(owner, text) for owner, article in enumerate(articles) for text in asked(article)]
    titles = set(collector.matcher.begins.tolist())
    chance = np.random.default_rng(7)
    chosen = [int(number) for number in chance.permutation(len(numbered)) if int(number) not in titles][:most]
    for number in chosen:
        owner, text = numbered[number]
        hidden = np.append(np.flatnonzero(chance.random(len(numbered)) < HIDDEN_SHARE), number)
        yield LeftOut(text, owner, collector.collect(text, np.unique(hidden)))


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
    others = [collector.collect(text) for text in uncovered]
    return Answerability.learn(covered, [signs(evidence, fusion.score(evidence.rows)) for evidence in others])


def _lesson(case: LeftOut, fusion: Fusion) -> Lesson:
    order = np.argsort(fusion.score(case.evidence.rows))[::-1][:CANDIDATES]
    rivals = [int(number) for number in order if number != case.article]
    return Lesson(case.evidence.rows[[case.article, *rivals]], 0)
