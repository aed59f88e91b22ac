"""The sentences that the gateway itself speaks: its own, and the safety words of the bot's domain.

Both files have the shape of a Rasa domain's ``responses``; a customer never reads a sentence from code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from api.conversations.schemas import Button, Message
from api.platform import Platform
from api.settings import ROOT

OWN = Path(__file__).with_name("sentences.yml")
SAFETY = ROOT / "bot" / "domain" / "safety.yml"
GENERAL = "utter_safety_general"
# kinds of nlu/text/data/danger.tsv that share another kind's words; those of neither get the general ones
SAME_WORDS = {"smoke": "fire", "sparks": "fire", "burning_smell": "fire", "explosion": "fire", "flooded": "water"}


class Sentences:
    """Sentences by name, with places to fill in."""

    def __init__(self, platform: Platform) -> None:
        """Read both files. Raises OSError or KeyError when the safety words are missing: never start without them."""
        self._responses = {**_responses(OWN), **_responses(SAFETY)}
        _ = self._responses[GENERAL]

    def say(self, name: str, **values: Any) -> Message:
        """The sentence of a name. Raises KeyError when there is none."""
        first = self._responses[name][0]
        return Message(
            text=str(first["text"]).strip().format(**values),
            buttons=[Button(title=each["title"], payload=each["payload"]) for each in first.get("buttons", [])],
        )

    def danger(self, kind: str | None) -> Message:
        """What to do now to stay safe, for a kind of danger, else in general. Text only: it comes first and alone."""
        name = f"utter_safety_{SAME_WORDS.get(kind or '', kind)}"
        return Message(text=self.say(name if name in self._responses else GENERAL).text)


def _responses(path: Path) -> dict[str, list[dict[str, Any]]]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    responses: dict[str, list[dict[str, Any]]] = loaded["responses"]
    return responses
