from hypothesis import given
from hypothesis import strategies as st

from api.channels.wechat.rendering import as_text, chosen, split
from api.conversations.schemas import Button, Card, Message


def test_buttons_become_numbers_and_a_number_picks_one():
    buttons = [Button(title="查电费", payload="查一下我的电费"), Button(title="报修", payload="我要报修")]
    text, choices = as_text([Message(text="您好", buttons=buttons)])
    assert text == "您好\n\n回复数字选择：\n1. 查电费\n2. 报修"
    for said in ("2", "２", "选2", "2.", "第2个", "②"):
        assert chosen(said, choices) == "我要报修", said
    for said in ("3", "22", "2度电", "阶梯电价"):
        assert chosen(said, choices) == said


def test_a_card_is_written_as_lines():
    card = Card(kind="bill", title="2026年10月电费", rows=[("用电量", "260 千瓦时"), ("金额", "151.08 元")])
    assert as_text([Message(text="", card=card)])[0] == "【2026年10月电费】\n用电量：260 千瓦时\n金额：151.08 元"


@given(st.text("电费用度。，！abc\n", max_size=3000), st.integers(30, 500))
def test_parts_fit_and_together_are_the_whole(text, longest):
    parts = split(text, longest)
    assert all(len(part.encode()) <= longest and part for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_text_is_broken_after_sentences():
    parts = split("第一句话。" * 200, 100)
    assert all(part.endswith("。") for part in parts)
