"""The entities of a message, by the same grammar that the gateway uses."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.text.clock import Clock
from nlu.text.entities import Entity, extract_entities


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DiandaEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds entities with normalised values; relative months and days are read against the product's clock."""

    def __init__(self, config: dict[str, Any], clock: Clock) -> None:
        self._config = config
        self._clock = clock

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DiandaEntityExtractor:
        """An extractor on the clock of the environment (``DIANDA_CLOCK``)."""
        return cls(config, Clock.from_environment())

    def train(self, training_data: TrainingData) -> None:
        """Nothing is learnt: the grammar is written down."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of every message."""
        for message in messages:
            found = extract_entities(message.get(TEXT) or "", self._clock.today())
            entities = message.get(ENTITIES, []) + self.add_extractor_name([_to_rasa(entity) for entity in found])
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _to_rasa(entity: Entity) -> dict[str, Any]:
    return {
        "entity": entity.name,
        "value": entity.value,
        "start": entity.start,
        "end": entity.end,
        "confidence_entity": 1.0,
    }
