"""Finds articles by their example questions: with little text to learn from, question to question carries most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.grams import GramIndex
from knowledge.wording import character_grams, sound_grams, wording
from nlu.experts.lexicon import Lexicon
from nlu.experts.preparation import prepare
from nlu.text.normalize import normalize

Floats = NDArray[np.float32]
CHANNELS = ("characters", "sounds", "concepts")


@dataclass(frozen=True, slots=True)
class Similarities:
    """By channel, the similarity of the question to every example question; and the share of it that is known."""

    by_channel: tuple[Floats, ...]
    known_share: float


class QuestionMatcher:
    """The example questions of all articles, in the order of the articles; a title counts as a question."""

    def __init__(self, indexes: Sequence[GramIndex], begins: NDArray[np.int64], lexicon: Lexicon) -> None:
        """``begins``: where the questions of each article begin."""
        self._indexes = tuple(indexes)
        self._lexicon = lexicon
        self.begins = begins

    @classmethod
    def build(cls, articles: Sequence[Article], lexicon: Lexicon) -> QuestionMatcher:
        """Index the example questions."""
        questions = [question for article in articles for question in asked(article)]
        bags = [_bags(question, lexicon) for question in questions]
        indexes = [GramIndex.build([bag[channel] for bag in bags]) for channel in range(len(CHANNELS))]
        return cls(indexes, question_begins(articles), lexicon)

    def compare(self, question: str, holders: int = 1) -> Similarities:
        """The question's similarity to every example question in each channel.

        ``holders``: how many example questions must hold a gram for it to be known; 2 when the question is one of them.
        """
        bags = _bags(question, self._lexicon)
        pairs = zip(self._indexes, bags, strict=True)
        found = tuple(index.similarities(bag) for index, bag in pairs)
        return Similarities(found, self._indexes[0].known_share(bags[0], holders))

    def save(self, folder: Path) -> None:
        """Write below the folder."""
        for channel, index in zip(CHANNELS, self._indexes, strict=True):
            index.save(folder / f"{channel}.npz")

    @classmethod
    def load(cls, folder: Path, articles: Sequence[Article], lexicon: Lexicon) -> QuestionMatcher:
        """Read what ``save`` wrote for the same articles."""
        indexes = [GramIndex.load(folder / f"{channel}.npz") for channel in CHANNELS]
        return cls(indexes, question_begins(articles), lexicon)


def asked(article: Article) -> tuple[str, ...]:
    """What stands for a question of this article."""
    return (article.title, *article.questions)


def question_begins(articles: Sequence[Article]) -> NDArray[np.int64]:
    """Where each article's questions begin in the row of all questions."""
    counts = [len(asked(article)) for article in articles]
    return np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)


def _bags(question: str, lexicon: Lexicon) -> tuple[Iterable[str], ...]:
    words = wording(question)
    concepts = {mention.concept for mention in lexicon.mentions(prepare(normalize(question).text))}
    return set(character_grams(words)), set(sound_grams(words)), concepts
