"""户号: finding, binding, changing and closing an account."""

from __future__ import annotations

import re
from collections.abc import Mapping

from actions import forms
from actions.answers import clean
from actions.demand_action import DemandAction, ExplainedDemandAction
from actions.dialogue_state import Form, Wish
from actions.errors import VerificationRequired
from actions.households import prove_another, settle
from actions.knowledge_action import KnowledgeAction
from actions.topic import WordedTopic
from actions.topic_action import TopicAction
from actions.turn import Turn

LONGEST_SWITCH = 16  # characters
_SWITCH = re.compile(
    r"(?:那|那就|我要|我想|帮我|请|麻烦)*(?:核对|换|切换?|换成|换到|切到|切换到|看|查)(?:一下|下)?(?:到|成|回|看)?"
    r"(?:另外?(?:一|1|那)?个?户|别的户|户号?尾号\d{4}|尾号\d{4}|(?:一|1)?个?户号?)(?:那|的)?(?:一|1)?户?(?:号)?(?:的)?(?:吧|看看)?"
)


class FindAccountNumber(KnowledgeAction):
    """Where the account number is found."""

    intent = "find_account_number"
    title = "找户号"
    question = "户号忘了怎么查"


class BindAccount(TopicAction):
    """Bind an account to this conversation, or take it off."""

    intent = "bind_account"
    title = "绑定户号"
    is_about_own_account = True

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Verification is the binding; taking off is registered for staff."""
        account = await turn.gateway.account()
        if "解" in wish.text:
            turn.say("utter_account_unbind")
            turn.offer("human_agent", wish.text)
        else:
            turn.say("utter_account_bound", account=account["account_masked"], address=account.get("address") or "")


class AnotherAccount(WordedTopic):
    """Go on with another account: one proved before in this conversation, or one to be proved now."""

    topic = "another_account"
    title = "换一户"

    def hears(self, turn: Turn) -> bool:
        """核对另一户; 换到尾号0007那一户."""
        text = clean(turn.text).replace(" ", "")
        return len(text) <= LONGEST_SWITCH and bool(_SWITCH.fullmatch(text))

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Switch where that is possible at once, else ask for the proof; a stranger is verified as usual."""
        if not await turn.gateway.accounts():
            raise VerificationRequired
        verdict = await settle(turn, wish)
        if verdict == "unproved":
            await prove_another(turn, Wish("bind_account"))


class UpdateContact(DemandAction):
    """Another phone or contact, or a password to be reset."""

    intent = "update_contact"
    title = "改联系方式"
    is_about_own_account = True
    category = "request/account_info"
    fields = ("new_phone",)

    async def carry_out(self, turn: Turn, wish: Wish) -> None:
        """Only for verified customers: the wrong person must not be able to redirect notices."""
        await turn.gateway.account()
        if "密码" in wish.text:
            await self.file(turn, wish)
            return
        known = {"new_phone": wish.values["phone"]} if wish.values.get("phone") else {}
        form = Form("demand", wish, ["new_phone"], {**known, **_only(wish.values, "new_phone")})
        if not forms.begin(turn, form):
            wish.values.update(form.values)
            await self.file(turn, wish)

    def supplement(self, values: Mapping[str, str]) -> str:
        """The new number."""
        return f"新联系电话：{values['new_phone']}" if values.get("new_phone") else ""


class TransferAccount(ExplainedDemandAction):
    """Another holder or another name."""

    intent = "transfer_account"
    title = "办理过户更名"
    matter = "过户"
    question = "过户更名需要什么材料"
    category = "request/connection"


class CloseAccount(ExplainedDemandAction):
    """Close an account."""

    intent = "close_account"
    title = "办理销户"
    matter = "销户"
    question = "怎么办理销户"
    category = "request/connection"


def _only(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: values[name]} if values.get(name) else {}
