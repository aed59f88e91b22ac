"""One topic a customer asks about: the front matter of an article and its text."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from knowledge.places import PROVINCES

LONGEST_ANSWER = 220  # Chinese characters: what fits a phone's screen
EVERYWHERE = "all"
REFERENCE = re.compile(r"\{\{\s*([a-z]+)\s*:\s*([A-Za-z0-9_.]+)\s*\}\}")
_BRACES = re.compile(r"\{\{[^{}]*\}\}")
_HAN = re.compile(r"[一-鿿]")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Topic(StrEnum):
    """What articles are about; the folder of an article has the same name."""

    tiered_tariff = "tiered_tariff"
    tou_tariff = "tou_tariff"
    household_quota = "household_quota"
    ev_tariff = "ev_tariff"
    business_tariff = "business_tariff"
    power_factor = "power_factor"
    late_fee = "late_fee"
    disconnection = "disconnection"
    payment = "payment"
    invoice = "invoice"
    bill_layout = "bill_layout"
    meter = "meter"
    self_check = "self_check"
    safety = "safety"
    outage_notice = "outage_notice"
    service_promise = "service_promise"
    new_connection = "new_connection"
    transfer = "transfer"
    close_account = "close_account"
    ev_charger = "ev_charger"
    pv = "pv"
    privacy = "privacy"
    complaint = "complaint"
    energy_saving = "energy_saving"
    special_service = "special_service"
    recommendation = "recommendation"
    account = "account"
    refusal = "refusal"


class Article(BaseModel):
    """A checked article. ``answer`` is what the customer is shown; references stand where figures belong."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Line
    topic: Topic
    audience: Literal["residential", "business", "agricultural", "all"] = "all"
    provinces: tuple[str, ...] = Field((EVERYWHERE,), min_length=1)
    needs_province: bool = False
    effective_from: date | None = None
    effective_to: date | None = None
    source: Line
    confidence: Literal["H", "M"]
    owner: Line
    review_by: date
    questions: tuple[Line, ...] = Field(min_length=12)
    related: tuple[str, ...] = ()
    steps: tuple[Line, ...] = ()
    answer: Line
    details: str = ""

    @field_validator("provinces", "related", "steps", mode="before")
    @classmethod
    def _none_is_nothing(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("provinces")
    @classmethod
    def _known_provinces(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name != EVERYWHERE and name not in PROVINCES]
        if unknown:
            raise ValueError(f"unknown province {'、'.join(unknown)}; write the short name (湖北), or all")
        if EVERYWHERE in value and len(value) > 1:
            raise ValueError("either all or a list of provinces, not both")
        return value

    @field_validator("questions")
    @classmethod
    def _different_questions(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({question for question in value if value.count(question) > 1})
        if twice:
            raise ValueError(f"the same question twice: {twice[0]}")
        return value

    @field_validator("answer")
    @classmethod
    def _short_answer(cls, value: str) -> str:
        length = len(_HAN.findall(value))
        if length > LONGEST_ANSWER:
            raise ValueError(f"{length} Chinese characters; at most {LONGEST_ANSWER}, move the rest below ## 说明")
        return value

    @field_validator("answer", "details")
    @classmethod
    def _readable_references(cls, value: str) -> str:
        for text in _BRACES.findall(value):
            match = REFERENCE.fullmatch(text)
            if match is None or match[1] not in {"tariff", "limit"}:
                raise ValueError(f"{text} is not a reference; write {{{{tariff:key}}}} or {{{{limit:key}}}}")
        if value.count("{{") != len(_BRACES.findall(value)):
            raise ValueError("an opening {{ without its }}")
        return value

    @model_validator(mode="after")
    def _possible_validity(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_from > self.effective_to:
            raise ValueError(f"effective_to {self.effective_to} lies before effective_from {self.effective_from}")
        return self

    @property
    def is_refusal(self) -> bool:
        """Whether the article says no to something that must not be served."""
        return self.topic is Topic.refusal

    def holds(self, on: date, province: str | None) -> bool:
        """Whether it may be shown: valid on that day, and for that province (an unknown province fits all)."""
        if self.effective_from and on < self.effective_from:
            return False
        if self.effective_to and on > self.effective_to:
            return False
        return province is None or EVERYWHERE in self.provinces or province in self.provinces

    @property
    def is_local(self) -> bool:
        """Whether it holds for some provinces only."""
        return EVERYWHERE not in self.provinces

    def references(self, kind: Literal["tariff", "limit"]) -> tuple[str, ...]:
        """The keys of the figures in the answer, in order, each once."""
        found = (match[2] for match in REFERENCE.finditer(self.answer) if match[1] == kind)
        return tuple(dict.fromkeys(found))
