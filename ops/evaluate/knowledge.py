"""What the knowledge base gets right, set by set, and which of the sets may have guided a change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from api.articles.service import AnswerService
from knowledge import GoldenQuestion, KnowledgeBase, read_questions
from knowledge.evaluate import Scores, score
from ops.evaluate.sets import labelled_files
from ops.layout import ROOT

# What each of our own files stands for. Failures of a set that is tuned on are looked at one by one; of the others only
# the figures are read.
OWN = {
    "questions": "first set, tuned on",
    "more_questions": "second set, tuned on",
    "tuning_questions": "figures and refusals, tuned on",
    "class_questions": "classes and items, tuned on",
    "fourth_questions": "fourth set, judged only",
    "fifth_questions": "fifth set, judged once, then tuned on",
    "sixth_questions": "sixth set, judged only",
}


def knowledge_figures() -> dict[str, dict[str, Any]]:
    """Name of a set → answered right, refused, wrong figures (shares), how many, and the share right in each topic."""
    service = AnswerService(KnowledgeBase.load(ROOT / "knowledge" / "articles", ROOT / "models"))

    def ask(question: str, province: str | None, as_of: date) -> tuple[bool, str]:
        answer = service.answer(question, province, as_of)
        return answer.answerable, answer.text

    return {f"questions / {name}": shown(score(questions, ask)) for name, questions in question_sets()}


def question_sets() -> Iterator[tuple[str, Sequence[GoldenQuestion]]]:
    """Every set by the name that says what it stands for; of the third every second question never guided a change."""
    for name, path in labelled_files("questions").items():
        questions, stem = read_questions(path), path.stem
        if name == "samples":
            yield "samples, judged only", questions
        elif stem == "third_questions":
            yield "third set, half that is tuned on", questions[0::2]
            yield "third set, half that is judged only", questions[1::2]
        else:
            yield OWN.get(stem, stem), questions


def shown(scores: Scores) -> dict[str, Any]:
    """The figures of a report: shares, and how many questions of either kind they rest on."""
    answerable = sum(outcome.golden.answerable for outcome in scores.outcomes)
    counts = {"answerable": answerable, "to_be_refused": len(scores.outcomes) - answerable}
    return {**scores.to_json(), **counts}
