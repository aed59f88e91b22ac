"""From the words of a ticket to type, category, urgency and danger, with reasons an agent can check.

1. `_is_unreadable`: nothing in Chinese to read is never guessed at
2. `StackedClassifier.probabilities`: all texts at once
3. `_through_gates`: the table of facts.md §1.3 shifts the odds between neighbouring labels
4. `StackedClassifier.evidence_of`: the words that carried each decision, all at once
5. `DangerReader`, `is_believable`, `urgency_rules`: danger by words and by its own classifier, and what else is urgent
6. `_review_reasons`: below the card's threshold, or where a rule asks for a person
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.experts import DangerReader, StackedClassifier
from nlu.experts.danger import READ_BY_THE_CLASSIFIER
from nlu.text.normalize import normalize
from nlu.text.safety import DangerEvidence
from triage.danger import is_believable
from triage.gates import Gate, gates
from triage.observations import Observations
from triage.result import Alternative, TriageResult
from triage.urgency import UrgencyRule, urgency_rules

UNCLEAR = "other/unclear"
ALTERNATIVES = 3
CALM = frozenset({"enquiry", "opinion", "request", "other"})  # danger found in these is shown to a person
_HAN = re.compile(r"[一-鿿]")
_KANA_OR_HANGUL = re.compile(r"[぀-ヿ가-힣]")
_WORDS_SHOWN = 3

Row = NDArray[np.float32]


@dataclass(frozen=True)
class _Reading:
    """A text as the gates left it: its probabilities, the gates that opened, the best label, the danger found."""

    seen: Observations
    row: Row
    opened: list[Gate]
    label: str
    danger: DangerEvidence | None


class TicketTriager:
    """Classifies ticket texts; light to construct, `load` reads the weights."""

    def __init__(self, classifier: StackedClassifier, danger: DangerReader) -> None:
        self._classifier, self._danger = classifier, danger
        self._index = {label: index for index, label in enumerate(classifier.labels)}
        self._threshold = float(classifier.card["thresholds"]["review"])

    @classmethod
    def load(cls, models: Path = Path("models")) -> TicketTriager:
        """Read ``models/tickets`` and ``models/danger`` and triage one text, so that the first ticket does not wait.

        Raises nlu.experts.UnreadableModel when the weights are missing or of another format.
        """
        triager = cls(StackedClassifier.load(models / "tickets"), DangerReader.load(models))
        triager.triage(["家里突然没电了，邻居家有电"])
        return triager

    def triage(self, texts: Sequence[str]) -> list[TriageResult]:
        """One verdict for each text, in order; any text gives a verdict."""
        if not texts:
            return []
        rows, dangers = self._classifier.probabilities(texts), self._danger.read(texts)
        readings = [self._read(text, row, danger) for text, row, danger in zip(texts, rows, dangers, strict=True)]
        words = self._classifier.evidence_of(texts, [each.label for each in readings], _WORDS_SHOWN)
        return [self._judge(reading, carrying) for reading, carrying in zip(readings, words, strict=True)]

    def _read(self, text: str, row: Row, danger: DangerEvidence | None) -> _Reading:
        """The text and what the gates leave of its probabilities."""
        seen = Observations(normalize(text).text)
        row, opened = self._through_gates(row, seen)
        return _Reading(seen, row, opened, self._classifier.labels[int(row.argmax())], danger)

    def _judge(self, reading: _Reading, words: Sequence[str]) -> TriageResult:
        plain, row, label = reading.seen.text, reading.row, reading.label
        if _is_unreadable(plain):
            return self._unclear(row, reading.danger)
        best = np.argsort(-row, kind="stable")
        confidence = float(row[best[0]])
        type, category = label.split("/")
        danger = self._believed(reading)
        pressing = [rule for rule in urgency_rules() if rule.applies(type, plain)]
        dangerous = danger is not None or any(rule.danger for rule in pressing)
        urgent = dangerous or any(not rule.review for rule in pressing)
        review = self._review_reasons(confidence, label, reading.opened, pressing, dangerous)
        return TriageResult(
            type=type,
            category=category,
            urgency="urgent" if urgent else "normal",
            danger=dangerous,
            confidence=round(confidence, 4),
            alternatives=self._alternatives(row, best[1 : 1 + ALTERNATIVES]),
            needs_review=bool(review),
            unsure=len(review) == 1 and confidence < self._threshold,
            reasons=(
                *_danger_reasons(danger),
                *(gate.explain(reading.seen, label) for gate in reading.opened),
                *(rule.explain() for rule in pressing),
                *_words_reasons(words),
                *review,
            ),
        )

    def _believed(self, reading: _Reading) -> DangerEvidence | None:
        """The danger, unless the classification speaks against it."""
        danger = reading.danger
        if danger is None:
            return None
        probabilities = dict(zip(self._classifier.labels, reading.row.tolist(), strict=True))
        return danger if is_believable(danger, probabilities, reading.seen.text) else None

    def _through_gates(self, row: Row, seen: Observations) -> tuple[Row, list[Gate]]:
        """The probabilities after the gates that the leading label opens, and those gates."""
        leading = self._classifier.labels[int(row.argmax())]
        opened = [gate for gate in gates() if gate.opens(leading, seen)]
        if not opened:
            return row, opened
        shifted = row.astype(np.float64)
        for gate in opened:
            for label in gate.among if gate.toward in self._index else self._index:
                if gate.favours(label):
                    shifted[self._index[label]] *= np.exp(gate.weight)
        return (shifted / shifted.sum()).astype(np.float32), opened

    def _review_reasons(
        self,
        confidence: float,
        label: str,
        opened: list[Gate],
        pressing: list[UrgencyRule],
        dangerous: bool,
    ) -> list[str]:
        reasons = []
        if confidence < self._threshold:
            reasons.append(f"把握{confidence:.0%}，低于{self._threshold:.0%}，请人工核对")
        if any(gate.review for gate in opened) or any(rule.review for rule in pressing):
            reasons.append("规则要求人工核对")
        if any(gate.contradicts(label) for gate in opened):
            reasons.append("规则与分类结果不一致，请人工核对")
        if dangerous and label.split("/")[0] in CALM:
            reasons.append("含险情词语而类别不是报修，请人工核对")
        return reasons

    def _alternatives(self, row: Row, best: NDArray[np.intp]) -> tuple[Alternative, ...]:
        labels = [self._classifier.labels[index].split("/") for index in best]
        return tuple(
            Alternative(type, category, round(float(row[index]), 4))
            for (type, category), index in zip(labels, best, strict=True)
        )

    def _unclear(self, row: Row, danger: DangerEvidence | None) -> TriageResult:
        """A text without Chinese words: danger is kept, everything else is asked back."""
        others = [label for label in np.argsort(-row, kind="stable") if self._classifier.labels[label] != UNCLEAR]
        type, category = UNCLEAR.split("/")
        return TriageResult(
            type=type,
            category=category,
            urgency="urgent" if danger else "normal",
            danger=danger is not None,
            confidence=0.5,
            alternatives=self._alternatives(row, np.array(others[:ALTERNATIVES])),
            needs_review=True,
            reasons=(*_danger_reasons(danger), "没有可辨认的中文内容，请向客户核实", "规则要求人工核对"),
        )


def _is_unreadable(plain: str) -> bool:
    """Whether a normalised text is empty, one character, or not Chinese."""
    han = len(_HAN.findall(plain))
    letters = len(re.findall(r"[^\W\d_]", plain))
    foreign = len(_KANA_OR_HANGUL.findall(plain))
    return han < 2 or han * 3 < letters - han or foreign >= max(2, han)


def _words_reasons(words: Sequence[str]) -> list[str]:
    return [f"依据词语：{'、'.join(words)}"] if words else []


def _danger_reasons(danger: DangerEvidence | None) -> list[str]:
    if danger is None:
        return []
    words = "、".join(danger.words)
    if danger.kind == READ_BY_THE_CLASSIFIER:
        return [f"险情（分类器判断）{'，依据：' + words if words else ''}"]
    return [f"险情词语：{words}（规则 danger.{danger.kind}）"]
