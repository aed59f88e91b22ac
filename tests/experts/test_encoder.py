"""The transformer as it is served."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from nlu.experts import StackedClassifier, UnreadableModel
from nlu.experts.encoder import Encoder

FOLDER = Path("models/encoder")
OUTPUTS = ["intents-label", "tickets-label", "tickets-type"]


def test_a_text_gets_the_same_answer_alone_and_among_longer_ones() -> None:
    encoder = Encoder.load(FOLDER)
    texts = ["停电了", "", "我家的电表这个月走得特别快，" * 12, "😀", "抄表员骂人", "电" * 1000] * 8

    together = encoder.scores(texts, OUTPUTS)

    for name in OUTPUTS:
        alone = np.concatenate([encoder.scores([text], [name])[name] for text in texts])
        assert np.abs(together[name] - alone).max() < 1e-4


def test_an_answer_is_remembered_until_many_others_were_given() -> None:
    encoder = Encoder.load(FOLDER)
    first = encoder.scores(["表箱冒烟了"], ["tickets-type"])["tickets-type"]

    encoder.scores([f"{number}号楼停电了" for number in range(700)], ["tickets-type"])
    again = encoder.scores(["表箱冒烟了", "表箱冒烟了"], ["tickets-type"])["tickets-type"]

    assert np.abs(again - first).max() < 1e-4


def test_no_texts_give_no_rows() -> None:
    assert Encoder.load(FOLDER).scores([], OUTPUTS)["tickets-type"].shape == (0, 8)


def test_homophones_move_the_answer_less_than_other_characters() -> None:
    encoder = Encoder.load(FOLDER)

    as_meant, as_heard, other = encoder.scores(["电表坏了", "店婊坏了", "水管坏了"], ["intents-label"])["intents-label"]

    assert np.abs(as_meant - as_heard).sum() < np.abs(as_meant - other).sum()


def test_both_classifiers_share_one_encoder() -> None:
    assert Encoder.load(FOLDER) is Encoder.load(Path("models/intents/../encoder"))


PARTS = ["encoder/encoder.onnx", "encoder/alphabet.txt", "encoder/card.json", "tickets/ngrams.npz"]


@pytest.mark.parametrize("name", [*PARTS, "tickets/concepts.tsv"])
def test_a_missing_or_damaged_part_is_named(name: str, tmp_path: Path) -> None:
    shutil.copytree("models/encoder", tmp_path / "encoder")
    shutil.copytree("models/tickets", tmp_path / "tickets")
    folder = name.split("/")[0]
    (tmp_path / name).unlink()
    with pytest.raises(UnreadableModel, match=f"{folder}.*make train"):
        StackedClassifier.load(tmp_path / "tickets")

    (tmp_path / name).write_bytes(b"\xff\xfe damaged")
    with pytest.raises(UnreadableModel, match=folder):
        StackedClassifier.load(tmp_path / "tickets")
