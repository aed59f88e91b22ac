"""Other companies' matters in our words are told apart from ours."""

import pytest

from knowledge.elsewhere import is_elsewhere, mentions_others, names_others


@pytest.mark.parametrize(
    "question",
    ["水表怎么看读数", "天然气违约金怎么算", "停车费怎么开发票", "特斯拉超充站一度电收多少",
     "国家电网的股票还能买吗", "三峡一年发多少度电", "日本电价多少钱一度",
     "我想投简历", "话费怎么查", "比特币矿场用什么电价",
     "意大利一度电几欧元", "明天日前市场出清价多少", "主变差动保护定值怎么整定", "微波炉显示E3找谁"],
)  # fmt: skip
def test_the_matters_of_others(question):
    assert is_elsewhere(question) or names_others(question)


@pytest.mark.parametrize(
    "question",
    ["水电费一起交，电费怎么查", "燃气锅炉改电采暖要增容吗，用电怎么报", "买了特斯拉，装充电桩要什么材料",
     "小区停水停电了", "暖气片后面的插座冒火花漏电",
     "电梯停电困人了", "物业收的电费太贵",
     "下雨电线冒火", "电费发票怎么开", "国家电网客服电话", "出国了电费怎么交"],
)  # fmt: skip
def test_our_own_matters_beside_them(question):
    assert not is_elsewhere(question)
    assert not names_others(question)


@pytest.mark.parametrize("question", ["下雨天漏保就跳", "在养老院，晚交违约金咋算", "退休金还没到，违约金能晚几天不"])
def test_words_of_others_in_passing_make_no_question_theirs(question):
    assert not names_others(question)
    assert mentions_others(question)
