"""What the agents' endpoints take and give."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from api.security import Role
from api.texts import clean


class Login(BaseModel):
    """``POST /v1/agents/login``."""

    username: Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=60)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class SignedIn(BaseModel):
    """The token opens the workbench for one shift."""

    access_token: str
    role: Role
    name: str
    token_type: str = "bearer"


class Me(BaseModel):
    """Who the token names."""

    username: str
    role: Role
    name: str
