"""What the customers' endpoints take."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, StringConstraints

from api.texts import clean

Said = Annotated[str, BeforeValidator(clean), StringConstraints(max_length=300)]


class VerificationRequest(BaseModel):
    """What somebody says of themselves; anything is taken, so that nothing but the outcome answers."""

    name: Said = ""
    account_number: Said = ""
    address: Said = ""


class PreferencesRequest(BaseModel):
    """Whether recommendations may use the customer's own features."""

    personalised: bool
