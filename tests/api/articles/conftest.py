from datetime import date

import pytest

from api.articles.service import AnswerService
from knowledge import KnowledgeBase
from tests.knowledge.test_reading import SAMPLES

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="session")
def samples():
    """The knowledge base on the sample articles."""
    return KnowledgeBase.load(SAMPLES, cache=None)


@pytest.fixture(scope="session")
def answer(samples):
    """Answers a question on the day of the demonstration."""
    service = AnswerService(samples)

    def ask(question, province=None, as_of=TODAY, **more):
        return service.answer(question, province, as_of, **more)

    return ask
