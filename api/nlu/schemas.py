"""What the understanding endpoint takes and gives."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class ParseRequest(BaseModel):
    """One text or up to 256."""

    text: Text | None = None
    texts: Annotated[list[Text], Field(min_length=1, max_length=256)] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.text is None) == (self.texts is None):
            raise ValueError("text 和 texts 要且只要一个")
        if any(not each.strip() for each in self.all):
            raise ValueError("文本不能为空白")
        return self

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
