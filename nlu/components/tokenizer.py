"""Words of a message: normalised, then cut by jieba with the power lexicon."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from nlu.segmentation import segment
from nlu.text.normalize import normalize


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class DiandaTokenizer(Tokenizer):
    """Normalises (NFKC, simplified characters, Chinese numerals) and cuts into words.

    A token's text is the normalised word; its offsets are those of the text as sent.
    """

    @staticmethod
    def supported_languages() -> list[str]:
        """Chinese only: the lexicon is Chinese."""
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        """What must be installed."""
        return ["jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intent names hold underscores and stay whole."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DiandaTokenizer:
        """Load the dictionary now: jieba loads lazily and the first customer would wait 1.4 s."""
        segment("预热")
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of ``message``'s ``attribute``."""
        normalized = normalize(message.get(attribute))
        tokens = [
            Token(word, *normalized.span(start, end), lemma=word)
            for word, start, end in segment(normalized.text)
            if word.strip()
        ]
        return self._apply_token_pattern(tokens)
