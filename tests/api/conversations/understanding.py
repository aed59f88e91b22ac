"""Understanding by keywords with the real entities: tests of conversations need no weights and decide themselves."""

from __future__ import annotations

from types import SimpleNamespace

from nlu.text.entities import extract_entities
from nlu.text.safety import DangerEvidence, find_danger
from tests.api.building import NOON

WORDS = (
    ("转人工", "human_agent"),
    ("报修", "report_outage"),
    ("没电", "report_outage"),
    ("电费", "query_bill"),
    ("阶梯", "ask_tiered_tariff"),
    ("着火", "report_danger"),
    ("你好", "greet"),
    ("投诉", "make_complaint"),
)


class KeywordUnderstanding:
    """Answers like ``nlu.Understanding``."""

    def parse(self, texts):
        return [self._one(text) for text in texts]

    def _one(self, text):
        name = next((intent for word, intent in WORDS if word in text), "out_of_scope")
        others = tuple(SimpleNamespace(name=each, confidence=0.02) for each in ("greet", "inform"))
        entities = extract_entities(text, NOON.date())
        danger = find_danger(text) or (DangerEvidence("reported", ("着火",)) if name == "report_danger" else None)
        intent = SimpleNamespace(name=name, confidence=0.95)
        return SimpleNamespace(intent=intent, alternatives=others, entities=entities, danger=danger)
