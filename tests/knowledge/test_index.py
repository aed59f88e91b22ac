"""The index is built once for the same inputs."""

import json
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge import KnowledgeBase, NothingToSearch
from knowledge.grams import GramIndex, Grouping, Part

SAMPLES = Path(__file__).with_name("articles")
TODAY = date(2026, 11, 20)


def test_a_stored_index_answers_like_the_built_one_and_a_damaged_one_is_built_again(tmp_path, base, corpus):
    cache = tmp_path / "index"
    KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus)
    stored = KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus)
    question = "晚交电费一天加多少"
    assert stored.search(question, as_of=TODAY).hits[0].score == base.search(question, as_of=TODAY).hits[0].score
    folder = next(path for path in cache.iterdir())
    (folder / "learnt.json").write_text("{", "utf-8")
    assert KnowledgeBase.load(SAMPLES, cache=cache, corpus=corpus).search(question, as_of=TODAY).hits
    assert json.loads((folder / "learnt.json").read_text("utf-8"))  # and stored again


def test_a_changed_article_makes_a_new_index(tmp_path, corpus):
    articles, cache = tmp_path / "articles", tmp_path / "index"
    shutil.copytree(SAMPLES, articles)
    KnowledgeBase.load(articles, cache=cache, corpus=corpus)
    path = articles / "safety/sample-fallen-line.md"
    path.write_text(path.read_text("utf-8").replace("断线点", "落地点"), "utf-8")
    changed = KnowledgeBase.load(articles, cache=cache, corpus=corpus)
    assert "落地点" in changed.article("sample-fallen-line").answer
    assert len([path for path in cache.iterdir() if path.is_dir()]) == 2


def test_an_empty_folder_says_so(tmp_path):
    with pytest.raises(NothingToSearch, match="no valid article"):
        KnowledgeBase.load(tmp_path, cache=None)


def test_similarity_counts_what_no_text_holds_against_the_query():
    index = GramIndex.build([{"a", "b"}, {"c"}])
    same, with_unknown = index.similarities({"a", "b"})[0], index.similarities({"a", "b", "x"})[0]
    assert same == pytest.approx(1, abs=1e-5)
    assert with_unknown < same
    assert index.known_share({"a", "x"}) == pytest.approx(0.5, abs=0.01)


def test_a_group_without_one_of_its_texts_is_as_if_it_had_never_held_it():
    bags = [{"a", "b"}, {"b", "c"}, {"d"}]
    grouping = Grouping(np.array([0, 0, 1], np.int32), np.ones(3, np.float32), 2)
    grouped = GramIndex.build(bags, grouping)
    left = grouped.similarities({"a", "b"}, without=Part(0, {"a", "b"}))[0]
    alone = GramIndex.build(bags).similarities({"a", "b"})[1]
    assert left == pytest.approx(alone, abs=1e-5)
