"""Reading a calculation's input: every value is checked, and a refusal names the field and says what to do.

A field that is not known is refused, not ignored: a misspelt name must not silently change an amount of money.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .errors import InvalidInput
from .provinces import require_province

_NUMBER = re.compile(r"[+-]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_TRUE = {"true", "1", "yes", "是"}
_FALSE = {"false", "0", "no", "否"}
# Fields that describe a case without changing its amount
_DESCRIPTIVE = {"id", "kind", "note", "name", "label", "account_number", "address", "area", "meter_number", "optional"}


class Fields:
    """The fields of one input. Other spellings of a name are given as ``aliases`` (spelling → name)."""

    def __init__(
        self, source: Mapping[str, Any], known: set[str], aliases: Mapping[str, str] | None = None, path: str = ""
    ) -> None:
        if not isinstance(source, Mapping):
            raise InvalidInput(path or "input", "应为由字段组成的对象")
        self._path = path
        self._values: dict[str, Any] = {}
        for spelling, value in source.items():
            name = (aliases or {}).get(str(spelling), str(spelling))
            if name not in known and name not in _DESCRIPTIVE:
                raise InvalidInput(self._named(str(spelling)), "不认识这个字段，请核对字段名")
            if value is not None and name in self._values:
                raise InvalidInput(self._named(str(spelling)), "同一个量给了两次，请只保留一个")
            if value is not None:
                self._values[name] = value

    def _named(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> Any:
        """The value as sent. Raises InvalidInput when it is missing."""
        if name not in self._values:
            raise InvalidInput(self._named(name), "缺少这一项，请补充")
        return self._values[name]

    def text(self, name: str) -> str:
        """A non-empty text, NFKC and without surrounding blanks."""
        value = self.raw(name)
        if not isinstance(value, str) or not value.strip():
            raise InvalidInput(self._named(name), "应为非空文字")
        return unicodedata.normalize("NFKC", value).strip()

    def number(self, name: str, minimum: Decimal | None = Decimal(0), maximum: Decimal | None = None) -> Decimal:
        """A decimal given as text (or a JSON number), by default not negative."""
        number = read_number(self.raw(name), self._named(name))
        if minimum is not None and number < minimum:
            what = "不能是负数" if minimum == 0 else f"不能小于{minimum}"
            raise InvalidInput(self._named(name), what)
        if maximum is not None and number > maximum:
            raise InvalidInput(self._named(name), f"不能大于{maximum}")
        return number

    def optional_number(self, name: str, maximum: Decimal | None = None) -> Decimal | None:
        """Like ``number``, None when absent."""
        return self.number(name, maximum=maximum) if name in self else None

    def whole(self, name: str, minimum: int, maximum: int) -> int:
        """A whole number in a range."""
        number = read_number(self.raw(name), self._named(name))
        if number != int(number) or not minimum <= number <= maximum:
            raise InvalidInput(self._named(name), f"应为{minimum}到{maximum}之间的整数")
        return int(number)

    def flag(self, name: str) -> bool:
        """True or false; absent counts as false."""
        if name not in self:
            return False
        value = str(self._values[name]).strip().lower()
        if value not in _TRUE | _FALSE:
            raise InvalidInput(self._named(name), "应为 true 或 false")
        return value in _TRUE

    def day(self, name: str) -> date:
        """A date written YYYY-MM-DD."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            raise InvalidInput(self._named(name), "日期应写成 2026-07-25 的样子") from None

    def month(self, name: str) -> date:
        """A month written YYYY-MM, as its first day."""
        found = _MONTH.fullmatch(self.text(name))
        if not found or not 1 <= int(found[2]) <= 12 or not 1990 <= int(found[1]) <= 2100:
            raise InvalidInput(self._named(name), "月份应写成 2026-07 的样子")
        return date(int(found[1]), int(found[2]), 1)

    def province(self) -> str:
        """The canonical name of the province."""
        return require_province(self.text("province"))


def read_number(value: Any, field: str) -> Decimal:
    """A decimal from text such as ``318.4`` or from a JSON number; nothing else (no NaN, exponents, separators)."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal) or not _NUMBER.fullmatch(text):
        raise InvalidInput(field, "应为不超过12位整数的数字，例如“318.4”")
    return Decimal(text)
