from datetime import date
from pathlib import Path

import pytest

from knowledge import KnowledgeBase

SAMPLES = Path(__file__).with_name("articles")


@pytest.fixture
def today():
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def base():
    """The knowledge base on eight sample articles, built in memory and without models."""
    return KnowledgeBase.load(SAMPLES, cache=None)
