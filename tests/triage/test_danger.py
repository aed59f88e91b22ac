"""A danger that is over is told in thanks and withdrawals; danger there again is danger."""

import pytest

from triage.danger import is_settled

THANKS = {"enquiry/praise": 0.95, "fault/metering": 0.05}


def test_thanks_for_a_danger_removed_tell_of_no_danger():
    assert is_settled(THANKS, "感谢师傅昨晚把冒烟的表箱处理好了")


@pytest.mark.parametrize(
    ("probabilities", "text"),
    [
        (THANKS, "上次谢谢你们,可是表箱又冒烟了"),
        ({"enquiry/praise": 0.5, "fault/metering": 0.5}, "师傅辛苦了,表箱冒烟"),
        ({"fault/metering": 0.99}, "表箱冒烟了"),
    ],
)
def test_danger_that_is_there_or_not_surely_over_stays(probabilities, text):
    assert not is_settled(probabilities, text)
