"""Learns fusion and answerability from the articles' own example questions and from texts about other things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Answerability, Case, signs
from knowledge.article import Article
from knowledge.features import FEATURES, Evidence, EvidenceCollector, Own
from knowledge.foreign import HeldOutReaders, Known
from knowledge.fusion import Fusion, Lesson
from knowledge.noise import misheard
from knowledge.perception import Perceiver, Perception
from knowledge.places import province_of
from knowledge.questions import asked
from knowledge.views import Views

Floats = NDArray[np.float32]
MOST_LESSONS = 3000  # more change nothing, and building must stay quick with 10,000 articles
MOST_UNCOVERED = 1500  # texts about other things: the threshold needs no more
# The intent classifier has learnt from the same texts about other things, so it knows them better than it will know
# new ones: every so many are taken as if it had not noticed.
UNSEEN_EVERY = 3
AT_HOME_SHARE = 0.5
MISHEARD_EVERY = 4
CANDIDATES = 15  # articles a lesson compares: the rest are far from every question
NEARLY = 3  # a right article among so many first ones is nearly found: neither answered nor not covered
NEARLY_WEIGHT = 0.5
# A question whose article was taken away, beside a text about other things: other articles may still help with it.
HELD_OUT_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An example question as it was read, and the evidence when it had never been seen."""

    question: str
    read: Perception
    article: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A text about other things, its number among them, and how it was read."""

    number: int
    text: str
    read: Perception


@dataclass(frozen=True, slots=True)
class Lessons:
    """What there is to learn answerability from, besides the examples left out."""

    uncovered: Sequence[Uncovered]
    held_out: HeldOutReaders


def leave_one_out(
    collector: EvidenceCollector,
    perceiver: Perceiver,
    articles: Sequence[Article],
    most: int,
    examples: Sequence[Sequence[Perception]] | None = None,
) -> Iterator[LeftOut]:
    """Ask example questions as if they were new; titles are not asked: customers seldom speak like them.

    ``examples``: of each article, as they were read already, which spares most of the time.
    """
    numbered = [(owner, text) for owner, article in enumerate(articles) for text in asked(article)]
    places = _places(numbered, articles)
    titles = set(collector.matchers.questions.begins.tolist())
    order = np.random.default_rng(7).permutation(len(numbered))
    picks = [int(each) for each in order if int(each) not in titles][:most]
    spoilt = {pick: misheard(numbered[pick][1], pick) for pick in picks if pick % MISHEARD_EVERY == 0}
    heard = dict(zip(spoilt, perceiver.read(list(spoilt.values())), strict=True))
    if examples is None:
        clean = dict(zip(picks, perceiver.read([numbered[pick][1] for pick in picks]), strict=True))
    else:
        clean = dict(enumerate(each for read in examples for each in read))
    for pick in picks:
        owner, text = numbered[pick]
        read = heard.get(pick, clean[pick])
        own = Own(clean[pick], pick, owner)
        yield LeftOut(spoilt.get(pick, text), read, owner, collector.collect(read, places[pick], own))


def uncovered_lessons(texts: Sequence[str], perceiver: Perceiver) -> list[Uncovered]:
    """Some of the texts about other things, evenly picked, as they are read."""
    picks = range(0, len(texts), max(1, len(texts) // MOST_UNCOVERED))
    read = perceiver.read([texts[pick] for pick in picks])
    return [Uncovered(pick, texts[pick], each) for pick, each in zip(picks, read, strict=True)]


def learn_fusion(left_out: Sequence[LeftOut]) -> Fusion:
    """Weights that put the right article first."""
    if not left_out:
        return Fusion.untrained(len(FEATURES))
    first = Fusion.untrained(len(FEATURES))
    return Fusion.learn([_lesson(case, first) for case in left_out])


def known_texts(
    articles: Sequence[Article],
    examples: Sequence[Sequence[Perception]],
    others: Sequence[Views],
    foreign: Sequence[Views],
) -> list[Known]:
    """What the words of other things are learnt from.

    ``examples``: of each article, those of a refusal count as foreign; ``others``: further texts of our trade;
    ``foreign``: texts about other things.
    """
    own = [
        Known.of(each.views, article.is_refusal, group)
        for group, (article, read) in enumerate(zip(articles, examples, strict=True))
        for each in read
    ]
    ours = [Known.of(views, False, len(articles) + number) for number, views in enumerate(others)]
    theirs = [Known.of(views, True, number) for number, views in enumerate(foreign)]
    return [*own, *ours, *theirs]


def learn_answerability(
    collector: EvidenceCollector,
    articles: Sequence[Article],
    fusion: Fusion,
    left_out: Sequence[LeftOut],
    lessons: Lessons,
) -> Answerability:
    """How sure it is that the best article answers.

    Learnt from examples that found theirs, from the same whose whole article is taken away, and from other things.
    """
    cases: list[Case] = []
    for case in left_out:
        if not articles[case.article].is_refusal:
            cases += _cases_of_example(collector, fusion, case, lessons.held_out)
    for place, other in enumerate(lessons.uncovered):
        evidence = collector.collect(other.read, province_of(other.text))
        unseen = replace(evidence, foreign=lessons.held_out.lean(other.read.views, other.number))
        if place % UNSEEN_EVERY == 0:
            unseen = replace(unseen, elsewhere=0.0)
        cases.append(Case(signs(unseen, fusion.score(unseen.rows), collector.refusals), False))
    return Answerability.learn(cases)


def _cases_of_example(
    collector: EvidenceCollector, fusion: Fusion, case: LeftOut, held_out: HeldOutReaders
) -> Iterator[Case]:
    """As it was found, and as if no article covered it."""
    evidence = replace(case.evidence, foreign=held_out.lean(case.read.views, case.article))
    scores = fusion.score(evidence.rows)
    rank = int((scores > scores[case.article]).sum())
    if rank < NEARLY:
        yield Case(signs(evidence, scores, collector.refusals), True, 1.0 if rank == 0 else NEARLY_WEIGHT)
    without = scores.copy()
    without[case.article] = -np.inf
    if np.isfinite(without).any():
        lost = replace(evidence, known_share=collector.known_without(case.read, case.article))
        yield Case(signs(lost, without, collector.refusals), False, HELD_OUT_WEIGHT)


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
