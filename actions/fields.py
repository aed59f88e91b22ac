"""The pieces of information a form asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from actions import answers
from actions.answers import Answer


@dataclass(frozen=True)
class FormField:
    """A field: ``entity`` that fills it wherever it appears, ``read`` for the answer to its own question."""

    entity: str | None
    read: Callable[[Answer], str | None]
    optional: bool = False


def read_field(name: str, answer: Answer, asked: bool) -> str | None:
    """The value of field ``name`` in ``answer``; when it was ``asked`` for, plain words count too."""
    field = FIELDS[name]
    known = answer.entities.get(field.entity) if field.entity else None
    return (field.read(answer) or known) if asked else known


FIELDS: Mapping[str, FormField] = {
    "name": FormField("person_name", answers.read_name),
    "account_number": FormField("account_number", answers.read_account_number),
    "address": FormField("address", answers.read_address),
    "phone": FormField("phone", answers.read_phone, optional=True),
    "new_phone": FormField("phone", answers.read_phone),
    "description": FormField(None, answers.read_description),
    "own_contact": FormField(None, lambda answer: None),
}
