"""A dialogue file: who speaks, what they say, and what must come back. See tests/journeys/README.md for the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError


class DialogueError(ValueError):
    """A dialogue file that cannot be read; names the file and the place."""


class Expectation(BaseModel):
    """What an answer must be. Texts are looked for in everything shown: words, buttons, cards and sources."""

    model_config = ConfigDict(extra="forbid")

    all: list[str] = Field(default_factory=list)  # each must appear
    any: list[str] = Field(default_factory=list)  # at least one must appear
    none: list[str] = Field(default_factory=list)  # none may appear
    owner: Literal["bot", "queue", "agent"] | None = None
    intent: str | None = None
    tickets: int | None = None  # how many tickets this message created or changed
    buttons: list[str] = Field(default_factory=list)  # titles that must be offered
    sources: bool | None = None  # whether a source is named
    silent: bool | None = None  # no message comes back


class Step(BaseModel):
    """One thing that happens: the customer says or presses something, or a person on the utility's side acts."""

    model_config = ConfigDict(extra="forbid")

    say: str | None = None  # the customer writes
    press: str | None = None  # the customer presses the button of this title
    agent: Literal["take", "return", "close"] | None = None
    by: str = "agent"  # which agent acts
    agent_says: str | None = None
    briefing: Expectation | None = None  # what the agent reads before taking over
    ticket: dict[str, Any] | None = None  # fields that the ticket named last must have
    expect: Expectation = Field(default_factory=Expectation)


class Dialogue(BaseModel):
    """One conversation from beginning to end."""

    model_config = ConfigDict(extra="forbid")

    title: str
    customer: str | None = None  # the account number of a signed-in customer; anonymous when absent
    channel: Literal["web", "app", "wechat"] = "web"
    steps: list[Step]


def read_dialogue(path: Path) -> Dialogue:
    """Read one file. Raises DialogueError with the file, the place and the reason."""
    try:
        return Dialogue.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise DialogueError(f"{path.name}: {error}") from error
