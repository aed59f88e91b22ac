"""What people send, cleaned before it is checked: no control characters (PostgreSQL refuses NUL), blank is absent."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")  # JSON can spell it; no answer, queue or log can hold it
ACCOUNT_NUMBER = re.compile(r"(?:\d{10}|\d{13})")
PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{7,8}|95598|400-?\d{3}-?\d{4}")


def clean(value: Any) -> Any:
    """Control characters out, blanks at both ends off; anything but text is left for the type check.

    Raises ValueError (422, the field named) for half a surrogate pair: once stored, whoever reads it would fail.
    """
    if not isinstance(value, str):
        return value
    if _HALF_PAIR.search(value):
        raise ValueError("有无法识别的字符")
    return _CONTROL.sub("", value).strip()


def clean_or_none(value: Any) -> Any:
    """Like ``clean``; an empty text is None."""
    return clean(value) or None if isinstance(value, str) else value


def _account_number(value: str | None) -> str | None:
    if value is not None and not ACCOUNT_NUMBER.fullmatch(value):
        raise ValueError("户号应为 10 位或 13 位数字")
    return value


def _phone(value: str | None) -> str | None:
    plain = re.sub(r"[\s()（）]", "", value) if value else None
    if plain is not None and not PHONE.fullmatch(plain.removeprefix("+86").removeprefix("86-")):
        raise ValueError("电话号码不完整")
    return plain


TicketText = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=4000)]
Line = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=300)]
OptionalLine = Annotated[Annotated[str, StringConstraints(max_length=300)] | None, BeforeValidator(clean_or_none)]
Note = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=1000)]
OptionalNote = Annotated[Annotated[str, StringConstraints(max_length=1000)] | None, BeforeValidator(clean_or_none)]
AccountNumber = Annotated[str, BeforeValidator(clean), AfterValidator(_account_number)]
OptionalAccountNumber = Annotated[str | None, BeforeValidator(clean_or_none), AfterValidator(_account_number)]
OptionalPhone = Annotated[str | None, BeforeValidator(clean_or_none), AfterValidator(_phone)]
Key = Annotated[str, BeforeValidator(clean), StringConstraints(min_length=1, max_length=128)]
