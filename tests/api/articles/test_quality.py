"""The shipped articles answer our own questions: written apart from the articles, in other words."""

from pathlib import Path

import pytest

from api.articles.service import AnswerService
from knowledge import KnowledgeBase
from knowledge.evaluate import read_questions, score

ROOT = Path(__file__).resolve().parents[3]
QUESTIONS = ROOT / "tests" / "knowledge"


@pytest.fixture(scope="module")
def service():
    return AnswerService(KnowledgeBase.load(ROOT / "knowledge" / "articles", ROOT / "models"))


@pytest.mark.parametrize("name", ["questions.jsonl", "more_questions.jsonl"])
def test_our_own_questions_are_answered_right_or_refused(service, name):
    def ask(question, province, day):
        found = service.answer(question, province, day)
        return found.answerable, found.text

    scores = score(read_questions(QUESTIONS / name), ask)
    wrong = [(each.golden.id, each.golden.question) for each in scores.outcomes if not each.is_right]
    assert scores.answered_right >= 0.87, wrong
    assert scores.refused_right >= 0.93, wrong
    assert scores.wrong_figures == 0, wrong


def test_every_article_can_be_shown_everywhere_or_says_why_not(service):
    from datetime import date

    from api.articles.composition import ArticleComposer, Circumstances

    for article in service.knowledge.articles:
        for province in (None, "湖北", "西藏"):
            if article.holds(date(2026, 11, 20), province):
                case = Circumstances("", province, (), date(2026, 11, 20))
                answer = ArticleComposer(case).compose(article)
                assert answer.text
                assert "{{" not in answer.text
                assert "None" not in answer.text
