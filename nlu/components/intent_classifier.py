"""The intent of a message, from the same classifier that the gateway uses."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.reloading import Reloading
from nlu.understanding import Understanding

INTENT_RANKING = "intent_ranking"
# Rasa's features of the next best intent, for fallback rules; more are of no use to anybody
NOTHING = {"name": None, "confidence": 0.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DiandaIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents by the weights in ``models/intents``; ``make train`` makes those, ``rasa train`` does not."""

    def __init__(self, understanding: Reloading[Understanding]) -> None:
        self._understanding = understanding

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``models``: the folder of the trained weights, from the working directory or absolute."""
        return {"models": os.environ.get("DIANDA_MODELS", "models")}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DiandaIntentClassifier:
        """Load the weights and read one message, so that the first customer does not wait.

        Raises nlu.experts.UnreadableModel when the weights are missing.
        """
        return cls(_understanding(config["models"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking`` of every message; a message without text has no intent."""
        for message in messages:
            text = message.get(TEXT) or ""
            intents = self._understanding.current.rank_intents(text) if text.strip() else ()
            ranking = [{"name": intent.name, "confidence": intent.confidence} for intent in intents]
            message.set(INTENT, ranking[0] if ranking else NOTHING, add_to_output=True)
            message.set(INTENT_RANKING, ranking, add_to_output=True)
        return messages


@lru_cache(maxsize=2)
def _understanding(models: str) -> Reloading[Understanding]:
    """Loaded once a process, and again when models are promoted; Rasa creates its components for every bot model."""
    folder = Path(models)
    return Reloading(folder, lambda: Understanding.load(folder))
