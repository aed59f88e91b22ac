"""Advice on rooftop PV. Its yield depends on the roof, so no figure is given here."""

from __future__ import annotations

from datetime import date

from ..package import Package, Recommendation
from ..records import CustomerRecord
from ..tags import special_tags
from ..year import last_year

PACKAGE = Package(
    package_id="pv",
    title="屋顶光伏接入咨询",
    audience=("residential", "commercial", "industrial"),
    summary="有自有屋顶的客户，可以免费咨询分布式光伏接入，自用有余还能上网",
    conditions=("有产权清晰、可以安装的屋顶",),
    how_to_apply="在网上国网APP“光伏并网”提交意向或拨打95598，接入方案免费提供。",
    unchanged=("现有用电合同和电价不变", "不安装就没有任何费用"),
)


def consider(record: CustomerRecord, as_of: date) -> Recommendation | None:
    """Offer it to businesses and to rural households, who usually have a roof of their own."""
    months = last_year(record, as_of)
    rural_home = record.category == "residential" and record.area != "urban" and not special_tags(record)
    if months is None or not (rural_home or record.category in ("commercial", "industrial")):
        return None
    kwh = sum(month.kwh for month in months)
    return PACKAGE.recommend(
        reasons=(f"近12个月用电{kwh}千瓦时，白天自发自用的空间较大", "接入方案和咨询免费，收益要看屋顶面积和朝向"),
        eligibility=("有产权清晰、可以安装的屋顶（需现场确认）",),
        break_even="自用的比例越高越划算；发电量和投资要现场勘查后才能测算，这里不给数字",
    )
