"""户号: finding, binding, changing and closing an account."""

from __future__ import annotations

from collections.abc import Mapping

from actions import forms
from actions.demand_action import DemandAction, ExplainedDemandAction
from actions.dialogue_state import Form, Wish
from actions.knowledge_action import KnowledgeAction
from actions.topic_action import TopicAction
from actions.turn import Turn


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
    question = "过户更名需要什么材料"
    category = "request/connection"


class CloseAccount(ExplainedDemandAction):
    """Close an account."""

    intent = "close_account"
    title = "办理销户"
    question = "怎么办理销户"
    category = "request/connection"


def _only(values: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: values[name]} if values.get(name) else {}
