"""Runs in the bot's environment: parses the texts of standard input (JSON list) through the Rasa components."""

from __future__ import annotations

import json
import sys

from rasa.shared.nlu.training_data.message import Message

from nlu.components.entity_extractor import DiandaEntityExtractor
from nlu.components.intent_classifier import DiandaIntentClassifier
from nlu.components.tokenizer import DiandaTokenizer


def _parse(texts: list[str]) -> list[dict]:
    messages = [Message(data={"text": text}) for text in texts]
    for component in (DiandaTokenizer, DiandaIntentClassifier, DiandaEntityExtractor):
        part = component.create({**component.get_default_config(), "__unused__": None}, None, None, None)
        messages = part.process(messages)
    return [
        {
            "intent": message.get("intent"),
            "ranking": message.get("intent_ranking"),
            "entities": message.get("entities"),
            "tokens": [[token.text, token.start, token.end] for token in message.get("text_tokens")],
        }
        for message in messages
    ]


print("RESULT" + json.dumps(_parse(json.load(sys.stdin)), ensure_ascii=False))
