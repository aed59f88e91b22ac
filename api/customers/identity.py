"""Whether what somebody says of themselves is the customer of the register: name, account number and address.

The comparison forgives how things are written (numerals, spaces, traditional characters, missing province), never what
is written. Details with a star in them prove nothing: they were read off a masked page.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from api.customers.models import Customer
from api.places import locate, same_area
from nlu.text.addresses import Address
from nlu.text.normalize import normalize

MASK = re.compile(r"[*＊×xX]{1,}|某")
COMPARED = ("road", "number", "town", "village", "compound", "building", "unit", "room")


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of themselves."""

    name: str
    account_number: str
    address: str

    @property
    def account_digits(self) -> str:
        """The claimed account number as digits."""
        return re.sub(r"\D", "", normalize(self.account_number).text)


def is_confirmed(claim: Claim, customer: Customer | None) -> bool:
    """Whether all three agree. Every part is compared every time, so that the time tells nothing."""
    name = customer.name if customer else ""
    address = customer.address if customer else ""
    number = customer.account_number if customer else "-"
    verdicts = (
        customer is not None,
        hmac.compare_digest(claim.account_digits.encode(), number.encode()),
        hmac.compare_digest(_plain_name(claim.name).encode(), _plain_name(name).encode()),
        _same_home(claim.address, address),
        not _is_masked(claim),
    )
    return all(verdicts)


def _is_masked(claim: Claim) -> bool:
    return bool(MASK.search(claim.name) or re.search(r"[*＊×]", claim.address + claim.account_number))


def _plain_name(name: str) -> str:
    return re.sub(r"[\s·•.()（）]", "", normalize(name).text).lower()


def _same_home(given: str, registered: str) -> bool:
    claimed, known = locate(given), locate(registered)
    if not same_area(claimed, known):
        return False
    agree = all(_agree(claimed, known, part) for part in COMPARED)
    return agree and _names_the_place(claimed, known)


def _agree(claimed: Address, known: Address, part: str) -> bool:
    said = getattr(claimed, part)
    return said is None or said == getattr(known, part)


def _names_the_place(claimed: Address, known: Address) -> bool:
    """Enough was said: the road with its number (or the village, the compound) and something of the building."""
    spot = claimed.number is not None if known.number is not None else bool(claimed.village or claimed.compound)
    inside = not (known.building or known.room) or bool(claimed.building or claimed.room)
    return spot and inside
