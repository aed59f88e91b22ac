"""Automatic payment and bill reminders: offered to everybody alike, so that an offer says nothing about anybody."""

from __future__ import annotations

from datetime import date

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..tags import special_tags

PACKAGE = Package(
    package_id="smart_payment",
    title="自动交费和账单提醒",
    audience=("residential", "commercial", "industrial", "agricultural"),
    summary="绑定自动交费和账单提醒，到期自动扣款，不用记日子",
    conditions=("所有客户都可以开通",),
    how_to_apply="在网上国网APP、微信或支付宝绑定户号后开通自动交费和账单提醒，随时可以取消。",
    unchanged=("电价和电费金额不变", "原来的交费渠道照常可用"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to all but those who are offered service at the door. Payment history plays no part."""
    if record.category == "residential" and special_tags(record):
        return None
    return PACKAGE.recommend(
        reasons=("账单按月产生，开通后自动提醒、自动扣款，不用记日子", "微信、支付宝和银行卡都可以绑定，随时可以取消"),
        eligibility=("所有客户都可以开通",),
    )
