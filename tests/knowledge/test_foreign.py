"""Words of other things are told from ours, also in questions that were never read."""

import pytest

from knowledge.foreign import ForeignReader, HeldOutReaders, Known
from knowledge.views import Views
from nlu.experts.lexicon import Lexicon

OURS = ["电费怎么交", "电表坏了", "停电了", "电价多少", "电表走得快", "电费太贵", "电费在哪里查", "家里停电怎么办"]
THEIRS = ["水费怎么交", "水表坏了", "停水了", "水价多少", "水表走得快", "水费太贵", "水费在哪里查", "家里停水怎么办"]


def views(text):
    return Views.of(text, Lexicon({}))


@pytest.fixture
def known():
    return [
        Known.of(views(text), is_foreign, group)
        for is_foreign, texts in ((False, OURS), (True, THEIRS))
        for group, text in enumerate(texts)
    ]


def test_new_questions_lean_to_their_side(known):
    reader = ForeignReader.learn(known)
    assert reader.lean(views("水费单子看不懂")) > 0 > reader.lean(views("电费单子看不懂"))


def test_one_side_alone_teaches_nothing(known):
    assert ForeignReader.learn([each for each in known if not each.is_foreign]).lean(views("水费")) == 0


def test_a_text_held_out_is_read_less_surely_than_one_that_was_learnt(known):
    learnt, held_out = ForeignReader.learn(known), HeldOutReaders.learn(known)
    assert held_out.lean(views(THEIRS[1]), 1) < learnt.lean(views(THEIRS[1]))
