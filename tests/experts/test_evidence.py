"""What is shown as the reason of a decision are words, never parts of two."""

from __future__ import annotations

from pathlib import Path

from nlu.experts import StackedClassifier
from nlu.experts.evidence import telling_words
from nlu.experts.preparation import prepare
from nlu.segmentation import segment

TEXTS = (
    "隔壁饭店把电线直接接在表前面偷电",
    "小区半夜突然停电，物业说不是他们的事，让找供电局",
    "抄表员态度恶劣还骂人，我要投诉他",
    "客户反映电压不稳，灯泡一闪一闪的，工单2026112000001234",
)


def test_every_word_begins_and_ends_where_words_do() -> None:
    classifier = StackedClassifier.load(Path("models/tickets"))
    for text in TEXTS:
        pieces = list(segment(prepare(text)))
        starts, ends = {start for _, start, _ in pieces}, {end for _, _, end in pieces}
        label = classifier.labels[classifier.probabilities([text])[0].argmax()]

        words = classifier.evidence(text, label)

        assert words
        for word in words:
            places = [p for p in range(len(prepare(text))) if prepare(text).startswith(word, p)]
            assert any(place in starts and place + len(word) in ends for place in places), word


def test_the_strongest_word_comes_first_and_none_twice() -> None:
    text = "停电我要投诉停电"
    gains = [2.5, 2.5, 0.1, 0.1, 4.5, 4.5, 2.5, 2.5]

    words = telling_words(text, gains, 3)

    assert "投诉" in words[0]
    assert len(words) == len(set(words))


def test_a_text_without_telling_words_has_none() -> None:
    assert telling_words("", [], 3) == []
    assert telling_words("停电了", [0.0, 0.0, 0.0], 3) == []
    assert telling_words("12345 !!", [3.0] * 8, 3) == []


def test_many_texts_at_once_give_the_words_that_each_gives_alone() -> None:
    classifier = StackedClassifier.load(Path("models/tickets"))
    labels = ["report/theft", "enquiry/outage_info", "complaint/service", "fault/power_quality"]

    together = classifier.evidence_of(TEXTS, labels)

    assert together == [classifier.evidence(text, label) for text, label in zip(TEXTS, labels, strict=True)]
    assert classifier.evidence_of([], []) == []
