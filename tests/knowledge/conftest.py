import shutil
from datetime import date
from pathlib import Path

import pytest

from knowledge import KnowledgeBase

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
SAMPLES = Path(__file__).with_name("articles")


@pytest.fixture
def today():
    return date(2026, 11, 20)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory):
    """A small part of the training texts: building on all of them takes half a minute."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(CORPUS / "concepts.tsv", folder)
    head, *lines = (CORPUS / "utterances.tsv").read_text("utf-8").splitlines()
    (folder / "utterances.tsv").write_text("\n".join([head, *lines[::20]]) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def base(corpus):
    """The knowledge base on eight sample articles, built in memory and without models."""
    return KnowledgeBase.load(SAMPLES, cache=None, corpus=corpus)
