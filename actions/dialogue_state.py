"""What a conversation remembers between two messages. Kept in the tracker's slots."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# What a customer says of themselves; once they are verified, the gateway knows better.
IDENTITY = ("person_name", "account_number")
FormKind = Literal["verification", "demand", "lookup"]


@dataclass(frozen=True)
class Wish:
    """What the customer wants: an intent, their own words, and values known for it (month, address …)."""

    intent: str
    text: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def with_values(self, **values: str) -> Wish:
        """The same wish with some values new."""
        return Wish(self.intent, self.text, {**self.values, **values})

    def without(self, *names: str) -> Wish:
        """The same wish with some values forgotten."""
        return Wish(self.intent, self.text, {name: each for name, each in self.values.items() if name not in names})


@dataclass
class Form:
    """Questions being asked for a wish: ``fields`` in order, the ``values`` had, the field ``asked`` last.

    ``wish`` is what is carried out when nothing is missing.
    """

    kind: FormKind
    wish: Wish
    fields: list[str]
    values: dict[str, str] = field(default_factory=dict)
    asked: str | None = None

    def missing(self) -> str | None:
        """The next field without a value."""
        return next((name for name in self.fields if name not in self.values), None)


@dataclass(frozen=True)
class Offer:
    """Something proposed; a yes carries out ``wish``."""

    wish: Wish


@dataclass(frozen=True)
class Choice:
    """Two or three readings of one message, offered as buttons: title → intent."""

    text: str
    options: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class DialogueState:
    """Form being filled, subject spoken of, offer and choice open, failed turns in a row, wishes yet to carry out."""

    form: Form | None = None
    subject: Wish | None = None
    offer: Offer | None = None
    choice: Choice | None = None
    failures: int = 0
    pending: list[Wish] = field(default_factory=list)

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> DialogueState:
        """Read the state back; a slot that cannot be read (an older release wrote it) counts as empty."""
        slots = deepcopy(dict(slots))  # ours is changed during the turn and compared with theirs after it
        form, offer = slots.get("form"), slots.get("offer")
        try:
            return cls(
                form=Form(**{**form, "wish": Wish(**form["wish"])}) if form else None,
                subject=Wish(**slots["subject"]) if slots.get("subject") else None,
                offer=Offer(Wish(**offer["wish"])) if offer else None,
                choice=Choice(**slots["choice"]) if slots.get("choice") else None,
                failures=int(slots.get("failures") or 0),
                pending=[Wish(**wish) for wish in slots.get("pending") or []],
            )
        except (TypeError, KeyError):
            return cls()

    def to_events(self, slots: Mapping[str, Any]) -> list[dict[str, Any]]:
        """A slot event for every slot whose value is another than in ``slots``: Rasa replays them all on every turn."""
        changed = {name: value for name, value in asdict(self).items() if value != slots.get(name)}
        return [{"event": "slot", "name": name, "value": value, "timestamp": None} for name, value in changed.items()]
