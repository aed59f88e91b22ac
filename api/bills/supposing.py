"""What would it cost if: a change in a customer's words, answered on their own bills or on the figures they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.articles.answer import Answer
from api.articles.schemas import AnswerResponse
from api.bills.outlook import BillOutlook
from api.bills.schemas import SuppositionRequest
from api.bills.service import BillService
from api.bills.suppositions import wording
from api.bills.suppositions.general import answer_on_figures, together_on_figures
from api.bills.suppositions.several import Several, missing_in
from api.bills.suppositions.supposition import Supposition
from api.errors import NotFound, Unprocessable
from api.platform import Platform
from tariffs import InvalidInput

WRONG_VALUE = "这个数好像不对，请再核对一下"
_OWN = ("账单", "核对身份", "我家的电")


@dataclass(frozen=True, slots=True)
class SuppositionAnswer:
    """``values``: what was said so far, to be sent with the next message about the same change."""

    answer: Answer | None
    values: dict[str, str] = field(default_factory=dict)
    needs_verification: bool = False

    def to_wire(self) -> dict[str, Any]:
        """``understood`` is false when the words suppose no change that can be calculated."""
        shown = AnswerResponse.of(self.answer).model_dump(mode="json") if self.answer else {}
        return shown | {
            "understood": self.answer is not None or self.needs_verification,
            "needs_verification": self.needs_verification,
            "values": self.values,
        }


class Supposing:
    """Answers suppositions inside the caller's session. Changes nothing."""

    def __init__(self, session: AsyncSession, platform: Platform) -> None:
        self._bills = BillService(session, platform)
        self._outlook = BillOutlook(session, platform)
        self._today = platform.clock.today()

    async def answer(self, asked: SuppositionRequest, account_number: str | None) -> SuppositionAnswer:
        """On the account's bills; on a province and monthly use where they are given or nobody is known."""
        if several := Several.read(asked.text, asked.known):
            return await self._together(several, asked.text, account_number)
        supposition = Supposition.read(asked.text, asked.known)
        if supposition is None:
            return SuppositionAnswer(None)
        values = dict(supposition.values)
        if any(word in asked.text for word in _OWN):
            values.pop("month_kwh", None)
            if account_number is None:
                return SuppositionAnswer(None, values, needs_verification=True)
        supposition = Supposition(supposition.scenario, values)
        return SuppositionAnswer(await self._answered(supposition, account_number), values)

    async def _together(self, several: Several, text: str, account_number: str | None) -> SuppositionAnswer:
        """Several things at once, as far as they are known; what lacks a value is asked for beside the sum."""
        values, found = several.values, [each for each in several.suppositions if each.missing() is None]
        if any(word in text for word in _OWN) and account_number is None:
            return SuppositionAnswer(None, values, needs_verification=True)
        lacking = missing_in(several.suppositions)
        if not found:
            return SuppositionAnswer(wording.ask_power(lacking), values)
        try:
            answer = await self._sum(found, several, account_number)
        except (InvalidInput, NotFound, Unprocessable) as error:
            return SuppositionAnswer(wording.impossible(error.detail), values)
        except ValidationError:
            return SuppositionAnswer(wording.impossible(WRONG_VALUE), values)
        return SuppositionAnswer(wording.and_ask_power(answer, lacking) if lacking else answer, values)

    async def _sum(self, found: Sequence[Supposition], several: Several, account_number: str | None) -> Answer:
        province, kwh = several.household.get("province"), several.household.get("month_kwh")
        if account_number and kwh is None:
            bills = await self._bills.history(account_number)
            by_the_hour = bool(bills) and bills[0].kind == "residential_tiered_tou"
            asked = [each.request(by_the_hour) for each in found]
            changed = await self._outlook.what_if_of_all(account_number, asked)
            return wording.together_on_bills(found, changed, by_the_hour)
        if province is None or kwh is None:
            return wording.ask_household(found[0])
        return together_on_figures(found, province, kwh, self._today)

    async def _answered(self, supposition: Supposition, account_number: str | None) -> Answer:
        if missing := supposition.missing():
            return wording.ask_value(missing)
        try:
            if account_number and "month_kwh" not in supposition.values:
                return await self._on_bills(supposition, account_number)
            return answer_on_figures(supposition, self._today)
        except (InvalidInput, NotFound, Unprocessable) as error:
            return wording.impossible(error.detail)
        except ValidationError:
            return wording.impossible(WRONG_VALUE)

    async def _on_bills(self, supposition: Supposition, account_number: str) -> Answer:
        bills = await self._bills.history(account_number)
        by_the_hour = bool(bills) and bills[0].kind == "residential_tiered_tou"
        found = await self._outlook.what_if(account_number, supposition.request(by_the_hour))
        return wording.on_bills(supposition, found, by_the_hour)
