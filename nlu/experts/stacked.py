"""Several experts that see differently, averaged in logarithms and calibrated."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nlu.experts.arithmetic import softmax
from nlu.experts.encoder import Encoder, EncoderExpert
from nlu.experts.errors import UnreadableModel
from nlu.experts.evidence import telling_words
from nlu.experts.features import build_features
from nlu.experts.linear import LinearExpert, LinearWeights, columns_of
from nlu.experts.preparation import prepare

FORMAT = 1
# Texts at once: within it every expert finds the prepared texts of the one before in the cache.
BATCH = 256


class Expert(Protocol):
    """One way of reading a text."""

    def log_probabilities(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """For every head an array (texts, labels of the head)."""


class StackedClassifier:
    """Calibrated probabilities of the labels of one model folder.

    A head answers either for the labels themselves or for their groups (the part before `/`, a ticket's type);
    a group's answer counts for all labels in it. The stack is the weighted sum of the heads' log-probabilities, divided
    by the temperature: weights and temperature come from cross-validation and stand in the card. Labels that are worse
    to miss than to name wrongly may lean: the card's `leans` are added to their log-probabilities.
    """

    def __init__(self, card: Mapping[str, Any], experts: Mapping[str, Expert]) -> None:
        self.card = card
        self.labels: tuple[str, ...] = tuple(card["labels"])
        self.groups: tuple[str, ...] = tuple(dict.fromkeys(label.split("/", 1)[0] for label in self.labels))
        self._experts = experts
        leans: Mapping[str, float] = card.get("leans", {})
        self._leans = np.array([leans.get(label, 0.0) for label in self.labels], np.float32)
        self._group_of = np.array([self.groups.index(label.split("/", 1)[0]) for label in self.labels])

    @classmethod
    def load(cls, folder: Path) -> StackedClassifier:
        """Read card and weights, and the words that reasons are cut into; takes about a second.

        Raises UnreadableModel when the folder is missing, damaged or of another format.
        """
        try:
            card = json.loads((folder / "card.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise UnreadableModel(f"no readable card.json in {folder}: run `make train`") from error
        if card.get("format") != FORMAT:
            raise UnreadableModel(f"{folder} has format {card.get('format')!r}, this program reads {FORMAT}")
        telling_words("预热垚鑫", [1.0] * 4, 1)  # or the first reason would wait for the dictionary, and for rare names
        try:
            return cls(card, {settings["name"]: _load_expert(settings, folder) for settings in card["experts"]})
        except (OSError, ValueError, LookupError, EOFError, BadZipFile, zlib.error) as error:
            raise UnreadableModel(f"{folder} is damaged or not whole ({error}): run `make train`") from error

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Calibrated probabilities, shape (texts, labels); every row sums to one."""
        parts = [self._scores(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        scores = np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), np.float32)
        return softmax(scores / np.float32(self.card["temperature"]) + self._leans)

    def _scores(self, texts: Sequence[str]) -> NDArray[np.float32]:
        scores = np.zeros((len(texts), len(self.labels)), np.float32)
        for settings in self.card["experts"]:
            answers = self._experts[settings["name"]].log_probabilities(texts)
            for head in settings["heads"]:
                answer = answers[head["name"]]
                scores += head["weight"] * (answer if head["target"] == "label" else answer[:, self._group_of])
        return scores

    def evidence(self, text: str, label: str, top: int = 3) -> list[str]:
        """The words of the text that speak most for the label, strongest first; may be fewer than `top`."""
        return self.evidence_of([text], [label], top)[0]

    def evidence_of(self, texts: Sequence[str], labels: Sequence[str], top: int = 3) -> list[list[str]]:
        """`evidence` for many texts, each with its own label."""
        expert = self._experts.get("ngrams")
        if not isinstance(expert, LinearExpert):
            return [[] for _ in texts]
        places = [self.labels.index(label) for label in labels]
        gains = [
            each
            for start in range(0, len(texts), BATCH)
            for each in expert.gains(texts[start : start + BATCH], "label", places[start : start + BATCH])
        ]
        return [telling_words(prepare(text), each, top) for text, each in zip(texts, gains, strict=True)]


def _load_expert(settings: Mapping[str, Any], folder: Path) -> Expert:
    if settings["kind"] == "encoder":
        outputs = {head["name"]: head["output"] for head in settings["heads"]}
        return EncoderExpert(Encoder.load(folder / settings["folder"]), outputs)
    if settings["kind"] != "linear":
        raise UnreadableModel(f"expert of kind {settings['kind']!r} in {folder}: update the program")
    weights = LinearWeights.load(folder / settings["file"], columns_of(settings["heads"]))
    return LinearExpert(build_features(settings["features"], folder), weights)
