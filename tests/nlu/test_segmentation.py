"""Cutting: jieba's words, to the letter, only sooner."""

import random

import jieba
import pytest

from nlu.segmentation import LEXICON, segment
from ops.bench.reading import column

ODD = [
    "",
    " ",
    "a",
    "\r\n停电\t啊 \n",
    "3号楼A座  停\u3000电",
    "abc123电费%-_.1.5%",
    "🎉停电了😀怎么办",
    "𠮷野家停电",
    "龘龘龘靐靐",
    "\x02\x03",
]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory):
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    for path in sorted(LEXICON.glob("*.txt")):
        tokenizer.load_userdict(str(path))
    return tokenizer


@pytest.mark.parametrize("name", ["tickets.tsv", "utterances.tsv"])
def test_texts_of_the_corpus_are_cut_as_jieba_cuts_them(tokenizer, name):
    for text in column(name, 300):
        assert list(segment(text)) == list(tokenizer.tokenize(text)), text


def test_so_are_odd_texts_and_characters_in_any_order(tokenizer):
    characters = sorted({character for text in column("tickets.tsv", 500) for character in text})
    chance = random.Random(7)
    shuffled = ["".join(chance.choices(characters, k=chance.randint(1, 40))) for _ in range(300)]
    for text in [*ODD, *shuffled]:
        assert list(segment(text)) == list(tokenizer.tokenize(text)), text
