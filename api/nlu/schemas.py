"""What the understanding endpoint takes and gives."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, StringConstraints


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("不能为空")
    return text  # as sent: the entities' offsets count its characters


Text = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(_not_blank)]


class ParseRequest(BaseModel):
    """One text or up to 256; the endpoint refuses both and neither."""

    text: Text | None = None
    texts: Annotated[list[Text], Field(min_length=1, max_length=256)] | None = None

    @property
    def all(self) -> list[str]:
        """The texts."""
        return [self.text] if self.text is not None else list(self.texts or ())


class IntentWire(BaseModel):
    """An intent of ``intents.yml`` and how sure we are."""

    name: str
    confidence: float


class EntityWire(BaseModel):
    """A normalised value and where it stands in the text as sent."""

    name: str
    value: str
    start: int
    end: int


class ParseWire(BaseModel):
    """What one text means."""

    intent: IntentWire
    alternatives: list[IntentWire]
    entities: list[EntityWire]


class ParseResponse(BaseModel):
    """One result for each text, in order."""

    results: list[ParseWire]
