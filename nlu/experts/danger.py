"""Danger to life in a text: words of the danger table and a classifier, believed as far as held-out rows allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nlu.experts.errors import UnreadableModel
from nlu.experts.stacked import StackedClassifier
from nlu.text.safety import DangerEvidence, find_danger

DANGEROUS = "danger"
READ_BY_THE_CLASSIFIER = "learned"  # the kind of a danger that no word of the table named
_WORDS_SHOWN = 3


@dataclass(frozen=True)
class DangerThresholds:
    """From which probability on a text is dangerous: when the table found words in it, and when it found none."""

    with_words: float
    without_words: float

    @classmethod
    def of(cls, card: Mapping[str, Any], prefix: str = "") -> DangerThresholds:
        """The thresholds of a card; ``prefix``: empty for tickets, ``message_`` for customers' messages.

        Raises UnreadableModel when the card lacks them.
        """
        thresholds = card.get("thresholds", {})
        try:
            return cls(float(thresholds[f"{prefix}danger_words"]), float(thresholds[f"{prefix}danger_no_words"]))
        except KeyError as error:
            raise UnreadableModel(f"the card of models/danger has no threshold {error}: run `make train`") from error


class DangerReader:
    """Says of texts whether they report danger, and why."""

    def __init__(self, classifier: StackedClassifier, thresholds: DangerThresholds) -> None:
        self._classifier, self._thresholds = classifier, thresholds
        self._dangerous = classifier.labels.index(DANGEROUS)

    @classmethod
    def load(cls, models: Path, prefix: str = "") -> DangerReader:
        """Read ``models/danger``; raises UnreadableModel. ``prefix`` as in ``DangerThresholds.of``."""
        classifier = StackedClassifier.load(models / "danger")
        return cls(classifier, DangerThresholds.of(classifier.card, prefix))

    def read(self, texts: Sequence[str]) -> list[DangerEvidence | None]:
        """The danger of each text; None where there is none."""
        chances = self._classifier.probabilities(texts)[:, self._dangerous].tolist()
        return [self._judge(text, chance) for text, chance in zip(texts, chances, strict=True)]

    def _judge(self, text: str, chance: float) -> DangerEvidence | None:
        danger = find_danger(text) if chance >= self._thresholds.with_words else None
        if danger is None and chance >= self._thresholds.without_words:
            danger = self._learned(text)
        return replace(danger, chance=chance) if danger else None

    def _learned(self, text: str) -> DangerEvidence:
        words = self._classifier.evidence(text, DANGEROUS, _WORDS_SHOWN)
        return DangerEvidence(READ_BY_THE_CLASSIFIER, tuple(words))
