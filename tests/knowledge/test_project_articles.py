"""The articles that the product ships with."""

from datetime import date
from pathlib import Path

import pytest

import tariffs
import triage
from knowledge import REFERENCE, read_folder

ARTICLES = Path(__file__).resolve().parents[2] / "knowledge" / "articles"
TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def found():
    return read_folder(ARTICLES)


def test_every_article_is_valid(found):
    assert [str(problem) for problem in found.problems] == []


def test_every_reference_names_a_figure_that_exists(found):
    known = set(tariffs.figure_keys()), set(triage.limit_keys())
    unknown = [
        (article.id, match.group())
        for article in found.articles
        for match in REFERENCE.finditer(article.answer + article.details)
        if match[2] not in (known[0] if match[1] == "tariff" else known[1])
    ]
    assert unknown == []


def test_an_article_about_one_province_has_its_figures_there(found):
    missing = [
        (article.id, key, province)
        for article in found.articles
        if article.is_local
        for province in article.provinces
        for key in article.references("tariff")
        if (figure := tariffs.figure(key, province, TODAY)) is None or figure.confidence == "L"
    ]
    assert missing == []
