"""What agents corrected is merged into the training text and stays recognisable there."""

import json

from training.corpus import load_tickets
from training.settings import CORPUS

ROWS = [
    {"text": "表箱门掉了\n没有危险", "type": "opinion", "category": "metering", "ticket": "T1", "agent": "worker01"},
    {"text": "新类别", "type": "opinion", "category": "no_such_category", "ticket": "T2", "agent": "worker01"},
]


def test_corrections_follow_the_corpus_with_a_plan_of_their_own(tmp_path):
    path = tmp_path / "corrections.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS), "utf-8")
    without, merged = load_tickets(CORPUS, tmp_path / "none.jsonl"), load_tickets(CORPUS, path)
    assert merged.rows[:-1] == without.rows
    last = merged.rows[-1]
    assert (last.text, last.label, last.plan) == ("表箱门掉了 没有危险", "opinion/metering", "agents")
    assert merged.labels == without.labels
