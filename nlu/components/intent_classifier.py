"""The intent of a message, from the same classifier that the gateway uses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

RANKING_LENGTH = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DiandaIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents; until models/intents exists, by character n-grams learnt from the bot's own examples."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: Any = None) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``models``: the folder of the trained weights."""
        return {"models": os.environ.get("DIANDA_MODELS", "models")}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DiandaIntentClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the stand-in and keep it with the Rasa model."""
        texts = [message.get(TEXT) for message in training_data.intent_examples]
        intents = [message.get("intent") for message in training_data.intent_examples]
        self._model = make_pipeline(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True),
            LogisticRegression(C=20, max_iter=400),
        ).fit(texts, intents)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, Path(folder) / "fallback.joblib")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DiandaIntentClassifier:
        """The classifier as trained."""
        with model_storage.read_from(resource) as folder:
            model = joblib.load(Path(folder) / "fallback.joblib")
        return cls(config, model_storage, resource, model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent`` and ``intent_ranking`` of every message."""
        for message in messages:
            probabilities = self._model.predict_proba([message.get(TEXT) or ""])[0]
            ranked = sorted(zip(self._model.classes_, probabilities), key=lambda pair: -pair[1])[:RANKING_LENGTH]
            ranking = [{"name": str(name), "confidence": float(confidence)} for name, confidence in ranked]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
