"""Service at the door for those whom the register names: payment, applications and a safety check."""

from __future__ import annotations

from datetime import date

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..tags import SPECIAL_TAGS, TAG_LABELS

PACKAGE = Package(
    package_id="door_service",
    title="上门服务",
    audience=("residential",),
    summary="老年人、残障人士等出行不便的客户，可以预约上门缴费、代办业务和用电安全检查",
    conditions=("登记为老年、残障等需要照顾的客户",),
    how_to_apply="拨打95598或联系台区经理预约，家人也可以代为预约；上门服务不收费。",
    unchanged=("电价、户号和原来的缴费方式都不变",),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to customers with a special-service tag of the register."""
    tags = [TAG_LABELS[tag] for tag in record.tags if tag in SPECIAL_TAGS]
    if record.category != "residential" or not tags:
        return None
    return PACKAGE.recommend(
        reasons=(f"档案登记为{'、'.join(tags)}", "缴费、代办和用电安全检查都可以上门办理"),
        eligibility=("档案登记为需要照顾的客户",),
    )
