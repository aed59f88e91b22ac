"""A meter of its own for the charging pile of a resident, where the province has a tariff for it."""

from __future__ import annotations

from datetime import date

from tariffs import figure

from ..package import Package, Recommendation
from ..records import CustomerRecord

PACKAGE = Package(
    package_id="ev_meter",
    title="居民充电桩单独装表",
    audience=("residential",),
    summary="有固定车位的电动汽车车主，可以为充电桩单独装表，充电不计入家里的阶梯电量",
    conditions=("有电动汽车和固定车位", "所在省份有居民充电桩分时电价"),
    how_to_apply="在网上国网APP“充电桩报装”办理，带身份证、固定车位证明和车辆证明；一般不需要物业证明，涉及开挖或他人产权须先征得同意。",
    unchanged=("家里电表和家庭用电的电价不变", "家庭户号和缴费方式不变"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Advise it to registered EV owners where charging in the valley is cheaper than their home's lowest price.

    How much goes into the car is not measured, so no yearly figure is given.
    """
    valley = figure("ev_tou.valley_price", record.province, as_of)
    home = figure("residential_tiered.price1", record.province, as_of)
    dear = figure("ev_tou.tip_price", record.province, as_of)
    if "ev_owner" not in record.tags or record.tariff != "residential_tiered":
        return None
    if not (valley and home and dear and valley.value and home.value) or valley.value >= home.value:
        return None
    hours = figure("ev_tou.valley_hours", record.province, as_of)
    return PACKAGE.recommend(
        reasons=(
            "档案登记您有电动汽车",
            f"充电桩低谷（{hours.text if hours else '夜间'}）电价{valley.text}，家庭第一档电价{home.text}",
            "单独装表后，充电不再推高家里的阶梯电量",
        ),
        eligibility=("登记有电动汽车", f"{record.province}有居民充电桩分时电价"),
        break_even=f"主要在低谷充电才划算；尖峰电价{dear.text}，比家庭第一档贵",
    )
