"""Names of companies, villages and other account holders that are no persons."""

from __future__ import annotations

import re

from nlu.text.spans import Span

_FIRM = r"(?:(?![的是叫为换改把给开在我你他这那就贵名都和与或每下月从转])[一-鿿()A-Za-z0-9]){2,24}?"
_KIND = (
    r"(?:公司|集团|合作社|店|超市|酒店|宾馆|餐厅|餐馆|厂|场|幼儿园|学校|小学|中学|大学|医院|卫生[院室]|委员会|村委会|居委会|"
    r"服务部|经营部|门市部|商行|事务所|工作室|中心)"
)
_ANNOUNCED = re.compile(
    rf"(?:(?:户名|户主|单位名称|抬头|客户名称|开户名)(?:[是叫为写开:]{{1,2}}|\s)?|(?:单位|公司)(?:[是叫为写开:]{{1,2}}|\s))(?!从)({_FIRM}{_KIND})(?=$|[,。;\s]|的|户号)"
)
_NAMED = re.compile(
    r"(?:(?:^|[,。;\s])|我们?是|我们公司[是叫])"
    rf"({_FIRM}(?:有限责任公司|有限公司|股份公司|专业合作社))(?!旁|对面|隔壁|门口|附近|[前后]面)"
)
_WE_ARE = re.compile(
    r"我们?是(?![一个家做种回市县镇])((?:(?![的是叫为换改把给开在我你他这那就贵名都个家小办])[一-鿿]){3,16}?(?:公司|集团|合作社|超市|酒店|厂|幼儿园|小学|中学|医院|商行))(?=$|[,。;\s]|的|户号)"
)

_HINT = re.compile(r"公司|户名|户主|单位名|抬头|客户名|我们?是|合作社")


def find_companies(text: str) -> list[Span]:
    """Account holders that are firms: 户名武汉恒驰汽车零部件有限公司, 抬头：红旗村村民委员会."""
    if not _HINT.search(text):
        return []
    return [
        Span("person_name", match[1], *match.span(1))
        for pattern in (_ANNOUNCED, _NAMED, _WE_ARE)
        for match in pattern.finditer(text)
    ]
