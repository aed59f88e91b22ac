"""What a message wants and says: intent, entities and danger, the same for the gateway and for the bot."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.experts import DangerReader, StackedClassifier
from nlu.experts.danger import READ_BY_THE_CLASSIFIER
from nlu.experts.preparation import prepare
from nlu.text.clock import Clock
from nlu.text.entities import Entity, entities_of
from nlu.text.normalize import normalize
from nlu.text.safety import DangerEvidence, find_danger

DANGER_INTENT = "report_danger"
# The classifier alone (no word of the danger table) must be this sure before a message counts as dangerous.
SURE_OF_DANGER = 0.7
# Words of the danger table lift report_danger to this confidence, unless the classifier all but excludes it: on
# held-out messages 19 of 20 such messages report a danger.
CONFIDENCE_BY_WORDS = 0.95
EXCLUDED_BELOW = 0.002
# Kinds that are danger without being the intent: by intent an outage, or too unsure to change what is wished.
NOT_LIFTING = frozenset({"medical", READ_BY_THE_CLASSIFIER})
# A danger that only the danger classifier sees counts when the intents leave it this chance.
BELIEVED_FROM = 0.01
ALTERNATIVES = 4


@dataclass(frozen=True)
class Intent:
    """An intent of contracts/intents.yml with the calibrated probability that it is the right one."""

    name: str
    confidence: float


@dataclass(frozen=True)
class Parse:
    """How one message was understood; ``alternatives`` are the next best intents, best first."""

    intent: Intent
    alternatives: tuple[Intent, ...]
    entities: tuple[Entity, ...]
    danger: DangerEvidence | None


class Understanding:
    """Reads messages: the stacked classifier for the intent, the grammar for entities, the danger table for danger."""

    def __init__(self, classifier: StackedClassifier, danger: DangerReader, clock: Clock | None = None) -> None:
        """``clock``: against which relative months and days are read; default: the environment's."""
        self._classifier, self._danger = classifier, danger
        self._clock = clock or Clock.from_environment()

    @classmethod
    def load(cls, models: Path = Path("models"), clock: Clock | None = None) -> Understanding:
        """Read ``models/intents`` and ``models/danger`` and one message, so that the first customer waits for nothing.

        Raises nlu.experts.UnreadableModel when the weights are missing, damaged or of another format.
        """
        danger = DangerReader.load(models, "message_")
        understanding = cls(StackedClassifier.load(models / "intents"), danger, clock)
        understanding.parse(["预热：我是王小明，上个月电费是多少"])
        _keep_what_is_loaded()
        return understanding

    def parse(self, texts: Sequence[str]) -> list[Parse]:
        """Intent, alternatives, entities and danger of every text, in the order of ``texts``."""
        if not texts:
            return []
        today = self._clock.today()
        rows, dangers = self._classifier.probabilities(texts), self._danger.read(texts)
        parses = []
        for text, row, danger in zip(texts, rows, dangers, strict=True):
            danger = self._believed(danger, row)
            intents = self._ranked(row, danger)
            entities = entities_of(normalize(text), today)
            if danger and _is_a_places_name(danger, text, entities):
                danger = None
            danger = danger or self._danger_by_intent(text, intents[0])
            parses.append(Parse(intents[0], intents[1:], entities, danger))
        return parses

    def rank_intents(self, text: str) -> tuple[Intent, ...]:
        """The best intents of one text, best first."""
        # without words of danger the danger classifier would not change the ranking (NOT_LIFTING)
        danger = self._danger.read([text])[0] if find_danger(text) else None
        return self._ranked(self._classifier.probabilities([text])[0], danger)

    def _believed(self, danger: DangerEvidence | None, row: NDArray[np.float32]) -> DangerEvidence | None:
        """Two classifiers must not contradict each other where no word names the danger."""
        if danger is None or danger.kind != READ_BY_THE_CLASSIFIER:
            return danger
        return danger if row[self._classifier.labels.index(DANGER_INTENT)] >= BELIEVED_FROM else None

    def _ranked(self, row: NDArray[np.float32], danger: DangerEvidence | None) -> tuple[Intent, ...]:
        row = self._lifted(row, danger)
        best = np.argsort(-row, kind="stable")[: ALTERNATIVES + 1]
        return tuple(Intent(self._classifier.labels[index], round(float(row[index]), 4)) for index in best)

    def _lifted(self, row: NDArray[np.float32], danger: DangerEvidence | None) -> NDArray[np.float32]:
        """The probabilities after the words of danger have spoken: danger first, whatever else a message says."""
        place = self._classifier.labels.index(DANGER_INTENT)
        chance = float(row[place])
        if danger is None or danger.kind in NOT_LIFTING or not EXCLUDED_BELOW <= chance < CONFIDENCE_BY_WORDS:
            return row
        lifted = row * np.float32((1 - CONFIDENCE_BY_WORDS) / (1 - chance))
        lifted[place] = CONFIDENCE_BY_WORDS
        return lifted

    def _danger_by_intent(self, text: str, intent: Intent) -> DangerEvidence | None:
        if intent.name != DANGER_INTENT or intent.confidence < SURE_OF_DANGER:
            return None
        return DangerEvidence("reported", tuple(self._classifier.evidence(text, DANGER_INTENT)))


def _is_a_places_name(danger: DangerEvidence, text: str, entities: Sequence[Entity]) -> bool:
    """Whether all that sounds dangerous to the classifier stands in an address: 火炬大道, 火星路."""
    places = [prepare(text[each.start : each.end]) for each in entities if each.name == "address"]
    learned = danger.kind == READ_BY_THE_CLASSIFIER and bool(danger.words)
    return learned and all(any(word in place for place in places) for word in danger.words)


def _keep_what_is_loaded() -> None:
    """Let collections pass over all that is loaded by now: one that walks it keeps a message waiting for 30 ms."""
    gc.unfreeze()  # what a promoted model replaced goes
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # what is left frozen at the end is reported as leaked
