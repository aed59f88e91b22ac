"""A figure that was asked for and is not there is missed openly."""

import pytest

from api.articles.gaps import missing_figure


@pytest.mark.parametrize(
    ("question", "answer", "missing"),
    [
        ("江苏农业用电一度几毛", "种植、养殖执行农业生产电价。", "具体价格"),
        ("江苏需量电价多少钱一千瓦", "按需量计费的，当月需量电价按90%执行。", "具体价格"),
        ("山东工商业峰谷比例是多少", "峰谷浮动针对购电部分。", "具体比例"),
        ("昆明充电几点便宜", "夜里便宜。", None),
        ("谷电几点到几点", "夜里是谷段。", "具体时段"),
        ("二档电价多少？", "第二档0.608元/千瓦时。", None),
        ("谷电几点到几点", "谷段22:00–次日8:00。", None),
        ("马鞍山二档一度多少", "第一档0.5653元/千瓦时。", "二档电价"),
        ("没开峰谷一档多少钱", "第一档内峰段0.5953元/千瓦时。", None),
        ("一档电价多少", "第一档内峰段0.5953元/千瓦时。", "一档电价"),
        ("三档几毛", "再多的第三档，0.858元/千瓦时。", None),
        ("丽水合表居民一度多少", "第一档0.538元/千瓦时。", "合表电价"),
        ("武汉合表户电价", "您所在地合表电价是0.58元/千瓦时。", None),
        ("违约金怎么算", "按天计收。", None),
        ("合同需量超了多少要加倍", "超过105%的部分加倍。", None),
        ("分时电价要不要申请", "自愿申请。", None),
    ],
)
def test_what_is_missing(question, answer, missing):
    assert missing_figure(question, answer) == missing
