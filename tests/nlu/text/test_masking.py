"""What points at a person is starred out, however it is written; what does not stays readable."""

from __future__ import annotations

import pytest

from nlu.text.masking import mask_personal


@pytest.mark.parametrize(
    ("sent", "masked"),
    [
        ("电话13800000001", "电话138****0001"),
        ("电话138 0000 0001，急", "电话138****0001，急"),
        ("户号4201060001", "户号******0001"),
        ("户号四二零一零六零零零一查电费", "户号******0001查电费"),
        ("新户号1234567890123", "新户号*********0123"),
        ("身份证420106198001011234", "身份证**************1234"),
        ("身份证42010619800101123X", "身份证**************123X"),
        ("卡号6222021001112223334", "卡号***************3334"),
        ("幺三八零零零零零零零二", "138****0002"),
    ],
)
def test_numbers_of_persons_are_hidden(sent: str, masked: str) -> None:
    assert mask_personal(sent) == masked


@pytest.mark.parametrize(
    "text",
    [
        "工单2026112000001234",
        "BZ20261105002",
        "上个月用了320度，交了190块",
        "打95598",
        "2026年8月18号",
        "",
        "新华路88号3栋501室",
    ],
)
def test_what_names_no_person_stays(text: str) -> None:
    assert mask_personal(text) == text


def test_two_numbers_side_by_side_are_both_hidden() -> None:
    assert mask_personal("4201060001 13800000001") == "******0001 138****0001"
