"""The table of what words say: every sense is read somewhere, and knows the words it is for."""

import re
from pathlib import Path

import pytest
import yaml

from api.articles import wanted
from api.articles.senses import said, says

TABLE = yaml.safe_load((Path(wanted.__file__).with_name("senses.yml")).read_text("utf-8"))


def test_every_sense_is_asked_for():
    used = set(re.findall(r'"([a-z_]+)"', Path(wanted.__file__).read_text("utf-8")))
    assert set(TABLE) <= used


@pytest.mark.parametrize(
    ("sense", "text", "words"),
    [
        ("part", "大工业需量电价多少", "需量电价"),
        ("shared", "小区电梯一度电几毛", "小区电梯"),
        ("hours", "谷电是哪几个时段", "哪几个时段"),
        ("otherwise", "二档比一档贵多少", "比"),
        ("rural", "城里合表一度多少", None),
    ],
)
def test_the_words_that_say_it_are_found(sense, text, words):
    assert said(sense, text) == words
    assert says(text, "rural", sense) is (words is not None)


def test_a_sense_that_is_not_in_the_table_is_an_error():
    with pytest.raises(KeyError):
        said("nonsense", "电价")
