"""The classification has a say: thanks tell of a danger that is over; one without its words needs a fitting label."""

from dataclasses import replace

import pytest

from nlu.experts.danger import READ_BY_THE_CLASSIFIER
from nlu.text.safety import DangerEvidence
from triage.danger import is_believable

THANKS = {"enquiry/praise": 0.95, "fault/metering": 0.05}
FAULT = {"fault/metering": 0.99}
QUESTION = {"enquiry/bill_payment": 0.97, "fault/metering": 0.03}
BY_WORDS = DangerEvidence("smoke", ("冒烟",))
LEARNED = DangerEvidence(READ_BY_THE_CLASSIFIER, ("井",))


def test_thanks_for_a_danger_removed_tell_of_no_danger():
    assert not is_believable(BY_WORDS, THANKS, "感谢师傅昨晚把冒烟的表箱处理好了")


@pytest.mark.parametrize(
    ("danger", "probabilities", "text"),
    [
        (BY_WORDS, THANKS, "上次谢谢你们,可是表箱又冒烟了"),
        (BY_WORDS, {"enquiry/praise": 0.5, "fault/metering": 0.5}, "师傅辛苦了,表箱冒烟"),
        (BY_WORDS, QUESTION, "电费多少,另外表箱冒烟"),
        (LEARNED, FAULT, "那个东西嗞嗞叫"),
        (replace(BY_WORDS, chance=0.97), THANKS, "谢谢昨天来修,走后隔壁那只表箱冒烟"),
    ],
)
def test_danger_that_is_there_or_not_surely_over_stays(danger, probabilities, text):
    assert is_believable(danger, probabilities, text)


def test_a_danger_without_its_words_is_not_believed_of_a_question_about_a_bill():
    assert not is_believable(LEARNED, QUESTION, "俺家机井上个月电费多少")
