"""Entities of a message with normalised values; offsets are those of the text as sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlu.text.addresses import find_addresses
from nlu.text.areas import find_provinces
from nlu.text.companies import find_companies
from nlu.text.dates import find_dates, find_months
from nlu.text.identifiers import find_identifiers
from nlu.text.names import find_names
from nlu.text.normalize import Normalized, normalize
from nlu.text.quantities import find_amounts, find_energies
from nlu.text.spans import Span, without_overlaps

_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Entity:
    """A piece of information in a text: its ``value`` normalised, its place in the text as sent."""

    name: str
    value: str
    start: int
    end: int


def extract_entities(text: str, today: date) -> tuple[Entity, ...]:
    """The entities of ``text``, in order of appearance, none overlapping; relative times are read against ``today``.

    Names are those of the contract: account_number, phone, address, person_name, month, date, amount_yuan, kwh,
    province, ticket_number, meter_number.
    """
    return entities_of(normalize(text), today)


def entities_of(normalized: Normalized, today: date) -> tuple[Entity, ...]:
    """The entities of a text that is already normalised."""
    return tuple(
        Entity(span.name, span.value, *normalized.span(span.start, span.end)) for span in _spans(normalized.text, today)
    )


def _spans(text: str, today: date) -> list[Span]:
    """What is found, the surer kinds first: an account number is not a phone, nor 18号 of an address a day."""
    counted = _DIGIT.search(text) is not None  # most messages hold no figure at all
    identifiers = find_identifiers(text) if counted else []
    addresses = find_addresses(text)
    names = find_names(text, named_already=bool(identifiers or addresses))
    times = [*find_dates(text, today), *find_months(text, today)]
    quantities = [*find_energies(text), *find_amounts(text)] if counted else []
    return without_overlaps(
        [identifiers, find_companies(text), addresses, times, quantities, names, find_provinces(text)]
    )
