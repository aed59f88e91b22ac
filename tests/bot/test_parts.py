"""Where a message that asks for several things is split."""

import importlib.util
from pathlib import Path

import pytest

_PATH = Path(__file__).resolve().parents[2] / "bot" / "parts.py"
_SPEC = importlib.util.spec_from_file_location("parts", _PATH)
parts = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(parts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "查一下上个月电费，顺便看看有没有欠费，再问下湖北阶梯电价怎么算",
            ["查一下上个月电费", "看看有没有欠费", "问下湖北阶梯电价怎么算"],
        ),
        ("我想交电费另外开个发票", ["我想交电费", "开个发票"]),
        ("停电了什么时候来，还有帮我订阅来电通知", ["停电了什么时候来", "帮我订阅来电通知"]),
        ("家里停电了，什么时候来", []),
        ("还有多久来电", []),
        ("另外一户的电费", []),
        ("电费怎么还没有出来", []),
    ],
)
def test_it_is_split_at_words_that_begin_another_wish(text, found):
    assert parts.split(text) == found
