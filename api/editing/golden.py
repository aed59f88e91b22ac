"""The golden questions asked of the knowledge base before and after a change; what got worse forbids publishing.

Pure work on folders, so that it can run in a process of its own: building an index takes tens of seconds of a core.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.articles.service import AnswerService, Found
from api.settings import ROOT
from knowledge import Article, GoldenQuestion, KnowledgeBase, read_questions

LONGEST_SHOWN = 200  # characters of an answer in the report


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """What to compare: two folders of articles, the questions, and the article that changes."""

    before: Path
    after: Path
    models: Path
    questions: Path
    article_id: str
    on: date
    cache: Path  # of the index in use
    fresh_cache: Path  # for the index with the change, moved to the others when the change is published
    corpus: Path = ROOT / "corpus"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question with what came back before and after."""

    id: str
    question: str
    province: str | None
    before: Found | None
    after: Found
    was_right: bool
    is_right: bool

    def to_wire(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "question": self.question,
            "province": self.province,
            "before": _shown(self.before),
            "after": _shown(self.after),
        }


def run_check(plan: CheckPlan) -> dict[str, Any]:
    """Ask everything twice. ``lost`` and ``own_missed`` must be empty for the change to be published.

    Raises OSError when the questions cannot be read, KnowledgeError when a folder cannot be loaded.
    """
    golden = read_questions(plan.questions)
    old = KnowledgeBase.load(plan.before, plan.models, cache=plan.cache, corpus=plan.corpus)
    new = KnowledgeBase.load(plan.after, plan.models, cache=plan.fresh_cache, corpus=plan.corpus, before=old)
    before, after = AnswerService(old), AnswerService(new)
    asked = [_golden(each, before, after) for each in golden]
    own = list(_own_questions(plan, before, after))
    return {
        "golden": _counts(asked),
        "own": _counts(own),
        "lost": [each.to_wire() for each in asked if each.was_right and not each.is_right],
        "won": [each.to_wire() for each in asked if each.is_right and not each.was_right],
        "own_missed": [each.to_wire() for each in own if not each.is_right and (each.was_right or each.before is None)],
    }


def has_passed(result: Mapping[str, Any]) -> bool:
    """Whether nothing got worse."""
    return not result["lost"] and not result["own_missed"]


def _golden(golden: GoldenQuestion, before: AnswerService, after: AnswerService) -> _Asked:
    found = [service.find(golden.question, golden.province, golden.as_of) for service in (before, after)]
    right = [each.answer.answerable == golden.answerable and golden.is_met_by(each.answer.text) for each in found]
    return _Asked(golden.id, golden.question, golden.province, found[0], found[1], right[0], right[1])


def _own_questions(plan: CheckPlan, before: AnswerService, after: AnswerService) -> Iterable[_Asked]:
    """The article's own example questions: each must find it, unless that one did not before either."""
    article = after.knowledge.article(plan.article_id)
    if article is None:
        raise ValueError(f"{plan.article_id} is not in the folder with the change")
    old = before.knowledge.article(plan.article_id)
    province = article.provinces[0] if article.is_local else None
    on = max(min(plan.on, article.effective_to or plan.on), article.effective_from or plan.on)
    for number, question in enumerate(article.questions, 1):
        then = before.find(question, province, on) if old and question in old.questions else None
        now = after.find(question, province, on)
        was_right = then is not None and _finds(article, then)
        yield _Asked(f"{article.id}#{number}", question, province, then, now, was_right, _finds(article, now))


def _finds(article: Article, found: Found) -> bool:
    is_first = bool(found.hits) and found.hits[0].article.id == article.id
    if article.is_refusal:
        return is_first or not found.answer.answerable
    return found.answer.answerable and (is_first or article.id in {each.article_id for each in found.answer.sources})


def _counts(asked: list[_Asked]) -> dict[str, int]:
    return {
        "asked": len(asked),
        "right_before": sum(each.was_right for each in asked),
        "right_after": sum(each.is_right for each in asked),
    }


def _shown(found: Found | None) -> dict[str, Any] | None:
    if found is None:
        return None
    first = found.hits[0].article if found.hits else None
    return {
        "answerable": found.answer.answerable,
        "text": found.answer.text[:LONGEST_SHOWN],
        "article_id": first.id if first else None,
        "title": first.title if first else None,
    }
