"""``python -m nlu.evaluate FILE``: how well the messages of a labelled file are understood.

A line is one JSON object: text, intent, ``alt`` (other acceptable intents) and entities [{name, value}], as in the
acceptance samples. Entities are compared by name and value; a message may state one twice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nlu.text.clock import Clock
from nlu.understanding import DANGER_INTENT, Parse, Understanding

OUT_OF_SCOPE = "out_of_scope"
# the day on which the acceptance lines were written
WRITTEN_ON = "2026-11-20T09:00:00+08:00"


@dataclass(frozen=True)
class MessageScores:
    """Shares between 0 and 1. ``danger_recall``: found by intent or by danger words.

    A message that may also be read as danger (``alt``) counts neither as missed nor as a false alarm.
    """

    messages: int
    accuracy: float
    macro_f1: float
    first_two: float
    danger_recall: float
    danger_false_alarms: float
    out_of_scope_recall: float
    entity_precision: float
    entity_recall: float
    entity_f1: float
    entity_f1_by_name: dict[str, float]


def evaluate_messages(rows: Sequence[dict[str, Any]], understanding: Understanding) -> MessageScores:
    """Parse all rows and score them. Raises ValueError when there are none."""
    if not rows:
        raise ValueError("no messages to evaluate")
    parses = understanding.parse([row["text"] for row in rows])
    accepted = [[row["intent"], *row.get("alt", [])] for row in rows]
    right = [parse.intent.name in intents for parse, intents in zip(parses, accepted, strict=True)]
    truth = [
        parse.intent.name if ok else intents[0] for parse, intents, ok in zip(parses, accepted, right, strict=True)
    ]
    second = [
        parse.intent.name in intents or parse.alternatives[0].name in intents
        for parse, intents in zip(parses, accepted, strict=True)
    ]
    alarms = [parse.danger is not None or parse.intent.name == DANGER_INTENT for parse in parses]
    dangerous = [row["intent"] == DANGER_INTENT for row in rows]
    harmless = [DANGER_INTENT not in intents for intents in accepted]
    outside = [ok for ok, row in zip(right, rows, strict=True) if row["intent"] == OUT_OF_SCOPE]
    hits, found, stated = _count_entities(parses, rows)
    return MessageScores(
        messages=len(rows),
        accuracy=_share(right),
        macro_f1=_macro_f1([parse.intent.name for parse in parses], truth),
        first_two=_share(second),
        danger_recall=_share([alarm for alarm, real in zip(alarms, dangerous, strict=True) if real]),
        danger_false_alarms=_share([alarm for alarm, safe in zip(alarms, harmless, strict=True) if safe]),
        out_of_scope_recall=_share(outside),
        entity_precision=_ratio(hits.total(), found.total()),
        entity_recall=_ratio(hits.total(), stated.total()),
        entity_f1=_ratio(2 * hits.total(), found.total() + stated.total()),
        entity_f1_by_name={name: _ratio(2 * hits[name], found[name] + stated[name]) for name in sorted(found | stated)},
    )


def _count_entities(
    parses: Sequence[Parse], rows: Sequence[dict[str, Any]]
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By name: entities found rightly, entities found, entities stated in the file."""
    hits, found, stated = Counter[str](), Counter[str](), Counter[str]()
    for parse, row in zip(parses, rows, strict=True):
        ours = Counter((entity.name, entity.value) for entity in parse.entities)
        theirs = Counter((entity["name"], entity["value"]) for entity in row.get("entities", []))
        for counter, pairs in ((hits, ours & theirs), (found, ours), (stated, theirs)):
            for (name, _), count in pairs.items():
                counter[name] += count
    return hits, found, stated


def _macro_f1(guesses: Sequence[str], truth: Sequence[str]) -> float:
    scores = []
    for label in set(truth):
        hits = sum(guess == label == real for guess, real in zip(guesses, truth, strict=True))
        scores.append(2 * hits / (guesses.count(label) + truth.count(label)))
    return round(sum(scores) / len(scores), 4)


def _share(answers: Sequence[bool]) -> float:
    """The share of true answers; 0 when nothing was asked."""
    return _ratio(sum(answers), len(answers))


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def main() -> None:
    """Print the scores of the file named on the command line."""
    import argparse

    parser = argparse.ArgumentParser(description="消息理解评测")
    parser.add_argument("file", type=Path)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--clock", default=WRITTEN_ON, help="RFC 3339 moment against which months and days are read")
    arguments = parser.parse_args()
    lines = arguments.file.read_text(encoding="utf-8").splitlines()
    understanding = Understanding.load(arguments.models, Clock(datetime.fromisoformat(arguments.clock)))
    scores = evaluate_messages([json.loads(line) for line in lines if line.strip()], understanding)
    print(json.dumps(asdict(scores), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
