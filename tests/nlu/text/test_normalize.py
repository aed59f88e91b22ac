"""Text is read in one form, and what is found in it can be shown where it was sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text.normalize import normalize


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("電費帳單　查詢", "电费帐单 查询"),
        ("ＡＢＣ１２３", "ABC123"),
        ("停电了！！！！", "停电了!"),
        ("。。。。", "。"),
        ("我\u200b家\ufeff停电", "我家停电"),
        ("我 家 停 电 了", "我家停电了"),
        ("电费  多少\n\n谢谢", "电费 多少 谢谢"),
        ("  停电  ", "停电"),
        ("200㎾", "200kW"),
        ("", ""),
        ("😀", "😀"),
    ],
)
def test_width_script_and_spaces_become_one(sent: str, read: str) -> None:
    assert normalize(sent).text == read


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("四二零一零六零零零一", "4201060001"),
        ("幺三八零零零零零零零一", "13800000001"),
        ("三百一十八块四", "318块四"),
        ("三百一十八点四", "318.4"),
        ("两百度", "200度"),
        ("两百五", "250"),
        ("一百零五", "105"),
        ("一万二千块", "12000块"),
        ("三万五", "35000"),
        ("零点五五八", "0.558"),
        ("三点五度", "3.5度"),
        ("十二月", "12月"),
        ("二零二六年八月", "2026年8月"),
        ("三栋二单元五零一", "3栋2单元501"),
        ("八十八号", "88号"),
        ("1000千瓦时", "1000千瓦时"),
        ("1.2万度", "1.2万度"),
    ],
)
def test_numerals_that_are_numbers_become_digits(sent: str, read: str) -> None:
    assert normalize(sent).text == read


@pytest.mark.parametrize(
    "kept",
    [
        "一户一表",
        "一点都不",
        "三相电",
        "万一停电",
        "千万别停",
        "三天两头停",
        "七八十块",
        "三四百度",
        "几十块",
        "好几百",
        "十分感谢",
        "上午八点到十点",
        "八点半",
        "双十一",
        "五一放假",
        "第一百货",
        "解放一路",
        "三七二十一",
        "一楼两户",
    ],
)
def test_numerals_that_are_words_stay(kept: str) -> None:
    assert normalize(kept).text in {kept, kept.replace("一楼", "一楼")}


def test_a_place_in_the_normalised_text_leads_back_to_the_text_as_sent() -> None:
    sent = "我  家電費三百一十八块！！"
    normalized = normalize(sent)
    start = normalized.text.index("318")
    assert sent[slice(*normalized.span(start, start + 3))] == "三百一十八"
    start = normalized.text.index("电费")
    assert sent[slice(*normalized.span(start, start + 2))] == "電費"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_normalises_with_places_inside_it(text: str) -> None:
    normalized = normalize(text)
    assert len(normalized.text) == len(normalized.offsets) == len(normalized.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(normalized.offsets, normalized.ends, strict=True))
    assert list(normalized.offsets) == sorted(normalized.offsets)


@given(st.text(alphabet="零一二三四五六七八九十百千万两点块度年月号0123456789. ", max_size=30))
def test_any_run_of_numerals_is_read_without_error(text: str) -> None:
    assert normalize(text).text is not None
