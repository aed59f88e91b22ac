"""The part of the corpus that stock DIET and ours are compared on."""

from __future__ import annotations

from collections import Counter

import pytest

from ops.corpus import CORPUS, read_rows
from ops.evaluate import part
from ops.layout import Layout


@pytest.fixture
def folder(tmp_path):
    return part.part_of_corpus(Layout.from_environment({"DIANDA_VAR": str(tmp_path)}))


def test_every_label_and_plan_of_the_corpus_is_in_the_part(folder):
    whole, some = read_rows(CORPUS / "tickets.tsv"), read_rows(folder / "tickets.tsv")
    assert {(row["type"], row["category"]) for row in some} == {(row["type"], row["category"]) for row in whole}
    assert len(some) < len(whole)


def test_the_part_is_rows_of_the_corpus_and_spread_evenly(folder):
    whole, some = read_rows(CORPUS / "utterances.tsv"), read_rows(folder / "utterances.tsv")
    texts = {(row["intent"], row["plan"], row["text"]) for row in whole}
    assert all((row["intent"], row["plan"], row["text"]) in texts for row in some)
    shares = Counter(row["intent"] for row in some)
    expected = {intent: count * len(some) / len(whole) for intent, count in Counter(r["intent"] for r in whole).items()}
    assert all(abs(shares[intent] - count) <= 1 + 0.02 * count for intent, count in expected.items())
