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


def _entity(text, words, name):
    return {"entity": name, "start": text.index(words), "end": text.index(words) + len(words)}


def test_beside_an_introduction_are_the_clauses_that_introduce_nobody():
    text = "你好，我叫王建国，户号是4201060001，最近电费有点吃不消，有没有办法省"
    said = [_entity(text, "王建国", "person_name"), _entity(text, "4201060001", "account_number")]
    assert parts.beside_identity(text, said) == "你好，最近电费有点吃不消，有没有办法省"


@pytest.mark.parametrize(
    ("text", "words"), [("我叫王建国，户号4201060001", "王建国"), ("王建国上个月电费多少", "王建国"), ("好的", None)]
)
def test_a_message_that_introduces_nobody_or_says_nothing_else_has_nothing_beside(text, words):
    said = [_entity(text, "王建国", "person_name")] if words else []
    said += [_entity(text, "4201060001", "account_number")] if "4201060001" in text else []
    assert parts.beside_identity(text, said) is None
